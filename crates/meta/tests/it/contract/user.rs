use meta::{Error, IamCount, KeyOwner, Limit, Meta, Put, Renamed, TagOwner, User};

use crate::samples::{
    AWAY, HOME, access_key, access_key_id, account, an_account, aws_policy_arn, entity, group, inline,
    of_user, pair, path, policy_arn, unique_id, user,
};
use crate::{pages, read, refused, write};

pub async fn users_are_created_once_whatever_the_case(meta: &Meta) {
    let error = refused!(meta, |tx| tx.iam_user_create(&user("CI")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let (home, away) = (an_account(meta, HOME).await, an_account(meta, AWAY).await);
    for (name, expected) in [("CI", Put::Created), ("ci", Put::Exists), ("CI", Put::Exists)] {
        let put = write!(meta, |tx| tx.iam_user_create(&user(name)).await?);
        assert_eq!(put, expected, "{name}");
    }
    let elsewhere = write!(meta, |tx| {
        let mut elsewhere = user("ci");
        (elsewhere.account, elsewhere.path) = (away, path("/team/"));
        elsewhere.boundary = Some(policy_arn("bound"));
        tx.iam_user_create(&elsewhere).await?;
        elsewhere
    });
    for (account, name, expected) in [
        (home, "cI", Some(user("CI"))),
        (away, "CI", Some(elsewhere.clone())),
        (home, "c", None),
    ] {
        let found = read!(meta, |tx| tx.iam_user_get(&account, &entity(name)).await?);
        assert_eq!(found, expected, "{account} {name}");
    }
    let by_id = read!(meta, |tx| {
        let found = tx.iam_user_get_by_id(&unique_id("AIDA", "ci")).await?;
        (found, tx.iam_user_get_by_id(&unique_id("AIDA", "none")).await?)
    });
    assert_eq!(by_id, (Some(elsewhere), None));
}

pub async fn users_in_pages(meta: &Meta) {
    const USERS: [&str; 7] = ["+", "a", "A-b", "a.b", "ab", "b", "B_"];
    let home = an_account(meta, HOME).await;
    an_account(meta, AWAY).await;
    write!(
        meta,
        |tx| for (number, name) in USERS.into_iter().enumerate().rev() {
            for account in [home, account(AWAY)] {
                let mut user = user(name);
                (user.account, user.id) = (account, unique_id("AIDA", &format!("{account}{number}")));
                tx.iam_user_create(&user).await?;
            }
        }
    );
    let all = pages!(User: meta, |tx, after| tx.iam_user_list(
        &home,
        after.map(|user| &user.name),
        Limit(2),
    ));
    assert!(all.iter().all(|user| user.account == home));
    let names: Vec<_> = all.iter().map(|user| user.name.as_str()).collect();
    assert_eq!(names, USERS);
}

pub async fn users_are_counted(meta: &Meta) {
    let (home, away) = (an_account(meta, HOME).await, an_account(meta, AWAY).await);
    write!(meta, |tx| for name in ["a", "b"] {
        tx.iam_user_create(&user(name)).await?;
    });
    let mut counts = Vec::new();
    for what in [
        IamCount::Users,
        IamCount::Groups,
        IamCount::Roles,
        IamCount::Policies,
        IamCount::PolicyVersions,
        IamCount::InstanceProfiles,
        IamCount::OidcProviders,
    ] {
        let count = read!(meta, |tx| {
            (tx.iam_count(&home, what).await?, tx.iam_count(&away, what).await?)
        });
        counts.push(count);
    }
    assert_eq!(counts, [(2, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)]);
}

pub async fn a_renamed_user_keeps_everything(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    a_full_user(meta).await;
    let rename = async |old, new, to| {
        write!(meta, |tx| tx
            .iam_user_update(&home, &entity(old), &entity(new), &path(to))
            .await?)
    };
    write!(meta, |tx| tx.iam_user_create(&user("Taken")).await?);
    assert_eq!(rename("full", "tAKEN", "/").await, Renamed::Taken);
    assert_eq!(rename("nobody", "new", "/").await, Renamed::Missing);
    assert_eq!(rename("nobody", "NOBODY", "/").await, Renamed::Missing);
    let before = read!(meta, |tx| tx.iam_user_facts(&home, &entity("full")).await?);
    for (old, new, to) in [
        ("full", "full", "/a/"),
        ("FULL", "Full", "/"),
        ("full", "New", "/b/"),
    ] {
        assert_eq!(rename(old, new, to).await, Renamed::Done, "{new}");
        let facts = read!(meta, |tx| tx.iam_user_facts(&home, &entity(new)).await?);
        let mut expected = before.clone().expect("the user");
        (expected.user.name, expected.user.path) = (entity(new), path(to));
        for policy in &mut expected.policies {
            if policy.owner == of_user("Full") {
                policy.owner = of_user(new);
            }
        }
        assert_eq!(facts, Some(expected), "{new}");
    }
    assert_eq!(
        read!(meta, |tx| tx.iam_user_facts(&home, &entity("full")).await?),
        None
    );
    let key = read!(meta, |tx| tx
        .access_key_get(&access_key_id("AKIA000000000001"))
        .await?);
    assert_eq!(key.map(|key| key.owner), Some(KeyOwner::User(entity("New"))));
    let members = read!(meta, |tx| tx
        .iam_group_member_list_of_group(&home, &entity("ops"), None, Limit(9))
        .await?);
    assert_eq!(members.len(), 1);
    let tag = read!(meta, |tx| tx
        .iam_tag_list(&home, &TagOwner::Role(entity("full")), None, Limit(9))
        .await?);
    assert_eq!(tag, [pair("of", "a role of that name")]);
}

pub async fn a_deleted_user_leaves_nothing(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    a_full_user(meta).await;
    let error = refused!(meta, |tx| tx.iam_user_delete(&home, &entity("full")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    write!(meta, |tx| tx
        .access_key_delete(&access_key_id("AKIA000000000001"))
        .await?);
    let error = refused!(meta, |tx| tx.iam_user_delete(&home, &entity("full")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let deleted = write!(meta, |tx| {
        tx.iam_group_member_delete(&home, &entity("OPS"), &entity("FULL"))
            .await?;
        let deleted = tx.iam_user_delete(&home, &entity("FULL")).await?;
        (deleted, tx.iam_user_delete(&home, &entity("full")).await?)
    });
    assert_eq!(deleted, (true, false));
    write!(meta, |tx| tx.iam_user_create(&user("Full")).await?);
    let facts = read!(meta, |tx| tx.iam_user_facts(&home, &entity("full")).await?);
    let facts = facts.expect("the new user");
    assert!(facts.policies.is_empty() && facts.tags.is_empty(), "{facts:?}");
}

/// A user `Full` with an access key, a group, policies and tags.
async fn a_full_user(meta: &Meta) {
    write!(meta, |tx| {
        let home = account(HOME);
        tx.iam_user_create(&user("Full")).await?;
        tx.iam_group_create(&group("ops")).await?;
        tx.iam_group_member_put(&home, &entity("ops"), &entity("full"))
            .await?;
        let aws = aws_policy_arn("ReadOnly");
        tx.iam_attachment_put(&home, &of_user("full"), &aws).await?;
        tx.iam_inline_policy_put(&home, &of_user("full"), &inline("own"))
            .await?;
        let tags = [pair("Team", "x"), pair("cost", "1")];
        tx.iam_tag_put(&home, &TagOwner::User(entity("full")), &tags)
            .await?;
        let tags = [pair("of", "a role of that name")];
        tx.iam_tag_put(&home, &TagOwner::Role(entity("full")), &tags)
            .await?;
        tx.access_key_create(&access_key("AKIA000000000001", "full"))
            .await?;
    });
}
