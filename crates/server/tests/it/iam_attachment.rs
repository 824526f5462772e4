//! Managed policies of users, groups and roles, and that they decide the next request.

use serde_json::json;
use testkit::{Caller, TestImage};

use crate::aws_fixture::{ACCOUNT, REPOSITORY, repository, server};
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, elements, ok, person, put_policy, refusal, refused, walk};
use crate::iam_policy::{ADMINISTRATOR, PULL, create};

const READ_ONLY: &str = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly";
const PULL_ONLY: &str = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly";

/// A user, a group and a role that are called `one`.
async fn owners(admin: &Caller) {
    ok(admin, "CreateUser", &[("UserName", "one")]).await;
    ok(admin, "CreateGroup", &[("GroupName", "one")]).await;
    let role = [("RoleName", "one"), ("AssumeRolePolicyDocument", MACHINES)];
    ok(admin, "CreateRole", &role).await;
}

#[tokio::test]
async fn policies_are_attached_listed_and_detached() {
    let (_server, admin) = server().await;
    owners(&admin).await;
    let own = create(&admin, "pull", PULL).await;
    for kind in ["User", "Group", "Role"] {
        let named = format!("{kind}Name");
        let list = format!("ListAttached{kind}Policies");
        for arn in [&*own, READ_ONLY, &*own] {
            let members = [(&*named, "ONE"), ("PolicyArn", arn)];
            let attached = ok(&admin, &format!("Attach{kind}Policy"), &members).await;
            assert!(!attached.contains("PolicyResult"), "{attached}");
        }
        let listed = ok(&admin, &list, &[(&named, "one")]).await;
        assert_eq!(elements(&listed, "PolicyArn"), [&*own, READ_ONLY]);
        let names = ["pull", "AmazonEC2ContainerRegistryReadOnly"];
        assert_eq!(elements(&listed, "PolicyName"), names);
        let filtered = [(&*named, "one"), ("PathPrefix", "/x/")];
        let filtered = ok(&admin, &list, &filtered).await;
        assert_eq!(elements(&filtered, "PolicyArn"), [""; 0]);
    }
    let counted = ok(&admin, "GetPolicy", &[("PolicyArn", &own)]).await;
    assert_eq!(element(&counted, "AttachmentCount"), "3");
    let used = "Cannot delete a policy attached to entities.";
    refused(
        &admin,
        ("DeletePolicy", &[("PolicyArn", &own)]),
        (409, "DeleteConflict", used),
    )
    .await;
    for kind in ["User", "Group", "Role"] {
        let named = format!("{kind}Name");
        let members = [(&*named, "one"), ("PolicyArn", &*own)];
        let detach = format!("Detach{kind}Policy");
        ok(&admin, &detach, &members).await;
        let sentence = format!("Policy {own} was not found.");
        refused(&admin, (&detach, &members), (404, "NoSuchEntity", &sentence)).await;
    }
    ok(&admin, "DeletePolicy", &[("PolicyArn", &own)]).await;
    let members = [("UserName", "one"), ("PolicyArn", &*own)];
    let sentence = format!("Policy {own} does not exist or is not attachable.");
    refused(
        &admin,
        ("AttachUserPolicy", &members),
        (404, "NoSuchEntity", &sentence),
    )
    .await;
}

#[tokio::test]
async fn what_cannot_be_attached() {
    let (_server, admin) = server().await;
    owners(&admin).await;
    for (kind, whom) in [("User", "User"), ("Group", "Group"), ("Role", "Customer Role")] {
        let (named, attach) = (format!("{kind}Name"), format!("Attach{kind}Policy"));
        let service = "arn:aws:iam::aws:policy/aws-service-role/ECRReplicationServiceRolePolicy";
        let sentence = format!("Cannot attach a Service Role Policy to a {whom}.");
        let members = [(&*named, "one"), ("PolicyArn", service)];
        refused(
            &admin,
            (&attach, &members),
            (400, "PolicyNotAttachable", &sentence),
        )
        .await;
        let members = [(&*named, "two"), ("PolicyArn", READ_ONLY)];
        let sentence = format!("The {} with name two cannot be found.", kind.to_lowercase());
        for action in [
            &attach,
            &format!("Detach{kind}Policy"),
            &format!("ListAttached{kind}Policies"),
        ] {
            refused(&admin, (action, &members), (404, "NoSuchEntity", &sentence)).await;
        }
        let foreign = format!("arn:aws:iam::444455556666:policy/{kind}");
        let members = [(&*named, "one"), ("PolicyArn", &*foreign)];
        let sentence = format!("Policy {foreign} does not exist or is not attachable.");
        refused(&admin, (&attach, &members), (404, "NoSuchEntity", &sentence)).await;
    }
}

#[tokio::test]
async fn ten_policies_and_no_more() {
    let (_server, admin) = server().await;
    owners(&admin).await;
    let mut arns = Vec::new();
    for number in 0..11 {
        arns.push(create(&admin, &format!("p{number:02}"), PULL).await);
    }
    for (kind, quota) in [
        ("User", "PoliciesPerUser"),
        ("Group", "PoliciesPerGroup"),
        ("Role", "PoliciesPerRole"),
    ] {
        let (named, attach) = (format!("{kind}Name"), format!("Attach{kind}Policy"));
        for arn in &arns[..10] {
            ok(&admin, &attach, &[(&named, "one"), ("PolicyArn", arn)]).await;
        }
        let sentence = format!("Cannot exceed quota for {quota}: 10");
        let members = [(&*named, "one"), ("PolicyArn", &*arns[10])];
        refused(&admin, (&attach, &members), (409, "LimitExceeded", &sentence)).await;
        let members = [(&*named, "one"), ("MaxItems", "3")];
        let list = format!("ListAttached{kind}Policies");
        let (listed, pages) = walk(&admin, &list, &members, "PolicyArn").await;
        assert_eq!((listed.as_slice(), pages), (&arns[..10], 4));
    }
}

#[tokio::test]
async fn who_uses_a_policy() {
    let (_server, admin) = server().await;
    owners(&admin).await;
    let arn = create(&admin, "pull", PULL).await;
    for kind in ["User", "Group", "Role"] {
        let members = [(&*format!("{kind}Name"), "one"), ("PolicyArn", &*arn)];
        ok(&admin, &format!("Attach{kind}Policy"), &members).await;
    }
    let bounded = [
        ("UserName", "two"),
        ("Path", "/team/"),
        ("PermissionsBoundary", &*arn),
    ];
    ok(&admin, "CreateUser", &bounded).await;
    let bounded = [("UserName", "one"), ("PermissionsBoundary", &*arn)];
    ok(&admin, "PutUserPermissionsBoundary", &bounded).await;
    let all = ok(&admin, "ListEntitiesForPolicy", &[("PolicyArn", &arn)]).await;
    assert_eq!(elements(&all, "GroupName"), ["one"]);
    assert_eq!(elements(&all, "RoleName"), ["one"]);
    assert_eq!(elements(&all, "UserName"), ["one", "two"]);
    assert!(element(&all, "RoleId").starts_with("AROA"), "{all}");
    let users = async |name, value| {
        let members = [("PolicyArn", &*arn), (name, value)];
        let found = ok(&admin, "ListEntitiesForPolicy", &members).await;
        let count = elements(&found, "GroupName").len() + elements(&found, "RoleName").len();
        let users: Vec<String> = elements(&found, "UserName")
            .into_iter()
            .map(str::to_owned)
            .collect();
        (users.join(" "), count)
    };
    assert_eq!(users("EntityFilter", "User").await, ("one two".to_owned(), 0));
    assert_eq!(users("EntityFilter", "Group").await, (String::new(), 1));
    assert_eq!(
        users("EntityFilter", "LocalManagedPolicy").await,
        (String::new(), 0)
    );
    assert_eq!(users("PathPrefix", "/team/").await, ("two".to_owned(), 0));
    assert_eq!(
        users("PolicyUsageFilter", "PermissionsPolicy").await,
        ("one".to_owned(), 2)
    );
    assert_eq!(
        users("PolicyUsageFilter", "PermissionsBoundary").await,
        ("one two".to_owned(), 0)
    );
    let members = [("PolicyArn", &*arn), ("MaxItems", "1")];
    let (walked, pages) = walk(&admin, "ListEntitiesForPolicy", &members, "UserName").await;
    assert_eq!((walked.join(" "), pages), ("one two".to_owned(), 4));
    let administrators = ok(&admin, "ListEntitiesForPolicy", &[("PolicyArn", ADMINISTRATOR)]).await;
    assert_eq!(elements(&administrators, "UserName"), ["administrator"]);
}

#[tokio::test]
async fn the_policy_that_is_attached_is_a_condition() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    let statements = json!([{"Effect": "Allow", "Action": ["iam:AttachUserPolicy", "iam:DetachUserPolicy"],
        "Resource": "*", "Condition": {"ArnEquals": {"iam:PolicyARN": READ_ONLY}}}]);
    put_policy(&admin, "ann", &statements).await;
    let members = |arn| [("UserName", "ann"), ("PolicyArn", arn)];
    ok(&ann, "AttachUserPolicy", &members(READ_ONLY)).await;
    ok(&ann, "DetachUserPolicy", &members(READ_ONLY)).await;
    let user = format!("arn:aws:iam::{ACCOUNT}:user/ann");
    let sentence = format!(
        "User: {user} is not authorized to perform: iam:AttachUserPolicy on resource: {user} because no \
         identity-based policy allows the iam:AttachUserPolicy action"
    );
    let attach = ("AttachUserPolicy", &members(ADMINISTRATOR)[..]);
    refused(&ann, attach, (403, "AccessDenied", &sentence)).await;
    assert_eq!(
        refusal(&ann, "DetachUserPolicy", &members(ADMINISTRATOR)).await.0,
        403
    );
}

/// Whether a caller may list repositories.
async fn may(caller: &Caller) -> bool {
    caller.ecr("DescribeRepositories", json!({})).await.status == 200
}

#[tokio::test]
async fn a_change_decides_the_very_next_request() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    let document = |action: &str, effect: &str| {
        json!({"Version": "2012-10-17", "Statement": {"Effect": effect, "Action": action, "Resource": "*"}})
            .to_string()
    };
    let (all, deny) = (document("ecr:*", "Allow"), document("ecr:*", "Deny"));
    assert!(!may(&ann).await);
    let own = create(&admin, "own", &all).await;
    let attach = [("UserName", "ann"), ("PolicyArn", &*own)];
    ok(&admin, "AttachUserPolicy", &attach).await;
    assert!(may(&ann).await);
    let version = [
        ("PolicyArn", &*own),
        ("PolicyDocument", &*deny),
        ("SetAsDefault", "true"),
    ];
    ok(&admin, "CreatePolicyVersion", &version).await;
    assert!(!may(&ann).await);
    ok(
        &admin,
        "SetDefaultPolicyVersion",
        &[("PolicyArn", &own), ("VersionId", "v1")],
    )
    .await;
    assert!(may(&ann).await);
    ok(&admin, "DetachUserPolicy", &attach).await;
    assert!(!may(&ann).await);
    // Through a group, and against a denial of the user's own.
    ok(&admin, "CreateGroup", &[("GroupName", "ops")]).await;
    ok(
        &admin,
        "AttachGroupPolicy",
        &[("GroupName", "ops"), ("PolicyArn", &own)],
    )
    .await;
    assert!(!may(&ann).await);
    ok(
        &admin,
        "AddUserToGroup",
        &[("GroupName", "ops"), ("UserName", "ann")],
    )
    .await;
    assert!(may(&ann).await);
    let inline = [
        ("UserName", "ann"),
        ("PolicyName", "no"),
        ("PolicyDocument", &*deny),
    ];
    ok(&admin, "PutUserPolicy", &inline).await;
    assert!(!may(&ann).await);
    ok(&admin, "DeleteUserPolicy", &inline[..2]).await;
    assert!(may(&ann).await);
}

#[tokio::test]
async fn who_may_only_pull_pulls_and_does_not_push() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("shop");
    image.push(&admin, REPOSITORY, "v1").await;
    let ann = person(&admin, "ann").await;
    ok(
        &admin,
        "AttachUserPolicy",
        &[("UserName", "ann"), ("PolicyArn", PULL_ONLY)],
    )
    .await;
    let pulled = ann.get(&format!("/v2/{REPOSITORY}/manifests/v1")).await;
    assert_eq!((pulled.status.as_u16(), &*pulled.body), (200, &*image.manifest));
    for blob in image.layers.iter().chain([&image.config]) {
        let path = format!("/v2/{REPOSITORY}/blobs/{}", testkit::digest_of(blob));
        assert_eq!(ann.get(&path).await.status, 200);
    }
    let pushed = ann.push_blob(REPOSITORY, b"new").await;
    assert_eq!(pushed.status, 403, "{}", pushed.text());
    assert_eq!(pushed.oci_error().0, "DENIED");
    let pushed = ann.push_manifest(REPOSITORY, "v2", &image.manifest).await;
    assert_eq!(pushed.status, 403, "{}", pushed.text());
    assert!(!may(&ann).await);
    ok(
        &admin,
        "AttachUserPolicy",
        &[("UserName", "ann"), ("PolicyArn", READ_ONLY)],
    )
    .await;
    assert!(may(&ann).await);
}
