//! Groups, and who is in them.

use crate::aws_fixture::{ACCOUNT, server};
use crate::aws_sts::element;
use crate::iam_fixture::{elements, ok, person, refusal, refused, walk};

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

#[tokio::test]
async fn a_group_is_made_read_and_deleted() {
    let (_server, admin) = server().await;
    let made = ok(&admin, "CreateGroup", &[("GroupName", "Ops"), ("Path", "/team/")]).await;
    for (name, text) in [
        ("Path", "/team/"),
        ("GroupName", "Ops"),
        ("Arn", &*format!("arn:aws:iam::{ACCOUNT}:group/team/Ops")),
        ("CreateDate", "2026-01-05T10:15:00Z"),
    ] {
        assert_eq!(element(&made, name), text, "{made}");
    }
    assert!(element(&made, "GroupId").starts_with("AGPA"), "{made}");
    let got = ok(&admin, "GetGroup", &[("GroupName", "oPS")]).await;
    assert_eq!(element(&got, "Group"), element(&made, "Group"));
    assert_eq!(
        (element(&got, "Users"), element(&got, "IsTruncated")),
        ("", "false")
    );
    let taken = (409, "EntityAlreadyExists", "Group with name OPS already exists.");
    refused(&admin, ("CreateGroup", &[("GroupName", "OPS")]), taken).await;
    ok(&admin, "CreateGroup", &[("GroupName", "dev")]).await;
    let members = [("GroupName", "dev"), ("NewGroupName", "ops")];
    let taken = (409, "EntityAlreadyExists", "Group with name ops already exists.");
    refused(&admin, ("UpdateGroup", &members), taken).await;
    let members = [("GroupName", "dev"), ("NewGroupName", "Dev2"), ("NewPath", "/x/")];
    ok(&admin, "UpdateGroup", &members).await;
    let (all, pages) = walk(&admin, "ListGroups", &[("MaxItems", "1")], "Arn").await;
    let arn = |rest: &str| format!("arn:aws:iam::{ACCOUNT}:group/{rest}");
    assert_eq!((all, pages), (vec![arn("x/Dev2"), arn("team/Ops")], 2));
    let (under, _) = walk(&admin, "ListGroups", &[("PathPrefix", "/team/")], "GroupName").await;
    assert_eq!(under, ["Ops"]);
    ok(&admin, "DeleteGroup", &[("GroupName", "ops")]).await;
    let gone = (404, "NoSuchEntity", "The group with name Ops cannot be found.");
    for action in ["GetGroup", "DeleteGroup", "UpdateGroup"] {
        refused(&admin, (action, &[("GroupName", "Ops")]), gone).await;
    }
    for name in ["a/b", "", "a b", &"a".repeat(129)] {
        let (status, code, message) = refusal(&admin, "CreateGroup", &[("GroupName", name)]).await;
        assert_eq!((status, &*code), (400, "ValidationError"), "{message}");
    }
}

#[tokio::test]
async fn members_come_and_go() {
    let (_server, admin) = server().await;
    ok(&admin, "CreateGroup", &[("GroupName", "ops")]).await;
    for name in ["c", "A", "b"] {
        ok(&admin, "CreateUser", &[("UserName", name)]).await;
        let member = [("GroupName", "OPS"), ("UserName", name)];
        ok(&admin, "AddUserToGroup", &member).await;
        ok(&admin, "AddUserToGroup", &member).await;
    }
    let members = [("GroupName", "ops"), ("MaxItems", "2")];
    let (users, pages) = walk(&admin, "GetGroup", &members, "UserName").await;
    assert_eq!((users, pages), (["A", "b", "c"].map(str::to_owned).to_vec(), 2));
    let conflict = (
        409,
        "DeleteConflict",
        "Cannot delete entity, must remove users from group first.",
    );
    refused(&admin, ("DeleteGroup", &[("GroupName", "ops")]), conflict).await;
    for (group, user, message) in [
        ("ops", "x", "The user with name x cannot be found."),
        ("none", "A", "The group with name none cannot be found."),
        ("none", "x", "The user with name x cannot be found."),
    ] {
        let member = [("GroupName", group), ("UserName", user)];
        for action in ["AddUserToGroup", "RemoveUserFromGroup"] {
            refused(&admin, (action, &member), (404, "NoSuchEntity", message)).await;
        }
    }
    for _ in 0..2 {
        ok(
            &admin,
            "RemoveUserFromGroup",
            &[("GroupName", "ops"), ("UserName", "a")],
        )
        .await;
    }
    let groups = ok(&admin, "ListGroupsForUser", &[("UserName", "A")]).await;
    assert_eq!(element(&groups, "Groups"), "");
    let gone = (404, "NoSuchEntity", "The user with name x cannot be found.");
    refused(&admin, ("ListGroupsForUser", &[("UserName", "x")]), gone).await;
}

#[tokio::test]
async fn a_user_is_in_ten_groups_at_most() {
    let (_server, admin) = server().await;
    ok(&admin, "CreateUser", &[("UserName", "ann")]).await;
    for number in 0..=10 {
        let group = format!("g{number:02}");
        ok(&admin, "CreateGroup", &[("GroupName", &group)]).await;
        let member = [("GroupName", &*group), ("UserName", "ann")];
        if number < 10 {
            ok(&admin, "AddUserToGroup", &member).await;
        } else {
            let limit = (409, "LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10");
            refused(&admin, ("AddUserToGroup", &member), limit).await;
        }
    }
    let members = [("UserName", "ann"), ("MaxItems", "4")];
    let (groups, pages) = walk(&admin, "ListGroupsForUser", &members, "GroupName").await;
    assert_eq!((groups.len(), pages), (10, 3));
}

#[tokio::test]
async fn a_group_gives_its_rights_from_the_next_request_on() {
    let (_server, admin) = server().await;
    let ann = person(&admin, "ann").await;
    ok(&admin, "CreateGroup", &[("GroupName", "ops")]).await;
    ok(
        &admin,
        "AttachGroupPolicy",
        &[("GroupName", "ops"), ("PolicyArn", ADMINISTRATOR)],
    )
    .await;
    let member = [("GroupName", "ops"), ("UserName", "ann")];
    assert_eq!(refusal(&ann, "ListUsers", &[]).await.1, "AccessDenied");
    ok(&admin, "AddUserToGroup", &member).await;
    ok(&ann, "ListUsers", &[]).await;
    let members = [("GroupName", "ops"), ("NewGroupName", "renamed")];
    ok(&admin, "UpdateGroup", &members).await;
    ok(&ann, "ListUsers", &[]).await;
    ok(
        &admin,
        "RemoveUserFromGroup",
        &[("GroupName", "renamed"), member[1]],
    )
    .await;
    assert_eq!(refusal(&ann, "ListUsers", &[]).await.1, "AccessDenied");
    let conflict = (
        409,
        "DeleteConflict",
        "Cannot delete entity, must detach all policies first.",
    );
    refused(&admin, ("DeleteGroup", &[("GroupName", "renamed")]), conflict).await;
    // The next group of the name has no policy.
    let attached = [("GroupName", "renamed"), ("PolicyArn", ADMINISTRATOR)];
    ok(&admin, "DetachGroupPolicy", &attached).await;
    ok(&admin, "DeleteGroup", &[("GroupName", "renamed")]).await;
    ok(&admin, "CreateGroup", &[("GroupName", "renamed")]).await;
    let policies = ok(&admin, "ListAttachedGroupPolicies", &[("GroupName", "renamed")]).await;
    assert_eq!(elements(&policies, "PolicyArn"), Vec::<&str>::new());
}
