//! Manifests that are refused, and what is left of them: nothing.

use serde_json::{Value, json};
use testkit::{Caller, OCI_MANIFEST, TestImage, TestServer, digest_of};

use crate::oci_check::{no_repository, refusal};

const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
const DOCKER_SCHEMA_1: &str = "application/vnd.docker.distribution.manifest.v1+prettyjws";
const OCI_INDEX: &str = "application/vnd.oci.image.index.v1+json";
const MAX_LENGTH: usize = 4_194_304;

async fn repository() -> (TestServer, Caller, TestImage) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "good").await;
    (server, admin, image)
}

/// Nothing but the good image is there, and the server still serves.
async fn check_untouched(admin: &Caller, image: &TestImage) {
    let tags = admin.get("/v2/shop/api/tags/list").await.json();
    assert_eq!(tags["tags"], json!(["good"]));
    assert_eq!(
        admin.get("/v2/shop/api/manifests/good").await.body,
        image.manifest
    );
    let images = admin
        .ecr_ok("ListImages", json!({"repositoryName": "shop/api"}))
        .await;
    assert_eq!(images["imageIds"].as_array().map(Vec::len), Some(1), "{images}");
}

/// `image`'s manifest padded with spaces to `length` bytes.
fn padded(image: &TestImage, length: usize) -> Vec<u8> {
    let mut bytes = image.manifest.clone();
    bytes.resize(length, b' ');
    bytes
}

#[tokio::test]
async fn four_mebibytes_and_no_byte_more() {
    let (server, admin, image) = repository().await;
    let over = padded(&image, MAX_LENGTH + 1);
    let reply = admin.push_manifest("shop/api", "bad", &over).await;
    refusal(&reply, 413, "SIZE_INVALID", "one byte more");
    // The same without an announced length, and one that never ends.
    for pieces in [over.len().div_ceil(65_536), 100_000] {
        let mut wire = server.wire().await;
        let headers = [("content-type", OCI_MANIFEST), ("transfer-encoding", "chunked")];
        wire.send(
            admin
                .request_head("PUT", "/v2/shop/api/manifests/bad", &headers)
                .await,
        )
        .await;
        let piece = [b"10000\r\n".as_slice(), &[b' '; 65_536], b"\r\n"].concat();
        for _ in 0..pieces.min(80) {
            wire.send(&piece).await;
        }
        refusal(&wire.reply().await, 413, "SIZE_INVALID", "chunked");
        assert_eq!(wire.rest().await, b"", "the connection ends");
    }
    check_untouched(&admin, &image).await;
    let exact = padded(&image, MAX_LENGTH);
    let reply = admin.push_manifest("shop/api", "large", &exact).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert!(admin.get("/v2/shop/api/manifests/large").await.body == exact);
}

/// What is one document to one reader and another to the next (threats 38 and 40), or no document.
#[tokio::test]
async fn ambiguous_and_broken_documents() {
    let (_server, admin, image) = repository().await;
    let text = String::from_utf8(image.manifest.clone()).expect("text");
    let body = &text[1..text.len() - 1];
    let nested = |open: &str, close: &str| {
        format!(
            "{{{body},\"deep\":{}1{}}}",
            open.repeat(100_000),
            close.repeat(100_000)
        )
    };
    for (case, manifest) in [
        ("empty", Vec::new()),
        ("no JSON", b"hello".to_vec()),
        ("an array", format!("[{text}]").into()),
        ("null", b"null".to_vec()),
        ("cut", text[..text.len() - 1].into()),
        ("bytes after the end", format!("{text}{text}").into()),
        ("a byte order mark", format!("\u{feff}{text}").into()),
        ("UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("not UTF-8", [text.as_bytes(), b"\xff"].concat()),
        ("a comment", format!("/* */{text}").into()),
        ("a lone surrogate", format!("{{{body},\"x\":\"\\ud800\"}}").into()),
        ("a NUL", format!("{{{body},\"x\":\"\0\"}}").into()),
        ("a repeated key", format!("{{\"schemaVersion\":2,{body}}}").into()),
        (
            "a key repeated deep down",
            format!("{{{body},\"x\":{{\"a\":1,\"\\u0061\":2}}}}").into(),
        ),
        ("a key in other case", format!("{{{body},\"Layers\":[]}}").into()),
        (
            "an image and an index",
            format!("{{{body},\"manifests\":[]}}").into(),
        ),
        ("100,000 arrays", nested("[", "]").into()),
        ("100,000 objects", nested("{\"a\":", "}").into()),
        ("100,000 arrays that never end", "[".repeat(100_000).into()),
    ] {
        let reply = admin.push_manifest("shop/api", "bad", &manifest).await;
        let message = refusal(&reply, 400, "MANIFEST_INVALID", case);
        assert!(
            message.starts_with("Invalid parameter at 'ImageManifest'"),
            "{case}: {message}"
        );
    }
    check_untouched(&admin, &image).await;
}

#[tokio::test]
async fn members_that_are_wrong() {
    let (_server, admin, image) = repository().await;
    let good: Value = serde_json::from_slice(&image.manifest).expect("JSON");
    let hex = "a".repeat(64);
    for (pointer, value, code) in [
        ("/schemaVersion", json!(1), "MANIFEST_INVALID"),
        ("/schemaVersion", json!("2"), "MANIFEST_INVALID"),
        ("/schemaVersion", json!(null), "MANIFEST_INVALID"),
        ("/mediaType", json!(OCI_INDEX), "MANIFEST_INVALID"),
        ("/mediaType", json!(7), "MANIFEST_INVALID"),
        ("/config", json!(null), "MANIFEST_INVALID"),
        ("/config", json!([]), "MANIFEST_INVALID"),
        ("/config/size", json!(-1), "MANIFEST_INVALID"),
        ("/config/size", json!(1.5), "MANIFEST_INVALID"),
        ("/config/size", json!(u64::MAX), "MANIFEST_INVALID"),
        ("/config/mediaType", json!("nonsense"), "MANIFEST_INVALID"),
        ("/config/digest", json!("nonsense"), "DIGEST_INVALID"),
        (
            "/config/digest",
            json!(format!("md5:{}", &hex[..32])),
            "DIGEST_INVALID",
        ),
        (
            "/config/digest",
            json!(format!("sha256:{}", hex.to_uppercase())),
            "DIGEST_INVALID",
        ),
        ("/layers", json!({}), "MANIFEST_INVALID"),
        ("/layers", json!(null), "MANIFEST_INVALID"),
        ("/layers/0", json!("layer"), "MANIFEST_INVALID"),
        (
            "/layers/0/digest",
            json!(format!("sha256:../{}", &hex[3..])),
            "DIGEST_INVALID",
        ),
    ] {
        let mut manifest = good.clone();
        *manifest.pointer_mut(pointer).expect(pointer) = value.clone();
        let reply = admin
            .push_manifest("shop/api", "bad", manifest.to_string().as_bytes())
            .await;
        refusal(&reply, 400, code, &format!("{pointer} {value}"));
    }
    check_untouched(&admin, &image).await;
}

/// The media type in the header and the one inside, and types that are no manifest's.
#[tokio::test]
async fn media_types_that_conflict_or_are_unknown() {
    let (_server, admin, image) = repository().await;
    let untyped = {
        let mut manifest: Value = serde_json::from_slice(&image.manifest).expect("JSON");
        manifest.as_object_mut().expect("an object").remove("mediaType");
        manifest.to_string()
    };
    let schema_1 = json!({"schemaVersion": 1, "name": "shop/api", "tag": "bad", "architecture": "amd64",
                          "fsLayers": [{"blobSum": digest_of(b"")}], "history": [{"v1Compatibility": "{}"}],
                          "signatures": []});
    let text = std::str::from_utf8(&image.manifest).expect("text");
    for (content_type, manifest) in [
        (DOCKER_MANIFEST, text),
        (OCI_INDEX, text),
        ("text/html", text),
        ("text/html", &untyped),
        ("nonsense", text),
        ("", text),
        ("application/json", &untyped),
        ("application/octet-stream", &untyped),
        (OCI_INDEX, &untyped),
        ("application/vnd.oci.artifact.manifest.v1+json", &untyped),
        (DOCKER_SCHEMA_1, &schema_1.to_string()),
        ("application/json", &schema_1.to_string()),
    ] {
        let reply = admin
            .put_manifest("shop/api", "bad", (content_type, manifest.as_bytes()))
            .await;
        let message = refusal(&reply, 400, "MANIFEST_INVALID", content_type);
        let is_schema_1 = manifest.contains("fsLayers");
        assert_eq!(message.contains("schema 1"), is_schema_1, "{message}");
    }
    let path = "/v2/shop/api/manifests/bad";
    let none = admin.oci("PUT", path, &[], untyped.into_bytes()).await;
    refusal(&none, 400, "MANIFEST_INVALID", "no type anywhere");
    let twice = [("content-type", OCI_MANIFEST), ("content-type", DOCKER_MANIFEST)];
    let reply = admin.oci("PUT", path, &twice, image.manifest.clone()).await;
    refusal(&reply, 400, "UNSUPPORTED", "two types");
    check_untouched(&admin, &image).await;
}

/// "If the registry does not have them": configuration, layers and children that are missing, and
/// those that only another repository has.
#[tokio::test]
async fn missing_content() {
    let (_server, admin, image) = repository().await;
    admin.create_repository("shop/web").await;
    let elsewhere = TestImage::new("elsewhere");
    elsewhere.push(&admin, "shop/web", "1").await;
    for case in [TestImage::new("missing"), elsewhere.clone()] {
        let reply = admin.push_manifest("shop/api", "bad", &case.manifest).await;
        let message = refusal(&reply, 400, "MANIFEST_BLOB_UNKNOWN", "layers");
        for blob in case.layers.iter().chain([&case.config]) {
            assert!(message.contains(&digest_of(blob)), "{message}");
        }
        let child = json!({"mediaType": OCI_MANIFEST, "digest": case.digest(), "size": case.manifest.len()});
        let index = json!({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": [child]}).to_string();
        let reply = admin
            .put_manifest("shop/api", "bad", (OCI_INDEX, index.as_bytes()))
            .await;
        let message = refusal(&reply, 400, "MANIFEST_BLOB_UNKNOWN", "children");
        assert!(message.contains(&case.digest()), "{message}");
    }
    let partly = TestImage::with_layers("partly", vec![image.layers[0].clone(), b"missing".to_vec()]);
    admin.push_blob("shop/api", &partly.config).await;
    let reply = admin.push_manifest("shop/api", "bad", &partly.manifest).await;
    let message = refusal(&reply, 400, "MANIFEST_BLOB_UNKNOWN", "one layer");
    assert!(message.contains(&digest_of(b"missing")) && !message.contains(&digest_of(&image.layers[0])));
    check_untouched(&admin, &image).await;
    let nowhere = admin.push_manifest("shop/nope", "bad", &image.manifest).await;
    let message = refusal(&nowhere, 404, "NAME_UNKNOWN", "a missing repository");
    assert_eq!(message, no_repository("shop/nope", admin.account()));
}
