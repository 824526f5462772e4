use meta::{Error, Meta, RepositoryId, TaggedDigest};

use crate::samples::{NOW, a_repository, digest, gone, layered, tag};
use crate::{read, write};

pub async fn tags_move_and_are_counted(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.image_put(repository, &layered(1, &[])).await?;
        tx.image_put(repository, &layered(2, &[])).await?;
        tx.tag_put(repository, &tag("a"), &digest(1), NOW).await?;
        tx.tag_put(repository, &tag("a"), &digest(1), NOW).await?;
        tx.tag_put(repository, &tag("b"), &digest(1), NOW).await?;
    });
    assert_eq!(counts(meta, repository).await, (2, 0));
    write!(meta, |tx| tx
        .tag_put(repository, &tag("a"), &digest(2), NOW)
        .await?);
    assert_eq!(counts(meta, repository).await, (1, 1));
    assert_eq!(
        read!(meta, |tx| tx.tag_get(repository, &tag("a")).await?),
        Some(digest(2))
    );
    let deleted = write!(meta, |tx| {
        let first = tx.tag_delete(repository, &tag("a"), &gone()).await?;
        (first, tx.tag_delete(repository, &tag("a"), &gone()).await?)
    });
    assert_eq!(deleted, (Some(digest(2)), None));
    assert_eq!(counts(meta, repository).await, (1, 0));
    assert_eq!(
        read!(meta, |tx| tx.image_count_tags(repository, &digest(3)).await?),
        0
    );
}

async fn counts(meta: &Meta, repository: RepositoryId) -> (u32, u32) {
    read!(meta, |tx| {
        let one = tx.image_count_tags(repository, &digest(1)).await?;
        (one, tx.image_count_tags(repository, &digest(2)).await?)
    })
}

pub async fn tags_of_several_images(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| for number in 0..50 {
        tx.image_put(repository, &layered(number, &[])).await?;
        for name in ["b", "a"].iter().take(usize::from(number % 3)) {
            tx.tag_put(repository, &tag(&format!("{name}{number}")), &digest(number), NOW)
                .await?;
        }
    });
    let found = read!(meta, |tx| {
        let asked: Vec<_> = (10..50).map(digest).collect();
        tx.tag_list_of_images(repository, &asked).await?
    });
    let expected: Vec<TaggedDigest> = (10..50)
        .flat_map(|number| {
            let names: &[&str] = [&[][..], &["b"], &["a", "b"]][usize::from(number % 3)];
            names.iter().map(move |name| TaggedDigest {
                tag: tag(&format!("{name}{number}")),
                digest: digest(number),
            })
        })
        .collect();
    assert_eq!(found, expected);
}

pub async fn a_tag_needs_an_image(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    let put = meta
        .write(move |tx| Box::pin(async move { tx.tag_put(repository, &tag("a"), &digest(1), NOW).await }));
    assert!(matches!(put.await, Err(Error::Dangling(_))));
}
