//! Artifacts with a subject and the list of them (OCI distribution-spec, "Pushing Manifests with
//! Subject" and "Listing Referrers": end-12a, end-12b).

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller, OCI_MANIFEST, Reply, TestImage, TestServer, digest_of, digest512_of};

use crate::oci_check::{no_repository, refusal};

const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";
const EMPTY: &str = "application/vnd.oci.empty.v1+json";
const SBOM: &str = "application/spdx+json";
const SIGNATURE: &str = "application/vnd.example.signature+json";

async fn repository() -> (TestServer, Caller) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    admin.push_blob("shop/api", b"{}").await;
    (server, admin)
}

/// An artifact of image-spec's "Guidelines for Artifact Usage" that refers to `subject`.
fn artifact(artifact_type: &str, word: &str, subject: &str) -> String {
    let empty = json!({"mediaType": EMPTY, "digest": digest_of(b"{}"), "size": 2});
    json!({
        "schemaVersion": 2, "mediaType": OCI_MANIFEST, "artifactType": artifact_type, "config": empty,
        "layers": [empty], "annotations": {"word": word},
        "subject": {"mediaType": OCI_MANIFEST, "digest": subject, "size": 7},
    })
    .to_string()
}

async fn push(admin: &Caller, (media_type, manifest): (&str, &str), subject: &str) {
    let digest = digest_of(manifest.as_bytes());
    let reply = admin
        .put_manifest("shop/api", &digest, (media_type, manifest.as_bytes()))
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert_eq!(reply.header("oci-subject"), subject);
}

/// Checks the form of a list and returns its entries.
fn entries(reply: &Reply) -> Vec<Value> {
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("content-type"), OCI_INDEX);
    let mut body = reply.json();
    let manifests = body["manifests"].take();
    let frame = json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": null});
    assert_eq!(body, frame);
    manifests.as_array().expect("an array").clone()
}

async fn list(admin: &Caller, subject: &str, query: &str) -> Reply {
    admin
        .get(&format!("/v2/shop/api/referrers/{subject}{query}"))
        .await
}

/// The subject need not exist; its referrers are listed before and after it comes, and gone when
/// they are deleted.
#[tokio::test]
async fn referrers_come_and_go() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("subject");
    let subject = image.digest();
    assert_eq!(entries(&list(&admin, &subject, "").await), Vec::<Value>::new());
    let sbom = artifact(SBOM, "sbom", &subject);
    push(&admin, (OCI_MANIFEST, &sbom), &subject).await;
    let expected = json!({
        "mediaType": OCI_MANIFEST, "digest": digest_of(sbom.as_bytes()), "size": sbom.len(),
        "artifactType": SBOM, "annotations": {"word": "sbom"},
    });
    assert_eq!(
        entries(&list(&admin, &subject, "").await),
        std::slice::from_ref(&expected)
    );
    image.push(&admin, "shop/api", "1").await;
    assert_eq!(
        entries(&list(&admin, &subject, "").await),
        std::slice::from_ref(&expected)
    );
    let encoded = list(&admin, &subject.replace(':', "%3A"), "").await;
    assert_eq!(entries(&encoded), [expected]);
    let head = admin.head(&format!("/v2/shop/api/referrers/{subject}")).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    // The image itself has no subject, and its answer does not say that it had one.
    let again = admin.push_manifest("shop/api", "1", &image.manifest).await;
    assert_eq!(again.header("oci-subject"), "");
    let deleted = admin
        .delete(&format!("/v2/shop/api/manifests/{}", digest_of(sbom.as_bytes())))
        .await;
    assert_eq!(deleted.status, 202);
    assert_eq!(entries(&list(&admin, &subject, "").await), Vec::<Value>::new());
}

/// The artifact type of each shape: the member, else the configuration's media type; an index with
/// a subject; a subject known by sha512.
#[tokio::test]
async fn artifact_types() {
    let (_server, admin) = repository().await;
    for subject in [digest_of(b"subject"), digest512_of(b"subject")] {
        let descriptor = json!({"mediaType": OCI_MANIFEST, "digest": subject, "size": 7});
        let config = json!({"mediaType": "application/vnd.example.config+json", "digest": digest_of(b"{}"), "size": 2});
        let image = json!({"schemaVersion": 2, "mediaType": OCI_MANIFEST, "config": config, "layers": [],
                           "subject": descriptor})
        .to_string();
        let index =
            json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [], "subject": descriptor,
                           "artifactType": SIGNATURE})
            .to_string();
        let bare =
            json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [], "subject": descriptor})
                .to_string();
        push(&admin, (OCI_MANIFEST, &image), &subject).await;
        push(&admin, (OCI_INDEX, &index), &subject).await;
        push(&admin, (OCI_INDEX, &bare), &subject).await;
        let listed = entries(&list(&admin, &subject, "").await);
        let types: BTreeSet<_> = listed
            .iter()
            .map(|entry| (entry["mediaType"].as_str(), entry["artifactType"].as_str()))
            .collect();
        let expected = BTreeSet::from([
            (Some(OCI_MANIFEST), Some("application/vnd.example.config+json")),
            (Some(OCI_INDEX), Some(SIGNATURE)),
            (Some(OCI_INDEX), None),
        ]);
        assert_eq!(types, expected);
    }
}

#[tokio::test]
async fn filters() {
    let (_server, admin) = repository().await;
    let subject = digest_of(b"subject");
    for (artifact_type, word) in [(SBOM, "one"), (SBOM, "two"), (SIGNATURE, "three")] {
        push(
            &admin,
            (OCI_MANIFEST, &artifact(artifact_type, word, &subject)),
            &subject,
        )
        .await;
    }
    let (sbom, signature) = (SBOM.replace('+', "%2B"), SIGNATURE);
    for (query, words) in [
        (format!("?artifactType={SBOM}"), vec!["one", "two"]),
        (format!("?artifactType={sbom}"), vec!["one", "two"]),
        (format!("?artifactType={signature}"), vec!["three"]),
        (
            format!("?artifactType={sbom}&artifactType={signature}"),
            vec!["one", "three", "two"],
        ),
        ("?artifactType=application/none".to_owned(), vec![]),
        (format!("?artifactType={}", "'%20OR%201=1--"), vec![]),
    ] {
        let reply = list(&admin, &subject, &query).await;
        assert_eq!(reply.header("oci-filters-applied"), "artifactType", "{query}");
        let mut found: Vec<_> = entries(&reply)
            .iter()
            .map(|entry| entry["annotations"]["word"].as_str().expect("a word").to_owned())
            .collect();
        found.sort();
        assert_eq!(found, words, "{query}");
    }
    for query in ["", "?artifactType="] {
        let reply = list(&admin, &subject, query).await;
        assert_eq!(reply.header("oci-filters-applied"), "", "{query}");
        assert_eq!(entries(&reply).len(), 3, "{query}");
    }
}

/// Threats 44: a walk by `Link` ends and shows each referrer once, filtered or not.
#[tokio::test]
async fn a_walk_shows_each_referrer_once() {
    let (_server, admin) = repository().await;
    let subject = digest_of(b"subject");
    let mut pushed = BTreeSet::new();
    for index in 0..150 {
        let manifest = artifact(SBOM, &index.to_string(), &subject);
        push(&admin, (OCI_MANIFEST, &manifest), &subject).await;
        pushed.insert(digest_of(manifest.as_bytes()));
    }
    push(
        &admin,
        (OCI_MANIFEST, &artifact(SIGNATURE, "other", &subject)),
        &subject,
    )
    .await;
    let filter = SBOM.replace('+', "%2B");
    for (query, pages) in [
        (format!("?artifactType={filter}"), 2),
        (format!("?artifactType={filter}&n=7"), 22),
        (format!("?n=150&artifactType={filter}"), 1),
        (format!("?n=1000&artifactType={filter}"), 1),
    ] {
        let mut path = format!("/v2/shop/api/referrers/{subject}{query}");
        let (mut seen, mut count) = (Vec::new(), 0);
        loop {
            let reply = admin.get(&path).await;
            count += 1;
            assert!(count <= pages, "{query}: the walk does not end");
            assert_eq!(reply.header("oci-filters-applied"), "artifactType", "{query}");
            let page = entries(&reply);
            seen.extend(
                page.iter()
                    .map(|entry| entry["digest"].as_str().expect("a digest").to_owned()),
            );
            match next(&reply) {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(count, pages, "{query}");
        assert_eq!(seen.len(), pushed.len(), "{query}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), pushed, "{query}");
    }
    let none = list(&admin, &subject, "?n=0").await;
    assert_eq!((entries(&none).len(), next(&none)), (0, None));
}

/// Where the `Link` header leads (RFC 8288).
fn next(reply: &Reply) -> Option<String> {
    let link = reply.header("link");
    let target = link
        .strip_prefix('<')
        .and_then(|link| link.strip_suffix(">; rel=\"next\""));
    assert!(link.is_empty() || target.is_some(), "{link}");
    target.map(str::to_owned)
}

#[tokio::test]
async fn questions_that_make_no_sense() {
    let (_server, admin) = repository().await;
    let subject = digest_of(b"subject");
    let hex = "a".repeat(63);
    for bad in [
        "latest",
        "sha256:",
        "sha1:aa",
        &format!("sha256:{hex}"),
        &format!("sha256:{hex}G"),
        "%2e%2e",
    ] {
        refusal(&list(&admin, bad, "").await, 400, "DIGEST_INVALID", bad);
    }
    let six = "&artifactType=a/b".repeat(6);
    let long = format!("?artifactType={}", "a".repeat(256));
    for query in [
        "?n=-1",
        "?n=x",
        "?n=1001",
        "?last=x",
        "?n=1&n=1",
        "?artifactType=%ff",
        "?artifactType=a%00b",
        &format!("?{}", &six[1..]),
        &long,
    ] {
        refusal(&list(&admin, &subject, query).await, 400, "UNSUPPORTED", query);
    }
    let nowhere = admin.get(&format!("/v2/shop/nope/referrers/{subject}")).await;
    let message = refusal(&nowhere, 404, "NAME_UNKNOWN", "a missing repository");
    assert_eq!(message, no_repository("shop/nope", ACCOUNT));
}
