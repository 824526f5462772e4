//! Pushing a blob at once (OCI distribution-spec, "Pushing a blob monolithically": end-4a, end-4b,
//! end-6).

use http::StatusCode;
use testkit::{ACCOUNT, Caller, Reply, digest_of, digest512_of, pattern};

use crate::oci_check::{bare, no_repository, refusal, repository};

/// What a 201 of a blob says, and that the blob can be pulled from where it says.
async fn check_created(admin: &Caller, reply: &Reply, digest: &str, bytes: &[u8], case: &str) {
    assert_eq!(reply.status, StatusCode::CREATED, "{case}: {}", reply.text());
    assert_eq!(reply.header("docker-content-digest"), digest, "{case}");
    let location = reply.header("location");
    assert_eq!(location, format!("/v2/shop/api/blobs/{digest}"), "{case}");
    let pulled = admin.get(location).await;
    assert!(pulled.status == 200 && pulled.body == bytes, "{case}");
}

#[tokio::test]
async fn one_post_with_the_digest() {
    let (_server, admin) = repository().await;
    for (case, bytes) in [
        ("empty", Vec::new()),
        ("small", b"hello".to_vec()),
        ("large", pattern(3, 3_000_000)),
    ] {
        let (short, long) = (digest_of(&bytes), digest512_of(&bytes));
        for digest in [short.clone(), long, short.clone()] {
            for written in [digest.clone(), digest.replace(':', "%3A")] {
                let path = format!("/v2/shop/api/blobs/uploads/?digest={written}");
                let reply = admin.oci("POST", &path, &[], bytes.clone()).await;
                check_created(&admin, &reply, &digest, &bytes, case).await;
            }
        }
    }
}

#[tokio::test]
async fn a_post_then_a_put() {
    let (_server, admin) = repository().await;
    for (case, bytes) in [
        ("empty", Vec::new()),
        ("small", b"hello".to_vec()),
        ("large", pattern(4, 3_000_000)),
    ] {
        for digest in [digest_of(&bytes), digest512_of(&bytes)] {
            let location = admin.start_upload("shop/api").await;
            let reply = admin.finish_upload(&location, &digest, &bytes).await;
            check_created(&admin, &reply, &digest, &bytes, case).await;
            // The upload is over.
            let again = admin.finish_upload(&location, &digest, &bytes).await;
            refusal(&again, 404, "BLOB_UPLOAD_UNKNOWN", case);
        }
    }
}

/// end-4a: what the answer to a new upload says, with and without the slash.
#[tokio::test]
async fn a_new_upload_says_where_it_goes_on() {
    let (_server, admin) = repository().await;
    for path in ["/v2/shop/api/blobs/uploads/", "/v2/shop/api/blobs/uploads"] {
        let reply = admin.oci("POST", path, &[], "").await;
        assert_eq!(reply.status, 202);
        let id = reply.header("docker-upload-uuid");
        assert_eq!(id.len(), 36);
        assert_eq!(
            reply.header("location"),
            format!("/v2/shop/api/blobs/uploads/{id}")
        );
        assert_eq!(reply.header("range"), "0-0");
        assert_eq!(reply.header("content-length"), "0");
    }
}

/// A wrong digest is refused in each of the ways to push; nothing is stored, and an upload can be
/// ended rightly afterwards.
#[tokio::test]
async fn a_wrong_digest_stores_nothing() {
    let (_server, admin) = repository().await;
    for (case, wrong) in [
        ("sha256", digest_of(b"other")),
        ("sha512", digest512_of(b"other")),
    ] {
        let path = format!("/v2/shop/api/blobs/uploads/?digest={wrong}");
        let message = refusal(
            &admin.oci("POST", &path, &[], "hello").await,
            400,
            "DIGEST_INVALID",
            case,
        );
        assert!(message.contains(&wrong), "{case}: {message}");
        let location = admin.start_upload("shop/api").await;
        admin.patch(&location, None, b"hel").await;
        for last in [b"lo".as_slice(), b"", b"loooong"] {
            let reply = admin.finish_upload(&location, &wrong, last).await;
            refusal(&reply, 400, "DIGEST_INVALID", case);
            let status = admin.get(&location).await;
            assert_eq!(
                (status.status.as_u16(), status.header("range")),
                (204, "0-2"),
                "{case}"
            );
        }
        bare(
            &admin.head(&format!("/v2/shop/api/blobs/{wrong}")).await,
            404,
            case,
        );
        let right = digest_of(format!("hello {case}").as_bytes());
        let rest = format!("lo {case}");
        let reply = admin.finish_upload(&location, &right, rest.as_bytes()).await;
        assert_eq!(reply.status, 201, "{case}: {}", reply.text());
    }
    let path = format!("/v2/shop/api/blobs/{}", digest_of(b"hello"));
    bare(&admin.head(&path).await, 404, "the bytes under their own digest");
}

/// What is no digest of an algorithm that is computed here.
#[tokio::test]
async fn malformed_and_unknown_digests() {
    let (_server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    let hex = "a".repeat(64);
    for digest in [
        "".to_owned(),
        hex.clone(),
        format!("sha256:{}", &hex[1..]),
        format!("sha256:{hex}a"),
        format!("sha256:{}", hex.to_uppercase()),
        format!("SHA256:{hex}"),
        format!("sha512:{hex}"),
        format!("sha384:{}", "a".repeat(96)),
        format!("md5:{}", "a".repeat(32)),
        format!("sha256:../{}", &hex[3..]),
        format!("sha256:{}%00", &hex[1..]),
        "%ff%fe".to_owned(),
        format!("sha256:{hex}&digest=sha256:{hex}"),
    ] {
        for (method, path) in [("POST", "/v2/shop/api/blobs/uploads/"), ("PUT", &location)] {
            let path = format!("{path}?digest={digest}");
            let reply = admin.oci(method, &path, &[], "hello").await;
            refusal(&reply, 400, "DIGEST_INVALID", &format!("{method} {digest}"));
        }
    }
    let missing = admin.oci("PUT", &location, &[], "hello").await;
    refusal(&missing, 400, "DIGEST_INVALID", "PUT without a digest");
    let reply = admin
        .finish_upload(&location, &digest_of(b"hello"), b"hello")
        .await;
    assert_eq!(reply.status, 201);
}

/// ECR behaviour 4: a push to a repository that does not exist.
#[tokio::test]
async fn a_missing_repository() {
    let (_server, admin) = repository().await;
    let digest = digest_of(b"hello");
    let upload = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";
    for (method, path) in [
        ("POST", "blobs/uploads/".to_owned()),
        ("POST", format!("blobs/uploads/?digest={digest}")),
        ("POST", format!("blobs/uploads/?mount={digest}&from=shop/api")),
        ("PATCH", format!("blobs/uploads/{upload}")),
        ("GET", format!("blobs/uploads/{upload}")),
        ("PUT", format!("blobs/uploads/{upload}?digest={digest}")),
        ("DELETE", format!("blobs/uploads/{upload}")),
        ("DELETE", format!("blobs/{digest}")),
    ] {
        let path = format!("/v2/shop/nope/{path}");
        let reply = admin.oci(method, &path, &[], "hello").await;
        let message = refusal(&reply, 404, "NAME_UNKNOWN", &format!("{method} {path}"));
        assert_eq!(message, no_repository("shop/nope", ACCOUNT));
    }
}
