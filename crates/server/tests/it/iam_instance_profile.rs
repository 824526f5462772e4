//! Instance profiles.

use serde_json::json;

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, elements, ok, person, put_policy, refusal, refused, walk};

const PROFILE: (&str, &str) = ("InstanceProfileName", "Web");
const ROLE: (&str, &str) = ("RoleName", "build");

#[tokio::test]
async fn a_profile_is_made_read_and_deleted() {
    let (_server, admin) = server().await;
    let made = ok(&admin, "CreateInstanceProfile", &[PROFILE, ("Path", "/x/")]).await;
    for (name, text) in [
        ("Path", "/x/"),
        ("InstanceProfileName", "Web"),
        ("Arn", &*format!("arn:aws:iam::{ACCOUNT}:instance-profile/x/Web")),
        ("CreateDate", "2026-01-05T10:15:00Z"),
        ("Roles", ""),
    ] {
        assert_eq!(element(&made, name), text, "{made}");
    }
    assert!(element(&made, "InstanceProfileId").starts_with("AIPA"), "{made}");
    assert!(!made.contains("<Tags>"), "{made}");
    let got = ok(&admin, "GetInstanceProfile", &[("InstanceProfileName", "wEB")]).await;
    assert_eq!(
        (element(&got, "InstanceProfileName"), element(&got, "Tags")),
        ("Web", "")
    );
    let taken = (409, "EntityAlreadyExists", "Instance Profile WEB already exists.");
    let members = [("InstanceProfileName", "WEB")];
    refused(&admin, ("CreateInstanceProfile", &members), taken).await;
    ok(&admin, "CreateInstanceProfile", &[("InstanceProfileName", "a")]).await;
    let (all, pages) = walk(
        &admin,
        "ListInstanceProfiles",
        &[("MaxItems", "1")],
        "InstanceProfileName",
    )
    .await;
    assert_eq!((all, pages), (["a", "Web"].map(str::to_owned).to_vec(), 2));
    let under = [("PathPrefix", "/x/")];
    let (under, _) = walk(&admin, "ListInstanceProfiles", &under, "InstanceProfileName").await;
    assert_eq!(under, ["Web"]);
    ok(&admin, "DeleteInstanceProfile", &[PROFILE]).await;
    let gone = (404, "NoSuchEntity", "Instance Profile Web cannot be found.");
    for action in [
        "GetInstanceProfile",
        "DeleteInstanceProfile",
        "ListInstanceProfileTags",
    ] {
        refused(&admin, (action, &[PROFILE]), gone).await;
    }
    for name in ["a/b", "", "a b"] {
        let members = [("InstanceProfileName", name)];
        assert_eq!(
            refusal(&admin, "CreateInstanceProfile", &members).await.1,
            "ValidationError"
        );
    }
}

#[tokio::test]
async fn a_profile_has_one_role() {
    let (_server, admin) = server().await;
    for name in ["build", "other"] {
        ok(
            &admin,
            "CreateRole",
            &[("RoleName", name), ("AssumeRolePolicyDocument", MACHINES)],
        )
        .await;
    }
    ok(&admin, "CreateInstanceProfile", &[PROFILE]).await;
    ok(&admin, "AddRoleToInstanceProfile", &[PROFILE, ROLE]).await;
    let got = ok(&admin, "GetInstanceProfile", &[PROFILE]).await;
    assert_eq!(elements(&got, "RoleName"), ["build"]);
    assert!(
        element(&got, "AssumeRolePolicyDocument").starts_with("%7B"),
        "{got}"
    );
    let limit = (
        409,
        "LimitExceeded",
        "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1",
    );
    for role in ["build", "other"] {
        let members = [PROFILE, ("RoleName", role)];
        refused(&admin, ("AddRoleToInstanceProfile", &members), limit).await;
    }
    let of_role = ok(&admin, "ListInstanceProfilesForRole", &[("RoleName", "BUILD")]).await;
    assert_eq!(elements(&of_role, "InstanceProfileName"), ["Web"]);
    let conflict = (
        409,
        "DeleteConflict",
        "Cannot delete entity, must remove roles from instance profile first.",
    );
    refused(&admin, ("DeleteInstanceProfile", &[PROFILE]), conflict).await;
    for (profile, role, message) in [
        (
            "Web",
            "other",
            "Role other in Instance Profile Web cannot be found.",
        ),
        ("Web", "none", "The role with name none cannot be found."),
        ("none", "build", "Instance Profile none cannot be found."),
    ] {
        let members = [("InstanceProfileName", profile), ("RoleName", role)];
        refused(
            &admin,
            ("RemoveRoleFromInstanceProfile", &members),
            (404, "NoSuchEntity", message),
        )
        .await;
    }
    let members = [PROFILE, ("RoleName", "none")];
    let gone = (404, "NoSuchEntity", "The role with name none cannot be found.");
    refused(&admin, ("AddRoleToInstanceProfile", &members), gone).await;
    refused(
        &admin,
        ("ListInstanceProfilesForRole", &[("RoleName", "none")]),
        gone,
    )
    .await;
    ok(&admin, "RemoveRoleFromInstanceProfile", &[PROFILE, ROLE]).await;
    assert_eq!(
        element(&ok(&admin, "GetInstanceProfile", &[PROFILE]).await, "Roles"),
        ""
    );
}

#[tokio::test]
async fn a_role_is_passed_by_who_may_pass_it() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    ok(
        &admin,
        "CreateRole",
        &[ROLE, ("AssumeRolePolicyDocument", MACHINES)],
    )
    .await;
    ok(&admin, "CreateInstanceProfile", &[PROFILE]).await;
    let add = json!({"Effect": "Allow", "Action": "iam:AddRoleToInstanceProfile", "Resource": "*"});
    let pass = |service: &str| {
        json!({"Effect": "Allow", "Action": "iam:PassRole", "Resource": format!("arn:aws:iam::{ACCOUNT}:role/build"),
               "Condition": {"StringEquals": {"iam:PassedToService": service}}})
    };
    for statements in [json!([add]), json!([add, pass("lambda.amazonaws.com")])] {
        put_policy(&admin, "ann", &statements).await;
        let (status, code, message) = refusal(&ann, "AddRoleToInstanceProfile", &[PROFILE, ROLE]).await;
        assert_eq!((status, &*code), (403, "AccessDenied"));
        assert!(
            message.contains(":role/build because no identity-based policy allows the iam:PassRole"),
            "{message}"
        );
    }
    put_policy(&admin, "ann", &json!([add, pass("ec2.amazonaws.com")])).await;
    ok(&ann, "AddRoleToInstanceProfile", &[PROFILE, ROLE]).await;
}
