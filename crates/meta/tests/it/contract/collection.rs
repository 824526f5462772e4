use meta::BlobDomain::Installation;
use meta::{
    BlobDomain, CollectionHold, DoomedBlob, Keep, Limit, LookLimits, Meta, Removal, RepositoryId, StoredBlob,
};
use stdx::Timestamp;
use uuid::Uuid;

use crate::samples::{NOW, a_repository, blob, digest, gone, layered};
use crate::{read, refused, write};

const ALL: Limit = Limit(100);
const WHOLE: LookLimits = look(100, 100);

const fn look(rows: u32, unneeded: u32) -> LookLimits {
    LookLimits {
        rows: Limit(rows),
        unneeded: Limit(unneeded),
    }
}

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() + seconds * 1_000_000)
}

/// A repository with these layers, linked at `NOW`.
async fn with_layers(meta: &Meta, name: &'static str, layers: &'static [u16]) -> RepositoryId {
    let repository = a_repository(meta, name).await;
    write!(meta, |tx| {
        for number in layers {
            tx.blob_create(&blob(*number), NOW).await?;
            tx.layer_link(repository, (&digest(*number), &Installation), NOW)
                .await?;
        }
    });
    repository
}

pub async fn layers_without_an_image_are_unneeded_after_a_while(meta: &Meta) {
    let one = with_layers(meta, "one", &[10, 11, 12, 13]).await;
    write!(meta, |tx| {
        tx.image_put(one, &layered(1, &[10])).await?;
        tx.image_put(one, &layered(2, &[11])).await?;
        let kept = Removal {
            keep: Keep::Restorable,
            ..gone()
        };
        tx.image_delete(one, &digest(2), &kept).await?;
        assert!(tx.layer_touch(one, &digest(13), later(5)).await?);
        assert!(!tx.layer_touch(one, &digest(99), later(5)).await?);
    });
    let linked_at = read!(meta, |tx| tx.layer_linked_at(one, &digest(13)).await?);
    assert_eq!(linked_at, Some(later(5)));
    for (before, expect) in [(later(-1), vec![]), (NOW, vec![12]), (later(5), vec![12, 13])] {
        let looked = read!(meta, |tx| tx.layer_look(before, None, WHOLE).await?);
        let expect: Vec<_> = expect.into_iter().map(|number| (one, digest(number))).collect();
        assert_eq!(
            looked.unneeded, expect,
            "the rest is an image's, living or deleted, or too new"
        );
        assert_eq!(looked.last, None);
    }
    let first = read!(meta, |tx| tx.layer_look(NOW, None, look(3, 3)).await?);
    assert_eq!(first.last, Some((one, digest(12))));
    let rest = read!(meta, |tx| tx
        .layer_look(NOW, Some(&(one, digest(12))), look(3, 3))
        .await?);
    assert_eq!((rest.unneeded, rest.last), (vec![], None));
    let found = read!(meta, |tx| tx.layer_look(later(5), None, look(4, 1)).await?);
    assert_eq!(
        (found.unneeded, found.last),
        (vec![(one, digest(12))], Some((one, digest(12))))
    );
    let end = read!(meta, |tx| tx
        .layer_look(NOW, Some(&(one, digest(13))), WHOLE)
        .await?);
    assert_eq!((end.unneeded, end.last), (vec![], None));
    for (number, before, expect) in [
        (10, later(9), false),
        (11, later(9), false),
        (12, later(-1), false),
        (12, NOW, true),
        (12, NOW, false),
        (13, NOW, false),
    ] {
        let unlinked = write!(meta, |tx| tx
            .layer_unlink_unneeded(&[(one, digest(number))], before)
            .await?);
        assert_eq!(unlinked, u64::from(expect), "{number}");
    }
}

/// More of them than a statement takes.
const MANY: std::ops::Range<u16> = 100..170;

/// Two copies of each of many blobs: even generations stand in the clear, odd ones are encrypted.
fn many_copies() -> impl Iterator<Item = StoredBlob> {
    let copies = |number: u16| {
        [BlobDomain::Clear, Installation]
            .into_iter()
            .zip(0..)
            .map(move |(domain, bit)| StoredBlob {
                domain,
                generation: u64::from(number) * 2 + bit,
                ..blob(number)
            })
    };
    MANY.flat_map(copies)
}

pub async fn many_are_unlinked_and_doomed_at_once(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| {
        for copy in many_copies() {
            let repository = if copy.domain == Installation { one } else { two };
            tx.blob_create(&copy, NOW).await?;
            tx.layer_link(repository, (&copy.digest, &copy.domain), NOW)
                .await?;
        }
        tx.image_put(two, &layered(1, &[150])).await?;
    });
    let unlinked = write!(meta, |tx| {
        let layers = |repository| MANY.map(move |number| (repository, digest(number)));
        let layers: Vec<_> = layers(one).chain(layers(two)).collect();
        tx.layer_unlink_unneeded(&layers, NOW).await?
    });
    assert_eq!(unlinked, 139, "all but the layer of an image");
    let mut doomed = write!(meta, |tx| {
        let blobs: Vec<_> = many_copies().map(|copy| (copy.digest, copy.domain)).collect();
        tx.blob_doom(&blobs, later(1)).await?
    });
    doomed.sort_by_key(|copy| copy.generation);
    let needed = |copy: &StoredBlob| copy.generation == 300;
    let copies = many_copies().filter(|copy| !needed(copy)).map(|copy| DoomedBlob {
        digest: copy.digest,
        generation: copy.generation,
        size: copy.size,
    });
    assert_eq!(doomed, copies.collect::<Vec<_>>(), "all but that layer's copy");
    let mut listed = read!(meta, |tx| tx.doomed_blob_list(later(1), Limit(200)).await?);
    listed.sort_by_key(|copy| copy.generation);
    assert_eq!(listed, doomed);
    let kept = read!(meta, |tx| [
        tx.blob_get(&digest(150), &Installation).await?.is_some(),
        tx.blob_get(&digest(150), &BlobDomain::Clear).await?.is_some(),
    ]);
    assert_eq!(kept, [false, true]);
}

pub async fn deleting_an_image_touches_its_layers(meta: &Meta) {
    let one = with_layers(meta, "one", &[10, 11]).await;
    write!(meta, |tx| {
        tx.image_put(one, &layered(1, &[10])).await?;
        let removal = Removal {
            at: later(7),
            ..gone()
        };
        tx.image_delete(one, &digest(1), &removal).await?;
    });
    for (number, at) in [(10, later(7)), (11, NOW)] {
        let linked_at = read!(meta, |tx| tx.layer_linked_at(one, &digest(number)).await?);
        assert_eq!(linked_at, Some(at), "{number}");
    }
}

pub async fn blobs_without_a_layer_are_doomed(meta: &Meta) {
    let one = with_layers(meta, "one", &[10, 11]).await;
    write!(meta, |tx| {
        tx.image_put(one, &layered(1, &[11])).await?;
        let kept = Removal {
            keep: Keep::Restorable,
            ..gone()
        };
        tx.image_delete(one, &digest(1), &kept).await?;
        tx.blob_create(&blob(12), NOW).await?;
        tx.layer_unlink(one, &digest(11)).await?;
    });
    let key = |number| (digest(number), Installation);
    let looked = read!(meta, |tx| tx.blob_look(None, WHOLE).await?);
    assert_eq!(
        looked.unneeded,
        [key(12)],
        "one is a layer, one is needed by a deleted image"
    );
    let doomed = write!(meta, |tx| {
        tx.blob_doom(&[key(10), key(11), key(12), key(12)], NOW).await?
    });
    assert_eq!(
        read!(meta, |tx| tx.blob_get(&digest(12), &Installation).await?),
        None
    );
    let copy = DoomedBlob {
        digest: digest(12),
        generation: blob(12).generation,
        size: blob(12).size,
    };
    assert_eq!(doomed, [copy]);
    assert!(read!(meta, |tx| tx
        .doomed_blob_get(&digest(12), copy.generation)
        .await?));
    assert!(!read!(meta, |tx| tx.doomed_blob_get(&digest(12), 1).await?));
    // Nobody can link it any more, and another copy is another copy.
    let error = refused!(meta, |tx| tx
        .layer_link(one, (&digest(12), &Installation), NOW)
        .await?);
    assert!(matches!(error, meta::Error::Dangling(_)), "{error:?}");
    let orphan = DoomedBlob {
        generation: 5,
        ..copy
    };
    let doomed = write!(meta, |tx| [
        tx.blob_doom_copy(&orphan, later(1)).await?,
        tx.blob_doom_copy(&orphan, later(1)).await?,
        tx.blob_doom_copy(
            &DoomedBlob {
                digest: digest(10),
                generation: blob(10).generation,
                size: 7
            },
            later(1)
        )
        .await?,
    ]);
    assert_eq!(
        doomed,
        [true, false, false],
        "a copy that a row names is not doomed"
    );
    let copies = read!(meta, |tx| tx.blob_copies(&digest(10), &digest(12)).await?);
    let named = |number: u16| (digest(number), blob(number).generation);
    let mut expected = [named(10), named(11), named(12), (digest(12), 5)];
    expected.sort();
    assert_eq!(copies, expected);
    for (before, expect) in [
        (later(-1), vec![]),
        (NOW, vec![copy]),
        (later(1), vec![copy, orphan]),
    ] {
        assert_eq!(read!(meta, |tx| tx.doomed_blob_list(before, ALL).await?), expect);
    }
    for (now, limit, expect) in [
        (later(1), ALL, 0),
        (later(-1), Limit(1), 1),
        (NOW, ALL, 1),
        (NOW, ALL, 0),
    ] {
        let set_back = write!(meta, |tx| tx.doomed_blob_set_back(now, limit).await?);
        assert_eq!(set_back, expect, "{now:?}");
    }
    for (before, expect) in [(later(-1), vec![copy]), (NOW, vec![copy, orphan])] {
        assert_eq!(read!(meta, |tx| tx.doomed_blob_list(before, ALL).await?), expect);
    }
    write!(meta, |tx| tx.doomed_blob_delete(&[copy]).await?);
    assert_eq!(
        read!(meta, |tx| tx.doomed_blob_list(later(9), ALL).await?),
        [orphan]
    );
}

pub async fn one_epoch_follows_another(meta: &Meta) {
    let row = read!(meta, |tx| tx.collector_get().await?);
    assert_eq!((row.epoch, row.progress.as_str()), (0, ""));
    let claimed = write!(meta, |tx| [
        tx.collector_claim(0, later(9)).await?,
        tx.collector_claim(0, later(9)).await?,
    ]);
    assert_eq!(claimed, [Some(1), None]);
    assert!(write!(meta, |tx| tx.collector_hold(1, later(10), "half").await?));
    let row = read!(meta, |tx| tx.collector_get().await?);
    assert_eq!((row.leased_until, row.progress.as_str()), (later(10), "half"));
    assert_eq!(
        write!(meta, |tx| tx.collector_claim(1, later(20)).await?),
        Some(2)
    );
    assert!(!write!(meta, |tx| tx
        .collector_hold(1, later(30), "lost")
        .await?));
    assert!(!write!(meta, |tx| tx.collector_end(1, "lost", NOW).await?));
    assert!(write!(meta, |tx| tx.collector_end(2, "whole", later(50)).await?));
    let row = read!(meta, |tx| tx.collector_get().await?);
    assert_eq!((row.epoch, row.leased_until), (2, Timestamp::from_micros(0)));
    assert_eq!((row.due_at, row.progress.as_str()), (later(50), "whole"));
    write!(meta, |tx| tx.collector_put_due(NOW).await?);
    assert_eq!(read!(meta, |tx| tx.collector_get().await?).due_at, NOW);
}

pub async fn holds_end_or_are_given_up(meta: &Meta) {
    let hold = |number: u128, until| CollectionHold {
        id: Uuid::from_u128(number),
        reason: format!("number {number}"),
        until,
    };
    write!(meta, |tx| {
        tx.collection_hold_put(&hold(1, later(5)), NOW).await?;
        tx.collection_hold_put(&hold(2, later(3)), NOW).await?;
    });
    let holds = |now| async move { read!(meta, |tx| tx.collection_hold_list(now, ALL).await?) };
    assert_eq!(holds(NOW).await, [hold(2, later(3)), hold(1, later(5))]);
    assert_eq!(holds(later(3)).await, [hold(1, later(5))]);
    write!(meta, |tx| tx
        .collection_hold_put(&hold(1, later(9)), later(4))
        .await?);
    assert_eq!(
        holds(NOW).await,
        [hold(1, later(9))],
        "the one that has ended is forgotten"
    );
    assert!(write!(meta, |tx| tx
        .collection_hold_delete(Uuid::from_u128(1))
        .await?));
    assert!(!write!(meta, |tx| tx
        .collection_hold_delete(Uuid::from_u128(1))
        .await?));
    assert_eq!(holds(NOW).await, []);
}
