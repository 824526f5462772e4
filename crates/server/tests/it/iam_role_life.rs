//! Roles that end, and those that services keep.

use std::time::Duration;

use serde_json::json;

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, elements, ok, refusal, refused};
use crate::iam_role::trust;

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

#[tokio::test]
async fn sessions_end_with_their_role_and_are_noted() {
    let (server, admin) = server().await;
    let role = ("RoleName", "build");
    let document = trust(&json!({"AWS": ACCOUNT}));
    let create = [role, ("AssumeRolePolicyDocument", &*document)];
    ok(&admin, "CreateRole", &create).await;
    ok(&admin, "AttachRolePolicy", &[role, ("PolicyArn", ADMINISTRATOR)]).await;
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/build");
    let assumed = admin
        .sts("AssumeRole", &[("RoleArn", &arn), ("RoleSessionName", "run")])
        .await;
    assert_eq!(assumed.status, 200, "{}", assumed.text());
    let part = |name: &str| element(assumed.text(), name).to_owned();
    let key = registry::NewAccessKey {
        id: part("AccessKeyId").parse().expect("an id"),
        secret: part("SecretAccessKey"),
    };
    let session = admin.with_key(key, Some(part("SessionToken")));
    let nobody = (
        400,
        "ValidationError",
        "Must specify userName when calling with non-User credentials",
    );
    for action in ["GetUser", "CreateAccessKey", "ListAccessKeys", "ListMFADevices"] {
        refused(&session, (action, &[]), nobody).await;
    }
    server.registry.last_used_flush().await.expect("a database");
    let used = ok(&admin, "GetRole", &[role]).await;
    assert_eq!(element(&used, "LastUsedDate"), "2026-01-05T10:15:00Z");
    assert_eq!(element(&used, "Region"), "eu-west-1");
    ok(&session, "ListUsers", &[]).await;
    ok(&admin, "DetachRolePolicy", &[role, ("PolicyArn", ADMINISTRATOR)]).await;
    assert_eq!(refusal(&session, "ListUsers", &[]).await.1, "AccessDenied");
    ok(&admin, "DeleteRole", &[role]).await;
    ok(&admin, "CreateRole", &create).await;
    ok(&admin, "AttachRolePolicy", &[role, ("PolicyArn", ADMINISTRATOR)]).await;
    assert_eq!(
        refusal(&session, "ListUsers", &[]).await.1,
        "InvalidClientTokenId"
    );
    server.clock.advance(Duration::from_secs(60));
    server.registry.last_used_flush().await.expect("a database");
    assert_eq!(element(&ok(&admin, "GetRole", &[role]).await, "RoleLastUsed"), "");
}

#[tokio::test]
async fn a_service_keeps_its_role_for_itself() {
    let (_server, admin) = server().await;
    let service = ("AWSServiceName", "replication.ecr.amazonaws.com");
    let made = ok(&admin, "CreateServiceLinkedRole", &[service]).await;
    let name = "AWSServiceRoleForECRReplication";
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/aws-service-role/replication.ecr.amazonaws.com/{name}");
    assert_eq!((element(&made, "RoleName"), element(&made, "Arn")), (name, &*arn));
    let message =
        format!("Service role name {name} has been taken in this account, please try a different suffix.");
    refused(
        &admin,
        ("CreateServiceLinkedRole", &[service]),
        (400, "InvalidInput", &message),
    )
    .await;
    let message = "Custom suffix is not allowed for replication.ecr.amazonaws.com";
    let members = [service, ("CustomSuffix", "x")];
    refused(
        &admin,
        ("CreateServiceLinkedRole", &members),
        (400, "InvalidInput", message),
    )
    .await;
    let members = [("AWSServiceName", "s3.amazonaws.com")];
    assert_eq!(
        refusal(&admin, "CreateServiceLinkedRole", &members).await.1,
        "InvalidInput"
    );
    let role = ("RoleName", name);
    let attached = ok(&admin, "ListAttachedRolePolicies", &[role]).await;
    assert_eq!(
        elements(&attached, "PolicyName"),
        ["ECRReplicationServiceRolePolicy"]
    );
    let message = format!(
        "Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
    );
    let protected = (400, "UnmodifiableEntity", &*message);
    refused(&admin, ("DeleteRole", &[role]), protected).await;
    refused(
        &admin,
        ("UpdateAssumeRolePolicy", &[role, ("PolicyDocument", MACHINES)]),
        protected,
    )
    .await;
    let bound = [role, ("PermissionsBoundary", ADMINISTRATOR)];
    refused(&admin, ("PutRolePermissionsBoundary", &bound), protected).await;
    let members = [
        ("RoleName", "x"),
        ("Path", "/aws-service-role/x/"),
        ("AssumeRolePolicyDocument", MACHINES),
    ];
    assert_eq!(refusal(&admin, "CreateRole", &members).await.1, "InvalidInput");
    let deleted = ok(&admin, "DeleteServiceLinkedRole", &[role]).await;
    let task = ("DeletionTaskId", element(&deleted, "DeletionTaskId"));
    let status = ok(&admin, "GetServiceLinkedRoleDeletionStatus", &[task]).await;
    assert_eq!(element(&status, "Status"), "SUCCEEDED");
    let gone = (
        404,
        "NoSuchEntity",
        &*format!("The role with name {name} cannot be found."),
    );
    refused(&admin, ("DeleteServiceLinkedRole", &[role]), gone).await;
    for task in ["x", "task/x/y", "task/aws-service-role/a/b/c"] {
        let members = [("DeletionTaskId", task)];
        assert_eq!(
            refusal(&admin, "GetServiceLinkedRoleDeletionStatus", &members)
                .await
                .1,
            "NoSuchEntity"
        );
    }
    ok(
        &admin,
        "CreateRole",
        &[("RoleName", "own"), ("AssumeRolePolicyDocument", MACHINES)],
    )
    .await;
    let own = refusal(&admin, "DeleteServiceLinkedRole", &[("RoleName", "own")]).await;
    assert_eq!(own.1, "NoSuchEntity");
}
