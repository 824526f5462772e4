//! The list of everything that decides in an account.

use crate::aws_fixture::server;
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, elements, ok, person, walk};
use crate::iam_policy::{PULL, create};

#[tokio::test]
async fn everything_that_decides_is_listed() {
    let (_server, admin) = server().await;
    person(&admin, "ann").await;
    let pull = create(&admin, "pull", PULL).await;
    ok(
        &admin,
        "AttachUserPolicy",
        &[("UserName", "ann"), ("PolicyArn", &pull)],
    )
    .await;
    ok(&admin, "CreateGroup", &[("GroupName", "ops")]).await;
    ok(
        &admin,
        "AddUserToGroup",
        &[("GroupName", "ops"), ("UserName", "ann")],
    )
    .await;
    let inline = [
        ("GroupName", "ops"),
        ("PolicyName", "push"),
        ("PolicyDocument", PULL),
    ];
    ok(&admin, "PutGroupPolicy", &inline).await;
    let role = [("RoleName", "ci"), ("AssumeRolePolicyDocument", MACHINES)];
    ok(&admin, "CreateRole", &role).await;
    let all = ok(&admin, "GetAccountAuthorizationDetails", &[]).await;
    let users = element(&all, "UserDetailList");
    assert_eq!(elements(users, "UserName"), ["administrator", "ann"]);
    assert!(
        users.contains("<GroupList><member>ops</member></GroupList>"),
        "{users}"
    );
    assert_eq!(elements(element(&all, "GroupDetailList"), "PolicyName"), ["push"]);
    let roles = element(&all, "RoleDetailList");
    assert!(
        element(roles, "AssumeRolePolicyDocument").contains("ec2.amazonaws.com"),
        "{roles}"
    );
    let policies = element(&all, "Policies");
    assert_eq!(elements(policies, "PolicyId").len(), 2);
    assert_eq!(elements(policies, "IsDefaultVersion"), ["true", "true"]);
    assert!(
        policies.contains("AdministratorAccess") && !policies.contains("ReadOnly"),
        "{policies}"
    );
    let paged = [("MaxItems", "1")];
    let (ids, pages) = walk(&admin, "GetAccountAuthorizationDetails", &paged, "Arn").await;
    assert_eq!(pages, 6, "{ids:?}");
    let filter = [
        ("Filter.member.1", "Role"),
        ("Filter.member.2", "LocalManagedPolicy"),
    ];
    let some = ok(&admin, "GetAccountAuthorizationDetails", &filter).await;
    assert_eq!(elements(&some, "UserName"), [""; 0]);
    assert_eq!(elements(element(&some, "Policies"), "PolicyName"), ["pull"]);
    assert_eq!(elements(element(&some, "RoleDetailList"), "RoleName"), ["ci"]);
}
