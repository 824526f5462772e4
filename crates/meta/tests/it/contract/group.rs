use meta::{Error, Group, Limit, Meta, Put, Renamed, TagOwner, User};

use crate::samples::{
    HOME, account, an_account, entity, group, inline, of_group, of_user, pair, path, policy, policy_arn,
    unique_id, user,
};
use crate::{pages, read, refused, write};

pub async fn groups_are_created_once_whatever_the_case(meta: &Meta) {
    let error = refused!(meta, |tx| tx.iam_group_create(&group("Ops")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let home = an_account(meta, HOME).await;
    for (name, expected) in [
        ("Ops", Put::Created),
        ("ops", Put::Exists),
        ("dev", Put::Created),
        ("Other", Put::Created),
    ] {
        let put = write!(meta, |tx| tx.iam_group_create(&group(name)).await?);
        assert_eq!(put, expected, "{name}");
    }
    let found = read!(meta, |tx| {
        let by_name = tx.iam_group_get(&home, &entity("OPS")).await?;
        let by_id = tx.iam_group_get_by_id(&unique_id("AGPA", "Ops")).await?;
        [by_name, by_id, tx.iam_group_get(&home, &entity("none")).await?]
    });
    assert_eq!(found, [Some(group("Ops")), Some(group("Ops")), None]);
    let all = pages!(Group: meta, |tx, after| tx.iam_group_list(
        &home,
        after.map(|group| &group.name),
        Limit(2),
    ));
    assert_eq!(all, ["dev", "Ops", "Other"].map(group));
}

pub async fn members_are_listed_from_both_sides(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        for name in ["Dev", "ops", "web"] {
            tx.iam_group_create(&group(name)).await?;
        }
        for name in ["a", "B", "c", "d"] {
            tx.iam_user_create(&user(name)).await?;
            for group in ["dev", "OPS"] {
                let put = tx
                    .iam_group_member_put(&home, &entity(group), &entity(name))
                    .await?;
                assert_eq!(put, Put::Created);
            }
        }
        tx.iam_group_member_put(&home, &entity("web"), &entity("b"))
            .await?;
        let again = tx
            .iam_group_member_put(&home, &entity("WEB"), &entity("B"))
            .await?;
        assert_eq!(again, Put::Exists);
        let out = tx
            .iam_group_member_delete(&home, &entity("DEV"), &entity("D"))
            .await?;
        assert!(out);
        let out = tx
            .iam_group_member_delete(&home, &entity("dev"), &entity("d"))
            .await?;
        assert!(!out);
    });
    let members = pages!(User: meta, |tx, after| tx.iam_group_member_list_of_group(
        &home,
        &entity("dev"),
        after.map(|user| &user.name),
        Limit(2),
    ));
    assert_eq!(members, ["a", "B", "c"].map(user));
    let groups = pages!(Group: meta, |tx, after| tx.iam_group_member_list_of_user(
        &home,
        &entity("b"),
        after.map(|group| &group.name),
        Limit(2),
    ));
    assert_eq!(groups, ["Dev", "ops", "web"].map(group));
    for (group, user) in [("none", "a"), ("dev", "none")] {
        let error = refused!(meta, |tx| tx
            .iam_group_member_put(&home, &entity(group), &entity(user))
            .await?);
        assert!(matches!(error, Error::Dangling(_)), "{group} {user}: {error:?}");
    }
}

pub async fn a_renamed_group_keeps_everything(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.iam_user_create(&user("ci")).await?;
        tx.iam_group_create(&group("Ops")).await?;
        tx.iam_group_create(&group("taken")).await?;
        tx.iam_group_member_put(&home, &entity("ops"), &entity("ci"))
            .await?;
        tx.iam_policy_create(&policy("push")).await?;
        tx.iam_attachment_put(&home, &of_group("ops"), &policy_arn("push"))
            .await?;
        tx.iam_inline_policy_put(&home, &of_group("ops"), &inline("own"))
            .await?;
    });
    a_namesake(meta).await;
    let namesake = read!(meta, |tx| tx.iam_user_facts(&home, &entity("ops")).await?);
    let rename = async |old, new| {
        write!(meta, |tx| tx
            .iam_group_update(&home, &entity(old), &entity(new), &path("/x/"))
            .await?)
    };
    assert_eq!(rename("ops", "Taken").await, Renamed::Taken);
    assert_eq!(rename("none", "new").await, Renamed::Missing);
    assert_eq!(rename("OPS", "Platform").await, Renamed::Done);
    let facts = read!(meta, |tx| tx.iam_user_facts(&home, &entity("ci")).await?);
    let policies = facts.expect("the user").policies;
    assert_eq!(policies.len(), 2, "{policies:?}");
    assert!(
        policies.iter().all(|policy| policy.owner == of_group("Platform")),
        "{policies:?}"
    );
    let moved = read!(meta, |tx| tx.iam_group_get(&home, &entity("platform")).await?);
    let expected = Group {
        name: entity("Platform"),
        path: path("/x/"),
        ..group("Ops")
    };
    assert_eq!(moved, Some(expected));
    let after = read!(meta, |tx| tx.iam_user_facts(&home, &entity("ops")).await?);
    assert_eq!(after, namesake);
}

pub async fn a_group_with_members_stays(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.iam_user_create(&user("ci")).await?;
        tx.iam_group_create(&group("ops")).await?;
        tx.iam_group_member_put(&home, &entity("ops"), &entity("ci"))
            .await?;
        tx.iam_inline_policy_put(&home, &of_group("ops"), &inline("own"))
            .await?;
    });
    let error = refused!(meta, |tx| tx.iam_group_delete(&home, &entity("ops")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let deleted = write!(meta, |tx| {
        tx.iam_group_member_delete(&home, &entity("ops"), &entity("ci"))
            .await?;
        let deleted = tx.iam_group_delete(&home, &entity("OPS")).await?;
        let again = tx.iam_group_delete(&home, &entity("ops")).await?;
        tx.iam_group_create(&group("ops")).await?;
        tx.iam_group_member_put(&home, &entity("ops"), &entity("ci"))
            .await?;
        (deleted, again)
    });
    assert_eq!(deleted, (true, false));
    let facts = read!(meta, |tx| tx.iam_user_facts(&home, &entity("ci")).await?);
    assert_eq!(facts.expect("the user").policies, []);
}

/// A user of a group's name, with a policy of each kind and a tag.
async fn a_namesake(meta: &Meta) {
    write!(meta, |tx| {
        let home = account(HOME);
        tx.iam_user_create(&user("ops")).await?;
        tx.iam_attachment_put(&home, &of_user("ops"), &policy_arn("push"))
            .await?;
        tx.iam_inline_policy_put(&home, &of_user("ops"), &inline("own"))
            .await?;
        tx.iam_tag_put(&home, &TagOwner::User(entity("ops")), &[pair("k", "v")])
            .await?;
    });
}
