//! What users may do with users: denials, their own, conditions, boundaries, the root.

use serde_json::json;

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{allow, elements, ok, person, put_policy, refusal, refused, root, with_new_key};

/// The members of a request's form.
type Members<'a> = &'a [(&'a str, &'a str)];

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

#[tokio::test]
async fn somebody_without_rights_learns_nothing() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    let deny = |action: &str, resource: &str| {
        format!(
            "User: arn:aws:iam::{ACCOUNT}:user/ann is not authorized to perform: iam:{action} on resource: \
             {resource} because no identity-based policy allows the iam:{action} action"
        )
    };
    let arn = |rest: &str| format!("arn:aws:iam::{ACCOUNT}:{rest}");
    let rows: [(&str, Members<'_>, String); 7] = [
        ("GetUser", &[], arn("user/ann")),
        (
            "GetUser",
            &[("UserName", "administrator")],
            arn("user/administrator"),
        ),
        ("GetUser", &[("UserName", "missing")], arn("user/missing")),
        ("DeleteUser", &[("UserName", "missing")], arn("user/missing")),
        ("ListUsers", &[], arn("user/")),
        ("ListUsers", &[("PathPrefix", "/team/")], arn("user/team/")),
        (
            "CreateUser",
            &[("UserName", "bob"), ("Path", "/p/")],
            arn("user/p/bob"),
        ),
    ];
    for (action, members, resource) in rows {
        let denied = (403, "AccessDenied", &*deny(action, &resource));
        refused(&ann, (action, members), denied).await;
    }
}

#[tokio::test]
async fn everybody_may_be_let_at_what_is_their_own() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    ok(&admin, "CreateUser", &[("UserName", "bob")]).await;
    let own = format!("arn:aws:iam::{ACCOUNT}:user/${{aws:username}}");
    put_policy(
        &admin,
        "ann",
        &json!([{"Effect": "Allow", "Action": ["iam:*AccessKey*", "iam:GetUser"], "Resource": own}]),
    )
    .await;
    ok(&ann, "GetUser", &[]).await;
    ok(&ann, "GetUser", &[("UserName", "ANN")]).await;
    let made = ok(&ann, "CreateAccessKey", &[]).await;
    assert_eq!(element(&made, "UserName"), "ann");
    assert_eq!(
        elements(&ok(&ann, "ListAccessKeys", &[]).await, "AccessKeyId").len(),
        2
    );
    for action in ["GetUser", "CreateAccessKey", "ListAccessKeys"] {
        let (status, code, _) = refusal(&ann, action, &[("UserName", "bob")]).await;
        assert_eq!((status, &*code), (403, "AccessDenied"), "{action}");
    }
}

#[tokio::test]
async fn tags_and_boundaries_decide() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    ok(&admin, "CreateUser", &[("UserName", "bob")]).await;
    put_policy(
        &admin,
        "ann",
        &json!([
            {"Effect": "Allow", "Action": "iam:DeleteUser", "Resource": "*",
             "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}},
            {"Effect": "Allow", "Action": ["iam:CreateUser", "iam:TagUser"], "Resource": "*",
             "Condition": {"StringEquals": {"aws:RequestTag/team": "red", "iam:PermissionsBoundary": ADMINISTRATOR}}},
        ]),
    )
    .await;
    let denied =
        |reply: (u16, String, String)| assert_eq!((reply.0, &*reply.1), (403, "AccessDenied"), "{}", reply.2);
    denied(refusal(&ann, "DeleteUser", &[("UserName", "bob")]).await);
    let red = [
        ("UserName", "bob"),
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
    ];
    ok(&admin, "TagUser", &red).await;
    ok(&ann, "DeleteUser", &[("UserName", "bob")]).await;
    denied(refusal(&ann, "CreateUser", &red).await);
    let mut bounded = red.to_vec();
    bounded.push(("PermissionsBoundary", ADMINISTRATOR));
    ok(&ann, "CreateUser", &bounded).await;
}

#[tokio::test]
async fn a_boundary_bounds_from_the_next_request_on() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    allow(&admin, "ann", "*", "*").await;
    ok(&ann, "ListUsers", &[]).await;
    let read_only = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";
    let members = [("UserName", "ann"), ("PermissionsBoundary", read_only)];
    ok(&admin, "PutUserPermissionsBoundary", &members).await;
    let (status, code, message) = refusal(&ann, "ListUsers", &[]).await;
    assert_eq!((status, &*code), (403, "AccessDenied"));
    assert!(
        message.ends_with("because no permissions boundary allows the iam:ListUsers action"),
        "{message}"
    );
    ok(&admin, "DeleteUserPermissionsBoundary", &[("UserName", "ann")]).await;
    ok(&ann, "ListUsers", &[]).await;
    let got = ok(&admin, "GetUser", &[("UserName", "ann")]).await;
    assert!(!got.contains("PermissionsBoundary"), "{got}");
}

#[tokio::test]
async fn the_root_is_a_user_of_its_own() {
    let (server, admin) = server().await;
    let root = root(&server, &admin).await;
    let got = ok(&root, "GetUser", &[]).await;
    assert_eq!(element(&got, "Arn"), format!("arn:aws:iam::{ACCOUNT}:root"));
    assert_eq!(element(&got, "UserId"), ACCOUNT);
    let keys = ok(&root, "ListAccessKeys", &[]).await;
    assert_eq!(elements(&keys, "AccessKeyId").len(), 1);
    // The last administrator may go; the root can make another.
    let mine = admin.signature("iam").key.id.to_string();
    let user = ("UserName", "administrator");
    ok(&root, "DetachUserPolicy", &[user, ("PolicyArn", ADMINISTRATOR)]).await;
    ok(&root, "DeleteAccessKey", &[user, ("AccessKeyId", &mine)]).await;
    ok(&root, "DeleteUser", &[user]).await;
    assert_eq!(refusal(&admin, "ListUsers", &[]).await.1, "InvalidClientTokenId");
    ok(&root, "CreateUser", &[user]).await;
    let again = with_new_key(&root, "administrator").await;
    assert_eq!(refusal(&again, "ListUsers", &[]).await.1, "AccessDenied");
}
