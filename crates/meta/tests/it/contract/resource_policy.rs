use meta::{Error, Meta, RepositoryId};

use crate::samples::{HOME, a_repository, an_account, registry};
use crate::{read, refused, write};

pub async fn a_repository_has_one_policy(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| {
        tx.repository_policy_put(one, "first").await?;
        tx.repository_policy_put(one, "second").await?;
    });
    assert_eq!(
        read!(meta, |tx| tx.repository_policy_get(one).await?).as_deref(),
        Some("second")
    );
    assert_eq!(read!(meta, |tx| tx.repository_policy_get(two).await?), None);
    assert!(write!(meta, |tx| tx.repository_policy_delete(one).await?));
    assert!(!write!(meta, |tx| tx.repository_policy_delete(one).await?));
    assert_eq!(read!(meta, |tx| tx.repository_policy_get(one).await?), None);
    let none = RepositoryId::random();
    let error = refused!(meta, |tx| tx.repository_policy_put(none, "x").await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
}

pub async fn a_registry_has_one_policy(meta: &Meta) {
    let error = refused!(meta, |tx| tx
        .registry_policy_put(&registry("eu-west-1"), "x")
        .await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    an_account(meta, HOME).await;
    write!(meta, |tx| {
        tx.registry_policy_put(&registry("eu-west-1"), "first").await?;
        tx.registry_policy_put(&registry("eu-west-1"), "second").await?;
        tx.registry_policy_put(&registry("eu-west-2"), "other").await?;
    });
    let policies = read!(meta, |tx| [
        tx.registry_policy_get(&registry("eu-west-1")).await?,
        tx.registry_policy_get(&registry("eu-west-2")).await?,
        tx.registry_policy_get(&registry("eu-west-3")).await?,
    ]);
    assert_eq!(
        policies.each_ref().map(Option::as_deref),
        [Some("second"), Some("other"), None]
    );
    let deleted = write!(meta, |tx| [
        tx.registry_policy_delete(&registry("eu-west-1")).await?,
        tx.registry_policy_delete(&registry("eu-west-1")).await?,
    ]);
    assert_eq!(deleted, [true, false]);
    assert_eq!(
        read!(meta, |tx| tx.registry_policy_get(&registry("eu-west-1")).await?),
        None
    );
}

pub async fn generations_grow_by_one(meta: &Meta) {
    assert_eq!(read!(meta, |tx| tx.generation_get().await?), 1);
    for expected in 2..4 {
        let seen = write!(meta, |tx| {
            let bumped = tx.generation_bump().await?;
            (bumped, tx.generation_get().await?)
        });
        assert_eq!(seen, (expected, expected));
    }
    let undone = meta.write(|tx| {
        Box::pin(async move {
            tx.generation_bump().await?;
            Err::<(), _>(Error::Other("refused".to_owned()))
        })
    });
    assert!(undone.await.is_err());
    assert_eq!(read!(meta, |tx| tx.generation_get().await?), 3);
    let bumps = (0..20).map(|_| meta.write(|tx| Box::pin(async move { tx.generation_bump().await })));
    let bumps = futures_util::future::join_all(bumps).await;
    let mut bumps: Vec<u64> = bumps.into_iter().map(|bump| bump.expect("a number")).collect();
    bumps.sort_unstable();
    assert_eq!(bumps, (4..24).collect::<Vec<_>>());
}
