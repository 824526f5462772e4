use meta::{ImageSelection, Limit, Meta, Put, RepositoryId};

use crate::samples::{a_repository, arn, digest, gone, index, layered, registry, repository};
use crate::{read, write};

pub async fn repositories_of_a_registry_are_counted(meta: &Meta) {
    let first = a_repository(meta, "one").await;
    let put = write!(meta, |tx| [
        tx.repository_create(&repository("one")).await?,
        tx.repository_create(&repository("two")).await?,
    ]);
    assert_eq!(put, [Put::Exists, Put::Created]);
    assert_eq!(
        repositories(meta, "eu-west-1").await,
        2,
        "what exists counts once"
    );
    write!(meta, |tx| {
        let mut away = repository("one");
        away.arn.registry = registry("eu-west-2");
        tx.repository_create(&away).await?;
    });
    write!(meta, |tx| {
        tx.repository_delete(first).await?;
        tx.repository_delete(first).await?;
        tx.repository_delete(RepositoryId::random()).await?;
    });
    assert_eq!(repositories(meta, "eu-west-1").await, 1);
    assert_eq!(repositories(meta, "eu-west-2").await, 1);
    write!(meta, |tx| {
        let last = tx.repository_get(&arn("two")).await?;
        tx.repository_delete(last.expect("it is there").id).await?;
    });
    assert_eq!(repositories(meta, "eu-west-1").await, 0);
}

async fn repositories(meta: &Meta, region: &'static str) -> u32 {
    let count = read!(meta, |tx| tx
        .registry_count_repositories(&registry(region))
        .await?);
    let listed = read!(meta, |tx| tx
        .repository_list(&registry(region), None, Limit(1000))
        .await?);
    assert_eq!(count as usize, listed.len(), "{region}");
    count
}

/// Puts and deletes by chance, where each may do nothing, and compares with what is listed.
pub async fn counts_of_images_do_not_drift(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    let mut chance: u64 = 42;
    let mut next = move || {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        u16::try_from(chance >> 48).expect("16 bits")
    };
    for _ in 0..60 {
        let steps: Vec<(bool, u16, u16)> = (0..5)
            .map(|_| (next() % 4 == 0, next() % 3, next() % 12))
            .collect();
        let repository = if steps[0].0 { two } else { one };
        // Every third transaction is given up.
        let is_kept = next() % 3 != 0;
        let outcome: Result<(), meta::Error> = meta
            .write(move |tx| {
                let steps = steps.clone();
                Box::pin(async move {
                    for (_, kind, number) in steps {
                        match kind {
                            0 => drop(tx.image_delete(repository, &digest(number), &gone()).await?),
                            1 => drop(tx.image_put(repository, &index(number, &[1, 2])).await?),
                            _ => drop(tx.image_put(repository, &layered(number, &[3])).await?),
                        }
                    }
                    if is_kept {
                        Ok(())
                    } else {
                        Err(meta::Error::Other("given up".to_owned()))
                    }
                })
            })
            .await;
        assert_eq!(outcome.is_ok(), is_kept, "{outcome:?}");
        for repository in [one, two] {
            let count = read!(meta, |tx| tx.repository_count_images(repository).await?);
            let listed = read!(meta, |tx| tx
                .image_list(repository, ImageSelection::ALL, None, Limit(1000))
                .await?);
            assert_eq!(count as usize, listed.len());
        }
    }
    write!(meta, |tx| tx.repository_delete(one).await?);
    let gone = read!(meta, |tx| tx.repository_count_images(one).await?);
    assert_eq!(gone, 0);
}
