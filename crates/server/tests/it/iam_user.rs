//! Users.

use serde_json::json;

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{allow, elements, ok, person, refusal, refused, walk};

/// The members of a request's form.
type Members<'a> = &'a [(&'a str, &'a str)];

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

#[tokio::test]
async fn a_user_is_made_read_and_deleted() {
    let (_server, admin) = server().await;
    let made = ok(
        &admin,
        "CreateUser",
        &[
            ("UserName", "Ann"),
            ("Path", "/team/"),
            ("Tags.member.1.Key", "Team"),
            ("Tags.member.1.Value", "red"),
            ("PermissionsBoundary", ADMINISTRATOR),
        ],
    )
    .await;
    assert!(made.starts_with("<CreateUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"));
    for (name, text) in [
        ("Path", "/team/"),
        ("UserName", "Ann"),
        ("Arn", &*format!("arn:aws:iam::{ACCOUNT}:user/team/Ann")),
        ("CreateDate", "2026-01-05T10:15:00Z"),
        ("Key", "Team"),
        ("Value", "red"),
        ("PermissionsBoundaryArn", ADMINISTRATOR),
        ("PermissionsBoundaryType", "PermissionsBoundaryPolicy"),
    ] {
        assert_eq!(element(&made, name), text, "{made}");
    }
    let id = element(&made, "UserId");
    assert!(id.starts_with("AIDA") && id.len() == 21, "{id}");
    let got = ok(&admin, "GetUser", &[("UserName", "aNN")]).await;
    assert_eq!(element(&got, "User"), element(&made, "User"));
    let listed = ok(&admin, "ListUsers", &[]).await;
    assert_eq!(elements(&listed, "UserName"), ["administrator", "Ann"]);
    assert!(
        !listed.contains("<Tags>") && !listed.contains("PermissionsBoundary"),
        "{listed}"
    );
    assert_eq!(element(&listed, "IsTruncated"), "false");
    let deleted = ok(&admin, "DeleteUser", &[("UserName", "Ann")]).await;
    assert!(!deleted.contains("DeleteUserResult"), "{deleted}");
    let gone = (404, "NoSuchEntity", "The user with name Ann cannot be found.");
    refused(&admin, ("GetUser", &[("UserName", "Ann")]), gone).await;
    refused(&admin, ("DeleteUser", &[("UserName", "Ann")]), gone).await;
    refused(&admin, ("UpdateUser", &[("UserName", "Ann")]), gone).await;
}

#[tokio::test]
async fn names_paths_and_boundaries_that_are_none() {
    let (_server, admin) = server().await;
    ok(&admin, "CreateUser", &[("UserName", "ann")]).await;
    let taken = (409, "EntityAlreadyExists", "User with name ANN already exists.");
    refused(&admin, ("CreateUser", &[("UserName", "ANN")]), taken).await;
    let long = "a".repeat(65);
    for name in ["a/b", "", "a b", "é", &long, "../x", "a\u{0}"] {
        let (status, code, message) = refusal(&admin, "CreateUser", &[("UserName", name)]).await;
        assert_eq!((status, &*code), (400, "ValidationError"), "{name}: {message}");
        assert!(message.contains("userName"), "{message}");
    }
    let (status, code, _) = refusal(&admin, "CreateUser", &[]).await;
    assert_eq!((status, &*code), (400, "ValidationError"));
    for path in ["team", "/team", "team/", "/a b/", "/é/"] {
        let members = [("UserName", "bob"), ("Path", path)];
        let (status, code, message) = refusal(&admin, "CreateUser", &members).await;
        assert_eq!((status, &*code), (400, "ValidationError"), "{path}: {message}");
    }
    for (arn, status, code, message) in [
        (
            "arn:aws:iam::111122223333:policy/none",
            404,
            "NoSuchEntity",
            "Scope ARN: arn:aws:iam::111122223333:policy/none does not exist or is not attachable.",
        ),
        (
            "arn:aws:iam::444455556666:policy/none",
            404,
            "NoSuchEntity",
            "Scope ARN: arn:aws:iam::444455556666:policy/none does not exist or is not attachable.",
        ),
        (
            "arn:aws:iam::111122223333:user/ann",
            400,
            "ValidationError",
            "Invalid ARN:  Could not be parsed!",
        ),
    ] {
        let members = [("UserName", "bob"), ("PermissionsBoundary", arn)];
        refused(&admin, ("CreateUser", &members), (status, code, message)).await;
        let members = [("UserName", "ann"), ("PermissionsBoundary", arn)];
        refused(
            &admin,
            ("PutUserPermissionsBoundary", &members),
            (status, code, message),
        )
        .await;
    }
    let megabyte = "x".repeat(1 << 20);
    let reply = admin.iam("CreateUser", &[("UserName", &megabyte)]).await;
    assert_eq!(reply.status, 413);
    assert_eq!(elements(&ok(&admin, "ListUsers", &[]).await, "UserName").len(), 2);
}

#[tokio::test]
async fn lists_come_in_pages_and_by_path() {
    let (_server, admin) = server().await;
    for (name, path) in [
        ("b", "/x/"),
        ("A", "/"),
        ("c", "/x/y/"),
        ("D", "/x/"),
        ("e", "/xy/"),
    ] {
        ok(&admin, "CreateUser", &[("UserName", name), ("Path", path)]).await;
    }
    let (all, pages) = walk(&admin, "ListUsers", &[("MaxItems", "2")], "UserName").await;
    assert_eq!(
        (all, pages),
        (
            ["A", "administrator", "b", "c", "D", "e"]
                .map(str::to_owned)
                .to_vec(),
            3
        )
    );
    let members = [("MaxItems", "1"), ("PathPrefix", "/x/")];
    let (under, pages) = walk(&admin, "ListUsers", &members, "UserName").await;
    assert_eq!((under, pages), (["b", "c", "D"].map(str::to_owned).to_vec(), 3));
    let (under, _) = walk(&admin, "ListUsers", &[("PathPrefix", "/x")], "UserName").await;
    assert_eq!(under.len(), 4);
    let (none, _) = walk(&admin, "ListUsers", &[("PathPrefix", "/z/")], "UserName").await;
    assert!(none.is_empty());
    let page = ok(&admin, "ListUsers", &[("MaxItems", "1")]).await;
    let marker = element(&page, "Marker");
    let invalid = (400, "ValidationError", "Invalid Marker.");
    refused(&admin, ("ListUsers", &[("Marker", "AAAA")]), invalid).await;
    refused(&admin, ("ListGroups", &[("Marker", marker)]), invalid).await;
    for size in ["0", "1001", "-1", "x"] {
        let (status, _, _) = refusal(&admin, "ListUsers", &[("MaxItems", size)]).await;
        assert_eq!(status, 400, "{size}");
    }
}

#[tokio::test]
async fn a_renamed_user_stays_who_it_was() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    ok(&admin, "CreateUser", &[("UserName", "bob")]).await;
    allow(&admin, "ann", "iam:GetUser", "*").await;
    let members = [("UserName", "ann"), ("NewUserName", "Bob")];
    let taken = (409, "EntityAlreadyExists", "User with name Bob already exists.");
    refused(&admin, ("UpdateUser", &members), taken).await;
    let members = [("UserName", "ANN"), ("NewUserName", "Eve"), ("NewPath", "/new/")];
    ok(&admin, "UpdateUser", &members).await;
    let own = ok(&ann, "GetUser", &[]).await;
    assert_eq!(
        element(&own, "Arn"),
        format!("arn:aws:iam::{ACCOUNT}:user/new/Eve")
    );
    let keys = ok(&admin, "ListAccessKeys", &[("UserName", "eve")]).await;
    assert_eq!(elements(&keys, "UserName"), ["Eve"]);
    let gone = (404, "NoSuchEntity", "The user with name ann cannot be found.");
    refused(&admin, ("GetUser", &[("UserName", "ann")]), gone).await;
    ok(
        &admin,
        "UpdateUser",
        &[("UserName", "Eve"), ("NewUserName", "EVE")],
    )
    .await;
    assert_eq!(element(&ok(&ann, "GetUser", &[]).await, "UserName"), "EVE");
}

#[tokio::test]
async fn what_belongs_to_a_user_goes_first() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    ok(&admin, "CreateGroup", &[("GroupName", "all")]).await;
    ok(
        &admin,
        "AddUserToGroup",
        &[("GroupName", "all"), ("UserName", "ann")],
    )
    .await;
    allow(&admin, "ann", "iam:GetUser", "*").await;
    ok(
        &admin,
        "AttachUserPolicy",
        &[("UserName", "ann"), ("PolicyArn", ADMINISTRATOR)],
    )
    .await;
    let key = ann.signature("iam").key.id.to_string();
    let steps: [(&str, &str, Members<'_>); 4] = [
        (
            "detach all policies",
            "DetachUserPolicy",
            &[("PolicyArn", ADMINISTRATOR)],
        ),
        ("delete policies", "DeleteUserPolicy", &[("PolicyName", "test")]),
        ("delete access keys", "DeleteAccessKey", &[("AccessKeyId", &key)]),
        (
            "remove users from group",
            "RemoveUserFromGroup",
            &[("GroupName", "all")],
        ),
    ];
    for (first, action, members) in steps {
        let message = format!("Cannot delete entity, must {first} first.");
        let conflict = (409, "DeleteConflict", &*message);
        refused(&admin, ("DeleteUser", &[("UserName", "ann")]), conflict).await;
        let mut members = members.to_vec();
        members.push(("UserName", "ann"));
        ok(&admin, action, &members).await;
    }
    ok(&admin, "DeleteUser", &[("UserName", "ann")]).await;
}

#[tokio::test]
async fn the_next_user_of_a_name_gets_nothing_of_the_last() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    allow(&admin, "ann", "*", "*").await;
    let tags = [
        ("UserName", "ann"),
        ("Tags.member.1.Key", "k"),
        ("Tags.member.1.Value", "v"),
    ];
    ok(&admin, "TagUser", &tags).await;
    let session = ann.sts("GetSessionToken", &[]).await;
    let key = ann.signature("iam").key.id.to_string();
    let login = ann.login().await;
    ok(
        &admin,
        "DeleteUserPolicy",
        &[("UserName", "ann"), ("PolicyName", "test")],
    )
    .await;
    ok(
        &admin,
        "DeleteAccessKey",
        &[("UserName", "ann"), ("AccessKeyId", &key)],
    )
    .await;
    ok(&admin, "DeleteUser", &[("UserName", "ann")]).await;
    let new = person(&admin, "Ann").await;
    ok(
        &admin,
        "AttachUserPolicy",
        &[("UserName", "ann"), ("PolicyArn", ADMINISTRATOR)],
    )
    .await;
    let got = ok(&admin, "GetUser", &[("UserName", "ann")]).await;
    assert!(!got.contains("<Tags>"), "{got}");
    assert_eq!(
        elements(
            &ok(&admin, "ListAccessKeys", &[("UserName", "ann")]).await,
            "AccessKeyId"
        )
        .len(),
        1
    );
    ok(&new, "GetUser", &[]).await;
    let (status, code, _) = refusal(&ann, "GetUser", &[]).await;
    assert_eq!((status, &*code), (403, "InvalidClientTokenId"));
    let reply = ann
        .oci("GET", "/v2/_catalog", &[("authorization", &login)], "")
        .await;
    assert_eq!(reply.status, 403, "{}", reply.text());
    assert_eq!(session.status, 200, "{}", session.text());
    let part = |name: &str| element(session.text(), name).to_owned();
    let key = registry::NewAccessKey {
        id: part("AccessKeyId").parse().expect("an id"),
        secret: part("SecretAccessKey"),
    };
    let old = admin.with_key(key, Some(part("SessionToken")));
    let (error, _) = old.ecr_error("DescribeRepositories", json!({})).await;
    assert_eq!(error, "UnrecognizedClientException");
}

#[tokio::test]
async fn accounts_do_not_see_each_other() {
    let (server, admin) = server().await;
    let other = server.other_account("444455556666").await;
    ok(&admin, "CreateUser", &[("UserName", "ann")]).await;
    let gone = (404, "NoSuchEntity", "The user with name ann cannot be found.");
    refused(&other, ("GetUser", &[("UserName", "ann")]), gone).await;
    refused(&other, ("CreateAccessKey", &[("UserName", "ann")]), gone).await;
    assert_eq!(
        elements(&ok(&other, "ListUsers", &[]).await, "UserName"),
        ["administrator"]
    );
}

#[tokio::test]
async fn nobody_has_other_credentials() {
    let (_server, admin) = server().await;
    ok(&admin, "CreateUser", &[("UserName", "ann")]).await;
    let user = ("UserName", "ann");
    for (action, list) in [
        ("ListMFADevices", "MFADevices"),
        ("ListSSHPublicKeys", "SSHPublicKeys"),
        ("ListSigningCertificates", "Certificates"),
        ("ListServiceSpecificCredentials", "ServiceSpecificCredentials"),
    ] {
        let answer = ok(&admin, action, &[user]).await;
        assert_eq!(
            (element(&answer, list), element(&answer, "IsTruncated")),
            ("", "false")
        );
        ok(&admin, action, &[]).await;
        let gone = (404, "NoSuchEntity", "The user with name x cannot be found.");
        refused(&admin, (action, &[("UserName", "x")]), gone).await;
    }
    let answer = ok(&admin, "ListVirtualMFADevices", &[]).await;
    assert_eq!(element(&answer, "VirtualMFADevices"), "");
    for action in ["GetLoginProfile", "DeleteLoginProfile"] {
        let none = (404, "NoSuchEntity", "Login Profile for User ann cannot be found.");
        refused(&admin, (action, &[user]), none).await;
        let gone = (404, "NoSuchEntity", "The user with name x cannot be found.");
        refused(&admin, (action, &[("UserName", "x")]), gone).await;
    }
}
