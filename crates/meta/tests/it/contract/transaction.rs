use meta::{Error, Limit, Meta, Put};

use crate::samples::{NOW, a_repository, digest, gone, layered, tag};
use crate::{read, write};

/// An error of the caller's own.
#[derive(Debug)]
struct Refused;

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        panic!("unexpected: {error}")
    }
}

pub async fn an_error_undoes_its_own_transaction(meta: &Meta) {
    let refused = meta.write(|tx| {
        Box::pin(async move {
            tx.setting_create("refused", &[1]).await?;
            Err::<(), _>(Refused)
        })
    });
    let accepted = meta
        .write(|tx| Box::pin(async move { Ok::<_, Refused>(tx.setting_create("accepted", &[1]).await?) }));
    let (refused, accepted) = tokio::join!(refused, accepted);
    assert!(refused.is_err());
    assert_eq!(accepted.expect("the other write succeeds"), Put::Created);
    assert_eq!(read!(meta, |tx| tx.setting_get("refused").await?), None);
    assert_eq!(read!(meta, |tx| tx.setting_get("accepted").await?), Some(vec![1]));
}

pub async fn a_failed_statement_cannot_be_overlooked(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    let outcome = meta.write(move |tx| {
        Box::pin(async move {
            tx.setting_create("lost", &[1]).await?;
            tx.tag_put(repository, &tag("a"), &digest(1), NOW).await.ok();
            Ok::<(), Error>(())
        })
    });
    let outcome = outcome.await;
    assert!(matches!(outcome, Err(Error::Dangling(_))), "{outcome:?}");
    assert_eq!(read!(meta, |tx| tx.setting_get("lost").await?), None);
}

pub async fn a_read_cannot_write(meta: &Meta) {
    let outcome = meta.read(|tx| Box::pin(async move { tx.setting_create("lost", &[1]).await }));
    assert!(outcome.await.is_err());
    assert_eq!(read!(meta, |tx| tx.setting_get("lost").await?), None);
}

/// Forty writers move one tag between four images: the counts tell who was lost.
pub async fn concurrent_writes_are_serial(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| for number in 0..4 {
        tx.image_put(repository, &layered(number, &[])).await?;
    });
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..40 {
        let meta = meta.clone();
        tasks.spawn(async move {
            write!(meta, |tx| tx
                .tag_put(repository, &tag("a"), &digest(number % 4), NOW)
                .await?);
        });
    }
    tasks.join_all().await;
    let total = read!(meta, |tx| {
        let mut total = 0;
        for number in 0..4 {
            total += tx.image_count_tags(repository, &digest(number)).await?;
        }
        total
    });
    assert_eq!(total, 1);
}

pub async fn a_read_is_one_snapshot(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| tx.image_put(repository, &layered(0, &[])).await?);
    let writer = meta.clone();
    let writing = tokio::spawn(async move {
        for number in 1..60 {
            write!(writer, |tx| {
                tx.image_delete(repository, &digest(number - 1), &gone()).await?;
                tx.image_put(repository, &layered(number, &[])).await?;
            });
        }
    });
    while !writing.is_finished() {
        let seen = read!(meta, |tx| {
            let mut seen = Vec::new();
            for tags in [meta::TagStatus::Any, meta::TagStatus::Untagged] {
                let selection = meta::ImageSelection { tags, status: None };
                seen.push(tx.image_list(repository, selection, None, Limit(5)).await?);
            }
            seen
        });
        assert_eq!(seen[0].len(), 1, "{seen:?}");
        assert_eq!(seen[0], seen[1]);
        tokio::task::yield_now().await;
    }
    writing.await.expect("the writer succeeds");
}

pub async fn a_closed_database_is_unavailable(meta: &Meta) {
    meta.check().await.expect("an open database is ready");
    meta.clone().close().await;
    let read = meta.read(|tx| Box::pin(async move { tx.setting_get("x").await }));
    assert!(matches!(read.await, Err(Error::Unavailable(_))));
    let write = meta.write(|tx| Box::pin(async move { tx.setting_create("x", &[1]).await }));
    assert!(matches!(write.await, Err(Error::Unavailable(_))));
    assert!(meta.check().await.is_err());
    meta.clone().close().await;
}
