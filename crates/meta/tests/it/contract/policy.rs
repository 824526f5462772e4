use std::time::Duration;

use meta::{Error, InlinePolicy, Limit, Meta, NewPolicy, Policy, PolicyUser, PolicyVersion, Put, TagOwner};
use names::{EntityName, PolicyArn, PolicyVersionId};

use crate::samples::{
    AWAY, HOME, NOW, account, an_account, aws_policy_arn, entity, group, inline, of_group, of_role, of_user,
    pair, path, policy, policy_arn, role, unique_id, user,
};
use crate::{pages, read, refused, write};

pub async fn managed_policies_are_created_once(meta: &Meta) {
    let error = refused!(meta, |tx| tx.iam_policy_create(&policy("x")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let home = an_account(meta, HOME).await;
    let elsewhere = |name: &str| {
        let (path, name) = (path("/team/"), entity(name));
        NewPolicy {
            arn: PolicyArn::of_account(account(HOME), &path, &name),
            id: unique_id("ANPA", "elsewhere"),
            description: Some("may push".to_owned()),
            ..policy("x")
        }
    };
    let puts = write!(meta, |tx| [
        tx.iam_policy_create(&elsewhere("Push")).await?,
        tx.iam_policy_create(&policy("push")).await?,
        tx.iam_policy_create(&policy("pull")).await?,
        tx.iam_policy_create(&policy("Q")).await?,
    ]);
    assert_eq!(puts, [Put::Created, Put::Exists, Put::Created, Put::Created]);
    let expected = Policy {
        arn: elsewhere("Push").arn,
        id: unique_id("ANPA", "elsewhere"),
        description: Some("may push".to_owned()),
        ..stored("push")
    };
    let found = read!(meta, |tx| {
        let by_name = tx.iam_policy_get(&home, &entity("PUSH")).await?;
        let by_id = tx.iam_policy_get_by_id(&unique_id("ANPA", "elsewhere")).await?;
        [by_name, by_id, tx.iam_policy_get(&home, &entity("none")).await?]
    });
    assert_eq!(found, [Some(expected.clone()), Some(expected.clone()), None]);
    let all = pages!(Policy: meta, |tx, after| tx.iam_policy_list(
        &home,
        after.map(|policy| policy.arn.name()).as_ref(),
        Limit(2),
    ));
    assert_eq!(all, [stored("pull"), expected, stored("Q")]);
}

pub async fn versions_have_numbers_that_never_come_again(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| tx.iam_policy_create(&policy("Push")).await?);
    let put = async |name, text: &'static str, seconds| {
        write!(meta, |tx| tx
            .iam_policy_version_put(
                &home,
                &entity(name),
                text,
                NOW.after(Duration::from_secs(seconds))
            )
            .await?)
    };
    assert_eq!(put("push", "second", 1).await, Some(number(2)));
    assert_eq!(put("PUSH", "third", 2).await, Some(number(3)));
    assert_eq!(put("none", "x", 2).await, None);
    let changes = write!(meta, |tx| {
        let name = entity("push");
        [
            tx.iam_policy_version_delete(&home, &name, number(3)).await?,
            tx.iam_policy_version_delete(&home, &name, number(3)).await?,
            tx.iam_policy_set_default_version(&home, &name, number(3)).await?,
            tx.iam_policy_set_default_version(&home, &entity("none"), number(2))
                .await?,
            tx.iam_policy_set_default_version(&home, &name, number(2)).await?,
        ]
    });
    assert_eq!(changes, [true, false, false, false, true]);
    assert_eq!(put("push", "fourth", 3).await, Some(number(4)));
    let policy = read!(meta, |tx| tx.iam_policy_get(&home, &entity("push")).await?);
    let expected = Policy {
        updated_at: NOW.after(Duration::from_secs(3)),
        default_version: number(2),
        ..stored("Push")
    };
    assert_eq!(policy, Some(expected));
    let versions = pages!(PolicyVersion: meta, |tx, after| tx.iam_policy_version_list(
        &home,
        &entity("push"),
        after.map(|version| version.version),
        Limit(2),
    ));
    let expected = [
        version(4, "fourth", 3),
        version(2, "second", 1),
        version(1, "first of Push", 0),
    ];
    assert_eq!(versions, expected);
    let one = read!(meta, |tx| {
        let two = tx
            .iam_policy_version_get(&home, &entity("Push"), number(2))
            .await?;
        [
            two,
            tx.iam_policy_version_get(&home, &entity("Push"), number(3))
                .await?,
        ]
    });
    assert_eq!(one, [Some(version(2, "second", 1)), None]);
}

pub async fn a_deleted_policy_leaves_nothing(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| tx.iam_policy_create(&policy("Push")).await?);
    let deleted = write!(meta, |tx| {
        let owner = TagOwner::Policy(entity("push"));
        tx.iam_tag_put(&home, &owner, &[pair("k", "v")]).await?;
        let deleted = tx.iam_policy_delete(&home, &entity("PUSH")).await?;
        let again = tx.iam_policy_delete(&home, &entity("push")).await?;
        let version = tx
            .iam_policy_version_get(&home, &entity("push"), PolicyVersionId::FIRST)
            .await?;
        let tags = tx.iam_tag_list(&home, &owner, None, Limit(9)).await?;
        [deleted, !again, version.is_none(), tags.is_empty()]
    });
    assert_eq!(deleted, [true; 4]);
}

pub async fn attachments_are_listed_from_both_sides(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    attach(meta).await;
    let arns = pages!(PolicyArn: meta, |tx, after| tx.iam_attachment_list(
        &home,
        &of_user("A"),
        after,
        Limit(2),
    ));
    assert_eq!(
        arns,
        [policy_arn("push"), aws_policy_arn("One"), aws_policy_arn("Two")]
    );
    let push = || policy_arn("push");
    let users = pages!(PolicyUser: meta, |tx, after| tx.iam_attachment_list_users(
        &home,
        &push(),
        after.map(|user| &user.name),
        Limit(2),
    ));
    assert_eq!(users, ["A", "b", "c"].map(|name| policy_user("AIDA", name)));
    let groups = pages!(PolicyUser: meta, |tx, after| tx.iam_attachment_list_groups(
        &home,
        &push(),
        after.map(|user| &user.name),
        Limit(2),
    ));
    assert_eq!(groups, ["A", "b"].map(|name| policy_user("AGPA", name)));
    let roles = pages!(PolicyUser: meta, |tx, after| tx.iam_attachment_list_roles(
        &home,
        &push(),
        after.map(|user| &user.name),
        Limit(2),
    ));
    assert_eq!(roles, ["A", "b", "c"].map(|name| policy_user("AROA", name)));
    let counts = read!(meta, |tx| {
        let of_record = tx.iam_policy_get(&home, &entity("push")).await?;
        [
            of_record.map_or(0, |policy| policy.attachments),
            tx.iam_attachment_count(&home, &policy_arn("push")).await?,
            tx.iam_attachment_count(&home, &aws_policy_arn("One")).await?,
            tx.iam_attachment_count(&home, &aws_policy_arn("None")).await?,
        ]
    });
    assert_eq!(counts, [8, 8, 1, 0]);
}

pub async fn boundaries_are_listed_by_policy(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.iam_policy_create(&policy("bound")).await?;
        let (bound, other) = (policy_arn("bound"), aws_policy_arn("Other"));
        for name in ["d", "A", "b", "c", "none"] {
            tx.iam_user_create(&user(name)).await?;
            tx.iam_role_create(&role(name)).await?;
            let boundary = if name == "d" { &other } else { &bound };
            let set = tx
                .iam_user_set_boundary(&home, &entity(name), Some(boundary))
                .await?;
            assert!(set);
            let set = tx
                .iam_role_set_boundary(&home, &entity(name), Some(boundary))
                .await?;
            assert!(set);
        }
        tx.iam_user_set_boundary(&home, &entity("NONE"), None).await?;
        tx.iam_role_set_boundary(&home, &entity("NONE"), None).await?;
        let nobody = tx
            .iam_user_set_boundary(&home, &entity("nobody"), Some(&bound))
            .await?;
        assert!(!nobody);
    });
    let users = pages!(PolicyUser: meta, |tx, after| tx.iam_boundary_list_users(
        &home,
        &policy_arn("bound"),
        after.map(|user| &user.name),
        Limit(2),
    ));
    assert_eq!(users, ["A", "b", "c"].map(|name| policy_user("AIDA", name)));
    let roles = pages!(PolicyUser: meta, |tx, after| tx.iam_boundary_list_roles(
        &home,
        &policy_arn("bound"),
        after.map(|user| &user.name),
        Limit(2),
    ));
    assert_eq!(roles, ["A", "b", "c"].map(|name| policy_user("AROA", name)));
    let counts = read!(meta, |tx| {
        let of_record = tx.iam_policy_get(&home, &entity("bound")).await?;
        [
            of_record.map_or(0, |policy| policy.boundaries),
            tx.iam_boundary_count(&home, &policy_arn("bound")).await?,
            tx.iam_boundary_count(&home, &aws_policy_arn("Other")).await?,
            tx.iam_boundary_count(&account(AWAY), &aws_policy_arn("Other"))
                .await?,
        ]
    });
    assert_eq!(counts, [6, 6, 2, 0]);
}

pub async fn inline_policies_replace_by_name(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        for name in ["b", "a", "B", "c"] {
            tx.iam_inline_policy_put(&home, &of_user("CI"), &inline(name))
                .await?;
        }
        let other = InlinePolicy {
            document: "other".to_owned(),
            ..inline("b")
        };
        tx.iam_inline_policy_put(&home, &of_role("ci"), &other).await?;
        let replaced = InlinePolicy {
            document: "replaced".to_owned(),
            ..inline("b")
        };
        tx.iam_inline_policy_put(&home, &of_user("ci"), &replaced).await?;
        let gone = tx
            .iam_inline_policy_delete(&home, &of_user("ci"), &entity("c"))
            .await?;
        assert!(gone);
        let gone = tx
            .iam_inline_policy_delete(&home, &of_user("ci"), &entity("C"))
            .await?;
        assert!(!gone);
    });
    let names = pages!(EntityName: meta, |tx, after| tx.iam_inline_policy_list(
        &home,
        &of_user("ci"),
        after,
        Limit(2),
    ));
    assert_eq!(names, ["B", "a", "b"].map(entity));
    let all = read!(meta, |tx| tx
        .iam_inline_policy_list_documents(&home, &of_user("Ci"))
        .await?);
    let documents: Vec<_> = all.iter().map(|policy| policy.document.as_str()).collect();
    assert_eq!(documents, ["text of B", "text of a", "replaced"]);
    let found = read!(meta, |tx| {
        let one = tx
            .iam_inline_policy_get(&home, &of_user("ci"), &entity("a"))
            .await?;
        let none = tx
            .iam_inline_policy_get(&home, &of_user("ci"), &entity("A"))
            .await?;
        [one, none]
    });
    assert_eq!(found, [Some(inline("a")), None]);
}

/// Attaches the account's policy `push` to entities of each kind, and AWS's own to a user.
async fn attach(meta: &Meta) {
    an_account(meta, AWAY).await;
    write!(meta, |tx| {
        let home = account(HOME);
        tx.iam_policy_create(&policy("push")).await?;
        for name in ["c", "A", "b"] {
            tx.iam_user_create(&user(name)).await?;
            tx.iam_group_create(&group(name)).await?;
            tx.iam_role_create(&role(name)).await?;
            for owner in [of_user(name), of_group(name), of_role(name)] {
                let put = tx.iam_attachment_put(&home, &owner, &policy_arn("push")).await?;
                assert_eq!(put, Put::Created);
            }
        }
        for arn in ["Two", "One"].map(aws_policy_arn) {
            tx.iam_attachment_put(&home, &of_user("a"), &arn).await?;
        }
        let again = tx
            .iam_attachment_put(&home, &of_user("a"), &policy_arn("push"))
            .await?;
        assert_eq!(again, Put::Exists);
        let mut elsewhere = user("a");
        (elsewhere.account, elsewhere.id) = (account(AWAY), unique_id("AIDA", "elsewhere"));
        tx.iam_user_create(&elsewhere).await?;
        tx.iam_attachment_put(&account(AWAY), &of_user("a"), &aws_policy_arn("One"))
            .await?;
        let out = tx
            .iam_attachment_delete(&home, &of_group("C"), &policy_arn("push"))
            .await?;
        assert!(out);
        let out = tx
            .iam_attachment_delete(&home, &of_group("c"), &policy_arn("push"))
            .await?;
        assert!(!out);
    });
}

fn number(number: u32) -> PolicyVersionId {
    PolicyVersionId::from_number(number).expect("not zero")
}

fn version(version: u32, document: &str, seconds: u64) -> PolicyVersion {
    PolicyVersion {
        version: number(version),
        document: document.to_owned(),
        created_at: NOW.after(Duration::from_secs(seconds)),
    }
}

fn policy_user(kind: &str, name: &str) -> PolicyUser {
    PolicyUser {
        name: entity(name),
        id: unique_id(kind, name),
    }
}

fn stored(name: &str) -> Policy {
    Policy {
        account: account(HOME),
        arn: policy_arn(name),
        id: unique_id("ANPA", name),
        description: None,
        created_at: NOW,
        updated_at: NOW,
        default_version: PolicyVersionId::FIRST,
        attachments: 0,
        boundaries: 0,
    }
}
