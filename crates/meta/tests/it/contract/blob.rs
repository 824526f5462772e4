use meta::{Error, LayerLink, Meta, Put};

use crate::samples::{NOW, a_repository, blob, digest, layered};
use crate::{read, write};

pub async fn blobs_keep_their_first_copy(meta: &Meta) {
    assert_eq!(
        write!(meta, |tx| tx.blob_create(&blob(1), NOW).await?),
        Put::Created
    );
    let mut other = blob(1);
    other.generation = 5;
    assert_eq!(write!(meta, |tx| tx.blob_create(&other, NOW).await?), Put::Exists);
    assert_eq!(read!(meta, |tx| tx.blob_get(&digest(1)).await?), Some(blob(1)));
    assert_eq!(read!(meta, |tx| tx.blob_get(&digest(2)).await?), None);
}

pub async fn layers_are_links_of_a_repository(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    let early = meta.write(move |tx| Box::pin(async move { tx.layer_link(one, &digest(1), NOW).await }));
    assert!(matches!(early.await, Err(Error::Dangling(_))));
    let puts = write!(meta, |tx| {
        tx.blob_create(&blob(1), NOW).await?;
        (
            tx.layer_link(one, &digest(1), NOW).await?,
            tx.layer_link(one, &digest(1), NOW).await?,
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
        tx.layer_link(repository, &digest(number), NOW).await?;
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
