use std::time::Duration;

use meta::{
    KmsAliasEntry, KmsExternalKey, KmsGrant, KmsKey, KmsKeyManager, KmsKeyState, KmsMaterial, KmsRotation,
    KmsRotationKind, Limit, Meta, Put, ResourceTag,
};
use names::{KmsAlias, KmsKeyArn, KmsKeyId};

use crate::samples::{HOME, NOW, an_account, registry};
use crate::{read, write};

const ALL: Limit = Limit(100);

fn id(number: u8) -> KmsKeyId {
    KmsKeyId::from_bytes([number; 16])
}

fn key(number: u8) -> KmsKey {
    KmsKey {
        arn: KmsKeyArn {
            home: registry("eu-west-1"),
            id: id(number),
        },
        created_at: NOW,
        description: "a key".to_owned(),
        manager: KmsKeyManager::Customer,
        state: KmsKeyState::Enabled,
        rotation: None,
        policy: "{}".to_owned(),
        external: (number == 1).then(|| KmsExternalKey {
            store: "vault".to_owned(),
            key: "shop".to_owned(),
        }),
    }
}

fn material(number: u8, version: u32) -> KmsMaterial {
    KmsMaterial {
        key: id(number),
        version,
        id: format!("{version:064}"),
        created_at: NOW,
        rotation: (version > 1).then_some(KmsRotationKind::OnDemand),
        sealed: vec![number, 0, 255],
    }
}

fn grant(number: u8, name: &str, grantee: &str, about: &str) -> KmsGrant {
    KmsGrant {
        key: id(number),
        id: name.to_owned(),
        name: Some(name.to_owned()),
        created_at: NOW,
        grantee: grantee.to_owned(),
        retiring: "AIDARETIRING".to_owned(),
        issuer: "issuer".to_owned(),
        about: about.to_owned(),
        operations: "[]".to_owned(),
        constraints: "{}".to_owned(),
    }
}

/// A key whose material has these bytes, between others.
pub async fn a_key_with_material(meta: &Meta, sealed: [u8; 48]) {
    an_account(meta, HOME).await;
    write!(meta, |tx| {
        for number in 1..=3 {
            tx.kms_key_create(&key(number)).await?;
            let sealed = match number {
                2 => sealed.to_vec(),
                _ => material(number, 1).sealed,
            };
            let material = KmsMaterial {
                sealed,
                ..material(number, 1)
            };
            tx.kms_material_create(&material).await?;
        }
    });
}

/// Deletes it.
pub async fn that_key_deleted(meta: &Meta) {
    assert!(write!(meta, |tx| tx.kms_key_delete(&id(2)).await?));
}

pub async fn every_field_of_a_key_comes_back(meta: &Meta) {
    an_account(meta, HOME).await;
    let rotation = KmsRotation {
        period_days: 365,
        next_at: NOW.after(Duration::from_secs(60)),
    };
    let changed = KmsKey {
        description: "other".to_owned(),
        state: KmsKeyState::PendingDeletion(NOW),
        rotation: Some(rotation),
        policy: "{ }".to_owned(),
        ..key(1)
    };
    let created = write!(meta, |tx| [
        tx.kms_key_create(&key(1)).await?,
        tx.kms_key_create(&key(1)).await?,
        tx.kms_key_create(&key(2)).await?,
    ]);
    assert_eq!(created, [Put::Created, Put::Exists, Put::Created]);
    assert_eq!(read!(meta, |tx| tx.kms_key_get(&key(1).arn).await?), Some(key(1)));
    let update: &'static KmsKey = Box::leak(Box::new(changed.clone()));
    assert!(write!(meta, |tx| tx.kms_key_update(update).await?));
    let found = read!(meta, |tx| tx.kms_key_get_by_id(&id(1)).await?);
    assert_eq!(found, Some(changed));
    let listed = read!(meta, |tx| tx
        .kms_key_list(&registry("eu-west-1"), Some(&id(1)), ALL)
        .await?);
    assert_eq!(listed, [key(2)]);
    let elsewhere = KmsKeyArn {
        home: registry("eu-west-2"),
        id: id(1),
    };
    let elsewhere: &'static KmsKeyArn = Box::leak(Box::new(elsewhere));
    assert_eq!(read!(meta, |tx| tx.kms_key_get(elsewhere).await?), None);
}

pub async fn deleting_a_key_takes_what_belongs_to_it(meta: &Meta) {
    an_account(meta, HOME).await;
    let alias = || KmsAliasEntry {
        home: registry("eu-west-1"),
        name: KmsAlias::parse("alias/a").expect("an alias"),
        key: id(1),
        created_at: NOW,
        updated_at: NOW,
    };
    let tag = || ResourceTag {
        key: "team".to_owned(),
        value: String::new(),
    };
    write!(meta, |tx| {
        tx.kms_key_create(&key(1)).await?;
        tx.kms_material_create(&material(1, 1)).await?;
        tx.kms_material_create(&material(1, 2)).await?;
        tx.kms_alias_create(&alias()).await?;
        tx.kms_grant_create(&grant(1, "g", "x", "")).await?;
        tx.kms_key_tag_put(&id(1), &[tag()]).await?;
    });
    let (newest, all, first) = read!(meta, |tx| (
        tx.kms_material_newest(&id(1)).await?,
        tx.kms_material_list(&id(1), 0, ALL).await?,
        tx.kms_material_get(&id(1), 1).await?,
    ));
    assert_eq!(newest, Some(material(1, 2)));
    assert_eq!(all, [material(1, 1), material(1, 2)]);
    assert_eq!(first, Some(material(1, 1)));
    let (found, tags) = read!(meta, |tx| (
        tx.kms_alias_list_of_key(&id(1), None, ALL).await?,
        tx.kms_key_tag_list(&id(1), "", ALL).await?,
    ));
    assert_eq!((found, tags), (vec![alias()], vec![tag()]));
    assert!(write!(meta, |tx| tx.kms_key_delete(&id(1)).await?));
    assert!(!write!(meta, |tx| tx.kms_key_delete(&id(1)).await?));
    let left = read!(meta, |tx| (
        tx.kms_material_list(&id(1), 0, ALL).await?.len(),
        tx.kms_alias_list(&registry("eu-west-1"), None, ALL).await?.len(),
        tx.kms_grant_list(&id(1), "", ALL).await?.len(),
        tx.kms_key_tag_list(&id(1), "", ALL).await?.len(),
    ));
    assert_eq!(left, (0, 0, 0, 0));
}

pub async fn grants_are_found_by_grantee_and_repository(meta: &Meta) {
    an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.kms_key_create(&key(1)).await?;
        for one in [
            grant(1, "a", "ecr", "one"),
            grant(1, "b", "ecr", "two"),
            grant(1, "c", "ecr", ""),
            grant(1, "d", "other", "one"),
        ] {
            tx.kms_grant_create(&one).await?;
        }
    });
    let found = read!(meta, |tx| tx
        .kms_grant_list_of_grantee(&id(1), "ecr", "one", ALL)
        .await?);
    assert_eq!(found, [grant(1, "a", "ecr", "one")]);
    let (named, by_id, one) = read!(meta, |tx| (
        tx.kms_grant_list_by_name(&id(1), "b", ALL).await?.len(),
        tx.kms_grant_get_by_id("c").await?,
        tx.kms_grant_get(&id(1), "c").await?,
    ));
    assert_eq!(named, 1);
    assert_eq!(by_id, one);
    let retirable = read!(meta, |tx| tx
        .kms_grant_list_retirable("AIDARETIRING", Some((id(1).as_str(), "b")), ALL)
        .await?);
    assert_eq!(retirable.len(), 2);
    assert!(write!(meta, |tx| tx.kms_grant_delete(&id(1), "a").await?));
    assert!(!write!(meta, |tx| tx.kms_grant_delete(&id(1), "a").await?));
}
