use meta::BlobDomain::Installation;
use meta::{BlobDomain, Error, LayerLink, Meta, Put, StoredBlob};

use crate::samples::{NOW, a_repository, blob, digest, layered};
use crate::{read, write};

/// Another copy of `blob(1)`.
fn copy() -> StoredBlob {
    StoredBlob {
        generation: 5,
        ..blob(1)
    }
}

pub async fn blobs_keep_their_first_copy(meta: &Meta) {
    assert_eq!(
        write!(meta, |tx| tx.blob_create(&blob(1), NOW).await?),
        Put::Created
    );
    assert_eq!(
        write!(meta, |tx| tx.blob_create(&copy(), NOW).await?),
        Put::Exists
    );
    assert_eq!(
        read!(meta, |tx| tx.blob_get(&digest(1), &Installation).await?),
        Some(blob(1))
    );
    assert_eq!(
        read!(meta, |tx| tx.blob_get(&digest(2), &Installation).await?),
        None
    );
}

pub async fn equal_bytes_of_two_domains_are_two_blobs(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    let clear = || StoredBlob {
        domain: BlobDomain::Clear,
        generation: 1,
        ..blob(1)
    };
    write!(meta, |tx| {
        tx.blob_create(&blob(1), NOW).await?;
        tx.blob_create(&clear(), NOW).await?
    });
    let puts = write!(meta, |tx| (
        tx.layer_link(repository, (&digest(1), &BlobDomain::Clear), NOW)
            .await?,
        tx.layer_link(repository, (&digest(1), &BlobDomain::Clear), NOW)
            .await?,
    ));
    assert_eq!(puts, (Put::Created, Put::Exists));
    let linked = |blob| {
        Some(LayerLink {
            blob,
            referenced: false,
            media_type: None,
            archived: false,
        })
    };
    let link = read!(meta, |tx| tx.layer_get(repository, &digest(1)).await?);
    assert_eq!(link, linked(clear()));
    write!(meta, |tx| tx
        .layer_link(repository, (&digest(1), &Installation), NOW)
        .await?);
    let link = read!(meta, |tx| tx.layer_get(repository, &digest(1)).await?);
    assert_eq!(link, linked(blob(1)));
}

pub async fn damaged_blobs_are_missing_until_they_are_pushed_again(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.blob_create(&blob(1), NOW).await?;
        tx.layer_link(repository, (&digest(1), &Installation), NOW)
            .await?
    });
    assert!(!write!(meta, |tx| tx.blob_put_damaged(&copy(), NOW).await?));
    assert!(write!(meta, |tx| tx.blob_put_damaged(&blob(1), NOW).await?));
    assert_eq!(
        read!(meta, |tx| tx.blob_get(&digest(1), &Installation).await?),
        None
    );
    assert_eq!(
        read!(meta, |tx| tx.layer_get(repository, &digest(1)).await?),
        None
    );
    let missing = read!(meta, |tx| tx.layer_missing(repository, &[digest(1)]).await?);
    assert_eq!(missing, [digest(1)]);
    assert_eq!(
        write!(meta, |tx| tx.blob_create(&copy(), NOW).await?),
        Put::Created
    );
    let link = read!(meta, |tx| tx.layer_get(repository, &digest(1)).await?);
    assert_eq!(link.map(|link| link.blob), Some(copy()));
}

pub async fn layers_are_links_of_a_repository(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    let early = meta
        .write(move |tx| Box::pin(async move { tx.layer_link(one, (&digest(1), &Installation), NOW).await }));
    assert!(matches!(early.await, Err(Error::Dangling(_))));
    let puts = write!(meta, |tx| {
        tx.blob_create(&blob(1), NOW).await?;
        (
            tx.layer_link(one, (&digest(1), &Installation), NOW).await?,
            tx.layer_link(one, (&digest(1), &Installation), NOW).await?,
        )
    });
    assert_eq!(puts, (Put::Created, Put::Exists));
    let mut link = LayerLink {
        blob: blob(1),
        referenced: false,
        media_type: None,
        archived: false,
    };
    assert_eq!(
        read!(meta, |tx| tx.layer_get(one, &digest(1)).await?),
        Some(link.clone())
    );
    assert_eq!(read!(meta, |tx| tx.layer_get(two, &digest(1)).await?), None);

    write!(meta, |tx| {
        tx.image_put(two, &layered(101, &[1])).await?;
        tx.image_put(one, &layered(103, &[1])).await?;
        tx.image_put(one, &layered(102, &[2, 1, 2])).await?;
    });
    link.referenced = true;
    link.media_type = Some("application/layer.102".to_owned());
    assert_eq!(read!(meta, |tx| tx.layer_get(one, &digest(1)).await?), Some(link));
    assert!(write!(meta, |tx| tx.layer_unlink(one, &digest(1)).await?));
    assert!(!write!(meta, |tx| tx.layer_unlink(one, &digest(1)).await?));
    assert_eq!(read!(meta, |tx| tx.layer_get(one, &digest(1)).await?), None);
}

pub async fn missing_layers_are_found_among_many(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    let missing = read!(meta, |tx| tx.layer_missing(repository, &[]).await?);
    assert_eq!(missing, []);
    write!(meta, |tx| for number in 0..70 {
        tx.blob_create(&blob(number), NOW).await?;
        tx.layer_link(repository, (&digest(number), &Installation), NOW)
            .await?;
    });
    let missing = read!(meta, |tx| {
        let asked: Vec<_> = [900]
            .into_iter()
            .chain(0..70)
            .chain([800, 900])
            .map(digest)
            .collect();
        tx.layer_missing(repository, &asked).await?
    });
    assert_eq!(missing, [digest(900), digest(800)]);
}
