use std::time::Duration;

use meta::{
    AuditRecord, Error, ImageChild, LifecycleImage, LifecyclePreview, LifecyclePreviewImage,
    LifecyclePreviewStatus, Limit, LogPosition, LogRange, Meta, Numbered, RepositoryId, TagStatus,
};
use stdx::Timestamp;
use uuid::Uuid;

use crate::samples::{
    AWAY, NOW, a_repository, account, arn, digest, index, layered, referrer, registry, tag,
};
use crate::{pages, read, refused, write};

/// What comes after the last entry of a page.
fn page_after<T>(last: Option<&Numbered<T>>) -> LogRange {
    LogRange::After(last.map_or(LogPosition::default(), |last| last.position))
}

fn later(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}

pub async fn a_repository_has_one_lifecycle_policy(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| tx
        .lifecycle_policy_put(one, "first", NOW, later(9))
        .await?);
    let first = read!(meta, |tx| tx.lifecycle_policy_get(one).await?).expect("a policy");
    assert_eq!(
        (first.version, first.text.as_str(), first.last_evaluated_at),
        (1, "first", None)
    );
    assert_eq!((first.updated_at, first.due_at), (NOW, later(9)));
    write!(meta, |tx| {
        tx.lifecycle_policy_put_evaluated(one, later(5)).await?;
        tx.lifecycle_policy_put(one, "second", later(1), later(8)).await?;
    });
    let second = read!(meta, |tx| tx.lifecycle_policy_get(one).await?).expect("a policy");
    assert_eq!((second.id, second.version), (first.id, 2));
    assert_eq!(
        (second.text.as_str(), second.last_evaluated_at),
        ("second", Some(later(5)))
    );
    assert_eq!((second.updated_at, second.due_at), (later(1), later(8)));
    assert_eq!(read!(meta, |tx| tx.lifecycle_policy_get(two).await?), None);
    assert!(write!(meta, |tx| tx.lifecycle_policy_delete(one).await?));
    assert!(!write!(meta, |tx| tx.lifecycle_policy_delete(one).await?));
    write!(meta, |tx| tx.lifecycle_policy_put(one, "third", NOW, NOW).await?);
    let third = read!(meta, |tx| tx.lifecycle_policy_get(one).await?).expect("a policy");
    assert_eq!(third.version, 1);
    assert_ne!(third.id, first.id, "another policy");
    let none = RepositoryId::random();
    let error = refused!(meta, |tx| tx.lifecycle_policy_put(none, "x", NOW, NOW).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
}

pub async fn due_policies_are_listed_the_longest_due_first(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| {
        tx.lifecycle_policy_put(one, "one", NOW, later(9)).await?;
        tx.lifecycle_policy_put(two, "two", NOW, later(3)).await?;
    });
    for (now, limit, expect) in [
        (later(2), 9, vec![]),
        (later(3), 9, vec!["two"]),
        (later(9), 9, vec!["two", "one"]),
        (later(9), 1, vec!["two"]),
    ] {
        let due = read!(meta, |tx| tx.lifecycle_policy_list_due(now, Limit(limit)).await?);
        let expect: Vec<_> = expect.into_iter().map(arn).collect();
        assert_eq!(due.into_iter().map(|due| due.arn).collect::<Vec<_>>(), expect);
    }
    write!(meta, |tx| {
        tx.lifecycle_policy_put_due(two, later(20)).await?;
        tx.repository_delete(one).await?;
    });
    let due = read!(meta, |tx| tx
        .lifecycle_policy_list_due(later(99), Limit(9))
        .await?);
    assert_eq!(due.iter().map(|due| due.repository).collect::<Vec<_>>(), [two]);
}

fn preview_image(position: u32) -> LifecyclePreviewImage {
    LifecyclePreviewImage {
        position,
        digest: digest(u16::try_from(position).expect("a small number")),
        tags: (0..position % 3)
            .map(|number| tag(&format!("t{number}")))
            .collect(),
        pushed_at: later(position.into()),
        storage_class: "STANDARD".to_owned(),
        action: "EXPIRE".to_owned(),
        priority: position + 1,
    }
}

pub async fn a_repository_has_one_lifecycle_preview(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    write!(meta, |tx| tx
        .lifecycle_preview_create(one, first, "first", NOW)
        .await?);
    write!(meta, |tx| tx
        .lifecycle_preview_put_images(one, &[preview_image(0)])
        .await?);
    let begun = LifecyclePreview {
        id: first,
        text: "first".to_owned(),
        status: LifecyclePreviewStatus::InProgress,
        started_at: NOW,
        ended_at: None,
        expiring: 0,
        transitioning: 0,
    };
    assert_eq!(
        read!(meta, |tx| tx.lifecycle_preview_get(one).await?).as_ref(),
        Some(&begun)
    );
    let ended: &LifecyclePreview = Box::leak(Box::new(LifecyclePreview {
        status: LifecyclePreviewStatus::Complete,
        ended_at: Some(later(2)),
        expiring: 7,
        transitioning: 8,
        ..begun
    }));
    write!(meta, |tx| tx.lifecycle_preview_end(one, ended).await?);
    assert_eq!(
        read!(meta, |tx| tx.lifecycle_preview_get(one).await?),
        Some(ended.clone())
    );
    write!(meta, |tx| tx
        .lifecycle_preview_create(one, second, "second", later(3))
        .await?);
    write!(meta, |tx| tx.lifecycle_preview_end(one, ended).await?);
    let preview = read!(meta, |tx| tx.lifecycle_preview_get(one).await?).expect("a preview");
    assert_eq!(
        (preview.id, preview.status),
        (second, LifecyclePreviewStatus::InProgress)
    );
    let images = read!(meta, |tx| tx
        .lifecycle_preview_list_images(one, TagStatus::Any, None, Limit(9))
        .await?);
    assert_eq!(images, [], "the images went with the first preview");
    let error = refused!(meta, |tx| tx
        .lifecycle_preview_create(RepositoryId::random(), first, "x", NOW)
        .await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
}

pub async fn images_of_a_preview_in_pages(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    let images: Vec<_> = (0..7).map(preview_image).collect();
    write!(meta, |tx| {
        tx.lifecycle_preview_create(one, Uuid::new_v4(), "x", NOW).await?;
        let images: Vec<_> = (0..7).map(preview_image).collect();
        tx.lifecycle_preview_put_images(one, &images).await?;
    });
    for (status, expect) in [
        (TagStatus::Any, vec![0, 1, 2, 3, 4, 5, 6]),
        (TagStatus::Tagged, vec![1, 2, 4, 5]),
        (TagStatus::Untagged, vec![0, 3, 6]),
    ] {
        let all = pages!(LifecyclePreviewImage: meta, |tx, after| tx
            .lifecycle_preview_list_images(one, status, after.map(|image| image.position), Limit(2)));
        let expect: Vec<_> = expect.into_iter().map(|at| images[at].clone()).collect();
        assert_eq!(all, expect, "{status:?}");
    }
    let found = read!(meta, |tx| [
        tx.lifecycle_preview_get_image(one, &digest(5)).await?,
        tx.lifecycle_preview_get_image(one, &digest(99)).await?,
    ]);
    assert_eq!(found, [Some(images[5].clone()), None]);
    write!(meta, |tx| tx.lifecycle_preview_clear(one).await?);
    let left = read!(meta, |tx| tx.lifecycle_preview_get_image(one, &digest(5)).await?);
    assert_eq!(left, None);
}

pub async fn the_facts_of_a_lifecycle_in_pages(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| {
        for number in 1..4 {
            tx.image_put(one, &layered(number, &[])).await?;
        }
        tx.image_put(one, &index(4, &[1, 2])).await?;
        tx.image_put(one, &index(5, &[1, 3, 9])).await?;
        tx.image_put(one, &referrer(6, 4, "application/spdx+json"))
            .await?;
        tx.image_put(two, &index(7, &[8])).await?;
    });
    let images = pages!(LifecycleImage: meta, |tx, after| tx
        .lifecycle_image_list(one, after.map(|image| &image.digest), Limit(2)));
    let expect = |number| LifecycleImage {
        digest: digest(number),
        pushed_at: NOW,
        subject: (number == 6).then(|| digest(4)),
        storage: meta::Storage::default(),
    };
    assert_eq!(images, (1..7).map(expect).collect::<Vec<_>>());
    let children = pages!(ImageChild: meta, |tx, after| tx.image_child_list(one, after, Limit(2)));
    let expect = [(4, 1), (4, 2), (5, 1), (5, 3), (5, 9)].map(|(index, child)| ImageChild {
        index: digest(index),
        child: digest(child),
    });
    assert_eq!(children, expect);
}

fn record(number: u128, at: Timestamp) -> AuditRecord {
    AuditRecord {
        id: Uuid::from_u128(number),
        registry: registry("eu-west-1"),
        at,
        name: "PolicyExecutionEvent".to_owned(),
        resource: arn("one").to_string(),
        record: format!("{{\"number\":{number}}}"),
    }
}

pub async fn the_audit_trail_is_listed_oldest_first(meta: &Meta) {
    write!(meta, |tx| {
        for (number, at) in [(3, later(1)), (1, later(2)), (2, later(2)), (4, NOW)] {
            tx.audit_put(&record(number, at)).await?;
        }
        let mut other = record(5, NOW);
        other.registry.account = account(AWAY);
        tx.audit_put(&other).await?;
    });
    write!(meta, |tx| assert_eq!(tx.audit_number(Limit(9)).await?, 5));
    let all = pages!(Numbered<AuditRecord>: meta, |tx, after| tx.audit_list(&registry("eu-west-1"), page_after(after), Limit(2)));
    let all: Vec<AuditRecord> = all.into_iter().map(|record| record.entry).collect();
    let expect = [
        record(4, NOW),
        record(3, later(1)),
        record(1, later(2)),
        record(2, later(2)),
    ];
    assert_eq!(all, expect);
    let deleted = write!(meta, |tx| [
        tx.audit_delete_before(later(2), Limit(2)).await?,
        tx.audit_delete_before(later(2), Limit(2)).await?,
        tx.audit_delete_before(later(2), Limit(2)).await?,
    ]);
    assert_eq!(deleted, [2, 1, 0]);
}

pub async fn the_newest_time_never_goes_back(meta: &Meta) {
    assert_eq!(read!(meta, |tx| tx.newest_time_get().await?), None);
    for (at, expect) in [(later(5), later(5)), (NOW, later(5)), (later(6), later(6))] {
        write!(meta, |tx| tx.newest_time_put(at).await?);
        assert_eq!(read!(meta, |tx| tx.newest_time_get().await?), Some(expect));
    }
}
