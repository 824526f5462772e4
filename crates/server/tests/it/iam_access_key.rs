//! Access keys.

use std::time::Duration;

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{allow, elements, ok, person, refusal, refused, walk, with_new_key};

#[tokio::test]
async fn a_secret_is_shown_once() {
    let (_server, admin) = server().await;
    ok(&admin, "CreateUser", &[("UserName", "Ann")]).await;
    let made = ok(&admin, "CreateAccessKey", &[("UserName", "ann")]).await;
    for (name, text) in [
        ("UserName", "Ann"),
        ("Status", "Active"),
        ("CreateDate", "2026-01-05T10:15:00Z"),
    ] {
        assert_eq!(element(&made, name), text, "{made}");
    }
    let (id, secret) = (element(&made, "AccessKeyId"), element(&made, "SecretAccessKey"));
    assert!(id.starts_with("AKIA") && id.len() == 20, "{id}");
    assert_eq!(secret.len(), 40);
    let listed = ok(&admin, "ListAccessKeys", &[("UserName", "Ann")]).await;
    assert_eq!(elements(&listed, "AccessKeyId"), [id]);
    assert_eq!(elements(&listed, "Status"), ["Active"]);
    assert!(!listed.contains(secret) && !listed.contains("Secret"), "{listed}");
}

#[tokio::test]
async fn a_user_has_two_at_most() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    with_new_key(&admin, "ann").await;
    let limit = (
        409,
        "LimitExceeded",
        "Cannot exceed quota for AccessKeysPerUser: 2",
    );
    refused(&admin, ("CreateAccessKey", &[("UserName", "ANN")]), limit).await;
    let first = ann.signature("iam").key.id.to_string();
    // One that does not work counts too.
    let off = [
        ("UserName", "ann"),
        ("AccessKeyId", &*first),
        ("Status", "Inactive"),
    ];
    ok(&admin, "UpdateAccessKey", &off).await;
    refused(&admin, ("CreateAccessKey", &[("UserName", "ann")]), limit).await;
    let members = [("UserName", "ann"), ("MaxItems", "1")];
    let (keys, pages) = walk(&admin, "ListAccessKeys", &members, "AccessKeyId").await;
    assert_eq!((keys.len(), pages), (2, 2));
    ok(&admin, "DeleteAccessKey", &off[..2]).await;
    ok(&admin, "CreateAccessKey", &[("UserName", "ann")]).await;
}

#[tokio::test]
async fn a_key_stops_at_the_next_request() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    allow(&admin, "ann", "*", "*").await;
    ann.create_repository("ann/one").await;
    let login = ann.login().await;
    let id = ann.signature("iam").key.id.to_string();
    let key = [("UserName", "ann"), ("AccessKeyId", &*id)];
    let set = |status| [key[0], key[1], ("Status", status)];
    let stopped = (403, "InvalidClientTokenId");
    for (status, works) in [("Inactive", false), ("Active", true), ("Inactive", false)] {
        ok(&admin, "UpdateAccessKey", &set(status)).await;
        let reply = ann.iam("ListUsers", &[]).await;
        assert_eq!(reply.status == 200, works, "{status}");
        let reply = ann
            .oci("GET", "/v2/ann/one/tags/list", &[("authorization", &login)], "")
            .await;
        assert_eq!(reply.status == 200, works, "{status}: {}", reply.text());
    }
    ok(&admin, "UpdateAccessKey", &set("Active")).await;
    ok(&ann, "ListUsers", &[]).await;
    ok(&admin, "DeleteAccessKey", &key).await;
    let (status, code, _) = refusal(&ann, "ListUsers", &[]).await;
    assert_eq!((status, &*code), stopped);
    let reply = ann
        .oci("GET", "/v2/ann/one/tags/list", &[("authorization", &login)], "")
        .await;
    assert_eq!(reply.status, 403, "{}", reply.text());
}

#[tokio::test]
async fn keys_of_somebody_else_are_not_there() {
    let (server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    ok(&admin, "CreateUser", &[("UserName", "bob")]).await;
    let other = server.other_account("444455556666").await;
    let of_ann = ann.signature("iam").key.id.to_string();
    let of_other = other.signature("iam").key.id.to_string();
    for id in [&*of_ann, &of_other, "AKIAIOSFODNN7EXAMPLE"] {
        let message = format!("The Access Key with id {id} cannot be found.");
        let missing = (404, "NoSuchEntity", &*message);
        let key = [("UserName", "bob"), ("AccessKeyId", id)];
        refused(&admin, ("DeleteAccessKey", &key), missing).await;
        let off = [key[0], key[1], ("Status", "Inactive")];
        refused(&admin, ("UpdateAccessKey", &off), missing).await;
    }
    // Without a name it is about the caller's own.
    let message = format!("The Access Key with id {of_ann} cannot be found.");
    let missing = (404, "NoSuchEntity", &*message);
    refused(&admin, ("DeleteAccessKey", &[("AccessKeyId", &of_ann)]), missing).await;
    let administrator = format!("arn:aws:iam::{ACCOUNT}:user/administrator");
    for id in [&*of_other, "AKIAIOSFODNN7EXAMPLE"] {
        let message = format!(
            "User: {administrator} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key {id}"
        );
        let denied = (403, "AccessDenied", &*message);
        refused(&admin, ("GetAccessKeyLastUsed", &[("AccessKeyId", id)]), denied).await;
    }
    for (id, status) in [
        ("short", "Active"),
        ("AKIAIOSFODNN7EXAMPL/", "Active"),
        (&of_ann, "active"),
    ] {
        let members = [("UserName", "ann"), ("AccessKeyId", id), ("Status", status)];
        let (status, code, _) = refusal(&admin, "UpdateAccessKey", &members).await;
        assert_eq!((status, &*code), (400, "ValidationError"), "{id}");
    }
    let members = [
        ("UserName", "ann"),
        ("AccessKeyId", &*of_ann),
        ("Status", "Expired"),
    ];
    assert_eq!(
        refusal(&admin, "UpdateAccessKey", &members).await.1,
        "ValidationError"
    );
}

#[tokio::test]
async fn last_used_is_told_within_a_minute() {
    let (server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    let id = ann.signature("iam").key.id.to_string();
    let members = [("AccessKeyId", &*id)];
    let never = ok(&admin, "GetAccessKeyLastUsed", &members).await;
    assert_eq!(element(&never, "UserName"), "ann");
    assert_eq!(
        (element(&never, "ServiceName"), element(&never, "Region")),
        ("N/A", "N/A")
    );
    assert!(!never.contains("LastUsedDate"), "{never}");
    // A request counts whether the caller may make it or not.
    refusal(&ann, "ListUsers", &[]).await;
    server.registry.last_used_flush().await.expect("a database");
    let used = ok(&admin, "GetAccessKeyLastUsed", &members).await;
    assert_eq!(element(&used, "LastUsedDate"), "2026-01-05T10:15:00Z");
    assert_eq!(
        (element(&used, "ServiceName"), element(&used, "Region")),
        ("iam", "eu-west-1")
    );
    server.clock.advance(Duration::from_secs(120));
    ann.in_region("us-east-1")
        .ecr("DescribeRepositories", serde_json::json!({}))
        .await;
    server.registry.last_used_flush().await.expect("a database");
    let used = ok(&admin, "GetAccessKeyLastUsed", &members).await;
    assert_eq!(element(&used, "LastUsedDate"), "2026-01-05T10:17:00Z");
    assert_eq!(
        (element(&used, "ServiceName"), element(&used, "Region")),
        ("ecr", "us-east-1")
    );
    // A signature that is none says nothing of the key's owner.
    let mut forged = ann.signature("iam");
    forged.key.secret = "x".repeat(40);
    server.clock.advance(Duration::from_secs(120));
    forged.signed_at = ann.signature("iam").signed_at;
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let request = forged.post(&headers, "Action=ListUsers&Version=2010-05-08");
    assert_eq!(server.send(request).await.status, 403);
    server.registry.last_used_flush().await.expect("a database");
    let used = ok(&admin, "GetAccessKeyLastUsed", &members).await;
    assert_eq!(element(&used, "LastUsedDate"), "2026-01-05T10:17:00Z");
}
