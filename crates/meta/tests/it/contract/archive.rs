use std::collections::BTreeSet;

use meta::{
    BlobDomain, Image, ImageSelection, ImageStatus, Limit, Meta, ReferrerSelection, RepositoryId, Storage,
    TagStatus, TaggedDigest,
};
use names::{Digest, Reference};
use stdx::Timestamp;

use crate::samples::{NOW, a_repository, blob, digest, index, layered, referrer, tag};
use crate::{pages, read, write};

const STATUSES: [Option<ImageStatus>; 4] = [
    None,
    Some(ImageStatus::Active),
    Some(ImageStatus::Activating),
    Some(ImageStatus::Archived),
];
const TAGS: [TagStatus; 3] = [TagStatus::Any, TagStatus::Tagged, TagStatus::Untagged];

pub fn in_status(status: ImageStatus) -> Storage {
    Storage {
        status,
        last_archived_at: (status != ImageStatus::Active).then_some(NOW),
        last_activated_at: None,
    }
}

/// Images 0 to 17, of each status and with and without a tag.
async fn fill(meta: &Meta, repository: RepositoryId) {
    write!(meta, |tx| for number in 0..18 {
        let new = referrer(
            number,
            100,
            ["application/a", "application/b"][usize::from(number % 2)],
        );
        tx.image_put(repository, &new).await?;
        if number % 4 < 2 {
            tx.tag_put(repository, &tag(&format!("t{number}")), &digest(number), NOW)
                .await?;
        }
        tx.image_put_storage(repository, &digest(number), &in_status(status_of(number)))
            .await?;
    });
}

fn status_of(number: u16) -> ImageStatus {
    ImageStatus::ALL[usize::from(number / 2 % 3)]
}

async fn get(meta: &Meta, repository: RepositoryId, number: u16) -> Image {
    read!(meta, |tx| tx.image_get(repository, &digest(number)).await?).expect("an image")
}

async fn can_be_pulled(meta: &Meta, repository: RepositoryId, reference: &str) -> bool {
    let reference = Reference::parse(reference).expect(reference);
    let get = meta.read(move |tx| {
        let reference = reference.clone();
        Box::pin(async move { tx.manifest_get(repository, &reference).await })
    });
    get.await.expect("the read succeeds").is_some()
}

pub async fn an_archived_image_keeps_its_place_and_leaves_the_lists(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.image_put(repository, &layered(1, &[7])).await?;
        tx.tag_put(repository, &tag("a"), &digest(1), NOW).await?;
    });
    let by_digest = digest(1).to_string();
    assert_eq!(get(meta, repository, 1).await.storage, Storage::default());
    let later = Timestamp::from_micros(NOW.as_micros() + 1);
    for (status, at) in [
        (ImageStatus::Archived, Some(NOW)),
        (ImageStatus::Activating, Some(NOW)),
        (ImageStatus::Active, Some(later)),
        (ImageStatus::Archived, None),
    ] {
        let storage = Storage {
            status,
            last_archived_at: at,
            last_activated_at: Some(later),
        };
        write!(meta, |tx| tx
            .image_put_storage(repository, &digest(1), &storage)
            .await?);
        assert_eq!(get(meta, repository, 1).await.storage, storage);
        let active = status == ImageStatus::Active;
        for reference in [by_digest.as_str(), "a"] {
            assert_eq!(
                can_be_pulled(meta, repository, reference).await,
                active,
                "{status:?}"
            );
        }
        let tags = read!(meta, |tx| tx
            .tag_list_of_status(repository, status, None, Limit(9))
            .await?);
        assert_eq!(tags.len(), 1, "{status:?}");
        assert_eq!(
            read!(meta, |tx| tx.tag_get(repository, &tag("a")).await?),
            Some(digest(1)),
            "the name stays"
        );
    }
    // An image that is restored from elsewhere may come as an archived one.
    write!(meta, |tx| {
        let mut new = layered(2, &[7]);
        new.image.storage = in_status(ImageStatus::Archived);
        tx.image_put(repository, &new).await?;
    });
    assert!(!can_be_pulled(meta, repository, &digest(2).to_string()).await);
}

pub async fn a_tag_is_where_its_image_is(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        for number in 1..3 {
            tx.image_put(repository, &layered(number, &[])).await?;
        }
        tx.tag_put(repository, &tag("a"), &digest(1), NOW).await?;
        tx.image_put_storage(repository, &digest(2), &in_status(ImageStatus::Archived))
            .await?;
        tx.tag_put(repository, &tag("b"), &digest(2), NOW).await?;
    });
    let listed = |status| async move {
        let tags = pages!(TaggedDigest: meta, |tx, after| tx
            .tag_list_of_status(repository, status, after.map(|after| &after.tag), Limit(2)));
        tags.iter().map(|entry| entry.tag.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(listed(ImageStatus::Active).await, ["a"]);
    assert_eq!(listed(ImageStatus::Archived).await, ["b"]);
    write!(meta, |tx| {
        tx.tag_put(repository, &tag("a"), &digest(2), NOW).await?;
        tx.tag_put(repository, &tag("b"), &digest(1), NOW).await?;
    });
    assert_eq!(listed(ImageStatus::Active).await, ["b"]);
    assert_eq!(listed(ImageStatus::Archived).await, ["a"]);
}

pub async fn layers_of_archived_images_alone(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.blob_create(&blob(7), NOW).await?;
        tx.layer_link(repository, (&digest(7), &BlobDomain::Installation), NOW)
            .await?;
        for number in 1..4 {
            tx.image_put(repository, &layered(number, &[7])).await?;
        }
    });
    for (archived, expect) in [(1, (Some(2), false)), (3, (Some(2), false)), (2, (Some(1), true))] {
        write!(meta, |tx| tx
            .image_put_storage(repository, &digest(archived), &in_status(ImageStatus::Archived))
            .await?);
        let link = read!(meta, |tx| tx.layer_get(repository, &digest(7)).await?).expect("a layer");
        let named = expect.0.map(|number| format!("application/layer.{number}"));
        assert_eq!((link.media_type, link.archived), (named, expect.1), "{archived}");
        assert!(link.referenced);
    }
    write!(meta, |tx| tx
        .image_put_storage(repository, &digest(3), &in_status(ImageStatus::Activating))
        .await?);
    let link = read!(meta, |tx| tx.layer_get(repository, &digest(7)).await?).expect("a layer");
    assert!(link.archived, "not before it is active");
}

pub async fn images_of_each_status_in_pages(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    fill(meta, repository).await;
    for tags in TAGS {
        for status in STATUSES {
            let selection = ImageSelection { tags, status };
            let expect = (0..18).filter(|number| {
                let of_status = status.is_none_or(|status| status == status_of(*number));
                of_status
                    && match tags {
                        TagStatus::Any => true,
                        TagStatus::Tagged => number % 4 < 2,
                        TagStatus::Untagged => number % 4 >= 2,
                    }
            });
            let all = pages!(Image: meta, |tx, after| tx
                .image_list(repository, selection, after.map(|image| &image.digest), Limit(2)));
            let all: Vec<Digest> = all.iter().map(|image| image.digest).collect();
            assert_eq!(all, expect.map(digest).collect::<Vec<_>>(), "{selection:?}");
        }
    }
}

pub async fn referrers_of_each_status_in_pages(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    fill(meta, repository).await;
    for types in [
        vec![],
        vec!["application/b"],
        vec!["application/a", "application/b"],
    ] {
        let of_type = |number: &u16| types.is_empty() || types.len() == 2 || number % 2 == 1;
        let mut seen = BTreeSet::new();
        for status in STATUSES {
            let expect = (0..18).filter(of_type);
            let expect = expect.filter(|number| status.is_none_or(|status| status == status_of(*number)));
            let expect: Vec<Digest> = expect.map(digest).collect();
            let mut all: Vec<Digest> = Vec::new();
            loop {
                let after = all.last().copied();
                let selection = ReferrerSelection {
                    subject: digest(100),
                    artifact_types: types.iter().map(|kind| (*kind).to_owned()).collect(),
                    status,
                };
                let page = meta.read(move |tx| {
                    let selection = selection.clone();
                    Box::pin(async move {
                        tx.referrer_list(repository, &selection, after.as_ref(), Limit(2))
                            .await
                    })
                });
                let page = page.await.expect("a page");
                if page.is_empty() {
                    break;
                }
                all.extend(page.iter().map(|image| image.digest));
            }
            assert_eq!(all, expect, "{types:?} {status:?}");
            if status.is_some() {
                assert!(all.into_iter().all(|digest| seen.insert(digest)), "each once");
            }
        }
        assert_eq!(seen.len(), (0..18).filter(of_type).count(), "and all of them");
    }
}

pub async fn archived_indexes_hold_no_child(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        for number in 1..3 {
            tx.image_put(repository, &layered(number, &[])).await?;
        }
        for number in 11..14 {
            tx.image_put(repository, &index(number, &[1, 2])).await?;
        }
    });
    for (archived, expect) in [(12, vec![11, 13]), (11, vec![13]), (13, vec![])] {
        write!(meta, |tx| tx
            .image_put_storage(repository, &digest(archived), &in_status(ImageStatus::Archived))
            .await?);
        let holders = read!(meta, |tx| tx
            .image_active_parents(repository, &digest(1), Limit(9))
            .await?);
        assert_eq!(holders, expect.into_iter().map(digest).collect::<Vec<_>>());
    }
    let children = read!(meta, |tx| [
        tx.image_children(repository, &digest(12)).await?,
        tx.image_children(repository, &digest(1)).await?,
    ]);
    assert_eq!(children, [vec![digest(1), digest(2)], vec![]]);
}
