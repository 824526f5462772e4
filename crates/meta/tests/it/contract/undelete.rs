use meta::{
    BlobDomain, DeletedImage, DeletedKey, HeldLayer, ImageStatus, Keep, Limit, Meta, Purge, Put, Removal,
    RemovalCause, RepositoryContent, RepositoryId, Storage, TagEnd,
};
use names::Digest;
use stdx::Timestamp;
use uuid::Uuid;

use crate::samples::{
    HOME, NOW, a_repository, account, an_account, arn, blob, digest, gone, image, layered, registry,
    repository, tag, upload,
};
use crate::{read, write};

const ALL: Limit = Limit(100);

/// A deletion that is kept, so many seconds after `NOW`.
fn kept(seconds: i64) -> Removal {
    Removal {
        at: later(seconds),
        cause: RemovalCause::LifecyclePolicy,
        keep: Keep::Restorable,
        ..gone()
    }
}

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() + seconds * 1_000_000)
}

async fn deleted(meta: &Meta, repository: RepositoryId) -> Vec<DeletedImage> {
    read!(meta, |tx| tx.deleted_image_list(repository, None, ALL).await?)
}

pub async fn a_deleted_image_keeps_what_restores_it(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    let other = a_repository(meta, "other").await;
    let archived = Storage {
        status: ImageStatus::Archived,
        last_archived_at: Some(later(-1)),
        last_activated_at: None,
    };
    write!(meta, |tx| {
        let mut new = layered(1, &[10, 11]);
        new.image.subject = Some(digest(9));
        new.image.storage = archived;
        tx.image_put(one, &new).await?;
        tx.image_put(one, &layered(2, &[10])).await?;
        tx.tag_put(one, &tag("b"), &digest(1), NOW).await?;
        tx.tag_put(one, &tag("a"), &digest(1), NOW).await?;
        tx.tag_put(one, &tag("stays"), &digest(2), NOW).await?;
    });
    assert!(write!(meta, |tx| tx
        .image_delete(one, &digest(1), &kept(5))
        .await?));
    assert!(!write!(meta, |tx| tx
        .image_delete(one, &digest(1), &kept(6))
        .await?));
    let entry = match &deleted(meta, one).await[..] {
        [entry] => entry.clone(),
        other => panic!("{other:?}"),
    };
    let expected = DeletedImage {
        id: entry.id,
        digest: digest(1),
        media_type: image(1).media_type,
        artifact_type: image(1).config_media_type,
        size: 1000,
        pushed_at: NOW,
        subject: Some(digest(9)),
        storage: archived,
        deleted_at: later(5),
        deleted_by: gone().by,
        cause: RemovalCause::LifecyclePolicy,
    };
    assert_eq!(entry, expected);
    let id = entry.id;
    assert_eq!(
        read!(meta, |tx| tx.deleted_image_manifest(id).await?),
        Some(layered(1, &[]).manifest)
    );
    assert_eq!(
        read!(meta, |tx| tx.deleted_tag_list_of_image(id).await?),
        [tag("a"), tag("b")]
    );
    let layers = read!(meta, |tx| tx.deleted_image_layers(id).await?);
    assert_eq!(layers, [digest(10), digest(11)]);
    let held = read!(meta, |tx| tx.deleted_image_list_held(one, None, ALL).await?);
    let only = HeldLayer {
        digest: digest(11),
        size: 7,
    };
    assert_eq!(held, [only], "the other is an image's that lives");
    assert_eq!(read!(meta, |tx| tx.image_get(one, &digest(1)).await?), None);
    for (repository, expect) in [(one, Some(expected)), (other, None)] {
        let by_id = read!(meta, |tx| tx.deleted_image_get(repository, id).await?);
        assert_eq!(by_id, expect);
        let by_digest = read!(meta, |tx| tx
            .deleted_image_get_by_digest(repository, &digest(1))
            .await?);
        assert_eq!(by_digest, expect);
        let about = read!(meta, |tx| tx
            .deleted_image_list_of_subject(repository, &digest(9), later(5), ALL)
            .await?);
        assert_eq!(about, expect.into_iter().collect::<Vec<_>>());
    }
    let later_only = read!(meta, |tx| tx
        .deleted_image_list_of_subject(one, &digest(9), later(6), ALL)
        .await?);
    assert_eq!(later_only, []);
    assert!(!write!(meta, |tx| tx.deleted_image_delete(other, id).await?));
    assert!(write!(meta, |tx| tx.deleted_image_delete(one, id).await?));
    assert_eq!(
        read!(meta, |tx| tx.deleted_tag_list(one, None, None, ALL).await?),
        []
    );
}

pub async fn deletions_are_listed_newest_first_and_purged_oldest_first(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    for number in 1..=4_u16 {
        write!(meta, |tx| {
            // The same image again and again.
            tx.image_put(one, &layered(1, &[])).await?;
            tx.image_delete(one, &digest(1), &kept(i64::from(number))).await?;
        });
    }
    let all = deleted(meta, one).await;
    let times: Vec<Timestamp> = all.iter().map(|entry| entry.deleted_at).collect();
    assert_eq!(times, [4, 3, 2, 1].map(later));
    let after = DeletedKey {
        at: all[1].deleted_at,
        id: all[1].id,
    };
    let rest = read!(meta, |tx| tx.deleted_image_list(one, Some(after), ALL).await?);
    assert_eq!(rest, all[2..]);
    let newest = read!(meta, |tx| tx.deleted_image_get_by_digest(one, &digest(1)).await?);
    assert_eq!(newest.as_ref(), Some(&all[0]));
    for (before, limit, expect) in [(0, 9, 0), (3, 2, 2), (3, 9, 1), (3, 9, 0)] {
        let left = expect > 0;
        assert_eq!(
            read!(meta, |tx| tx.deleted_image_is_before(later(before)).await?),
            left
        );
        let purged = write!(meta, |tx| tx
            .deleted_image_delete_before(later(before), Limit(limit))
            .await?);
        assert_eq!(purged, expect);
    }
    assert_eq!(deleted(meta, one).await, all[..1]);
    write!(meta, |tx| {
        tx.image_put(one, &layered(1, &[])).await?;
        tx.image_delete(one, &digest(1), &gone()).await?;
    });
    assert_eq!(
        deleted(meta, one).await,
        all[..1],
        "nothing is kept of a final deletion"
    );
}

pub async fn what_a_tag_named_is_noted_when_it_ends(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    write!(meta, |tx| {
        for number in [1, 2] {
            tx.image_put(one, &layered(number, &[])).await?;
        }
        tx.tag_put(one, &tag("a"), &digest(1), NOW).await?;
        tx.deleted_tag_keep(one, &tag("a"), (TagEnd::Moved, &kept(1)))
            .await?;
        tx.deleted_tag_keep(one, &tag("none"), (TagEnd::Moved, &kept(1)))
            .await?;
        tx.tag_put(one, &tag("a"), &digest(2), later(1)).await?;
        tx.tag_put(one, &tag("b"), &digest(2), later(1)).await?;
        tx.tag_delete(one, &tag("a"), &kept(2)).await?;
        tx.image_delete(one, &digest(2), &kept(3)).await?;
    });
    let all = read!(meta, |tx| tx.deleted_tag_list(one, None, None, ALL).await?);
    let seen: Vec<(String, Digest, TagEnd, Timestamp, Timestamp)> = all
        .iter()
        .map(|entry| {
            (
                entry.tag.to_string(),
                entry.digest,
                entry.end,
                entry.tagged_at,
                entry.removed_at,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (
                "b".to_owned(),
                digest(2),
                TagEnd::ImageDeleted,
                later(1),
                later(3)
            ),
            ("a".to_owned(), digest(2), TagEnd::Removed, later(1), later(2)),
            ("a".to_owned(), digest(1), TagEnd::Moved, NOW, later(1)),
        ]
    );
    let of_a = read!(meta, |tx| tx
        .deleted_tag_list(one, Some(&tag("a")), None, ALL)
        .await?);
    assert_eq!(of_a, all[1..]);
    let key = DeletedKey {
        at: all[1].removed_at,
        id: all[1].id,
    };
    let rest = read!(meta, |tx| {
        let after = (key, tag("a"));
        tx.deleted_tag_list(one, None, Some(&after), ALL).await?
    });
    assert_eq!(rest, all[2..]);
    let first = all[1].clone();
    let forgotten = meta.write(move |tx| {
        let first = first.clone();
        Box::pin(async move { tx.deleted_tag_delete(&first).await })
    });
    assert_eq!(forgotten.await, Ok::<(), meta::Error>(()));
    assert!(read!(meta, |tx| tx.deleted_tag_is_before(later(1)).await?));
    assert_eq!(
        write!(meta, |tx| tx.deleted_tag_delete_before(later(1), ALL).await?),
        1
    );
    assert!(!read!(meta, |tx| tx.deleted_tag_is_before(later(1)).await?));
    assert_eq!(
        read!(meta, |tx| tx.deleted_tag_list(one, None, None, ALL).await?),
        all[..1]
    );
    let purged = write!(meta, |tx| tx.deleted_tag_delete_of_repository(one, ALL).await?);
    assert_eq!(purged, 1);
}

/// A repository with an image, a layer, a policy and an upload.
async fn full(meta: &Meta) -> RepositoryId {
    let one = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.blob_create(&blob(10), NOW).await?;
        tx.layer_link(one, (&digest(10), &BlobDomain::Installation), NOW)
            .await?;
        tx.image_put(one, &layered(1, &[10])).await?;
        tx.image_put(one, &layered(2, &[10])).await?;
        tx.tag_put(one, &tag("latest"), &digest(1), NOW).await?;
        tx.image_delete(one, &digest(2), &kept(0)).await?;
        tx.lifecycle_policy_put(one, "text", NOW, NOW).await?;
        tx.upload_create(&upload(one)).await?;
    });
    one
}

async fn hide(meta: &Meta, removal: Removal) -> usize {
    let uploads = meta.write(move |tx| {
        let removal = removal.clone();
        Box::pin(async move {
            let repository = tx.repository_get(&arn("one")).await?.expect("it is there");
            tx.repository_hide(&repository, &removal).await
        })
    });
    let uploads: Result<_, meta::Error> = uploads.await;
    uploads.expect("the write succeeds").len()
}

pub async fn a_deleted_repository_is_hidden_and_comes_back_whole(meta: &Meta) {
    let one = full(meta).await;
    assert_eq!(hide(meta, kept(1)).await, 1);
    let home = || registry("eu-west-1");
    assert_eq!(read!(meta, |tx| tx.repository_get(&arn("one")).await?), None);
    assert_eq!(
        read!(meta, |tx| tx.repository_list(&home(), None, ALL).await?),
        []
    );
    assert!(!read!(meta, |tx| tx
        .account_has_repositories(&account(HOME))
        .await?));
    let due = read!(meta, |tx| tx
        .lifecycle_policy_list_due(later(1_000_000), ALL)
        .await?);
    assert_eq!(due, []);
    // Another of the same name, which is deleted, too.
    let second = write!(meta, |tx| {
        let second = repository("one");
        assert_eq!(tx.repository_create(&second).await?, Put::Created);
        second.id
    });
    assert_eq!(hide(meta, kept(2)).await, 0);
    let all = read!(meta, |tx| tx.deleted_repository_list(&home(), None, ALL).await?);
    let ids: Vec<RepositoryId> = all.iter().map(|entry| entry.repository).collect();
    assert_eq!(ids, [second, one]);
    assert_eq!(all[1].arn, arn("one"));
    assert_eq!((all[1].created_at, all[1].deleted_at), (NOW, later(1)));
    let after = DeletedKey {
        at: all[0].deleted_at,
        id: all[0].id,
    };
    let rest = read!(meta, |tx| tx
        .deleted_repository_list(&home(), Some(after), ALL)
        .await?);
    assert_eq!(rest, all[1..]);
    let first = all[1].id;
    for (id, expect) in [
        (None, Some(&all[0])),
        (Some(first), Some(&all[1])),
        (Some(Uuid::nil()), None),
    ] {
        let found = read!(meta, |tx| tx.deleted_repository_get(&arn("one"), id).await?);
        assert_eq!(found.as_ref(), expect);
    }
    assert_eq!(
        read!(meta, |tx| tx
            .deleted_repository_get(&arn("two"), Some(first))
            .await?),
        None
    );
    let content = RepositoryContent { images: 1, bytes: 7 };
    assert_eq!(read!(meta, |tx| tx.repository_content(one).await?), content);
    for (name, expect) in [("taken", Put::Exists), ("two", Put::Created)] {
        let restored = write!(meta, |tx| {
            tx.repository_create(&repository("taken")).await?;
            let deleted = tx.deleted_repository_get(&arn("one"), Some(first)).await?;
            let deleted = deleted.expect("it is there");
            tx.repository_restore(&deleted, &arn(name), later(9)).await?
        });
        assert_eq!(restored, expect, "{name}");
    }
    let back = read!(meta, |tx| tx.repository_get(&arn("two")).await?).expect("it is back");
    assert_eq!((back.id, back.created_at), (one, NOW));
    assert_eq!(
        read!(meta, |tx| tx.tag_get(one, &tag("latest")).await?),
        Some(digest(1))
    );
    assert!(read!(meta, |tx| tx.layer_get(one, &digest(10)).await?).is_some());
    assert_eq!(deleted(meta, one).await.len(), 1);
    let policy = read!(meta, |tx| tx.lifecycle_policy_get(one).await?).expect("a policy");
    assert_eq!((policy.text.as_str(), policy.due_at), ("text", later(9)));
    assert_eq!(
        read!(meta, |tx| tx
            .deleted_repository_get(&arn("one"), Some(first))
            .await?),
        None
    );
}

pub async fn a_deleted_repository_is_purged_in_batches(meta: &Meta) {
    let one = full(meta).await;
    hide(meta, kept(1)).await;
    for (at, expect) in [(0, 0), (1, 1)] {
        let due = read!(meta, |tx| tx
            .deleted_repository_list_before(later(at), ALL)
            .await?);
        assert_eq!(due.len(), expect);
    }
    let id = read!(meta, |tx| tx.deleted_repository_get(&arn("one"), None).await?)
        .expect("it is there")
        .id;
    write!(meta, |tx| tx
        .deleted_repository_put_deleted_at(id, later(-5))
        .await?);
    let due = read!(meta, |tx| tx
        .deleted_repository_list_before(later(-5), ALL)
        .await?);
    assert_eq!(due.len(), 1);
    let mut rounds = 0;
    while write!(meta, |tx| tx.repository_purge(one, Limit(1)).await?) == Purge::GoesOn {
        rounds += 1;
    }
    assert_eq!(rounds, 3, "an image, a layer and a deleted image");
    assert_eq!(
        read!(meta, |tx| tx.deleted_repository_get(&arn("one"), None).await?),
        None
    );
    assert_eq!(deleted(meta, one).await, []);
    assert!(
        read!(meta, |tx| tx
            .blob_get(&digest(10), &BlobDomain::Installation)
            .await?)
        .is_some(),
        "bytes are the collector's"
    );
}

pub async fn an_account_goes_with_its_deleted_repositories(meta: &Meta) {
    an_account(meta, HOME).await;
    let one = full(meta).await;
    hide(meta, kept(1)).await;
    assert!(write!(meta, |tx| tx.account_delete(&account(HOME)).await?));
    assert_eq!(
        read!(meta, |tx| tx.deleted_repository_get(&arn("one"), None).await?),
        None
    );
    assert_eq!(read!(meta, |tx| tx.image_get(one, &digest(1)).await?), None);
}
