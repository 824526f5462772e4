//! Answers as they are written.

use aws_model::{FaultOf, QueryError, encode_query, encode_query_error, iam, sts};
use stdx::Timestamp;

const ID: &str = "6f4d3c1e-0000-4000-8000-000000000001";

/// 2026-01-05T10:15:00.9Z: answers carry whole seconds.
const THEN: Timestamp = Timestamp::from_micros(1_767_608_100_900_000);

fn set<T>(value: impl Into<T>) -> Option<T> {
    Some(value.into())
}

/// The answer's elements within the outermost one, after the metadata is seen to be right.
fn within(answer: &str, operation: &str, namespace: &str) -> String {
    let head = format!("<{operation}Response xmlns=\"{namespace}\">");
    let tail =
        format!("<ResponseMetadata><RequestId>{ID}</RequestId></ResponseMetadata></{operation}Response>");
    let inner = answer
        .strip_prefix(&head)
        .and_then(|rest| rest.strip_suffix(&tail));
    inner.unwrap_or_else(|| panic!("{answer}")).to_owned()
}

fn iam(operation: iam::Operation, output: &impl aws_model::ToXml) -> String {
    let answer = encode_query(operation, output, ID);
    within(
        &answer,
        operation.name(),
        "https://iam.amazonaws.com/doc/2010-05-08/",
    )
}

fn user() -> iam::User {
    iam::User {
        path: "/build/".to_owned(),
        user_name: "kim".to_owned(),
        user_id: "AIDAEXAMPLE".to_owned(),
        arn: "arn:aws:iam::210987654321:user/build/kim".to_owned(),
        create_date: THEN,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}

const USER: &str = "<Path>/build/</Path><UserName>kim</UserName><UserId>AIDAEXAMPLE</UserId>\
    <Arn>arn:aws:iam::210987654321:user/build/kim</Arn><CreateDate>2026-01-05T10:15:00Z</CreateDate>";

#[test]
fn a_whole_document() {
    let output = sts::GetCallerIdentityResponse {
        user_id: set("AIDAEXAMPLE"),
        account: set("210987654321"),
        arn: set("arn:aws:iam::210987654321:user/kim"),
    };
    assert_eq!(
        encode_query(sts::Operation::GetCallerIdentity, &output, ID),
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><UserId>AIDAEXAMPLE</UserId><Account>210987654321</Account>\
         <Arn>arn:aws:iam::210987654321:user/kim</Arn></GetCallerIdentityResult>\
         <ResponseMetadata><RequestId>6f4d3c1e-0000-4000-8000-000000000001</RequestId></ResponseMetadata>\
         </GetCallerIdentityResponse>"
    );
}

#[test]
fn no_output_has_no_result() {
    assert_eq!(iam(iam::Operation::DeleteUser, &()), "");
}

#[test]
fn structures_lists_and_what_is_not_set() {
    let tag = |key: &str, value: &str| iam::Tag {
        key: key.to_owned(),
        value: value.to_owned(),
    };
    let mut tagged = user();
    tagged.tags = Some(vec![tag("team", "build"), tag("empty", "")]);
    assert_eq!(
        iam(iam::Operation::GetUser, &iam::GetUserResponse { user: tagged }),
        format!(
            "<GetUserResult><User>{USER}<Tags><member><Key>team</Key><Value>build</Value></member>\
             <member><Key>empty</Key><Value></Value></member></Tags></User></GetUserResult>"
        )
    );
    let list = |users: Vec<iam::User>, marker: Option<&str>| iam::ListUsersResponse {
        users,
        is_truncated: Some(marker.is_some()),
        marker: marker.map(str::to_owned),
    };
    assert_eq!(
        iam(iam::Operation::ListUsers, &list(Vec::new(), None)),
        "<ListUsersResult><Users></Users><IsTruncated>false</IsTruncated></ListUsersResult>"
    );
    assert_eq!(
        iam(iam::Operation::ListUsers, &list(vec![user()], Some("a+b/c="))),
        format!(
            "<ListUsersResult><Users><member>{USER}</member></Users><IsTruncated>true</IsTruncated>\
             <Marker>a+b/c=</Marker></ListUsersResult>"
        )
    );
    assert_eq!(
        iam(
            iam::Operation::CreateUser,
            &iam::CreateUserResponse { user: None }
        ),
        "<CreateUserResult></CreateUserResult>"
    );
}

#[test]
fn maps_are_entries() {
    let summary = iam::GetAccountSummaryResponse {
        summary_map: Some([(iam::SummaryKeyType::Users, 7), (iam::SummaryKeyType::Groups, 0)].into()),
    };
    assert_eq!(
        iam(iam::Operation::GetAccountSummary, &summary),
        "<GetAccountSummaryResult><SummaryMap><entry><key>Users</key><value>7</value></entry>\
         <entry><key>Groups</key><value>0</value></entry></SummaryMap></GetAccountSummaryResult>"
    );
}

#[test]
fn enums_numbers_instants_and_blobs() {
    let device = iam::VirtualMFADevice {
        serial_number: "arn:aws:iam::210987654321:mfa/kim".to_owned(),
        base32_string_seed: Some(b"hello".to_vec().into()),
        qr_code_png: None,
        user: None,
        enable_date: Some(THEN),
        tags: Some(Vec::new()),
    };
    let devices = iam::ListVirtualMFADevicesResponse {
        virtual_mfa_devices: vec![device],
        is_truncated: None,
        marker: None,
    };
    assert_eq!(
        iam(iam::Operation::ListVirtualMFADevices, &devices),
        "<ListVirtualMFADevicesResult><VirtualMFADevices><member>\
         <SerialNumber>arn:aws:iam::210987654321:mfa/kim</SerialNumber>\
         <Base32StringSeed>aGVsbG8=</Base32StringSeed><EnableDate>2026-01-05T10:15:00Z</EnableDate>\
         <Tags></Tags></member></VirtualMFADevices></ListVirtualMFADevicesResult>"
    );
    let result = iam::EvaluationResult {
        eval_action_name: "ecr:PutImage".to_owned(),
        eval_resource_name: set("*"),
        eval_decision: iam::PolicyEvaluationDecisionType::ExplicitDeny,
        matched_statements: Some(vec![iam::Statement {
            source_policy_id: set("PolicyInputList.1"),
            source_policy_type: Some(iam::PolicySourceType::None),
            start_position: Some(iam::Position {
                line: Some(3),
                column: Some(-1),
            }),
            end_position: None,
        }]),
        missing_context_values: None,
        organizations_decision_detail: Some(iam::OrganizationsDecisionDetail {
            allowed_by_organizations: Some(true),
        }),
        permissions_boundary_decision_detail: None,
        eval_decision_details: Some([("a<b".to_owned(), iam::PolicyEvaluationDecisionType::Allowed)].into()),
        resource_specific_results: None,
    };
    let simulated = iam::SimulatePolicyResponse {
        evaluation_results: Some(vec![result]),
        is_truncated: Some(false),
        marker: None,
    };
    assert_eq!(
        iam(iam::Operation::SimulateCustomPolicy, &simulated),
        "<SimulateCustomPolicyResult><EvaluationResults><member><EvalActionName>ecr:PutImage</EvalActionName>\
         <EvalResourceName>*</EvalResourceName><EvalDecision>explicitDeny</EvalDecision><MatchedStatements>\
         <member><SourcePolicyId>PolicyInputList.1</SourcePolicyId><SourcePolicyType>none</SourcePolicyType>\
         <StartPosition><Line>3</Line><Column>-1</Column></StartPosition></member></MatchedStatements>\
         <OrganizationsDecisionDetail><AllowedByOrganizations>true</AllowedByOrganizations>\
         </OrganizationsDecisionDetail><EvalDecisionDetails><entry><key>a&lt;b</key><value>allowed</value>\
         </entry></EvalDecisionDetails></member></EvaluationResults><IsTruncated>false</IsTruncated>\
         </SimulateCustomPolicyResult>"
    );
}

#[test]
fn texts_are_escaped() {
    for (text, expect) in [
        ("<a&b>\"'", "&lt;a&amp;b&gt;&quot;&apos;"),
        ("a\tb\r\nc d", "a&#9;b&#13;&#10;c d"),
        ("]]>", "]]&gt;"),
        (
            "\u{0}\u{1}\u{b}\u{1f}\u{fffe}\u{ffff}",
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        ),
        ("\u{7f}\u{e9}\u{1f600}\u{fffd}", "\u{7f}\u{e9}\u{1f600}\u{fffd}"),
        ("", ""),
    ] {
        let aliases = iam::ListAccountAliasesResponse {
            account_aliases: vec![text.to_owned()],
            is_truncated: None,
            marker: None,
        };
        assert_eq!(
            iam(iam::Operation::ListAccountAliases, &aliases),
            format!(
                "<ListAccountAliasesResult><AccountAliases><member>{expect}</member></AccountAliases>\
                 </ListAccountAliasesResult>"
            ),
            "{text:?}"
        );
    }
}

#[test]
fn errors() {
    for (fault, word) in [(FaultOf::Sender, "Sender"), (FaultOf::Receiver, "Receiver")] {
        let error = QueryError {
            xml_namespace: iam::XML_NAMESPACE,
            fault,
            code: iam::ErrorCode::NoSuchEntity.name(),
            message: "The user with name <x> cannot be found.",
        };
        assert_eq!(
            encode_query_error(&error, ID),
            format!(
                "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>{word}</Type>\
                 <Code>NoSuchEntity</Code><Message>The user with name &lt;x&gt; cannot be found.</Message></Error>\
                 <RequestId>{ID}</RequestId></ErrorResponse>"
            )
        );
    }
}
