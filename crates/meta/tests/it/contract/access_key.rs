use std::time::Duration;

use meta::{AccessKey, Error, KeyLastUsed, KeyOwner, KeyStatus, Limit, Meta, Put};
use stdx::Timestamp;

use crate::samples::{
    AWAY, HOME, NOW, access_key, access_key_id, account, an_account, entity, registry, user,
};
use crate::{pages, read, refused, write};

pub async fn an_access_key_needs_its_owner(meta: &Meta) {
    let error = refused!(meta, |tx| tx.access_key_create(&of_root(ID)).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    an_account(meta, HOME).await;
    let error = refused!(meta, |tx| tx.access_key_create(&access_key(ID, "CI")).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
}

pub async fn secrets_of_access_keys_change_their_form(meta: &Meta) {
    an_account(meta, HOME).await;
    write!(meta, |tx| {
        for number in [3, 1, 2] {
            tx.access_key_create(&of_root(&format!("AKIA00000000000{number}")))
                .await?;
        }
    });
    let all = pages!((names::AccessKeyId, String): meta, |tx, after| tx.access_key_secret_list(
        after.map(|(id, _)| id),
        Limit(2),
    ));
    let expected = [1, 2, 3].map(|number| {
        let key = of_root(&format!("AKIA00000000000{number}"));
        (key.id, key.secret)
    });
    assert_eq!(all, expected);
    let changed = write!(meta, |tx| {
        let AccessKey { id, secret, .. } = of_root("AKIA000000000002");
        [
            tx.access_key_set_secret(&id, "another", "new").await?,
            tx.access_key_set_secret(&id, &secret, "new").await?,
            tx.access_key_set_secret(&id, &secret, "newer").await?,
        ]
    });
    assert_eq!(changed, [false, true, false]);
    let stored = read!(meta, |tx| tx
        .access_key_get(&access_key_id("AKIA000000000002"))
        .await?);
    assert_eq!(stored.map(|key| key.secret).as_deref(), Some("new"));
}

pub async fn access_keys_belong_to_a_user_or_to_root(meta: &Meta) {
    let home = an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.iam_user_create(&user("CI")).await?;
        tx.iam_user_create(&user("other")).await?;
        for number in [3, 1, 2] {
            let id = format!("AKIA00000000000{number}");
            tx.access_key_create(&access_key(&id, "ci")).await?;
        }
        tx.access_key_create(&access_key("AKIA000000000004", "other"))
            .await?;
        tx.access_key_create(&of_root("AKIA000000000005")).await?;
        tx.access_key_create(&of_root("AKIA000000000006")).await?;
    });
    let again = write!(meta, |tx| tx
        .access_key_create(&of_root("AKIA000000000001"))
        .await?);
    assert_eq!(again, Put::Exists);
    let of_user = pages!(AccessKey: meta, |tx, after| tx.access_key_list(
        &home,
        &KeyOwner::User(entity("cI")),
        after.map(|key| &key.id),
        Limit(2),
    ));
    let expected = [1, 2, 3].map(|number| access_key(&format!("AKIA00000000000{number}"), "CI"));
    assert_eq!(of_user, expected);
    assert!(!format!("{of_user:?}").contains("secret"), "{of_user:?}");
    let root = pages!(AccessKey: meta, |tx, after| tx.access_key_list(
        &home,
        &KeyOwner::Root,
        after.map(|key| &key.id),
        Limit(2),
    ));
    assert_eq!(root, ["AKIA000000000005", "AKIA000000000006"].map(of_root));
    let counts = read!(meta, |tx| {
        let away = account(AWAY);
        [
            tx.access_key_count(&home, &KeyOwner::User(entity("CI"))).await?,
            tx.access_key_count(&home, &KeyOwner::Root).await?,
            tx.access_key_count(&home, &KeyOwner::User(entity("nobody")))
                .await?,
            tx.access_key_count(&away, &KeyOwner::Root).await?,
        ]
    });
    assert_eq!(counts, [3, 2, 0, 0]);
    for (id, expected) in [
        ("AKIA000000000002", Some(access_key("AKIA000000000002", "CI"))),
        ("AKIA000000000006", Some(of_root("AKIA000000000006"))),
        ("AKIA000000000009", None),
    ] {
        let found = read!(meta, |tx| tx.access_key_get(&access_key_id(id)).await?);
        assert_eq!(found, expected, "{id}");
    }
}

pub async fn access_keys_are_switched_off_and_deleted(meta: &Meta) {
    an_account(meta, HOME).await;
    write!(meta, |tx| tx.access_key_create(&of_root(ID)).await?);
    for status in [KeyStatus::Inactive, KeyStatus::Inactive, KeyStatus::Active] {
        let set = write!(meta, |tx| tx
            .access_key_set_active(&access_key_id(ID), status)
            .await?);
        let key = read!(meta, |tx| tx.access_key_get(&access_key_id(ID)).await?);
        assert_eq!((set, key.map(|key| key.status)), (true, Some(status)));
    }
    let delete = async || write!(meta, |tx| tx.access_key_delete(&access_key_id(ID)).await?);
    assert!(delete().await);
    assert!(!delete().await);
    let set = write!(meta, |tx| tx
        .access_key_set_active(&access_key_id(ID), KeyStatus::Active)
        .await?);
    assert!(!set);
    assert_eq!(
        read!(meta, |tx| tx.access_key_get(&access_key_id(ID)).await?),
        None
    );
}

pub async fn the_use_of_access_keys_is_noted_once_a_minute(meta: &Meta) {
    an_account(meta, HOME).await;
    write!(meta, |tx| tx.access_key_create(&of_root(ID)).await?);
    for (seconds, service, expected) in [
        (0, "ecr", Some(used(0, "ecr"))),
        (59, "sts", Some(used(0, "ecr"))),
        (60, "iam", Some(used(60, "iam"))),
        (30, "ecr", Some(used(60, "iam"))),
    ] {
        let noted = write!(meta, |tx| tx
            .access_key_touch(&access_key_id(ID), &used(seconds, service))
            .await?);
        let key = read!(meta, |tx| tx.access_key_get(&access_key_id(ID)).await?);
        assert_eq!(
            noted,
            expected == Some(used(seconds, service)),
            "{seconds} {service}"
        );
        assert_eq!(key.and_then(|key| key.last_used), expected, "{seconds} {service}");
    }
}

const ID: &str = "AKIA000000000001";

fn of_root(id: &str) -> AccessKey {
    AccessKey {
        owner: KeyOwner::Root,
        ..access_key(id, "nobody")
    }
}

fn used(seconds: u64, service: &str) -> KeyLastUsed {
    KeyLastUsed {
        at: at(seconds),
        service: service.to_owned(),
        region: registry("eu-west-1").region,
    }
}

fn at(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}
