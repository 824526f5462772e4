use std::time::Duration;

use meta::{Limit, Meta, RepositoryId, Upload};

use crate::samples::{NOW, a_repository, upload};
use crate::{read, write};

pub async fn uploads_advance_from_where_they_stand(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    let started = upload(repository);
    create(meta, &started).await;
    let id = started.id;
    assert_eq!(
        read!(meta, |tx| tx.upload_get(id).await?).as_ref(),
        Some(&started)
    );

    let mut advanced = started.clone();
    advanced.staged = vec![9; 65536];
    advanced.offset = 6 << 30;
    advanced.parts = 2;
    advanced.last_part = 5 << 30;
    advanced.short_part = true;
    advanced.updated_at = NOW.after(Duration::from_secs(1));
    assert!(advance(meta, &advanced, 0).await);
    assert!(!advance(meta, &started, 0).await, "the offset has moved on");
    assert_eq!(read!(meta, |tx| tx.upload_get(id).await?), Some(advanced.clone()));

    assert!(write!(meta, |tx| tx.upload_delete(id).await?));
    assert!(!write!(meta, |tx| tx.upload_delete(id).await?));
    assert!(!advance(meta, &advanced, 6 << 30).await, "the upload is gone");
    assert_eq!(read!(meta, |tx| tx.upload_get(id).await?), None);
}

pub async fn stale_uploads_are_listed_oldest_first(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    let mut ids = Vec::new();
    for age in [3, 1, 2, 0] {
        let stale = aged(repository, age);
        create(meta, &stale).await;
        ids.push(stale.id);
    }
    let list = read!(meta, |tx| tx.upload_list_stale(NOW, Limit(10)).await?);
    assert_eq!(list, [ids[0], ids[2], ids[1]]);
    let list = read!(meta, |tx| tx.upload_list_stale(NOW, Limit(1)).await?);
    assert_eq!(list, [ids[0]]);
}

/// An upload that last received bytes so many seconds ago.
fn aged(repository: RepositoryId, age: i64) -> Upload {
    let updated_at = stdx::Timestamp::from_micros(NOW.as_micros() - age * 1_000_000);
    Upload {
        updated_at,
        ..upload(repository)
    }
}

async fn create(meta: &Meta, upload: &Upload) {
    let upload = upload.clone();
    let create = meta.write(move |tx| {
        let upload = upload.clone();
        Box::pin(async move { tx.upload_create(&upload).await })
    });
    create.await.expect("the write succeeds");
}

async fn advance(meta: &Meta, upload: &Upload, expected_offset: u64) -> bool {
    let upload = upload.clone();
    let advance = meta.write(move |tx| {
        let upload = upload.clone();
        Box::pin(async move { tx.upload_advance(&upload, expected_offset).await })
    });
    advance.await.expect("the write succeeds")
}
