//! The account: its alias, and what it holds in numbers.

use crate::aws_fixture::server;
use crate::aws_sts::element;
use crate::iam_fixture::{MACHINES, elements, ok, person, refusal, refused, root};

#[tokio::test]
async fn an_account_has_one_alias() {
    let (server, admin) = server().await;
    let other = server.other_account("444455556666").await;
    let aliases = async |caller| {
        let answer = ok(caller, "ListAccountAliases", &[]).await;
        assert_eq!(element(&answer, "IsTruncated"), "false");
        elements(element(&answer, "AccountAliases"), "member").join(" ")
    };
    assert_eq!(aliases(&admin).await, "");
    ok(&admin, "CreateAccountAlias", &[("AccountAlias", "hythe")]).await;
    let taken = (
        409,
        "EntityAlreadyExists",
        "The account alias hythe already exists.",
    );
    refused(
        &other,
        ("CreateAccountAlias", &[("AccountAlias", "hythe")]),
        taken,
    )
    .await;
    ok(&admin, "CreateAccountAlias", &[("AccountAlias", "hythe-2")]).await;
    assert_eq!(aliases(&admin).await, "hythe-2");
    assert_eq!(aliases(&other).await, "");
    let gone = (
        404,
        "NoSuchEntity",
        "The account alias with name hythe cannot be found.",
    );
    refused(&admin, ("DeleteAccountAlias", &[("AccountAlias", "hythe")]), gone).await;
    ok(&admin, "DeleteAccountAlias", &[("AccountAlias", "hythe-2")]).await;
    assert_eq!(aliases(&admin).await, "");
    for alias in [
        "",
        "ab",
        "A-b-c",
        "-abc",
        "abc-",
        "a--b",
        "a_b_c",
        &"a".repeat(64),
    ] {
        let members = [("AccountAlias", alias)];
        assert_eq!(
            refusal(&admin, "CreateAccountAlias", &members).await.1,
            "ValidationError",
            "{alias}"
        );
    }
}

#[tokio::test]
async fn the_summary_counts() {
    let (server, admin) = server().await;
    let figure = async |name: &str| {
        let answer = ok(&admin, "GetAccountSummary", &[]).await;
        let (_, rest) = answer
            .split_once(&format!("<key>{name}</key>"))
            .unwrap_or_else(|| panic!("no {name} in {answer}"));
        element(rest, "value").parse::<u32>().expect("a number")
    };
    ok(&admin, "CreateGroup", &[("GroupName", "g")]).await;
    ok(
        &admin,
        "CreateRole",
        &[("RoleName", "r"), ("AssumeRolePolicyDocument", MACHINES)],
    )
    .await;
    ok(&admin, "CreateInstanceProfile", &[("InstanceProfileName", "p")]).await;
    let ann = person(&admin, "ann").await;
    root(&server, &admin).await;
    for (name, count) in [
        ("Users", 2),
        ("Groups", 1),
        ("Roles", 1),
        ("InstanceProfiles", 1),
        ("Policies", 0),
        ("AccountAccessKeysPresent", 1),
        ("AccessKeysPerUserQuota", 2),
        ("UsersQuota", 5000),
        ("RolesQuota", 1000),
        ("GroupsPerUserQuota", 10),
        ("AssumeRolePolicySizeQuota", 2048),
    ] {
        assert_eq!(figure(name).await, count, "{name}");
    }
    let answer = ok(&admin, "GetAccountSummary", &[]).await;
    assert_eq!(elements(&answer, "key").len(), 34);
    assert_eq!(refusal(&ann, "GetAccountSummary", &[]).await.1, "AccessDenied");
}
