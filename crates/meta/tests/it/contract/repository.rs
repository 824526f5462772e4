use meta::BlobDomain::Installation;
use meta::{Encryption, Meta, Put, Repository, TagMutability};

use crate::samples::{NOW, arn, blob, digest, index, layered, pair, repository, tag, upload};
use crate::{read, write};

pub async fn repositories_are_created_once(meta: &Meta) {
    let first = write!(meta, |tx| {
        let first = repository("shop/api");
        assert_eq!(tx.repository_create(&first).await?, Put::Created);
        first
    });
    assert_eq!(
        write!(meta, |tx| tx.repository_create(&repository("shop/api")).await?),
        Put::Exists
    );
    assert_eq!(
        read!(meta, |tx| tx.repository_get(&arn("shop/api")).await?),
        Some(first)
    );
    assert_eq!(read!(meta, |tx| tx.repository_get(&arn("shop/web")).await?), None);
}

pub async fn every_field_of_a_repository_comes_back(meta: &Meta) {
    let filters = vec!["b*".to_owned(), "a\"*".to_owned()];
    let key = Some("alias/x".to_owned());
    let mutabilities = [
        TagMutability::Mutable,
        TagMutability::Immutable,
        TagMutability::MutableWithExclusion(filters.clone()),
        TagMutability::ImmutableWithExclusion(filters),
    ];
    let encryptions = [
        Encryption::Aes256,
        Encryption::Kms { key: None },
        Encryption::Kms { key: key.clone() },
        Encryption::KmsDsse { key },
    ];
    for (number, (tag_mutability, encryption)) in mutabilities.into_iter().zip(encryptions).enumerate() {
        let base = repository(&format!("r{number}"));
        let full = Repository {
            tag_mutability,
            encryption,
            scan_on_push: number % 2 == 0,
            ..base
        };
        assert_eq!(round_trip(meta, &full).await, Some(full));
    }
    let id = crate::samples::a_repository(meta, "changing").await;
    write!(meta, |tx| tx
        .repository_put_tag_mutability(id, &TagMutability::Immutable)
        .await?);
    let changed = read!(meta, |tx| tx.repository_get(&arn("changing")).await?);
    assert_eq!(
        changed.map(|changed| changed.tag_mutability),
        Some(TagMutability::Immutable)
    );
}

pub async fn a_repository_takes_everything_to_its_new_name(meta: &Meta) {
    let (id, old, new) = (
        crate::samples::a_repository(meta, "rename/old").await,
        arn("rename/old"),
        arn("rename/new"),
    );
    crate::samples::a_repository(meta, "rename/taken").await;
    let before = read!(meta, |tx| tx.repository_get(&arn("rename/old")).await?).expect("a repository");
    let renamed = write!(meta, |tx| {
        let taken = tx
            .repository_rename(&arn("rename/old"), &arn("rename/taken").name)
            .await?;
        assert_eq!(taken, Put::Exists);
        tx.repository_rename(&arn("rename/old"), &arn("rename/new").name)
            .await?
    });
    assert_eq!(renamed, Put::Created);
    let after = read!(meta, |tx| tx.repository_get(&arn("rename/new")).await?).expect("a repository");
    assert_eq!((after.id, after.arn.clone()), (id, new));
    assert_eq!(Repository { arn: old, ..after }, before);
    assert_eq!(
        read!(meta, |tx| tx.repository_get(&arn("rename/old")).await?),
        None
    );
    // One that is gone gets no name.
    let gone = write!(meta, |tx| tx
        .repository_rename(&arn("rename/old"), &arn("rename/other").name)
        .await?);
    assert_eq!(gone, Put::Created);
    assert_eq!(
        read!(meta, |tx| tx.repository_get(&arn("rename/other")).await?),
        None
    );
}

async fn round_trip(meta: &Meta, repository: &Repository) -> Option<Repository> {
    let repository = repository.clone();
    let stored = meta.write(move |tx| {
        let repository = repository.clone();
        Box::pin(async move {
            tx.repository_create(&repository).await?;
            tx.repository_get(&repository.arn).await
        })
    });
    stored.await.expect("the write succeeds")
}

pub async fn deleting_a_repository_takes_everything(meta: &Meta) {
    let id = crate::samples::a_repository(meta, "full").await;
    let other = crate::samples::a_repository(meta, "other").await;
    let mut uploads = [upload(id), upload(id)].map(|upload| upload.id);
    uploads.sort();
    write!(meta, |tx| {
        tx.blob_create(&blob(10), NOW).await?;
        for repository in [id, other] {
            tx.layer_link(repository, (&digest(10), &Installation), NOW)
                .await?;
            tx.image_put(repository, &layered(1, &[10])).await?;
            tx.image_put(repository, &index(2, &[1])).await?;
            tx.tag_put(repository, &tag("latest"), &digest(2), NOW).await?;
            tx.resource_tag_put(repository, &pair("owner", "x")).await?;
            tx.repository_policy_put(repository, "a policy").await?;
            tx.upload_create(&upload(other)).await?;
        }
        for upload_id in uploads {
            let mut upload = upload(id);
            upload.id = upload_id;
            tx.upload_create(&upload).await?;
        }
    });
    assert_eq!(write!(meta, |tx| tx.repository_delete(id).await?), uploads);
    assert_eq!(write!(meta, |tx| tx.repository_delete(id).await?), []);
    assert_eq!(read!(meta, |tx| tx.repository_get(&arn("full")).await?), None);
    assert_eq!(read!(meta, |tx| tx.image_get(id, &digest(1)).await?), None);
    assert_eq!(read!(meta, |tx| tx.tag_get(id, &tag("latest")).await?), None);
    assert_eq!(read!(meta, |tx| tx.layer_get(id, &digest(10)).await?), None);
    assert_eq!(read!(meta, |tx| tx.resource_tag_list(id).await?), []);
    assert_eq!(read!(meta, |tx| tx.repository_policy_get(id).await?), None);
    assert_eq!(read!(meta, |tx| tx.upload_get(uploads[0]).await?), None);
    assert_eq!(
        read!(meta, |tx| tx.blob_get(&digest(10), &Installation).await?),
        Some(blob(10))
    );
    assert_eq!(
        read!(meta, |tx| tx.tag_get(other, &tag("latest")).await?),
        Some(digest(2))
    );
    assert_eq!(read!(meta, |tx| tx.resource_tag_list(other).await?).len(), 1);
    assert!(read!(meta, |tx| tx.repository_policy_get(other).await?).is_some());
}

pub async fn resource_tags_replace_by_key(meta: &Meta) {
    let id = crate::samples::a_repository(meta, "one").await;
    write!(meta, |tx| {
        for (key, value) in [("team", "a"), ("Team", ""), ("team", "b"), ("x", "y")] {
            tx.resource_tag_put(id, &pair(key, value)).await?;
        }
        tx.resource_tag_delete(id, "x").await?;
        tx.resource_tag_delete(id, "never").await?;
    });
    let tags = read!(meta, |tx| tx.resource_tag_list(id).await?);
    assert_eq!(tags, [pair("Team", ""), pair("team", "b")]);
}
