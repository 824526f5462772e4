//! Versions of managed policies, policies of AWS's, and documents that are none.

use crate::aws_fixture::server;
use crate::aws_sts::element;
use crate::iam_fixture::{elements, ok, refusal, refused, walk};
use crate::iam_policy::{ADMINISTRATOR, PULL, create};

#[tokio::test]
async fn documents_that_are_no_policy() {
    let (_server, admin) = server().await;
    let statement = |members: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{{{members}}}]}}"#);
    let good = r#""Effect":"Allow","Action":"ecr:*","Resource":"*""#;
    for (document, sentence) in [
        ("{}".to_owned(), "Syntax errors in policy."),
        ("[1".to_owned(), "Syntax errors in policy."),
        ("\"x\"".to_owned(), "Syntax errors in policy."),
        (
            format!(r#"{{"Version":"2012-10-17","Version":"2012-10-17","Statement":[{{{good}}}]}}"#),
            "Syntax errors in policy.",
        ),
        (
            format!(r#"{{"Version":"2011-11-11","Statement":[{{{good}}}]}}"#),
            "Syntax errors in policy.",
        ),
        (
            format!(r#"{{"Version":"2012-10-17","Statements":[{{{good}}}]}}"#),
            "Syntax errors in policy.",
        ),
        (
            statement(&format!("{good},\"Ressource\":\"*\"")),
            "Syntax errors in policy.",
        ),
        (
            statement(&good.replace("Allow", "allow")),
            "Syntax errors in policy.",
        ),
        (
            statement(&format!(
                "{good},\"Condition\":{{\"StringEqual\":{{\"aws:x\":\"1\"}}}}"
            )),
            "Syntax errors in policy.",
        ),
        (
            statement(&format!("{good},\"Principal\":{{\"AWS\":\"*\"}}")),
            "Policy document should not specify a principal.",
        ),
        (
            statement(&format!("{good},\"NotPrincipal\":{{\"AWS\":\"*\"}}")),
            "Policy document should not specify a principal.",
        ),
        (
            statement(&good.replace("ecr:*", "ecr")),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        (
            statement(&good.replace("\"*\"", "\"shop\"")),
            "Resource shop must be in ARN format or \"*\".",
        ),
        (
            statement(r#""Effect":"Deny","Action":"ecr:*""#),
            "Policy statement must contain resources.",
        ),
        (
            statement(r#""Effect":"Deny","Resource":"*""#),
            "Policy statement must contain actions.",
        ),
        (
            statement(&format!("{good},\"Sid\":\"one\"}},{{{good},\"Sid\":\"one\"")),
            "Statement IDs (SID) in a single policy must be unique.",
        ),
    ] {
        let members = [("PolicyName", "bad"), ("PolicyDocument", &*document)];
        let (status, code, message) = refusal(&admin, "CreatePolicy", &members).await;
        assert_eq!((status, &*code), (400, "MalformedPolicyDocument"), "{document}");
        assert!(message.starts_with(sentence), "{document}: {message}");
    }
}

#[tokio::test]
async fn long_documents_and_long_patterns() {
    let (_server, admin) = server().await;
    let statement = |members: &str| format!(r#"{{"Version":"2012-10-17","Statement":[{{{members}}}]}}"#);
    let good = r#""Effect":"Allow","Action":"ecr:*","Resource":"*""#;
    let stars = "*".repeat(40);
    // White space does not count; what is not white space does.
    let patterns = |count: usize| statement(&good.replace("ecr:*", &format!("ecr:{}", "a".repeat(count))));
    let most = 6_144 - patterns(0).len();
    let spacious = patterns(most).replace(',', &format!(",{}", " ".repeat(900)));
    create(&admin, "spacious", &spacious).await;
    let members = [("PolicyName", "long"), ("PolicyDocument", &*patterns(most + 1))];
    let quota = (409, "LimitExceeded", "Cannot exceed quota for PolicySize: 6144");
    refused(&admin, ("CreatePolicy", &members), quota).await;
    // A pattern of many stars is a pattern, and is matched in linear time.
    create(
        &admin,
        "stars",
        &statement(&good.replace("\"*\"", &format!("\"arn:aws:ecr:{stars}\""))),
    )
    .await;
}

#[tokio::test]
async fn versions_come_go_and_take_force() {
    let (_server, admin) = server().await;
    let arn = create(&admin, "pull", PULL).await;
    for number in 2..=5 {
        let number_is_even = if number % 2 == 0 { "true" } else { "false" };
        let members = [
            ("PolicyArn", &*arn),
            ("PolicyDocument", PULL),
            ("SetAsDefault", number_is_even),
        ];
        let made = ok(&admin, "CreatePolicyVersion", &members).await;
        assert_eq!(element(&made, "VersionId"), format!("v{number}"));
        assert_eq!(element(&made, "IsDefaultVersion"), number_is_even);
        assert!(!made.contains("<Document>"), "{made}");
    }
    let sixth = [("PolicyArn", &*arn), ("PolicyDocument", PULL)];
    let full = "A managed policy can have up to 5 versions. Before you create a new version, you must delete an \
                existing version.";
    refused(
        &admin,
        ("CreatePolicyVersion", &sixth),
        (409, "LimitExceeded", full),
    )
    .await;
    let listed = walk(
        &admin,
        "ListPolicyVersions",
        &[("PolicyArn", &arn), ("MaxItems", "2")],
        "VersionId",
    )
    .await;
    let expected = ["v5", "v4", "v3", "v2", "v1"].map(str::to_owned);
    assert_eq!(listed, (expected.to_vec(), 3));
}

#[tokio::test]
async fn a_version_in_force_stays() {
    let (_server, admin) = server().await;
    let arn = create(&admin, "pull", PULL).await;
    let more = [("PolicyArn", &*arn), ("PolicyDocument", PULL)];
    for _ in 2..=5 {
        ok(&admin, "CreatePolicyVersion", &more).await;
    }
    let version = |id| [("PolicyArn", &*arn), ("VersionId", id)];
    let in_force = (
        409,
        "DeleteConflict",
        "Cannot delete the default version of a policy.",
    );
    refused(&admin, ("DeletePolicyVersion", &version("v1")), in_force).await;
    ok(&admin, "SetDefaultPolicyVersion", &version("v4")).await;
    let policy = ok(&admin, "GetPolicy", &[("PolicyArn", &arn)]).await;
    assert_eq!(element(&policy, "DefaultVersionId"), "v4");
    for id in ["v1", "v2", "v3"] {
        ok(&admin, "DeletePolicyVersion", &version(id)).await;
    }
    let several = "This policy has more than one version. Before you delete a policy, you must delete the policy's \
                   versions. The default version is deleted with the policy.";
    refused(
        &admin,
        ("DeletePolicy", &[("PolicyArn", &arn)]),
        (409, "DeleteConflict", several),
    )
    .await;
    let sentence = format!("Policy {arn} version v9 does not exist or is not attachable.");
    let missing = (404, "NoSuchEntity", &*sentence);
    for action in [
        "GetPolicyVersion",
        "DeletePolicyVersion",
        "SetDefaultPolicyVersion",
    ] {
        refused(&admin, (action, &version("v9")), missing).await;
    }
    // A number is never given twice.
    ok(&admin, "DeletePolicyVersion", &version("v5")).await;
    let made = ok(&admin, "CreatePolicyVersion", &more).await;
    assert_eq!(element(&made, "VersionId"), "v6");
}

#[tokio::test]
async fn policies_of_aws_are_there_and_stay_as_they_are() {
    let (_server, admin) = server().await;
    let pull_only = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly";
    let policy = ok(&admin, "GetPolicy", &[("PolicyArn", pull_only)]).await;
    assert_eq!(element(&policy, "PolicyId"), "ANPAZKAPJZG4ACPA6HO4Q");
    assert_eq!(element(&policy, "CreateDate"), "2024-10-04T16:58:49Z");
    let versions = ok(&admin, "ListPolicyVersions", &[("PolicyArn", pull_only)]).await;
    assert_eq!(elements(&versions, "VersionId"), ["v1"]);
    let text = [("PolicyArn", pull_only), ("VersionId", "v1")];
    let text = ok(&admin, "GetPolicyVersion", &text).await;
    assert!(
        element(&text, "Document").contains("ecr%3ABatchGetImage"),
        "{text}"
    );
    let counted = ok(&admin, "GetPolicy", &[("PolicyArn", ADMINISTRATOR)]).await;
    assert_eq!(element(&counted, "AttachmentCount"), "1");
    let outside = (403, "AccessDenied", "Policy is outside your own account.");
    let members = [
        ("PolicyArn", pull_only),
        ("VersionId", "v1"),
        ("PolicyDocument", PULL),
    ];
    for action in [
        "DeletePolicy",
        "CreatePolicyVersion",
        "DeletePolicyVersion",
        "SetDefaultPolicyVersion",
    ] {
        refused(&admin, (action, &members), outside).await;
    }
    let sentence = format!("ARN {pull_only} is not valid.");
    let tag = [
        ("PolicyArn", pull_only),
        ("Tags.member.1.Key", "a"),
        ("Tags.member.1.Value", "b"),
    ];
    refused(&admin, ("TagPolicy", &tag), (400, "InvalidInput", &sentence)).await;
}
