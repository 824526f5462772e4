use meta::{Image, ImageSelection, Limit, Meta, ReferrerSelection, RepositoryId, TagStatus};
use names::Digest;

use crate::samples::{NOW, a_repository, digest, image, layered, name, referrer, registry, repository, tag};
use crate::{read, write};

pub async fn images_in_pages(meta: &Meta) {
    let (one, two) = (a_repository(meta, "one").await, a_repository(meta, "two").await);
    write!(meta, |tx| for number in (0..25).rev() {
        tx.image_put(one, &layered(number, &[])).await?;
        tx.image_put(two, &layered(number + 100, &[])).await?;
    });
    for size in [1, 7, 25, 100] {
        let all = pages(meta, one, TagStatus::Any, Limit(size)).await;
        assert_eq!(all, (0..25).map(image).collect::<Vec<_>>(), "pages of {size}");
    }
}

pub async fn images_by_tag_status(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| for number in 0..20 {
        tx.image_put(repository, &layered(number, &[])).await?;
        if number % 3 == 0 {
            tx.tag_put(repository, &tag(&format!("t{number}")), &digest(number), NOW)
                .await?;
        }
    });
    for size in [1, 4, 50] {
        let tagged = pages(meta, repository, TagStatus::Tagged, Limit(size)).await;
        assert_eq!(
            tagged,
            (0..20).filter(|n| n % 3 == 0).map(image).collect::<Vec<_>>()
        );
        let untagged = pages(meta, repository, TagStatus::Untagged, Limit(size)).await;
        assert_eq!(
            untagged,
            (0..20).filter(|n| n % 3 != 0).map(image).collect::<Vec<_>>()
        );
    }
}

pub async fn referrers_in_pages(meta: &Meta) {
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| for number in 10..30 {
        let kind = ["application/a", "application/b", "application/c"][usize::from(number % 3)];
        tx.image_put(repository, &referrer(number, number % 2, kind))
            .await?;
    });
    for (types, expected) in [
        (vec![], vec![10, 12, 14, 16, 18, 20, 22, 24, 26, 28]),
        (vec!["application/a"], vec![12, 18, 24]),
        (
            vec!["application/c", "application/a", "application/c"],
            vec![12, 14, 18, 20, 24, 26],
        ),
        (vec!["application/A", ""], vec![]),
    ] {
        let types: Vec<String> = types.into_iter().map(str::to_owned).collect();
        for size in [1, 3, 100] {
            let found = referrers(meta, repository, &types, Limit(size)).await;
            let expected: Vec<Digest> = expected.iter().copied().map(digest).collect();
            assert_eq!(found, expected, "{types:?} in pages of {size}");
        }
    }
}

pub async fn tags_in_byte_order(meta: &Meta) {
    const TAGS: [&str; 9] = ["1.10", "1.2", "A", "B", "_", "a", "a-b", "a.b", "b"];
    let repository = a_repository(meta, "one").await;
    write!(meta, |tx| {
        tx.image_put(repository, &layered(1, &[])).await?;
        for text in TAGS.into_iter().rev() {
            tx.tag_put(repository, &tag(text), &digest(1), NOW).await?;
        }
    });
    for size in [1, 2, 50] {
        let mut seen: Vec<String> = Vec::new();
        loop {
            let after = seen.last().cloned();
            let page = meta.read(move |tx| {
                let after = after.as_deref().map(tag);
                Box::pin(async move { tx.tag_list(repository, after.as_ref(), Limit(size)).await })
            });
            let page = page.await.expect("a page");
            if page.is_empty() {
                break;
            }
            seen.extend(page.iter().map(|entry| entry.tag.to_string()));
        }
        assert_eq!(seen, TAGS, "pages of {size}");
    }
    let of_image = read!(meta, |tx| tx.tag_list_of_image(repository, &digest(1)).await?);
    assert_eq!(of_image, TAGS.map(tag));
}

pub async fn repositories_of_one_registry(meta: &Meta) {
    write!(
        meta,
        |tx| for text in ["b/b", "a-b", "a/b", "ab", "a"].map(|text| format!("x{text}")) {
            tx.repository_create(&repository(&text)).await?;
            let mut elsewhere = repository(&format!("{text}-elsewhere"));
            elsewhere.arn.registry = registry("eu-west-2");
            tx.repository_create(&elsewhere).await?;
        }
    );
    let mut seen: Vec<String> = Vec::new();
    loop {
        let after = seen.last().cloned();
        let page = meta.read(move |tx| {
            let after = after.as_deref().map(name);
            let list = async move {
                tx.repository_list(&registry("eu-west-1"), after.as_ref(), Limit(2))
                    .await
            };
            Box::pin(list)
        });
        let page = page.await.expect("a page");
        if page.is_empty() {
            break;
        }
        seen.extend(page.iter().map(|repository| repository.arn.name.to_string()));
    }
    assert_eq!(seen, ["xa", "xa-b", "xa/b", "xab", "xb/b"]);
}

async fn pages(meta: &Meta, repository: RepositoryId, tags: TagStatus, limit: Limit) -> Vec<Image> {
    let selection = ImageSelection { tags, status: None };
    let mut seen: Vec<Image> = Vec::new();
    loop {
        let after = seen.last().map(|image| image.digest);
        let page = read!(meta, |tx| tx
            .image_list(repository, selection, after.as_ref(), limit)
            .await?);
        if page.is_empty() {
            return seen;
        }
        seen.extend(page);
    }
}

async fn referrers(meta: &Meta, repository: RepositoryId, types: &[String], limit: Limit) -> Vec<Digest> {
    let mut seen: Vec<Digest> = Vec::new();
    loop {
        let after = seen.last().copied();
        let selection = ReferrerSelection {
            subject: digest(0),
            artifact_types: types.to_vec(),
            status: None,
        };
        let page = meta.read(move |tx| {
            let selection = selection.clone();
            Box::pin(async move {
                tx.referrer_list(repository, &selection, after.as_ref(), limit)
                    .await
            })
        });
        let page = page.await.expect("a page");
        if page.is_empty() {
            return seen;
        }
        seen.extend(page.iter().map(|image| image.digest));
    }
}
