//! The simulator, the condition keys of policies, and the list of everything that decides.

use serde_json::json;
use testkit::Caller;

use crate::aws_fixture::{ACCOUNT, REPOSITORY, repository, server};
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, Members, elements, ok, person, refusal, refused, walk};
use crate::iam_policy::{PULL, create};

const REPOSITORY_ARN: &str = "arn:aws:ecr:eu-west-1:111122223333:repository/shop/api";

/// A document of one statement.
fn document(effect: &str, action: &str, resource: &str) -> String {
    let statement = json!({"Effect": effect, "Action": action, "Resource": resource});
    json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
}

/// Simulates policies of the request; returns the decisions.
async fn simulate(admin: &Caller, members: Members<'_>) -> Vec<String> {
    let outcome = ok(admin, "SimulateCustomPolicy", members).await;
    elements(&outcome, "EvalDecision")
        .into_iter()
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn policies_of_the_request_are_simulated() {
    let (_server, admin) = server().await;
    let (allow, deny) = (document("Allow", "ecr:*", "*"), document("Deny", "ecr:Put*", "*"));
    let members = [
        ("PolicyInputList.member.1", &*allow),
        ("PolicyInputList.member.2", &*deny),
        ("ActionNames.member.1", "ecr:BatchGetImage"),
        ("ActionNames.member.2", "ECR:PutImage"),
        ("ActionNames.member.3", "s3:GetObject"),
    ];
    let outcome = ok(&admin, "SimulateCustomPolicy", &members).await;
    assert_eq!(
        elements(&outcome, "EvalDecision"),
        ["allowed", "explicitDeny", "implicitDeny"]
    );
    assert_eq!(elements(&outcome, "EvalResourceName"), ["*"; 3]);
    let sources = ["PolicyInputList.1", "PolicyInputList.2"];
    assert_eq!(elements(&outcome, "SourcePolicyId"), sources);
    assert_eq!(elements(&outcome, "SourcePolicyType"), ["none", "none"]);
    let start = allow.find(r#"{"Action"#).or_else(|| allow.find(r#"{"Effect"#));
    let start = (start.expect("a statement") + 1).to_string();
    assert_eq!(element(element(&outcome, "StartPosition"), "Line"), "1");
    assert_eq!(element(element(&outcome, "StartPosition"), "Column"), start);
    assert!(!outcome.contains("ResourceSpecificResults"), "{outcome}");
    // A boundary limits; so does a service control policy.
    let pull = document("Allow", "ecr:BatchGetImage", "*");
    let bounded = [
        &members[..],
        &[("PermissionsBoundaryPolicyInputList.member.1", &pull)],
    ]
    .concat();
    let outcome = ok(&admin, "SimulateCustomPolicy", &bounded).await;
    assert_eq!(
        elements(&outcome, "AllowedByPermissionsBoundary"),
        ["true", "false", "false"]
    );
    let level = "OrderedOrganizationPolicyInputList.member.1.ServiceControlPolicyInputList.member.1";
    let controlled = [&members[..1], &members[2..3], &[(level, &deny)]].concat();
    let outcome = ok(&admin, "SimulateCustomPolicy", &controlled).await;
    assert_eq!(elements(&outcome, "AllowedByOrganizations"), ["false"]);
    assert_eq!(elements(&outcome, "EvalDecision"), ["implicitDeny"]);
}

#[tokio::test]
async fn context_decides_and_what_is_missing_is_named() {
    let (_server, admin) = server().await;
    let statement = json!({"Effect": "Allow", "Action": "ecr:*",
        "Resource": "arn:aws:ecr:*:*:repository/${aws:PrincipalTag/Team}/*",
        "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}});
    let document = json!({"Version": "2012-10-17", "Statement": statement}).to_string();
    let members = [
        ("PolicyInputList.member.1", &*document),
        ("ActionNames.member.1", "ecr:PutImage"),
        ("ResourceArns.member.1", REPOSITORY_ARN),
    ];
    let outcome = ok(&admin, "SimulateCustomPolicy", &members).await;
    assert_eq!(element(&outcome, "EvalDecision"), "implicitDeny");
    let missing = elements(element(&outcome, "MissingContextValues"), "member");
    assert_eq!(missing, ["aws:PrincipalTag/Team", "aws:SourceIp"]);
    assert_eq!(element(&outcome, "EvalResourceDecision"), "implicitDeny");
    let entry = |number: usize, member: &str| format!("ContextEntries.member.{number}.{member}");
    let names = [
        (entry(1, "ContextKeyName"), "aws:sourceip"),
        (entry(1, "ContextKeyType"), "ip"),
        (entry(1, "ContextKeyValues.member.1"), "10.1.2.3"),
        (entry(2, "ContextKeyName"), "aws:PrincipalTag/team"),
        (entry(2, "ContextKeyType"), "string"),
        (entry(2, "ContextKeyValues.member.1"), "shop"),
    ];
    let entries: Vec<_> = names.iter().map(|(name, value)| (&**name, *value)).collect();
    let outcome = ok(&admin, "SimulateCustomPolicy", &[&members[..], &entries].concat()).await;
    assert_eq!(element(&outcome, "EvalDecision"), "allowed");
    assert_eq!(element(&outcome, "MissingContextValues"), "");
    let keys = ok(&admin, "GetContextKeysForCustomPolicy", &members[..1]).await;
    let keys = elements(element(&keys, "ContextKeyNames"), "member");
    assert_eq!(keys, ["aws:PrincipalTag/Team", "aws:SourceIp"]);
}

#[tokio::test]
async fn a_resource_policy_grants_within_and_across_accounts() {
    let (_server, admin) = server().await;
    let policy = |who: &str| {
        let statement = json!({"Effect": "Allow", "Principal": {"AWS": who}, "Action": "ecr:*"});
        json!({"Version": "2012-10-17", "Statement": statement}).to_string()
    };
    let (nothing, all) = (document("Allow", "s3:*", "*"), document("Allow", "ecr:*", "*"));
    let ann = "arn:aws:iam::111122223333:user/ann";
    let stranger = "arn:aws:iam::444455556666:user/bob";
    for (identity, caller, granted, decision) in [
        (&nothing, ann, ann, "allowed"),
        (&nothing, ann, stranger, "implicitDeny"),
        (&nothing, stranger, stranger, "implicitDeny"),
        (&all, stranger, stranger, "allowed"),
        (&all, stranger, ann, "implicitDeny"),
    ] {
        let policy = policy(granted);
        let members = [
            ("PolicyInputList.member.1", &**identity),
            ("ActionNames.member.1", "ecr:PutImage"),
            ("ResourceArns.member.1", REPOSITORY_ARN),
            ("ResourcePolicy", &policy),
            ("CallerArn", caller),
        ];
        let outcome = ok(&admin, "SimulateCustomPolicy", &members).await;
        assert_eq!(element(&outcome, "EvalDecision"), decision, "{caller} {granted}");
        let crosses = caller == stranger;
        assert_eq!(outcome.contains("EvalDecisionDetails"), crosses, "{outcome}");
    }
    // Nobody logs in by a policy of a resource.
    let policy = policy(ann);
    let members = [
        ("PolicyInputList.member.1", &*nothing),
        ("ActionNames.member.1", "ecr:GetAuthorizationToken"),
        ("ResourcePolicy", &policy),
        ("CallerArn", ann),
    ];
    assert_eq!(simulate(&admin, &members).await, ["implicitDeny"]);
}

#[tokio::test]
async fn outcomes_are_paged() {
    let (_server, admin) = server().await;
    let members = [
        ("PolicyInputList.member.1", PULL),
        ("ActionNames.member.1", "ecr:BatchGetImage"),
        ("ActionNames.member.2", "ecr:PutImage"),
        (
            "ResourceArns.member.1",
            "arn:aws:ecr:eu-west-1:111122223333:repository/a",
        ),
        (
            "ResourceArns.member.2",
            "arn:aws:ecr:eu-west-1:111122223333:repository/b",
        ),
        ("ResourceArns.member.3", "*"),
        ("MaxItems", "4"),
    ];
    let (decisions, pages) = walk(&admin, "SimulateCustomPolicy", &members, "EvalDecision").await;
    let expected = [
        "allowed",
        "allowed",
        "allowed",
        "implicitDeny",
        "implicitDeny",
        "implicitDeny",
    ];
    assert_eq!((decisions, pages), (expected.map(str::to_owned).to_vec(), 2));
}

#[tokio::test]
async fn what_cannot_be_simulated() {
    let (_server, admin) = server().await;
    let custom = async |members: Members<'_>| {
        let common = [
            ("PolicyInputList.member.1", PULL),
            ("ActionNames.member.1", "ecr:PutImage"),
        ];
        let members = [&common[..], members].concat();
        let (status, code, message) = refusal(&admin, "SimulateCustomPolicy", &members).await;
        assert_eq!((status, &*code), (400, "InvalidInput"), "{members:?}: {message}");
        message
    };
    assert_eq!(
        custom(&[("ActionNames.member.2", "ecr:*")]).await,
        "Invalid action name: ecr:*"
    );
    assert_eq!(
        custom(&[("ActionNames.member.2", "PutImage")]).await,
        "Invalid action name: PutImage"
    );
    let said = custom(&[("PolicyInputList.member.2", MACHINES)]).await;
    assert!(
        said.starts_with("The policy document PolicyInputList.2 is not valid: Statement[0]"),
        "{said}"
    );
    assert!(
        custom(&[("ResourcePolicy", MACHINES)])
            .await
            .contains("calling user")
    );
    let role = "arn:aws:iam::111122223333:role/ci";
    let said = custom(&[("CallerArn", role)]).await;
    assert_eq!(
        said,
        format!("Invalid caller ARN: {role} is not the ARN of an IAM user.")
    );
    let ann = person(&admin, "ann").await;
    let members = [
        ("PolicyInputList.member.1", PULL),
        ("ActionNames.member.1", "ecr:PutImage"),
    ];
    assert_eq!(
        refusal(&ann, "SimulateCustomPolicy", &members).await.1,
        "AccessDenied"
    );
}

#[tokio::test]
async fn principals_that_are_none() {
    let (_server, admin) = server().await;
    for (source, status, sentence) in [
        (
            "arn:aws:iam::111122223333:user/nobody",
            404,
            "The user with name nobody cannot be found.",
        ),
        (
            "arn:aws:iam::111122223333:user/x/administrator",
            404,
            "The user with name administrator cannot be found.",
        ),
        (
            "arn:aws:iam::111122223333:group/nobody",
            404,
            "The group with name nobody cannot be found.",
        ),
        (
            "arn:aws:iam::444455556666:user/ann",
            400,
            "Invalid Entity Arn: arn:aws:iam::444455556666:user/ann does not clearly define entity type and name.",
        ),
        (
            "arn:aws:iam::111122223333:root",
            400,
            "Invalid Entity Arn: arn:aws:iam::111122223333:root does not clearly define entity type and name.",
        ),
    ] {
        let code = if status == 404 {
            "NoSuchEntity"
        } else {
            "InvalidInput"
        };
        let members = [
            ("PolicySourceArn", source),
            ("ActionNames.member.1", "ecr:PutImage"),
        ];
        refused(
            &admin,
            ("SimulatePrincipalPolicy", &members),
            (status, code, sentence),
        )
        .await;
    }
}

/// A user whose group pushes and who pulls by a policy of its own, and a role that pulls.
async fn people(admin: &Caller) -> String {
    person(admin, "ann").await;
    let pull = create(admin, "pull", PULL).await;
    ok(admin, "CreateGroup", &[("GroupName", "ops")]).await;
    ok(
        admin,
        "AddUserToGroup",
        &[("GroupName", "ops"), ("UserName", "ann")],
    )
    .await;
    let put = document("Allow", "ecr:PutImage", REPOSITORY_ARN);
    let inline = [
        ("GroupName", "ops"),
        ("PolicyName", "push"),
        ("PolicyDocument", &*put),
    ];
    ok(admin, "PutGroupPolicy", &inline).await;
    let role = [("RoleName", "ci"), ("AssumeRolePolicyDocument", MACHINES)];
    ok(admin, "CreateRole", &role).await;
    for (action, named) in [
        ("AttachUserPolicy", ("UserName", "ann")),
        ("AttachRolePolicy", ("RoleName", "ci")),
    ] {
        ok(admin, action, &[named, ("PolicyArn", &pull)]).await;
    }
    pull
}

#[tokio::test]
async fn principals_are_simulated_with_what_they_have() {
    let (_server, admin) = repository().await;
    let pull = people(&admin).await;
    let simulate = async |source: &str, more: Members<'_>| {
        let source = format!("arn:aws:iam::{ACCOUNT}:{source}");
        let members = [
            ("PolicySourceArn", &*source),
            ("ActionNames.member.1", "ecr:BatchGetImage"),
            ("ActionNames.member.2", "ecr:PutImage"),
            ("ResourceArns.member.1", REPOSITORY_ARN),
        ];
        let outcome = ok(&admin, "SimulatePrincipalPolicy", &[&members[..], more].concat()).await;
        let part = |name| elements(&outcome, name).join(" ");
        (
            part("EvalDecision"),
            part("SourcePolicyId"),
            part("SourcePolicyType"),
        )
    };
    let expected = |decisions: &str, ids: &str, types: &str| {
        // Each statement stands below the action and below the resource.
        let twice = |text: &str| {
            text.split(' ')
                .flat_map(|one| [one, one])
                .collect::<Vec<_>>()
                .join(" ")
        };
        (decisions.to_owned(), twice(ids), twice(types))
    };
    let both = expected("allowed allowed", "pull group_ops_push", "user-managed group");
    assert_eq!(simulate("user/ann", &[]).await, both);
    let pulls = expected("allowed implicitDeny", "pull", "user-managed");
    assert_eq!(simulate("role/ci", &[]).await, pulls);
    let pushes = expected("implicitDeny allowed", "group_ops_push", "group");
    assert_eq!(simulate("group/ops", &[]).await, pushes);
    let excluded = [("PolicyExclusionList.member.1.PolicyArn", &*pull)];
    assert_eq!(simulate("user/ann", &excluded).await, pushes);
    let boundary = [("PermissionsBoundaryPolicyInputList.member.1", PULL)];
    assert_eq!(simulate("user/ann", &boundary).await.0, "allowed implicitDeny");
}

#[tokio::test]
async fn the_operator_reads_the_same() {
    let (server, admin) = repository().await;
    people(&admin).await;
    let keys = [("PolicySourceArn", "arn:aws:iam::111122223333:user/ann")];
    let keys = ok(&admin, "GetContextKeysForPrincipalPolicy", &keys).await;
    assert_eq!(element(&keys, "ContextKeyNames"), "");
    // What is simulated is what happens, and the operator reads it without a request.
    let ann = "arn:aws:iam::111122223333:user/ann".parse().expect("an ARN");
    let said = server
        .registry
        .explain(&ann, "ecr:PutImage", REPOSITORY_ARN, &[])
        .await
        .expect("a user");
    assert_eq!(said.statements[0].policy, "group_ops_push");
    let resource = REPOSITORY_ARN.replace(REPOSITORY, "other");
    let said = server
        .registry
        .explain(&ann, "ecr:PutImage", &resource, &[])
        .await
        .expect("a user");
    let sentence = format!(
        "User: {ann} is not authorized to perform: ecr:PutImage on resource: {resource} because no identity-based \
         policy allows the ecr:PutImage action"
    );
    assert_eq!((said.sentence, said.statements), (sentence, Vec::new()));
}
