use std::time::Duration;

use meta::{Error, ImageHold, ImageLayer, Limit, Meta, RepositoryProtection};
use stdx::Timestamp;

use crate::samples::{NOW, a_repository, digest, gone, layered};
use crate::{pages, read, refused, write};

fn later(seconds: u64) -> Timestamp {
    NOW.after(Duration::from_secs(seconds))
}

fn hold(number: u16, held_until: Option<Timestamp>) -> ImageHold {
    ImageHold {
        digest: digest(number),
        reason: format!("reason {number}"),
        held_by: "arn:aws:iam::111122223333:root".to_owned(),
        held_at: NOW,
        held_until,
    }
}

pub async fn an_image_has_one_hold(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    let two = a_repository(meta, "two").await;
    let error = refused!(meta, |tx| tx.image_hold_put(one, &hold(1, None)).await?);
    assert!(matches!(error, Error::Dangling(_)), "{error:?}");
    write!(meta, |tx| {
        tx.image_put(one, &layered(1, &[9])).await?;
        tx.image_put(two, &layered(1, &[9])).await?;
        tx.image_hold_put(one, &hold(1, None)).await?;
    });
    let first = read!(meta, |tx| tx.image_hold_get(one, &digest(1)).await?);
    assert_eq!(first, Some(hold(1, None)));
    assert_eq!(read!(meta, |tx| tx.image_hold_get(two, &digest(1)).await?), None);
    write!(meta, |tx| tx
        .image_hold_put(one, &hold(1, Some(later(9))))
        .await?);
    let second = read!(meta, |tx| tx.image_hold_get(one, &digest(1)).await?).expect("a hold");
    assert_eq!(second, hold(1, Some(later(9))));
    assert!(second.is_active(later(8)) && !second.is_active(later(9)));
    assert!(write!(meta, |tx| tx.image_hold_delete(one, &digest(1)).await?));
    assert!(!write!(meta, |tx| tx.image_hold_delete(one, &digest(1)).await?));
    write!(meta, |tx| {
        tx.image_hold_put(one, &hold(1, None)).await?;
        tx.image_delete(one, &digest(1), &gone()).await?;
    });
    let gone = read!(meta, |tx| tx.image_hold_get(one, &digest(1)).await?);
    assert_eq!(gone, None, "it goes with its image");
}

pub async fn holds_are_listed_until_they_end(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    write!(meta, |tx| {
        for number in 1..=5 {
            tx.image_put(one, &layered(number, &[9])).await?;
            let until = (number % 2 == 0).then(|| later(number.into()));
            tx.image_hold_put(one, &hold(number, until)).await?;
        }
    });
    for (now, expect) in [(NOW, 5), (later(2), 4), (later(9), 3)] {
        let all = pages!(ImageHold: meta, |tx, after| {
            tx.image_hold_list(one, after.map(|hold| &hold.digest), (now, Limit(2)))
        });
        assert_eq!(all.len(), expect);
        assert!(all.is_sorted_by_key(|hold| hold.digest.to_string()));
    }
    write!(meta, |tx| tx.image_hold_delete_ended(one, later(2)).await?);
    let all = read!(meta, |tx| tx.image_hold_list(one, None, (NOW, Limit(9))).await?);
    assert_eq!(all.len(), 4);
}

pub async fn a_repository_is_protected_or_not(meta: &Meta) {
    let one = a_repository(meta, "one").await;
    assert_eq!(read!(meta, |tx| tx.repository_protection_get(one).await?), None);
    let by = |by: &str, at| RepositoryProtection {
        protected_by: by.to_owned(),
        protected_at: at,
    };
    let (first, second) = (by("first", NOW), by("second", later(1)));
    let expect = first.clone();
    write!(meta, |tx| {
        tx.repository_protection_put(one, &by("first", NOW)).await?;
        tx.repository_protection_put(one, &by("second", later(1))).await?;
    });
    assert_ne!(first, second);
    assert_eq!(
        read!(meta, |tx| tx.repository_protection_get(one).await?),
        Some(expect)
    );
    assert!(write!(meta, |tx| tx.repository_protection_delete(one).await?));
    assert!(!write!(meta, |tx| tx.repository_protection_delete(one).await?));
    write!(meta, |tx| {
        tx.repository_protection_put(one, &by("first", NOW)).await?;
        tx.repository_delete(one).await?;
    });
    assert_eq!(read!(meta, |tx| tx.repository_protection_get(one).await?), None);
}

pub async fn layers_are_listed_by_image(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| {
        tx.image_put(one, &layered(1, &[7, 8, 9])).await?;
        tx.image_put(one, &layered(2, &[8])).await?;
        tx.image_put(two, &layered(3, &[8])).await?;
    });
    let all = pages!(ImageLayer: meta, |tx, after| tx.image_layer_list(one, after, Limit(2)));
    let mut found: Vec<_> = all.iter().map(|entry| (entry.image, entry.layer)).collect();
    found.dedup();
    assert_eq!(found.len(), all.len());
    let of = |image, layers: &[u16]| {
        layers
            .iter()
            .map(|layer| (digest(image), digest(*layer)))
            .collect::<Vec<_>>()
    };
    let mut expect = [of(1, &[7, 8, 9]), of(2, &[8])].concat();
    let by_text = |(image, layer): &(names::Digest, names::Digest)| (image.to_string(), layer.to_string());
    expect.sort_by_key(by_text);
    assert_eq!(found, expect);
}
