use meta::BlobDomain::Installation;
use meta::{Limit, Manifest, Meta, Put, RepositoryId};
use names::{Digest, Reference};
use stdx::Timestamp;

use crate::samples::{NOW, a_repository, blob, digest, gone, image, index, layered, tag};
use crate::{read, write};

pub async fn images_are_stored_once(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    assert_eq!(
        write!(meta, |tx| tx.image_put(one, &layered(1, &[10, 11, 10])).await?),
        Put::Created
    );
    let again = write!(meta, |tx| {
        let mut later = layered(1, &[10, 11, 10]);
        later.image.pushed_at = Timestamp::from_seconds(0);
        tx.image_put(one, &later).await?
    });
    assert_eq!(again, Put::Exists);
    assert_eq!(
        read!(meta, |tx| tx.image_get(one, &digest(1)).await?),
        Some(image(1))
    );
    assert_eq!(read!(meta, |tx| tx.image_get(two, &digest(1)).await?), None);
    assert!(read!(meta, |tx| tx.repository_has_images(one).await?));
    assert!(!read!(meta, |tx| tx.repository_has_images(two).await?));
}

pub async fn every_field_of_an_image_comes_back(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    let full = || {
        let mut new = layered(1, &[]);
        new.image.digest = Digest::Sha512([7; 64]);
        new.image.artifact_type = Some("application/spdx+json".to_owned());
        new.image.config_media_type = None;
        new.image.size = u64::MAX;
        new.image.manifest_size = u64::MAX - 1;
        new.image.pushed_at = Timestamp::from_micros(-1);
        new.image.subject = Some(digest(9));
        new.image.annotations = Some("{\"größe\":\"'\\u0000\"}".to_owned());
        new
    };
    write!(meta, |tx| tx.image_put(repository, &full()).await?);
    let stored = read!(meta, |tx| tx
        .image_get(repository, &Digest::Sha512([7; 64]))
        .await?);
    assert_eq!(stored, Some(full().image));
}

pub async fn manifests_are_found_by_digest_and_tag(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.image_put(repository, &layered(1, &[])).await?;
        tx.tag_put(repository, &tag("latest"), &digest(1), NOW).await?;
    });
    let new = layered(1, &[]);
    let manifest = Manifest {
        digest: digest(1),
        media_type: new.image.media_type,
        bytes: new.manifest,
    };
    assert_eq!(
        manifest_of(meta, repository, &digest(1).to_string())
            .await
            .as_ref(),
        Some(&manifest)
    );
    assert_eq!(manifest_of(meta, repository, "latest").await, Some(manifest));
    assert_eq!(manifest_of(meta, repository, "other").await, None);
    assert_eq!(manifest_of(meta, RepositoryId::random(), "latest").await, None);
    write!(meta, |tx| tx
        .tag_delete(repository, &tag("latest"), &gone())
        .await?);
    assert_eq!(manifest_of(meta, repository, "latest").await, None);
}

pub async fn deleting_an_image_takes_what_belongs_to_it(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.blob_create(&blob(10), NOW).await?;
        tx.layer_link(repository, (&digest(10), &Installation), NOW)
            .await?;
        tx.image_put(repository, &layered(1, &[10])).await?;
        tx.image_put(repository, &layered(2, &[])).await?;
        tx.tag_put(repository, &tag("a"), &digest(1), NOW).await?;
        tx.tag_put(repository, &tag("b"), &digest(2), NOW).await?;
    });
    assert!(write!(meta, |tx| tx
        .image_delete(repository, &digest(1), &gone())
        .await?));
    assert!(!write!(meta, |tx| tx
        .image_delete(repository, &digest(1), &gone())
        .await?));
    assert_eq!(manifest_of(meta, repository, &digest(1).to_string()).await, None);
    assert_eq!(read!(meta, |tx| tx.tag_get(repository, &tag("a")).await?), None);
    assert_eq!(
        read!(meta, |tx| tx.tag_get(repository, &tag("b")).await?),
        Some(digest(2))
    );
    let layer = read!(meta, |tx| tx.layer_get(repository, &digest(10)).await?);
    assert_eq!(layer.map(|layer| layer.referenced), Some(false));
}

pub async fn indexes_are_parents(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.image_put(repository, &index(22, &[1, 2, 1])).await?;
        tx.image_put(repository, &index(21, &[1])).await?;
        tx.image_put(repository, &index(20, &[2])).await?;
    });
    let parents = read!(meta, |tx| tx
        .image_parents(repository, &digest(1), Limit(10))
        .await?);
    assert_eq!(parents, [digest(21), digest(22)]);
    let parents = read!(meta, |tx| tx
        .image_parents(repository, &digest(1), Limit(1))
        .await?);
    assert_eq!(parents, [digest(21)]);
    write!(meta, |tx| tx
        .image_delete(repository, &digest(21), &gone())
        .await?);
    let parents = read!(meta, |tx| tx
        .image_parents(repository, &digest(1), Limit(10))
        .await?);
    assert_eq!(parents, [digest(22)]);
}

pub async fn missing_images_are_found_among_many(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| for number in 0..40 {
        tx.image_put(repository, &layered(number, &[])).await?;
    });
    let missing = read!(meta, |tx| {
        let asked: Vec<_> = (0..50).rev().map(digest).collect();
        tx.image_missing(repository, &asked).await?
    });
    assert_eq!(missing, (40..50).rev().map(digest).collect::<Vec<_>>());
}

async fn manifest_of(meta: &Meta, repository: RepositoryId, reference: &str) -> Option<Manifest> {
    let reference = Reference::parse(reference).expect(reference);
    let get = meta.read(move |tx| {
        let reference = reference.clone();
        Box::pin(async move { tx.manifest_get(repository, &reference).await })
    });
    get.await.expect("the read succeeds")
}
