//! Pulling (OCI distribution-spec, "Pull": end-1, end-2, end-3), and pulling what is known already.

use testkit::{ACCOUNT, OCI_MANIFEST, TestImage, TestServer, digest_of};

use crate::oci_check::{bare, no_repository, refusal};

/// end-1.
#[tokio::test]
async fn the_base_answers_ok() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    for (method, path) in [("GET", "/v2/"), ("GET", "/v2"), ("HEAD", "/v2/")] {
        let reply = admin.oci(method, path, &[], "").await;
        assert_eq!(reply.status, 200, "{method} {path}");
        assert_eq!(reply.header("docker-distribution-api-version"), "registry/2.0");
    }
}

/// end-3, "Pulling manifests" and "Checking if content exists in the registry".
#[tokio::test]
async fn manifests_by_tag_and_digest() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "1.0").await;
    let digest = image.digest();
    let length = image.manifest.len().to_string();
    for reference in [
        "1.0".to_owned(),
        digest.clone(),
        digest.replace(':', "%3A"),
        digest.replace(':', "%3a"),
    ] {
        let path = format!("/v2/shop/api/manifests/{reference}");
        for method in ["GET", "HEAD"] {
            let headers = [("accept", OCI_MANIFEST)];
            let reply = admin.oci(method, &path, &headers, "").await;
            assert_eq!(reply.status, 200, "{method} {path}");
            for (name, value) in [
                ("content-type", OCI_MANIFEST),
                ("content-length", &length),
                ("docker-content-digest", &digest),
                ("etag", &format!("\"{digest}\"")),
                ("docker-distribution-api-version", "registry/2.0"),
            ] {
                assert_eq!(reply.header(name), value, "{method} {path} {name}");
            }
            let body = if method == "GET" { &image.manifest[..] } else { b"" };
            assert_eq!(reply.body, body, "{method} {path}");
        }
    }
}

/// end-2, "Pulling blobs".
#[tokio::test]
async fn blobs_by_digest() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("small", b"small".to_vec()),
        ("several segments", testkit::pattern(1, 600_001)),
    ] {
        assert_eq!(admin.push_blob("shop/api", &bytes).await.status, 201, "{name}");
        let digest = digest_of(&bytes);
        for path in [
            format!("/v2/shop/api/blobs/{digest}"),
            format!("/v2/shop/api/blobs/{}", digest.replace(':', "%3A")),
        ] {
            for method in ["GET", "HEAD"] {
                let reply = admin.oci(method, &path, &[], "").await;
                assert!(reply.complete, "{name}");
                assert_eq!(reply.status, 200, "{method} {name}");
                assert_eq!(
                    reply.header("content-length"),
                    bytes.len().to_string(),
                    "{method} {name}"
                );
                assert_eq!(reply.header("docker-content-digest"), digest, "{method} {name}");
                assert_eq!(reply.header("accept-ranges"), "bytes", "{method} {name}");
                assert_eq!(reply.header("content-type"), "application/octet-stream");
                let body = if method == "GET" { &bytes[..] } else { b"" };
                assert!(reply.body == body, "{method} {name}");
            }
        }
    }
}

/// "Pulling manifests", "Pulling blobs": 404 for what the registry does not have; ECR's sentence
/// for a repository that does not exist.
#[tokio::test]
async fn what_is_not_there() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let digest = digest_of(b"nothing");
    for (path, code) in [
        ("manifests/none".to_owned(), "MANIFEST_UNKNOWN"),
        (format!("manifests/{digest}"), "MANIFEST_UNKNOWN"),
        (format!("blobs/{digest}"), "BLOB_UNKNOWN"),
    ] {
        let found = format!("/v2/shop/api/{path}");
        let message = refusal(&admin.get(&found).await, 404, code, &found);
        if code == "MANIFEST_UNKNOWN" {
            assert_eq!(message, "Requested image not found");
        }
        bare(&admin.head(&found).await, 404, &found);
        let nowhere = format!("/v2/shop/nope/{path}");
        let message = refusal(&admin.get(&nowhere).await, 404, "NAME_UNKNOWN", &nowhere);
        assert_eq!(message, no_repository("shop/nope", ACCOUNT));
        bare(&admin.head(&nowhere).await, 404, &nowhere);
    }
}

/// RFC 9110, 13.1.2.
#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "1.0").await;
    let (manifest, blob) = (image.digest(), digest_of(&image.layers[0]));
    for (path, digest) in [
        ("manifests/1.0".to_owned(), &manifest),
        (format!("manifests/{manifest}"), &manifest),
        (format!("blobs/{blob}"), &blob),
    ] {
        let path = format!("/v2/shop/api/{path}");
        let (tag, other) = (format!("\"{digest}\""), format!("\"{}\"", digest_of(b"other")));
        let several = format!("{other}, W/{tag}");
        for (known, status) in [
            (&*tag, 304),
            (&*several, 304),
            ("*", 304),
            (&*other, 200),
            ("", 200),
        ] {
            for method in ["GET", "HEAD"] {
                let reply = admin.oci(method, &path, &[("if-none-match", known)], "").await;
                assert_eq!(reply.status, status, "{method} {path} {known}");
                assert_eq!(
                    reply.header("docker-content-digest"),
                    digest,
                    "{method} {path} {known}"
                );
                assert_eq!(reply.header("etag"), tag, "{method} {path} {known}");
                assert!(status == 200 || reply.body.is_empty(), "{method} {path} {known}");
            }
        }
        let lines = [("if-none-match", &*other), ("if-none-match", &*tag)];
        assert_eq!(admin.oci("GET", &path, &lines, "").await.status, 304, "{path}");
    }
}
