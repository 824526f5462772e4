//! Pushing manifests (OCI distribution-spec, "Pushing Manifests": end-7): every kind, byte for byte.

use serde_json::{Value, json};
use testkit::{Caller, OCI_MANIFEST, TestImage, TestServer, digest_of, digest512_of};

use crate::oci_check::refusal;

const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
const DOCKER_LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// A repository with the blobs of `image`.
async fn repository(image: &TestImage) -> (TestServer, Caller) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    for blob in image.layers.iter().chain([&image.config]) {
        admin.push_blob("shop/api", blob).await;
    }
    (server, admin)
}

/// Pushes a manifest and checks that it comes back as it went, by tag and by digest.
async fn check_round_trip(
    admin: &Caller,
    tag: &str,
    (content_type, stored_type): (&str, &str),
    bytes: &[u8],
) {
    let reply = admin.put_manifest("shop/api", tag, (content_type, bytes)).await;
    assert_eq!(reply.status, 201, "{tag}: {}", reply.text());
    let digest = digest_of(bytes);
    assert_eq!(reply.header("docker-content-digest"), digest, "{tag}");
    assert_eq!(
        reply.header("location"),
        format!("/v2/shop/api/manifests/{digest}"),
        "{tag}"
    );
    for reference in [tag, &digest] {
        let pulled = admin.get(&format!("/v2/shop/api/manifests/{reference}")).await;
        assert_eq!(pulled.header("content-type"), stored_type, "{tag}");
        assert_eq!(pulled.header("docker-content-digest"), digest, "{tag}");
        assert!(pulled.body == bytes, "{tag}: {}", pulled.text());
    }
}

/// `image`'s manifest with other members.
fn variant(image: &TestImage, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut manifest: Value = serde_json::from_slice(&image.manifest).expect("JSON");
    change(&mut manifest);
    manifest.to_string().into_bytes()
}

#[tokio::test]
async fn every_kind_of_manifest() {
    let image = TestImage::new("hello");
    let (_server, admin) = repository(&image).await;
    let docker = variant(&image, |manifest| manifest["mediaType"] = json!(DOCKER_MANIFEST));
    let untyped = variant(&image, |manifest| {
        drop(manifest.as_object_mut().map(|map| map.remove("mediaType")))
    });
    check_round_trip(&admin, "oci", (OCI_MANIFEST, OCI_MANIFEST), &image.manifest).await;
    check_round_trip(&admin, "docker", (DOCKER_MANIFEST, DOCKER_MANIFEST), &docker).await;
    check_round_trip(&admin, "untyped", (OCI_MANIFEST, OCI_MANIFEST), &untyped).await;
    let charset = format!("{OCI_MANIFEST}; charset=utf-8");
    check_round_trip(&admin, "charset", (&charset, OCI_MANIFEST), &image.manifest).await;
    check_round_trip(
        &admin,
        "generic",
        ("application/json", OCI_MANIFEST),
        &image.manifest,
    )
    .await;
    let child = |media_type: &str, bytes: &[u8]| {
        json!({"mediaType": media_type, "digest": digest_of(bytes), "size": bytes.len(),
               "platform": {"architecture": "amd64", "os": "linux"}})
    };
    for (tag, media_type, children) in [
        ("list", DOCKER_LIST, json!([child(DOCKER_MANIFEST, &docker)])),
        (
            "index",
            OCI_INDEX,
            json!([
                child(OCI_MANIFEST, &image.manifest),
                child(OCI_MANIFEST, &image.manifest)
            ]),
        ),
        ("empty-index", OCI_INDEX, json!([])),
    ] {
        let index = json!({"schemaVersion": 2, "mediaType": media_type, "manifests": children});
        check_round_trip(
            &admin,
            tag,
            (media_type, media_type),
            index.to_string().as_bytes(),
        )
        .await;
    }
    // An index of an index.
    let inner = json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": []}).to_string();
    let outer = json!({"schemaVersion": 2, "mediaType": OCI_INDEX,
                       "manifests": [child(OCI_INDEX, inner.as_bytes())]});
    check_round_trip(
        &admin,
        "outer",
        (OCI_INDEX, OCI_INDEX),
        outer.to_string().as_bytes(),
    )
    .await;
}

/// "The registry MUST store the manifest in the exact byte representation provided by the client."
#[tokio::test]
async fn bytes_stay_as_they_are() {
    let image = TestImage::new("hello");
    let (_server, admin) = repository(&image).await;
    let text = String::from_utf8(image.manifest.clone()).expect("text");
    let body = &text[1..text.len() - 1];
    for (tag, bytes) in [
        ("newline", format!("{text}\n")),
        ("crlf", format!("{text}\r\n\r\n")),
        ("leading", format!(" \n\t{text}")),
        ("spaced", text.replace(',', " ,\n\t ").replace("\":", "\" : ")),
        (
            "unknown",
            format!("{{\"x-unknown\":[1,2.50,1e3,null,{{\"deep\":true}}],{body}}}"),
        ),
        (
            "unicode",
            format!("{{{body},\"annotations\":{{\"grüße\":\"Zoë 🦀 \\u00e9 \\/ \\ud83e\\udd80\"}}}}"),
        ),
        (
            "numbers",
            format!("{{\"big\":123456789012345678901234567890,\"exp\":-0.0E+00,{body}}}"),
        ),
        ("escaped", text.replace("schemaVersion", "schema\\u0056ersion")),
    ] {
        check_round_trip(&admin, tag, (OCI_MANIFEST, OCI_MANIFEST), bytes.as_bytes()).await;
    }
}

/// A manifest may be pushed by its digest, of either algorithm, and then has no tag.
#[tokio::test]
async fn by_digest() {
    let image = TestImage::new("hello");
    let (_server, admin) = repository(&image).await;
    for digest in [image.digest(), digest512_of(&image.manifest)] {
        let reference = digest.replace(':', "%3A");
        let reply = admin.push_manifest("shop/api", &reference, &image.manifest).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        assert_eq!(reply.header("docker-content-digest"), digest);
        assert_eq!(
            reply.header("location"),
            format!("/v2/shop/api/manifests/{digest}")
        );
        let pulled = admin.get(&format!("/v2/shop/api/manifests/{digest}")).await;
        assert_eq!(pulled.header("docker-content-digest"), digest);
        assert!(pulled.body == image.manifest);
    }
    let tags = admin.get("/v2/shop/api/tags/list").await.json();
    assert_eq!(tags, json!({"name": "shop/api", "tags": []}));
    for wrong in [digest_of(b"other"), digest512_of(b"other")] {
        let reply = admin.push_manifest("shop/api", &wrong, &image.manifest).await;
        refusal(&reply, 400, "DIGEST_INVALID", &wrong);
        let pulled = admin.get(&format!("/v2/shop/api/manifests/{wrong}")).await;
        refusal(&pulled, 404, "MANIFEST_UNKNOWN", &wrong);
    }
}

/// An image whose layers are known by sha512.
#[tokio::test]
async fn layers_by_sha512() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let descriptor = |media_type: &str, bytes: &[u8]| json!({"mediaType": media_type, "digest": digest512_of(bytes), "size": bytes.len()});
    for bytes in ["config", "layer"] {
        let path = format!(
            "/v2/shop/api/blobs/uploads/?digest={}",
            digest512_of(bytes.as_bytes())
        );
        assert_eq!(admin.oci("POST", &path, &[], bytes).await.status, 201);
    }
    let manifest = json!({
        "schemaVersion": 2, "mediaType": OCI_MANIFEST,
        "config": descriptor("application/vnd.oci.image.config.v1+json", b"config"),
        "layers": [descriptor("application/vnd.oci.image.layer.v1.tar", b"layer")],
    });
    check_round_trip(
        &admin,
        "long",
        (OCI_MANIFEST, OCI_MANIFEST),
        manifest.to_string().as_bytes(),
    )
    .await;
    // The same bytes under their other digest are another blob.
    let other = format!("/v2/shop/api/blobs/{}", digest_of(b"layer"));
    refusal(&admin.get(&other).await, 404, "BLOB_UNKNOWN", "sha256");
}

/// A tag moves to the image that was pushed last; the other one stays, untagged.
#[tokio::test]
async fn a_tag_moves() {
    let first = TestImage::new("first");
    let (_server, admin) = repository(&first).await;
    let second = TestImage::new("second");
    for image in [&first, &second, &second, &first, &second] {
        image.push(&admin, "shop/api", "latest").await;
        let pulled = admin.get("/v2/shop/api/manifests/latest").await;
        assert_eq!(pulled.header("docker-content-digest"), image.digest());
    }
    let untagged = admin
        .get(&format!("/v2/shop/api/manifests/{}", first.digest()))
        .await;
    assert_eq!(untagged.body, first.manifest);
}

/// A layer that no registry may hold need not be there; every other one must.
#[tokio::test]
async fn foreign_layers_are_not_asked_for() {
    let image = TestImage::new("hello");
    let (_server, admin) = repository(&image).await;
    let foreign = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
    let layer = json!({"mediaType": foreign, "digest": digest_of(b"far away"), "size": 8,
                       "urls": ["https://layers.example/1"]});
    let manifest = variant(&image, |manifest| manifest["layers"] = json!([layer]));
    check_round_trip(&admin, "foreign", (OCI_MANIFEST, OCI_MANIFEST), &manifest).await;
}
