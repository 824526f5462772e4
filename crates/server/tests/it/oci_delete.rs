//! Deleting (OCI distribution-spec, "Content Management": end-9 and end-10).

use serde_json::json;
use testkit::{ACCOUNT, Caller, OCI_MANIFEST, TestImage, digest_of};

use crate::oci_check::{bare, no_repository, refusal, repository};

const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";

async fn tags(admin: &Caller) -> serde_json::Value {
    admin.get("/v2/shop/api/tags/list").await.json()["tags"].clone()
}

/// "Deleting tags": the tag goes, the manifest stays under its digest and its other tags.
#[tokio::test]
async fn a_tag() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("hello");
    for tag in ["one", "two"] {
        image.push(&admin, "shop/api", tag).await;
    }
    for (tag, left) in [("one", json!(["two"])), ("two", json!([]))] {
        let path = format!("/v2/shop/api/manifests/{tag}");
        let reply = admin.delete(&path).await;
        assert_eq!(
            (reply.status.as_u16(), reply.body.len()),
            (202, 0),
            "{}",
            reply.text()
        );
        refusal(&admin.get(&path).await, 404, "MANIFEST_UNKNOWN", tag);
        bare(&admin.head(&path).await, 404, tag);
        assert_eq!(tags(&admin).await, left);
        let by_digest = admin
            .get(&format!("/v2/shop/api/manifests/{}", image.digest()))
            .await;
        assert_eq!(by_digest.body, image.manifest, "{tag}");
        refusal(&admin.delete(&path).await, 404, "MANIFEST_UNKNOWN", tag);
    }
    image.push(&admin, "shop/api", "two").await;
    assert_eq!(tags(&admin).await, json!(["two"]));
}

/// "Deleting manifests": the manifest goes with all of its tags; its layers stay until they are
/// deleted too.
#[tokio::test]
async fn a_manifest_then_its_blobs() {
    let (_server, admin) = repository().await;
    let (image, other) = (TestImage::new("hello"), TestImage::new("other"));
    for tag in ["one", "two"] {
        image.push(&admin, "shop/api", tag).await;
    }
    other.push(&admin, "shop/api", "three").await;
    let path = format!("/v2/shop/api/manifests/{}", image.digest());
    let reply = admin.delete(&path).await;
    assert_eq!(reply.status, 202, "{}", reply.text());
    for reference in ["one", "two", &image.digest()] {
        let path = format!("/v2/shop/api/manifests/{reference}");
        refusal(&admin.get(&path).await, 404, "MANIFEST_UNKNOWN", reference);
        refusal(&admin.delete(&path).await, 404, "MANIFEST_UNKNOWN", reference);
    }
    assert_eq!(tags(&admin).await, json!(["three"]));
    for blob in image.layers.iter().chain([&image.config]) {
        let path = format!("/v2/shop/api/blobs/{}", digest_of(blob));
        assert_eq!(admin.head(&path).await.status, 200);
        let reply = admin.delete(&path).await;
        assert_eq!(
            (reply.status.as_u16(), reply.body.len()),
            (202, 0),
            "{}",
            reply.text()
        );
        refusal(&admin.get(&path).await, 404, "BLOB_UNKNOWN", "after");
        bare(&admin.head(&path).await, 404, "after");
        refusal(&admin.delete(&path).await, 404, "BLOB_UNKNOWN", "again");
    }
    let reply = admin.push_manifest("shop/api", "one", &image.manifest).await;
    refusal(&reply, 400, "MANIFEST_BLOB_UNKNOWN", "its layers are gone");
    image.push(&admin, "shop/api", "one").await;
    assert_eq!(
        admin.get("/v2/shop/api/manifests/three").await.body,
        other.manifest
    );
}

/// What an image or an index needs stays.
#[tokio::test]
async fn what_is_needed() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "one").await;
    for blob in image.layers.iter().chain([&image.config]) {
        let path = format!("/v2/shop/api/blobs/{}", digest_of(blob));
        let reply = admin.delete(&path).await;
        refusal(&reply, 405, "UNSUPPORTED", "a layer of an image");
        assert_eq!(reply.header("allow"), "GET, HEAD");
        assert_eq!(admin.get(&path).await.body, blob);
    }
    let child = json!({"mediaType": OCI_MANIFEST, "digest": image.digest(), "size": image.manifest.len()});
    let index = json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [child]}).to_string();
    let index_digest = digest_of(index.as_bytes());
    let reply = admin
        .put_manifest("shop/api", "all", (OCI_INDEX, index.as_bytes()))
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let path = format!("/v2/shop/api/manifests/{}", image.digest());
    let message = refusal(&admin.delete(&path).await, 405, "UNSUPPORTED", "a child");
    assert_eq!(
        message,
        format!("Requested image referenced by manifest list: [{index_digest}]")
    );
    assert_eq!(tags(&admin).await, json!(["all", "one"]));
    for digest in [index_digest, image.digest()] {
        let path = format!("/v2/shop/api/manifests/{digest}");
        assert_eq!(admin.delete(&path).await.status, 202);
    }
    assert_eq!(tags(&admin).await, json!([]));
}

#[tokio::test]
async fn what_is_not_there() {
    let (_server, admin) = repository().await;
    let digest = digest_of(b"nothing");
    for (path, code) in [
        ("manifests/none".to_owned(), "MANIFEST_UNKNOWN"),
        (format!("manifests/{digest}"), "MANIFEST_UNKNOWN"),
        (format!("blobs/{digest}"), "BLOB_UNKNOWN"),
    ] {
        refusal(
            &admin.delete(&format!("/v2/shop/api/{path}")).await,
            404,
            code,
            &path,
        );
        let nowhere = admin.delete(&format!("/v2/shop/nope/{path}")).await;
        let message = refusal(&nowhere, 404, "NAME_UNKNOWN", &path);
        assert_eq!(message, no_repository("shop/nope", ACCOUNT));
    }
}
