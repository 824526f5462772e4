use std::time::Duration;

use meta::{Error, InstanceProfile, Limit, Meta, Put, Role, RoleLastUsed, TagOwner};

use crate::samples::{
    HOME, NOW, an_account, aws_policy_arn, entity, inline, of_role, pair, path, policy_arn, profile,
    registry, role, unique_id,
};
use crate::{pages, read, refused, write};

pub async fn every_field_of_a_role_comes_back(meta: &Meta) {
    let error = refused!(meta, |tx| tx.iam_role_create(&role("x")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let home = an_account(meta, HOME).await;
    for (name, expected) in [
        ("Deploy", Put::Created),
        ("deploy", Put::Exists),
        ("a", Put::Created),
        ("z", Put::Created),
    ] {
        let put = write!(meta, |tx| tx.iam_role_create(&full(name)).await?);
        assert_eq!(put, expected, "{name}");
    }
    let found = read!(meta, |tx| {
        let by_name = tx.iam_role_get(&home, &entity("DEPLOY")).await?;
        let by_id = tx.iam_role_get_by_id(&unique_id("AROA", "Deploy")).await?;
        [by_name, by_id, tx.iam_role_get(&home, &entity("none")).await?]
    });
    assert_eq!(found, [Some(full("Deploy")), Some(full("Deploy")), None]);
    let all = pages!(Role: meta, |tx, after| tx.iam_role_list(
        &home,
        after.map(|role| &role.name),
        Limit(2),
    ));
    assert_eq!(all, ["a", "Deploy", "z"].map(full));
}

pub async fn roles_are_changed_in_place(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| tx.iam_role_create(&full("Deploy")).await?);
    let mut expected = full("Deploy");
    expected.description = None;
    expected.max_session = Duration::from_secs(43_200);
    expected.trust_policy = "nobody".to_owned();
    expected.boundary = Some(aws_policy_arn("ReadOnly"));
    let changed = write!(meta, |tx| {
        let (name, longest) = (entity("DEPLOY"), Duration::from_secs(43_200));
        let aws = aws_policy_arn("ReadOnly");
        [
            tx.iam_role_update(&home, &name, None, longest).await?,
            tx.iam_role_put_trust_policy(&home, &name, "nobody").await?,
            tx.iam_role_set_boundary(&home, &name, Some(&aws)).await?,
        ]
    });
    assert_eq!(changed, [true; 3]);
    assert_eq!(
        read!(meta, |tx| tx.iam_role_get(&home, &entity("deploy")).await?),
        Some(expected)
    );
    let missing = write!(meta, |tx| {
        let (name, longest) = (entity("none"), Duration::from_secs(43_200));
        [
            tx.iam_role_update(&home, &name, Some("x"), longest).await?,
            tx.iam_role_put_trust_policy(&home, &name, "nobody").await?,
            tx.iam_role_set_boundary(&home, &name, None).await?,
            tx.iam_role_delete(&home, &name).await?,
        ]
    });
    assert_eq!(missing, [false; 4]);
}

pub async fn the_use_of_roles_is_noted_once_a_minute(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| tx.iam_role_create(&role("Deploy")).await?);
    for (seconds, region, expected) in [
        (0, "eu-west-1", Some(used(0, "eu-west-1"))),
        (59, "eu-west-2", Some(used(0, "eu-west-1"))),
        (60, "eu-west-2", Some(used(60, "eu-west-2"))),
    ] {
        let noted = write!(meta, |tx| tx
            .iam_role_touch(&home, &entity("deploy"), &used(seconds, region))
            .await?);
        let role = read!(meta, |tx| tx.iam_role_get(&home, &entity("deploy")).await?);
        assert_eq!(noted, expected == Some(used(seconds, region)), "{seconds}");
        assert_eq!(role.and_then(|role| role.last_used), expected, "{seconds}");
    }
}

pub async fn instance_profiles_hold_a_role(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.iam_role_create(&role("Deploy")).await?;
        for name in ["c", "A", "b", "empty"] {
            tx.iam_instance_profile_create(&profile(name)).await?;
            if name != "empty" {
                let role = entity("DEPLOY");
                let set = tx
                    .iam_instance_profile_set_role(&home, &entity(name), Some(&role))
                    .await?;
                assert!(set);
            }
        }
        let again = tx.iam_instance_profile_create(&profile("a")).await?;
        assert_eq!(again, Put::Exists);
    });
    let all = pages!(InstanceProfile: meta, |tx, after| tx.iam_instance_profile_list(
        &home,
        after.map(|profile| &profile.name),
        Limit(2),
    ));
    assert_eq!(
        all,
        [with_role("A"), with_role("b"), with_role("c"), profile("empty")]
    );
    let of_role = pages!(InstanceProfile: meta, |tx, after| tx.iam_instance_profile_list_of_role(
        &home,
        &entity("deploy"),
        after.map(|profile| &profile.name),
        Limit(2),
    ));
    assert_eq!(of_role, ["A", "b", "c"].map(with_role));
    let error = refused!(meta, |tx| tx.iam_role_delete(&home, &entity("deploy")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    let error = refused!(meta, |tx| tx
        .iam_instance_profile_set_role(&home, &entity("a"), Some(&entity("none")))
        .await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
}

pub async fn a_deleted_instance_profile_leaves_nothing(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.iam_role_create(&role("Deploy")).await?;
        for name in ["A", "b", "c"] {
            tx.iam_instance_profile_create(&with_role(name)).await?;
        }
    });
    let deleted = write!(meta, |tx| {
        let (a, owner) = (entity("a"), TagOwner::InstanceProfile(entity("A")));
        tx.iam_tag_put(&home, &owner, &[pair("k", "v")]).await?;
        tx.iam_instance_profile_set_role(&home, &entity("B"), None)
            .await?;
        let deleted = tx.iam_instance_profile_delete(&home, &a).await?;
        let tags = tx.iam_tag_list(&home, &owner, None, Limit(9)).await?;
        let again = tx.iam_instance_profile_delete(&home, &a).await?;
        let set = tx.iam_instance_profile_set_role(&home, &a, None).await?;
        [deleted, tags.is_empty(), !again, !set]
    });
    assert_eq!(deleted, [true; 4]);
    let left = read!(meta, |tx| {
        let by_name = tx.iam_instance_profile_get(&home, &entity("B")).await?;
        let id = unique_id("AIPA", "c");
        [by_name, tx.iam_instance_profile_get_by_id(&id).await?]
    });
    assert_eq!(left, [Some(profile("b")), Some(with_role("c"))]);
}

pub async fn a_deleted_role_leaves_nothing(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    let deleted = write!(meta, |tx| {
        tx.iam_role_create(&role("Deploy")).await?;
        let owner = TagOwner::Role(entity("deploy"));
        tx.iam_tag_put(&home, &owner, &[pair("k", "v")]).await?;
        tx.iam_attachment_put(&home, &of_role("deploy"), &aws_policy_arn("ReadOnly"))
            .await?;
        tx.iam_inline_policy_put(&home, &of_role("deploy"), &inline("own"))
            .await?;
        let deleted = tx.iam_role_delete(&home, &entity("DEPLOY")).await?;
        tx.iam_role_create(&role("deploy")).await?;
        deleted
    });
    assert!(deleted);
    let facts = read!(meta, |tx| tx.iam_role_facts(&home, &entity("deploy")).await?);
    let facts = facts.expect("the new role");
    assert!(facts.policies.is_empty() && facts.tags.is_empty(), "{facts:?}");
}

fn with_role(name: &str) -> InstanceProfile {
    InstanceProfile {
        role: Some(entity("Deploy")),
        ..profile(name)
    }
}

fn full(name: &str) -> Role {
    Role {
        path: path("/team/"),
        description: Some("pushes \"images\"".to_owned()),
        boundary: Some(policy_arn("bound")),
        ..role(name)
    }
}

fn used(seconds: u64, region: &str) -> RoleLastUsed {
    RoleLastUsed {
        at: NOW.after(Duration::from_secs(seconds)),
        region: registry(region).region,
    }
}
