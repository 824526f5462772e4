use meta::{
    Error, IdentityPolicy, KeyOwner, KeyStatus, ManagedPolicy, Meta, OwnedPolicy, PolicyOwner, RoleFacts,
    TagOwner, User, UserFacts,
};
use names::{AccountId, PolicyVersionId};

use crate::samples::{
    AWAY, HOME, NOW, access_key, access_key_id, account, an_account, aws_policy_arn, entity, group, inline,
    of_group, of_role, of_user, pair, policy, policy_arn, role, unique_id, user,
};
use crate::{read, refused, write};

pub async fn the_facts_of_a_user_are_all_that_counts(meta: &Meta) {
    let (home, away) = (an_account(meta, HOME).await, an_account(meta, AWAY).await);
    policies(meta).await;
    others(meta, away).await;
    a_full_user(meta, home).await;
    let facts = read!(meta, |tx| tx.iam_user_facts(&home, &entity("ci")).await?);
    let mut facts = facts.expect("the user");
    facts.policies.sort_by_key(|policy| format!("{policy:?}"));
    let mut expected = vec![
        has(of_user("CI"), OwnedPolicy::Managed(customer("push", "second"))),
        has(of_user("CI"), inline_policy("push")),
        has(of_group("Ops"), OwnedPolicy::Managed(customer("push", "second"))),
        has(of_group("Ops"), inline_policy("push")),
        has(of_group("Ops"), OwnedPolicy::Managed(aws("ReadOnly"))),
        has(
            of_group("dev"),
            OwnedPolicy::Managed(customer("pull", "first of pull")),
        ),
        has(of_group("dev"), inline_policy("pull")),
    ];
    expected.sort_by_key(|policy| format!("{policy:?}"));
    let expected = UserFacts {
        user: bounded_user(),
        tags: vec![pair("cost", "1"), pair("Team", "x")],
        policies: expected,
        boundary: Some(customer("bound", "first of bound")),
        active_access_keys: ["AKIA000000000001", "AKIA000000000002"]
            .map(access_key_id)
            .to_vec(),
        service_control_policy: Some("all of home".to_owned()),
    };
    assert_eq!(facts, expected);
    let others = read!(meta, |tx| {
        let empty = tx.iam_user_facts(&account(AWAY), &entity("empty")).await?;
        (empty, tx.iam_user_facts(&home, &entity("nobody")).await?)
    });
    let (Some(empty), None) = others else {
        panic!("{others:?}");
    };
    assert!(empty.policies.is_empty() && empty.tags.is_empty() && empty.active_access_keys.is_empty());
    assert_eq!((empty.boundary, empty.service_control_policy), (None, None));
}

pub async fn the_facts_of_a_role_are_all_that_counts(meta: &Meta) {
    let (home, away) = (an_account(meta, HOME).await, an_account(meta, AWAY).await);
    policies(meta).await;
    others(meta, away).await;
    let bounded = || {
        let mut bounded = role("Deploy");
        bounded.boundary = Some(aws_policy_arn("Bound"));
        bounded
    };
    write!(meta, |tx| {
        tx.iam_role_create(&bounded()).await?;
        let owner = of_role("deploy");
        tx.iam_attachment_put(&home, &owner, &policy_arn("push")).await?;
        tx.iam_attachment_put(&home, &owner, &aws_policy_arn("ReadOnly"))
            .await?;
        tx.iam_inline_policy_put(&home, &owner, &inline("own")).await?;
        tx.iam_tag_put(&home, &TagOwner::Role(entity("deploy")), &[pair("k", "v")])
            .await?;
    });
    let facts = read!(meta, |tx| tx.iam_role_facts(&home, &entity("DEPLOY")).await?);
    let mut facts = facts.expect("the role");
    facts.policies.sort_by_key(|policy| format!("{policy:?}"));
    let mut expected = vec![
        has(
            of_role("Deploy"),
            OwnedPolicy::Managed(customer("push", "second")),
        ),
        has(of_role("Deploy"), OwnedPolicy::Managed(aws("ReadOnly"))),
        has(of_role("Deploy"), inline_policy("own")),
    ];
    expected.sort_by_key(|policy| format!("{policy:?}"));
    let expected = RoleFacts {
        role: bounded(),
        tags: vec![pair("k", "v")],
        policies: expected,
        boundary: Some(aws("Bound")),
        service_control_policy: None,
    };
    assert_eq!(facts, expected);
    assert_eq!(
        read!(meta, |tx| tx.iam_role_facts(&home, &entity("nobody")).await?),
        None
    );
}

/// A policy that is missing may have denied anything: better no decision than a wrong one.
pub async fn a_missing_policy_is_no_fact(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.iam_user_create(&user("attached")).await?;
        tx.iam_attachment_put(&home, &of_user("attached"), &policy_arn("gone"))
            .await?;
        let mut bounded = user("bounded");
        bounded.boundary = Some(policy_arn("gone"));
        tx.iam_user_create(&bounded).await?;
        let mut bounded = role("bounded");
        bounded.boundary = Some(policy_arn("gone"));
        tx.iam_role_create(&bounded).await?;
    });
    for name in ["attached", "bounded"] {
        let error = refused!(meta, |tx| tx.iam_user_facts(&home, &entity(name)).await?);
        assert!(matches!(error, Error::Corrupt(_)), "{name}: {error:?}");
    }
    let error = refused!(meta, |tx| tx.iam_role_facts(&home, &entity("bounded")).await?);
    assert!(matches!(error, Error::Corrupt(_)), "{error:?}");
}

/// A user `CI` that has everything that a user can have.
async fn a_full_user(meta: &Meta, home: AccountId) {
    write!(meta, |tx| {
        tx.iam_user_create(&bounded_user()).await?;
        for name in ["Ops", "dev"] {
            tx.iam_group_create(&group(name)).await?;
            tx.iam_group_member_put(&home, &entity(name), &entity("ci"))
                .await?;
        }
        for (owner, attached) in [
            (of_user("ci"), "push"),
            (of_group("OPS"), "push"),
            (of_group("dev"), "pull"),
        ] {
            tx.iam_attachment_put(&home, &owner, &policy_arn(attached))
                .await?;
            tx.iam_inline_policy_put(&home, &owner, &inline(attached)).await?;
        }
        tx.iam_attachment_put(&home, &of_group("ops"), &aws_policy_arn("ReadOnly"))
            .await?;
        let tags = [pair("Team", "x"), pair("cost", "1")];
        tx.iam_tag_put(&home, &TagOwner::User(entity("ci")), &tags)
            .await?;
        for number in [2, 3, 1] {
            let mut key = access_key(&format!("AKIA00000000000{number}"), "ci");
            if number == 3 {
                key.status = KeyStatus::Inactive;
            }
            tx.access_key_create(&key).await?;
        }
        tx.account_set_service_control_policy(&home, Some("all of home"))
            .await?;
    });
}

fn bounded_user() -> User {
    User {
        boundary: Some(policy_arn("bound")),
        ..user("CI")
    }
}

/// Three policies, one of them in its second version.
async fn policies(meta: &Meta) {
    write!(meta, |tx| {
        let home = account(HOME);
        for name in ["push", "pull", "bound"] {
            tx.iam_policy_create(&policy(name)).await?;
        }
        for text in ["second", "third"] {
            tx.iam_policy_version_put(&home, &entity("push"), text, NOW)
                .await?;
        }
        let second = PolicyVersionId::from_number(2).expect("not zero");
        tx.iam_policy_set_default_version(&home, &entity("push"), second)
            .await?;
    });
}

/// What must not show: groups that the user is not in, namesakes of other kinds and accounts.
async fn others(meta: &Meta, away: AccountId) {
    write!(meta, |tx| {
        let home = account(HOME);
        for name in ["foreign", "ci", "deploy"] {
            tx.iam_group_create(&group(name)).await?;
        }
        for owner in [
            of_group("foreign"),
            of_group("ci"),
            of_role("ci"),
            of_group("deploy"),
        ] {
            tx.iam_attachment_put(&home, &owner, &policy_arn("pull")).await?;
            tx.iam_inline_policy_put(&home, &owner, &inline("foreign"))
                .await?;
        }
        tx.iam_tag_put(&home, &TagOwner::Policy(entity("ci")), &[pair("no", "x")])
            .await?;
        for (number, name) in ["ci", "deploy", "empty"].into_iter().enumerate() {
            let mut namesake = user(name);
            (namesake.account, namesake.id) = (away, unique_id("AIDA", &number.to_string()));
            tx.iam_user_create(&namesake).await?;
        }
        tx.iam_inline_policy_put(&away, &of_user("ci"), &inline("foreign"))
            .await?;
        let mut root = access_key("AKIA000000000009", "ci");
        root.owner = KeyOwner::Root;
        tx.access_key_create(&root).await?;
    });
}

fn has(owner: PolicyOwner, policy: OwnedPolicy) -> IdentityPolicy {
    IdentityPolicy { owner, policy }
}

fn inline_policy(name: &str) -> OwnedPolicy {
    let policy = inline(name);
    OwnedPolicy::Inline {
        name: policy.name,
        document: policy.document,
    }
}

fn customer(name: &str, document: &str) -> ManagedPolicy {
    ManagedPolicy::Customer {
        arn: policy_arn(name),
        document: document.to_owned(),
    }
}

fn aws(name: &str) -> ManagedPolicy {
    ManagedPolicy::Aws {
        arn: aws_policy_arn(name),
    }
}
