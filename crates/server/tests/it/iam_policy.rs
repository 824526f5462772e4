//! Managed policies.

use serde_json::json;
use testkit::Caller;

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{elements, ok, person, put_policy, refusal, refused, walk};

/// A document that allows pulls.
pub(crate) const PULL: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:BatchGetImage","Resource":"*"}]}"#;
/// AWS's own policy for administrators.
pub(crate) const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

/// The ARN of a policy of the account.
pub(crate) fn arn(path_and_name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:policy/{path_and_name}")
}

/// Makes a policy and returns its ARN.
pub(crate) async fn create(admin: &Caller, name: &str, document: &str) -> String {
    let members = [("PolicyName", name), ("PolicyDocument", document)];
    let made = ok(admin, "CreatePolicy", &members).await;
    element(&made, "Arn").to_owned()
}

#[tokio::test]
async fn a_policy_is_made_read_and_deleted() {
    let (_server, admin) = server().await;
    let made = ok(
        &admin,
        "CreatePolicy",
        &[
            ("PolicyName", "Pull"),
            ("Path", "/team/"),
            ("Description", "for <pulls>"),
            ("PolicyDocument", PULL),
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", "red"),
        ],
    )
    .await;
    let arn = arn("team/Pull");
    for (name, text) in [
        ("PolicyName", "Pull"),
        ("Arn", &*arn),
        ("Path", "/team/"),
        ("DefaultVersionId", "v1"),
        ("AttachmentCount", "0"),
        ("PermissionsBoundaryUsageCount", "0"),
        ("IsAttachable", "true"),
        ("CreateDate", "2026-01-05T10:15:00Z"),
        ("UpdateDate", "2026-01-05T10:15:00Z"),
        ("Key", "team"),
        ("Value", "red"),
    ] {
        assert_eq!(element(&made, name), text, "{made}");
    }
    let id = element(&made, "PolicyId");
    assert!(id.starts_with("ANPA") && id.len() == 21, "{id}");
    assert!(!made.contains("<Description>"), "{made}");
    let got = ok(&admin, "GetPolicy", &[("PolicyArn", &arn)]).await;
    assert_eq!(element(&got, "Description"), "for &lt;pulls&gt;");
    assert_eq!(element(&got, "PolicyId"), id);
    assert_eq!(element(&got, "Key"), "team");
    let version = [("PolicyArn", &*arn), ("VersionId", "v1")];
    let version = ok(&admin, "GetPolicyVersion", &version).await;
    assert_eq!(element(&version, "IsDefaultVersion"), "true");
    let encoded = element(&version, "Document");
    assert!(
        encoded.starts_with("%7B%22Version%22%3A%222012-10-17%22%2C"),
        "{encoded}"
    );
    let deleted = ok(&admin, "DeletePolicy", &[("PolicyArn", &arn)]).await;
    assert!(!deleted.contains("DeletePolicyResult"), "{deleted}");
    let sentence = format!("Policy {arn} was not found.");
    let gone = (404, "NoSuchEntity", &*sentence);
    for action in [
        "GetPolicy",
        "DeletePolicy",
        "ListPolicyVersions",
        "ListEntitiesForPolicy",
        "ListPolicyTags",
    ] {
        refused(&admin, (action, &[("PolicyArn", &arn)]), gone).await;
    }
}

#[tokio::test]
async fn arns_and_names_that_are_none() {
    let (_server, admin) = server().await;
    let pull = create(&admin, "pull", PULL).await;
    let again = [("PolicyName", "PULL"), ("Path", "/x/"), ("PolicyDocument", PULL)];
    let taken = (
        409,
        "EntityAlreadyExists",
        "A policy called PULL already exists. Duplicate names are not allowed.",
    );
    refused(&admin, ("CreatePolicy", &again), taken).await;
    for bad in [
        "arn:aws:iam::aws:policy/",
        "arn:aws:iam::111122223333:role/pull",
        "arn:aws:s3:::some-bucket-somewhere",
        "not an arn at all, not even near",
    ] {
        let sentence = format!("ARN {bad} is not valid.");
        refused(
            &admin,
            ("GetPolicy", &[("PolicyArn", bad)]),
            (400, "InvalidInput", &sentence),
        )
        .await;
    }
    // Path and case are part of an ARN, and other accounts' policies are not there.
    for other in [
        pull.replace("pull", "PULL"),
        pull.replace("policy/", "policy/x/"),
        pull.replace(ACCOUNT, "444455556666"),
        "arn:aws:iam::aws:policy/AmazonS3Nothing".to_owned(),
    ] {
        let sentence = format!("Policy {other} was not found.");
        refused(
            &admin,
            ("GetPolicy", &[("PolicyArn", &other)]),
            (404, "NoSuchEntity", &sentence),
        )
        .await;
    }
    for members in [
        &[("PolicyName", "a b"), ("PolicyDocument", PULL)][..],
        &[("PolicyName", "a"), ("PolicyDocument", "")],
        &[("PolicyName", "a")],
        &[
            ("PolicyName", "a"),
            ("PolicyDocument", PULL),
            ("Path", "no/slashes"),
        ],
        &[("PolicyName", "a"), ("PolicyDocument", "\u{feff}{}")],
    ] {
        let (status, code, _) = refusal(&admin, "CreatePolicy", members).await;
        assert_eq!((status, &*code), (400, "ValidationError"), "{members:?}");
    }
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let (_server, admin) = server().await;
    for number in 0..5 {
        create(&admin, &format!("own-{number}"), PULL).await;
    }
    let members = [
        ("PolicyName", "Deep"),
        ("Path", "/a/b/"),
        ("PolicyDocument", PULL),
    ];
    ok(&admin, "CreatePolicy", &members).await;
    let names = async |members| walk(&admin, "ListPolicies", members, "PolicyName").await;
    let (local, pages) = names(&[("Scope", "Local"), ("MaxItems", "2")]).await;
    assert_eq!(local, ["Deep", "own-0", "own-1", "own-2", "own-3", "own-4"]);
    assert_eq!(pages, 3);
    let (aws, _) = names(&[("Scope", "AWS"), ("MaxItems", "3")]).await;
    assert_eq!(aws.len(), 16);
    let (all, pages) = names(&[("MaxItems", "4")]).await;
    assert_eq!(all, [local, aws].concat());
    assert_eq!(pages, 6);
    assert_eq!(names(&[("PathPrefix", "/a/")]).await.0, ["Deep"]);
    assert_eq!(
        names(&[("PathPrefix", "/service-role/")]).await.0,
        ["AmazonECSTaskExecutionRolePolicy"]
    );
    assert_eq!(
        names(&[("OnlyAttached", "true")]).await.0,
        ["AdministratorAccess"]
    );
    let bound = [("UserName", "ann"), ("PermissionsBoundary", &*arn("own-3"))];
    ok(&admin, "CreateUser", &bound).await;
    assert_eq!(
        names(&[("PolicyUsageFilter", "PermissionsBoundary")]).await.0,
        ["own-3"]
    );
    let used = [("PolicyUsageFilter", "PermissionsPolicy")];
    assert_eq!(names(&used).await.0, ["AdministratorAccess"]);
    let one = ok(&admin, "ListPolicies", &[("Scope", "Local"), ("MaxItems", "1")]).await;
    assert!(!one.contains("<Description>") && !one.contains("<Tags>"), "{one}");
    let invalid = (400, "ValidationError", "Invalid Marker.");
    refused(&admin, ("ListPolicies", &[("Marker", "made-up")]), invalid).await;
}

#[tokio::test]
async fn tags_of_a_policy() {
    let (_server, admin) = server().await;
    let arn = create(&admin, "pull", PULL).await;
    let tag = |key, value| {
        [
            ("PolicyArn", &*arn),
            ("Tags.member.1.Key", key),
            ("Tags.member.1.Value", value),
        ]
    };
    ok(&admin, "TagPolicy", &tag("Team", "red")).await;
    ok(&admin, "TagPolicy", &tag("team", "blue")).await;
    ok(&admin, "TagPolicy", &tag("cost", "9")).await;
    let (values, pages) = walk(
        &admin,
        "ListPolicyTags",
        &[("PolicyArn", &arn), ("MaxItems", "1")],
        "Value",
    )
    .await;
    assert_eq!((values, pages), (vec!["9".to_owned(), "blue".to_owned()], 2));
    let keys = [
        ("PolicyArn", &*arn),
        ("TagKeys.member.1", "TEAM"),
        ("TagKeys.member.2", "none"),
    ];
    ok(&admin, "UntagPolicy", &keys).await;
    let left = ok(&admin, "ListPolicyTags", &[("PolicyArn", &arn)]).await;
    assert_eq!(elements(&left, "Key"), ["cost"]);
}

#[tokio::test]
async fn who_may_is_decided_by_arn_and_tags() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    let arn = create(&admin, "pull", PULL).await;
    let denied = |action: &str| {
        format!(
            "User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: iam:{action} on resource: {arn} \
             because no identity-based policy allows the iam:{action} action"
        )
    };
    for action in [
        "GetPolicy",
        "DeletePolicy",
        "ListPolicyVersions",
        "ListPolicyTags",
    ] {
        let sentence = denied(action);
        refused(
            &ann,
            (action, &[("PolicyArn", &arn)]),
            (403, "AccessDenied", &sentence),
        )
        .await;
    }
    let statements = json!([
        {"Effect": "Allow", "Action": ["iam:CreatePolicy", "iam:TagPolicy"], "Resource": "*",
         "Condition": {"StringEquals": {"aws:RequestTag/team": "red"}}},
        {"Effect": "Allow", "Action": "iam:DeletePolicy", "Resource": "*",
         "Condition": {"StringEquals": {"iam:ResourceTag/team": "red"}}}
    ]);
    put_policy(&admin, "ann", &statements).await;
    let new = |value| {
        [
            ("PolicyName", "red"),
            ("PolicyDocument", PULL),
            ("Tags.member.1.Key", "team"),
            ("Tags.member.1.Value", value),
        ]
    };
    assert_eq!(refusal(&ann, "CreatePolicy", &new("blue")).await.0, 403);
    ok(&ann, "CreatePolicy", &new("red")).await;
    assert_eq!(refusal(&ann, "DeletePolicy", &[("PolicyArn", &arn)]).await.0, 403);
    ok(
        &ann,
        "DeletePolicy",
        &[("PolicyArn", &arn.replace("pull", "red"))],
    )
    .await;
}
