//! Inline policies of users, groups and roles.

use serde_json::json;
use testkit::Caller;

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, elements, ok, person, refusal, refused, walk};
use crate::iam_policy::PULL;

/// A kind of owner, and how long its policies may be together.
const KINDS: [(&str, usize); 3] = [("User", 2_048), ("Group", 5_120), ("Role", 10_240)];

async fn owners(admin: &Caller) {
    ok(admin, "CreateUser", &[("UserName", "one"), ("Path", "/x/")]).await;
    ok(admin, "CreateGroup", &[("GroupName", "one")]).await;
    let role = [("RoleName", "one"), ("AssumeRolePolicyDocument", MACHINES)];
    ok(admin, "CreateRole", &role).await;
}

/// A legal document of this many characters.
fn of_length(length: usize) -> String {
    let document = |sid: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Sid":"{sid}","Effect":"Deny","Action":"s3:*","Resource":"*"}}}}"#
        )
    };
    let padding = length - document("").len();
    document(&"a".repeat(padding))
}

#[tokio::test]
async fn policies_are_put_read_listed_and_deleted() {
    let (_server, admin) = server().await;
    owners(&admin).await;
    for (kind, _) in KINDS {
        let named = format!("{kind}Name");
        let put = |name| [(&*named, "ONE"), ("PolicyName", name), ("PolicyDocument", PULL)];
        for name in ["b", "B", "a", "b"] {
            let answer = ok(&admin, &format!("Put{kind}Policy"), &put(name)).await;
            assert!(!answer.contains("PolicyResult"), "{answer}");
        }
        let got = ok(&admin, &format!("Get{kind}Policy"), &put("b")[..2]).await;
        assert_eq!(element(&got, "PolicyName"), "b");
        assert_eq!(element(&got, &named), "ONE");
        let document = element(&got, "PolicyDocument");
        assert!(
            document.starts_with("%7B%22Version%22%3A%222012-10-17%22"),
            "{document}"
        );
        let one_each = [(&*named, "one"), ("MaxItems", "1")];
        let list = format!("List{kind}Policies");
        let listed = ok(&admin, &list, &one_each[..1]).await;
        assert_eq!(
            elements(element(&listed, "PolicyNames"), "member"),
            ["B", "a", "b"]
        );
        assert_eq!(walk(&admin, &list, &one_each, "member").await.1, 3);
        let delete = format!("Delete{kind}Policy");
        ok(&admin, &delete, &put("B")[..2]).await;
        let sentence = format!("The {} policy with name B cannot be found.", kind.to_lowercase());
        let missing = (404, "NoSuchEntity", &*sentence);
        refused(&admin, (&delete, &put("B")[..2]), missing).await;
        refused(&admin, (&format!("Get{kind}Policy"), &put("B")[..2]), missing).await;
        let nobody = [(&*named, "two"), ("PolicyName", "b"), ("PolicyDocument", PULL)];
        let sentence = format!("The {} with name two cannot be found.", kind.to_lowercase());
        for action in ["Put", "Get", "Delete"] {
            let action = format!("{action}{kind}Policy");
            refused(&admin, (&action, &nobody), (404, "NoSuchEntity", &sentence)).await;
        }
        refused(&admin, (&list, &nobody), (404, "NoSuchEntity", &sentence)).await;
    }
}

#[tokio::test]
async fn all_together_may_be_so_long() {
    let (_server, admin) = server().await;
    owners(&admin).await;
    for (kind, most) in KINDS {
        let (named, put) = (format!("{kind}Name"), format!("Put{kind}Policy"));
        let sentence = format!(
            "Maximum policy size of {most} bytes exceeded for {} one",
            kind.to_lowercase()
        );
        let too_long = (409, "LimitExceeded", &*sentence);
        let put = async |name, document: String, is_refused: bool| {
            let members = [
                (&*named, "one"),
                ("PolicyName", name),
                ("PolicyDocument", &*document),
            ];
            if is_refused {
                refused(&admin, (&put, &members), too_long).await;
            } else {
                ok(&admin, &put, &members).await;
            }
        };
        put("a", of_length(most + 1), true).await;
        put("a", of_length(most), false).await;
        put("b", of_length(200), true).await;
        put("a", of_length(most - 200), false).await;
        put(
            "b",
            of_length(200).replace(
                ',',
                ",
        ",
            ),
            false,
        )
        .await;
        put("b", of_length(201), true).await;
    }
}

#[tokio::test]
async fn documents_that_are_no_policy() {
    let (_server, admin) = server().await;
    owners(&admin).await;
    for (document, sentence) in [
        ("{}", "Syntax errors in policy."),
        (MACHINES, "Policy document should not specify a principal."),
        (
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ecr:*","Action":"*","Resource":"*"}]}"#,
            "Syntax errors in policy.",
        ),
    ] {
        for (kind, _) in KINDS {
            let named = format!("{kind}Name");
            let members = [
                (&*named, "one"),
                ("PolicyName", "a"),
                ("PolicyDocument", document),
            ];
            let (status, code, message) = refusal(&admin, &format!("Put{kind}Policy"), &members).await;
            assert_eq!((status, &*code), (400, "MalformedPolicyDocument"), "{document}");
            assert!(message.starts_with(sentence), "{document}: {message}");
        }
    }
    let members = [
        ("UserName", "one"),
        ("PolicyName", "a b"),
        ("PolicyDocument", PULL),
    ];
    assert_eq!(
        refusal(&admin, "PutUserPolicy", &members).await.1,
        "ValidationError"
    );
}

#[tokio::test]
async fn a_variable_and_a_denial_are_obeyed() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    for name in ["ann/api", "bob/api"] {
        admin.create_repository(name).await;
    }
    let document = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ecr:*", "Resource": "arn:aws:ecr:*:*:repository/${aws:username}/*"},
        {"Effect": "Deny", "Action": "ecr:Delete*", "Resource": "*"}]})
    .to_string();
    let put = [
        ("UserName", "ann"),
        ("PolicyName", "own"),
        ("PolicyDocument", &*document),
    ];
    ok(&admin, "PutUserPolicy", &put).await;
    let images = async |name: &str| {
        ann.ecr("ListImages", json!({"repositoryName": name}))
            .await
            .status
            .as_u16()
    };
    assert_eq!((images("ann/api").await, images("bob/api").await), (200, 400));
    let (code, message) = ann
        .ecr_error("DeleteRepository", json!({"repositoryName": "ann/api"}))
        .await;
    assert_eq!(code, "AccessDeniedException");
    let expected = format!(
        "User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: ecr:DeleteRepository on resource: \
         arn:aws:ecr:eu-west-1:{ACCOUNT}:repository/ann/api with an explicit deny in an identity-based policy"
    );
    assert_eq!(message, expected);
}
