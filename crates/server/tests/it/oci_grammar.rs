//! Names, tags, digests, upload ids and paths outside the grammar, bounds included
//! (OCI distribution-spec, "Pulling manifests"; ECR behaviour 1.2; threats 39, 50 and 51).

use testkit::{ACCOUNT, TestImage, digest_of};

use crate::oci_check::{bare, no_repository, refusal, repository};

#[tokio::test]
async fn names_outside_the_grammar() {
    let (server, admin) = repository().await;
    let long = "a".repeat(257);
    let digest = digest_of(b"");
    for name in [
        "a",
        "A/b",
        "Shop/API",
        "-a",
        "a-",
        "a--",
        "_a",
        "a.",
        ".a",
        "a..b",
        "a._b",
        "a___b",
        "a/-b",
        "a//b",
        "/ab",
        "ab/",
        "a b",
        "a%20b",
        "caf%C3%A9",
        "..",
        "../..",
        "ab/..",
        "ab/../cd",
        "%2e%2e",
        "ab/%2e%2e/cd",
        "ab%2fcd",
        "ab%2Fcd",
        "ab%00",
        "ab%0a",
        "ab;cd",
        "ab:80",
        "ab@cd",
        "ab\\cd",
        "ab%5ccd",
        "..%2f..%2fetc",
        "~ab",
        "a'b",
        &long,
    ] {
        for (method, rest) in [
            ("GET", "tags/list"),
            ("GET", "manifests/latest"),
            ("PUT", "manifests/latest"),
            ("DELETE", "manifests/latest"),
            ("POST", "blobs/uploads/"),
            ("GET", &*format!("blobs/{digest}")),
            ("GET", &*format!("referrers/{digest}")),
        ] {
            // Not every client library lets such paths pass: byte by byte.
            let path = format!("/v2/{name}/{rest}");
            let mut wire = server.wire().await;
            wire.send(
                admin
                    .request_head(method, &path, &[("content-length", "0")])
                    .await,
            )
            .await;
            let reply = wire.reply().await;
            if name.contains([' ', '\\']) && reply.status == 400 && reply.body.is_empty() {
                continue;
            }
            refusal(&reply, 400, "NAME_INVALID", &path);
        }
    }
}

/// The shortest and longest names, and names that look like parts of the API.
#[tokio::test]
async fn names_within_the_grammar() {
    let (_server, admin) = repository().await;
    let longest = format!("{}/{}", "a".repeat(127), "b".repeat(128));
    assert_eq!(longest.len(), 256);
    let image = TestImage::new("hello");
    for name in [
        "ab",
        "0",
        "00",
        "a-b",
        "a---b",
        "a.b",
        "a_b",
        "a__b",
        "0/1",
        "tags/list",
        "blobs/uploads",
        "manifests/latest",
        "v2/_catalog",
        "a/manifests/b",
        "a/blobs/uploads/b",
        "a/referrers/b",
        "a/tags/list",
        &longest,
    ] {
        let reply = admin.get(&format!("/v2/{name}/manifests/latest")).await;
        // A name of one character and `_catalog` are outside ECR's grammar.
        if name == "0" || name.contains('_') && name.contains("catalog") {
            refusal(&reply, 400, "NAME_INVALID", name);
            continue;
        }
        let message = refusal(&reply, 404, "NAME_UNKNOWN", name);
        assert_eq!(message, no_repository(name, ACCOUNT));
        admin.create_repository(name).await;
        image.push(&admin, name, "latest").await;
        let pulled = admin.get(&format!("/v2/{name}/manifests/latest")).await;
        assert_eq!(pulled.body, image.manifest, "{name}");
        let tags = admin.get(&format!("/v2/{name}/tags/list")).await;
        assert_eq!(tags.json(), serde_json::json!({"name": name, "tags": ["latest"]}));
    }
}

/// A tag outside the grammar cannot be pushed, and names nothing when it is read.
#[tokio::test]
async fn tags() {
    let (_server, admin) = repository().await;
    let image = TestImage::new("hello");
    image.push(&admin, "shop/api", "good").await;
    let (longest, too_long) = ("a".repeat(128), "a".repeat(129));
    for good in [
        "a",
        "_",
        "0",
        "A.b-c_d",
        "latest",
        "v1.0",
        "a..b",
        "sha256-abc",
        &longest,
    ] {
        image.push(&admin, "shop/api", good).await;
        assert_eq!(
            admin.get(&format!("/v2/shop/api/manifests/{good}")).await.body,
            image.manifest
        );
    }
    for bad in [
        ".a",
        "-a",
        "a+b",
        "a%20b",
        "%20",
        "a%2Fb",
        "a%2fb",
        "..",
        "%2e%2e",
        "a%00",
        "caf%C3%A9",
        "a@b",
        "a~b",
        "'",
        "INCLUDE_RESOURCES;",
        &too_long,
    ] {
        let path = format!("/v2/shop/api/manifests/{bad}");
        let reply = admin.push_manifest("shop/api", bad, &image.manifest).await;
        refusal(&reply, 400, "TAG_INVALID", bad);
        refusal(&admin.get(&path).await, 404, "MANIFEST_UNKNOWN", bad);
        bare(&admin.head(&path).await, 404, bad);
        refusal(&admin.delete(&path).await, 404, "MANIFEST_UNKNOWN", bad);
    }
}

#[tokio::test]
async fn digests_and_upload_ids() {
    let (_server, admin) = repository().await;
    let hex = "a".repeat(64);
    for bad in [
        "sha256:".to_owned(),
        format!(":{hex}"),
        format!("sha256:{}", &hex[1..]),
        format!("sha256:{hex}0"),
        format!("sha256:{}", hex.to_uppercase()),
        format!("sha256:{}g", &hex[1..]),
        format!("SHA256:{hex}"),
        format!("sha256+b64:{hex}"),
        format!("md5:{}", &hex[..32]),
        format!("sha1:{}", &hex[..40]),
        format!("sha512:{hex}"),
        format!("sha256:{}%00", &hex[1..]),
        format!("sha256::{}", &hex[1..]),
        format!("sha256:..%2f..%2f{}", &hex[10..]),
    ] {
        for route in ["blobs", "manifests", "referrers"] {
            let path = format!("/v2/shop/api/{route}/{bad}");
            refusal(&admin.get(&path).await, 400, "DIGEST_INVALID", &path);
            bare(&admin.head(&path).await, 400, &path);
        }
        let put = admin.push_manifest("shop/api", &bad, b"{}").await;
        refusal(&put, 400, "DIGEST_INVALID", &bad);
    }
    refusal(
        &admin.get("/v2/shop/api/blobs/latest").await,
        400,
        "DIGEST_INVALID",
        "a tag for a blob",
    );
    for bad in [
        "x",
        "0e4b1c1e6f0a4b5e9a5d6b8f0a2d1c33",
        "0E4B1C1E-6F0A-4B5E-9A5D-6B8F0A2D1C33",
        "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c3",
        "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33x",
        "{0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33}",
        "%2e%2e",
        "..%2f..%2fetc%2fpasswd",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let path = format!("/v2/shop/api/blobs/uploads/{bad}");
        let put = format!("{path}?digest=sha256:{hex}");
        for (method, path) in [("GET", &path), ("PATCH", &path), ("PUT", &put), ("DELETE", &path)] {
            // Braces are no characters of a URI, but servers and clients let them pass.
            let reply = admin
                .oci(method, &path.replace('{', "%7B").replace('}', "%7D"), &[], "x")
                .await;
            refusal(&reply, 404, "BLOB_UPLOAD_UNKNOWN", &format!("{method} {bad}"));
        }
    }
}

/// Paths that are no route are not found; nothing is normalised.
#[tokio::test]
async fn paths_that_are_no_route() {
    let (_server, admin) = repository().await;
    for path in [
        "/v2//",
        "/v2/_catalog/",
        "/v2/_catalog/x",
        "/v2/x",
        "/v2/shop/api",
        "/v2/shop/api/",
        "/v2/shop/api/tags",
        "/v2/shop/api/tags/",
        "/v2/shop/api/tags/list/",
        "/v2/shop/api/tags/LIST",
        "/v2/shop/api/manifests",
        "/v2/shop/api/manifests/",
        "/v2/shop/api/manifests/latest/",
        "/v2/shop/api/manifests/latest/x",
        "/v2/shop/api/blobs/",
        "/v2/shop/api/blobs/uploads//",
        "/v2/shop/api/blobs/uploads/x/y",
        "/v2/shop/api/referrers/",
        "/v2/shop/api/_extensions/x",
        "/v2/tags/list",
        "/v2/./",
        "/v2/../healthz",
    ] {
        for method in ["GET", "PUT", "DELETE"] {
            let reply = admin.oci(method, path, &[], "").await;
            assert_eq!(reply.status, 404, "{method} {path}: {}", reply.text());
            assert_eq!(reply.text(), "404 page not found\n", "{method} {path}");
            assert_eq!(reply.header("docker-distribution-api-version"), "registry/2.0");
        }
    }
    for path in ["//v2/", "/V2/", "/v1/", "/v2x/", "/%76%32/", "/../v2/"] {
        let reply = admin.get(path).await;
        assert_eq!(
            (reply.status.as_u16(), reply.text()),
            (404, "404 page not found\n"),
            "{path}"
        );
    }
}

/// A method that the path does not have: 405, the methods that it has, and the API's own form.
#[tokio::test]
async fn methods() {
    let (_server, admin) = repository().await;
    let digest = digest_of(b"");
    let upload = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";
    for (path, allow) in [
        ("/v2/".to_owned(), "GET, HEAD"),
        ("/v2/_catalog".to_owned(), "GET, HEAD"),
        ("/v2/shop/api/tags/list".to_owned(), "GET, HEAD"),
        (format!("/v2/shop/api/referrers/{digest}"), "GET, HEAD"),
        (
            "/v2/shop/api/manifests/latest".to_owned(),
            "GET, HEAD, PUT, DELETE",
        ),
        (format!("/v2/shop/api/blobs/{digest}"), "GET, HEAD, DELETE"),
        ("/v2/shop/api/blobs/uploads/".to_owned(), "POST"),
        (
            format!("/v2/shop/api/blobs/uploads/{upload}"),
            "GET, HEAD, PATCH, PUT, DELETE",
        ),
    ] {
        for method in [
            "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "BREW",
        ] {
            if allow.split(", ").any(|allowed| allowed == method) {
                continue;
            }
            let reply = admin.oci(method, &path, &[], "").await;
            assert_eq!(reply.header("allow"), allow, "{method} {path}");
            if method == "HEAD" {
                bare(&reply, 405, &path);
            } else {
                refusal(&reply, 405, "UNSUPPORTED", &format!("{method} {path}"));
            }
        }
    }
}
