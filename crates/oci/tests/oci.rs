//! Properties of the readers: none panics, and each agrees with a simpler model.

use names::{Digest, MediaType, Reference, RepositoryName, Tag, UploadId};
use oci::conditional;
use oci::manifest::media_types;
use oci::range::{Chunk, Selection};
use oci::{Facts, Kind, ListQuery, PageSize, Route, UploadMode, manifest};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

const WORDS: [&str; 8] = [
    "tags",
    "list",
    "manifests",
    "blobs",
    "uploads",
    "referrers",
    "catalog",
    "v2",
];

fn segment() -> impl Strategy<Value = String> {
    prop_oneof![
        select(&WORDS[..]).prop_map(str::to_owned),
        "[a-z0-9]{2,5}([._-][a-z0-9]{1,3})?"
    ]
}

fn name() -> impl Strategy<Value = RepositoryName> {
    let segments = prop::collection::vec(segment(), 1..5);
    segments.prop_map(|segments| RepositoryName::parse(&segments.join("/")).expect("good segments"))
}

fn digest() -> impl Strategy<Value = Digest> {
    let long = prop::collection::vec(any::<u8>(), 64);
    prop_oneof![
        any::<[u8; 32]>().prop_map(Digest::Sha256),
        long.prop_map(|bytes| Digest::Sha512(bytes.try_into().expect("64 bytes"))),
    ]
}

fn reference() -> impl Strategy<Value = Reference> {
    let tag =
        "[A-Za-z0-9_][A-Za-z0-9._-]{0,12}".prop_map(|tag| Reference::Tag(Tag::parse(&tag).expect("a tag")));
    prop_oneof![tag, digest().prop_map(Reference::Digest)]
}

fn upload() -> impl Strategy<Value = UploadId> {
    any::<u128>().prop_map(|bits| UploadId::from_uuid(uuid::Uuid::from_u128(bits)))
}

/// Page sizes have no constructor but the route's own parser.
fn page_size() -> impl Strategy<Value = Option<PageSize>> {
    let read = |n: u16| match Route::parse("GET", "/v2/_catalog", &format!("n={n}")) {
        Ok(Route::Catalog(query)) => query.n,
        other => panic!("{other:?}"),
    };
    prop::option::of(0..=1000_u16).prop_map(move |n| n.and_then(read))
}

fn list() -> impl Strategy<Value = ListQuery> {
    let last = prop::option::of("\\PC{1,20}");
    (page_size(), last).prop_map(|(n, last)| ListQuery { n, last })
}

fn mode() -> impl Strategy<Value = UploadMode> {
    prop_oneof![
        Just(UploadMode::Session),
        digest().prop_map(|digest| UploadMode::Monolithic { digest }),
        (digest(), prop::option::of(name())).prop_map(|(digest, from)| UploadMode::Mount { digest, from }),
    ]
}

fn content_route() -> impl Strategy<Value = Route> {
    (0..7, name(), reference(), digest()).prop_map(|(kind, name, reference, digest)| match kind {
        0 => Route::ManifestGet { name, reference },
        1 => Route::ManifestHead { name, reference },
        2 => Route::ManifestPut { name, reference },
        3 => Route::ManifestDelete { name, reference },
        4 => Route::BlobGet { name, digest },
        5 => Route::BlobHead { name, digest },
        _ => Route::BlobDelete { name, digest },
    })
}

fn upload_route() -> impl Strategy<Value = Route> {
    (0..5, name(), upload(), digest(), mode()).prop_map(|(kind, name, upload, digest, mode)| match kind {
        0 => Route::UploadStart { name, mode },
        1 => Route::UploadStatus { name, upload },
        2 => Route::UploadAppend { name, upload },
        3 => Route::UploadFinish { name, upload, digest },
        _ => Route::UploadCancel { name, upload },
    })
}

fn list_route() -> impl Strategy<Value = Route> {
    let referrers = (
        name(),
        digest(),
        prop::collection::vec("\\PC{1,20}", 0..=5),
        prop::option::of(digest()),
        page_size(),
    );
    prop_oneof![
        Just(Route::Base),
        list().prop_map(Route::Catalog),
        (name(), list()).prop_map(|(name, query)| Route::TagList { name, query }),
        referrers.prop_map(|(name, digest, artifact_types, last, n)| Route::Referrers {
            name,
            digest,
            artifact_types,
            last,
            n
        }),
    ]
}

/// A text that looks like the target of a request now and then.
fn almost_a_path() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        segment(),
        select(
            &[
                "",
                "..",
                "_catalog",
                "%2F",
                "%00",
                "%3A",
                "sha256:00",
                "latest",
                "é"
            ][..]
        )
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    prop::collection::vec(part, 0..7).prop_map(|parts| format!("/v2/{}", parts.join("/")))
}

/// JSON that has the members of manifests in odd places.
fn almost_a_manifest() -> impl Strategy<Value = Value> {
    let digest = format!("sha256:{}", "0".repeat(64));
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        select(&["", "a/b", media_types::OCI_MANIFEST, media_types::OCI_INDEX][..]).prop_map(Value::from),
        Just(json!({"mediaType": "a/b", "digest": digest, "size": 1})),
    ];
    let key = select(
        &[
            "schemaVersion",
            "mediaType",
            "config",
            "layers",
            "manifests",
            "subject",
            "annotations",
            "digest",
            "size",
            "urls",
            "artifactType",
            "x",
        ][..],
    );
    leaf.prop_recursive(4, 40, 6, move |inner| {
        let members = prop::collection::vec((key.clone(), inner.clone()), 0..6);
        let object = members.prop_map(|members| {
            members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()
        });
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            object.prop_map(Value::Object)
        ]
    })
}

/// A manifest as text: mostly a good one.
fn good_manifest() -> impl Strategy<Value = Value> {
    let descriptor = || {
        (digest(), 0..i64::MAX).prop_map(
            |(digest, size)| json!({"mediaType": "a/b", "digest": digest.to_string(), "size": size}),
        )
    };
    let list = prop::collection::vec(descriptor(), 0..4);
    (any::<bool>(), descriptor(), list).prop_map(|(index, config, list)| {
        if index {
            json!({"schemaVersion": 2, "mediaType": media_types::OCI_INDEX, "manifests": list})
        } else {
            let media_type = media_types::OCI_MANIFEST;
            json!({"schemaVersion": 2, "mediaType": media_type, "config": config, "layers": list})
        }
    })
}

/// What a lenient reader makes of the same text must be the same.
fn assert_agrees(facts: &Facts, document: &Value) {
    let (list, found) = match &facts.kind {
        Kind::Image { layers, .. } => ("layers", layers),
        Kind::Index { children } => ("manifests", children),
    };
    let expected = document[list].as_array().expect("the list that was read");
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(expected["digest"], found.digest.to_string());
        assert_eq!(expected["size"], found.size);
    }
    assert_eq!(document["schemaVersion"], 2);
}

/// The offsets that one range spec selects, found one by one.
fn selected(first: Option<u64>, last: Option<u64>, size: u64) -> Vec<u64> {
    let is_in = |offset: &u64| match (first, last) {
        (Some(first), last) => *offset >= first && last.is_none_or(|last| *offset <= last),
        (None, Some(suffix)) => size - *offset <= suffix,
        (None, None) => false,
    };
    (0..size).filter(is_in).collect()
}

proptest! {
    #[test]
    fn routes_survive_any_text(method in "\\PC{0,8}", path in "\\PC*", query in "\\PC*") {
        let _ = Route::parse(&method, &path, &query);
    }

    #[test]
    fn routes_survive_almost_paths(path in almost_a_path(), query in "[n&=%0-9a-f.+]{0,20}") {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] {
            if let Ok(route) = Route::parse(method, &path, &query) {
                let target = route.target();
                let (path, query) = target.split_once('?').unwrap_or((&target, ""));
                prop_assert_eq!(Route::parse(route.method(), path, query), Ok(route));
            }
        }
    }

    #[test]
    fn routes_come_back(route in prop_oneof![content_route(), upload_route(), list_route()]) {
        let target = route.target();
        prop_assert!(target.bytes().all(|byte| byte.is_ascii_graphic()), "{}", target);
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        prop_assert!(Route::LABELS.contains(&route.label()));
        prop_assert_eq!(Route::parse(route.method(), path, query), Ok(route));
    }

    #[test]
    fn manifests_survive_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let content_type = MediaType::parse(media_types::OCI_MANIFEST).unwrap();
        prop_assert!(manifest::parse(&bytes, Some(&content_type)).is_err());
    }

    #[test]
    fn manifests_survive_any_json(document in almost_a_manifest(), own in any::<bool>()) {
        let content_type = MediaType::parse(media_types::OCI_INDEX).unwrap();
        let content_type = Some(&content_type).filter(|_| own);
        if let Ok(facts) = manifest::parse(document.to_string().as_bytes(), content_type) {
            assert_agrees(&facts, &document);
        }
    }

    #[test]
    fn good_manifests_are_read(document in good_manifest()) {
        let facts = manifest::parse(document.to_string().as_bytes(), None);
        assert_agrees(&facts.expect("a good manifest"), &document);
    }

    #[test]
    fn damaged_manifests_are_read_alike(
        document in good_manifest(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..3),
    ) {
        let mut bytes = document.to_string().into_bytes();
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(facts) = manifest::parse(&bytes, None) {
            assert_agrees(&facts, &serde_json::from_slice(&bytes).expect("strict is also lenient"));
        }
    }

    #[test]
    fn ranges_select_what_the_model_selects(
        first in prop::option::of(0..12_u64),
        last in prop::option::of(0..12_u64),
        size in 0..10_u64,
    ) {
        let text = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        let header = format!("bytes={}-{}", text(first), text(last));
        let malformed = match (first, last) {
            (None, None) => true,
            (Some(first), Some(last)) => first > last,
            _ => false,
        };
        let expected = selected(first, last, size);
        match Selection::parse(&header, size) {
            Selection::Whole => prop_assert!(malformed || (size == 0 && first.is_none())),
            Selection::Part(span) => {
                prop_assert!(!malformed);
                prop_assert_eq!((span.first()..=span.last()).collect::<Vec<_>>(), expected);
            }
            Selection::Unsatisfiable => prop_assert!(!malformed && expected.is_empty()),
        }
    }

    #[test]
    fn ranges_survive_any_text(header in "\\PC*", tail in "[0-9,=-]{0,30}", size in any::<u64>()) {
        for header in [header, format!("bytes={tail}")] {
            if let Selection::Part(span) = Selection::parse(&header, size) {
                prop_assert!(span.first() <= span.last() && span.last() < size);
            }
        }
    }

    #[test]
    fn chunks_survive_any_text(header in "(bytes)?[ 0-9=/*-]{0,30}", length in 0_u64..1000) {
        let chunk = |content_length| Chunk { content_range: Some(&header), content_length };
        if let Ok(span) = chunk(None).span() {
            prop_assert!(span.is_some_and(|span| span.first() <= span.last()));
            let agrees = chunk(Some(length)).span().is_ok();
            prop_assert_eq!(agrees, span.is_some_and(|span| span.len() == length));
        }
    }

    #[test]
    fn entity_tags_are_found_in_any_list(before in "[\"W/a, *]{0,12}", digest in digest()) {
        let _ = conditional::lists(&before, &digest);
        let list = format!("\"a,b\", {}", conditional::etag(&digest));
        prop_assert!(conditional::lists(&list, &digest));
    }
}
