use meta::BlobDomain::{Clear, Installation};
use meta::{AuditRecord, BlobRow, LayerState, Limit, Meta, RecordLog, Scrub, StoredBlob};
use stdx::Timestamp;
use uuid::Uuid;

use crate::samples::{NOW, a_repository, blob, digest, gone, layered, registry, tag};
use crate::{read, write};

const ALL: Limit = Limit(100);

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() + seconds * 1_000_000)
}

fn clear() -> StoredBlob {
    StoredBlob {
        domain: Clear,
        ..blob(11)
    }
}

fn row(blob: StoredBlob, damaged_at: Option<Timestamp>) -> BlobRow {
    BlobRow { blob, damaged_at }
}

pub async fn the_scrub_is_leased_by_one_at_a_time(meta: &Meta) {
    let row = read!(meta, |tx| tx.scrub_get().await?);
    let fresh = Scrub {
        epoch: 0,
        leased_until: Timestamp::from_micros(0),
        due_at: Timestamp::from_micros(0),
        progress: String::new(),
    };
    assert_eq!(row, fresh);
    let (first, second) = write!(meta, |tx| (
        tx.scrub_claim(0, later(5)).await?,
        tx.scrub_claim(0, later(6)).await?
    ));
    assert_eq!((first, second), (Some(1), None));
    write!(meta, |tx| {
        assert!(tx.scrub_hold(1, later(7), "half").await?);
        assert_eq!(tx.scrub_claim(1, later(8)).await?, Some(2));
        assert!(!tx.scrub_hold(1, later(9), "late").await?);
        assert!(!tx.scrub_end(1, "late", later(9)).await?);
        assert!(tx.scrub_end(2, "done", later(99)).await?);
        tx.scrub_put_due(later(50)).await?;
    });
    let row = read!(meta, |tx| tx.scrub_get().await?);
    assert_eq!((row.epoch, row.progress.as_str()), (2, "done"));
    assert_eq!((row.leased_until.as_micros(), row.due_at), (0, later(50)));
}

pub async fn every_blob_is_listed_damaged_ones_too(meta: &Meta) {
    write!(meta, |tx| {
        for stored in [&blob(10), &blob(11), &clear()] {
            tx.blob_create(stored, NOW).await?;
        }
        assert!(tx.blob_put_damaged(&blob(11), later(1)).await?);
    });
    let rows = vec![
        row(blob(10), None),
        row(clear(), None),
        row(blob(11), Some(later(1))),
    ];
    assert_eq!(read!(meta, |tx| tx.blob_list(None, ALL).await?), rows);
    let rest = read!(meta, |tx| tx.blob_list(Some(&(digest(11), Clear)), ALL).await?);
    assert_eq!(rest, rows[2..]);
    assert_eq!(read!(meta, |tx| tx.blob_list(None, Limit(1)).await?), rows[..1]);
    write!(meta, |tx| {
        let other = StoredBlob {
            generation: 99,
            ..blob(11)
        };
        assert_eq!(tx.blob_named(&other).await?, None);
        assert!(!tx.blob_put_whole(&other).await?);
        assert!(!tx.blob_put_whole(&clear()).await?, "nobody said that it was not");
        assert!(tx.blob_get(&digest(11), &Installation).await?.is_none());
        assert!(tx.blob_put_whole(&blob(11)).await?);
        assert_eq!(tx.blob_named(&blob(11)).await?, Some(row(blob(11), None)));
        assert!(tx.blob_get(&digest(11), &Installation).await?.is_some());
    });
}

pub async fn what_images_need_is_seen_with_what_became_of_it(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    write!(meta, |tx| {
        for number in [10, 11, 12] {
            tx.blob_create(&blob(number), NOW).await?;
            tx.layer_link(one, (&digest(number), &Installation), NOW).await?;
        }
        tx.image_put(one, &layered(1, &[10, 11, 12])).await?;
        tx.tag_put(one, &tag("a"), &digest(1), NOW).await?;
        tx.blob_put_damaged(&blob(11), NOW).await?;
        tx.layer_unlink(one, &digest(12)).await?;
    });
    let layers = read!(meta, |tx| tx.check_layers(one, &digest(1)).await?);
    let states: Vec<_> = layers.iter().map(|layer| layer.state).collect();
    assert_eq!(
        states,
        [LayerState::Present, LayerState::Damaged, LayerState::Missing]
    );
    let (images, manifest, tags, children) = read!(meta, |tx| (
        tx.check_images(one, None, ALL).await?,
        tx.check_manifest(one, &digest(1)).await?,
        tx.check_tags(one, None, ALL).await?,
        tx.check_children(one, &digest(1)).await?,
    ));
    assert_eq!((images.len(), images[0].tags, images[0].counted), (1, 1, 1));
    assert!(manifest.is_some() && children.is_empty());
    assert_eq!((tags.len(), tags[0].fits), (1, true));
    let links = read!(meta, |tx| tx.check_links(None, ALL).await?);
    assert!(links.len() == 2 && links.iter().all(|link| link.exists));
    let (repositories, registries) = read!(meta, |tx| (
        tx.check_repositories(None, ALL).await?,
        tx.check_registries(None, ALL).await?
    ));
    assert_eq!((repositories[0].images, repositories[0].counted), (1, 1));
    assert!(repositories[0].name.ends_with("/one"), "{repositories:?}");
    assert_eq!((registries[0].repositories, registries[0].counted), (1, 1));
    // Counting again says the same.
    write!(meta, |tx| {
        tx.recount_tags(one, &digest(1)).await?;
        tx.recount_images(one).await?;
        let registries = tx.check_registries(None, ALL).await?;
        tx.recount_repositories(&registries[0].account, &registries[0].region)
            .await?;
        assert_eq!(tx.image_count_tags(one, &digest(1)).await?, 1);
        assert_eq!(tx.repository_count_images(one).await?, 1);
        assert!(tx.check_image(one, &digest(1)).await? && !tx.check_image(one, &digest(2)).await?);
        assert_eq!(tx.check_uploads(None, ALL).await?, []);
        assert_eq!(tx.check_deletions(None, ALL).await?, []);
        tx.image_delete(one, &digest(1), &gone()).await?;
    });
}

pub async fn records_fit_their_checksums(meta: &Meta) {
    let put = || AuditRecord {
        id: Uuid::from_u128(7),
        registry: registry("eu-west-1"),
        at: NOW,
        name: "CreateRepository".to_owned(),
        resource: "arn".to_owned(),
        record: "{}".to_owned(),
    };
    write!(meta, |tx| tx.audit_put(&put()).await?);
    let (audit, rest, events) = read!(meta, |tx| (
        tx.check_records(RecordLog::Audit, None, ALL).await?,
        tx.check_records(
            RecordLog::Audit,
            Some("00000000-0000-0000-0000-000000000007"),
            ALL
        )
        .await?,
        tx.check_records(RecordLog::Event, None, ALL).await?
    ));
    assert!(audit.len() == 1 && audit[0].is_whole, "{audit:?}");
    assert_eq!((rest, events), (vec![], vec![]));
}
