//! Parts of blobs (RFC 9110, 14; OCI distribution-spec, "Pulling blobs").

use testkit::{Caller, Reply, TestServer, digest_of, pattern};

use crate::oci_check::refusal;

const SIZE: usize = 300_000;

async fn part(admin: &Caller, digest: &str, headers: &[(&str, &str)]) -> Reply {
    admin
        .oci("GET", &format!("/v2/shop/api/blobs/{digest}"), headers, "")
        .await
}

#[tokio::test]
async fn parts_of_a_blob() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let blob = pattern(7, SIZE);
    let digest = digest_of(&blob);
    admin.push_blob("shop/api", &blob).await;
    for (range, first, last) in [
        ("bytes=0-0", 0, 0),
        ("bytes=0-9", 0, 9),
        ("bytes=262143-262144", 262_143, 262_144),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=299999-", SIZE - 1, SIZE - 1),
        ("bytes=-1", SIZE - 1, SIZE - 1),
        ("bytes=-1000", SIZE - 1000, SIZE - 1),
        ("bytes=-999999999999", 0, SIZE - 1),
        ("bytes=5-99999999999999999999999", 5, SIZE - 1),
        ("bytes=0-299999", 0, SIZE - 1),
    ] {
        let reply = part(&admin, &digest, &[("range", range)]).await;
        assert_eq!(reply.status, 206, "{range}");
        let content_range = format!("bytes {first}-{last}/{SIZE}");
        assert_eq!(reply.header("content-range"), content_range, "{range}");
        assert_eq!(
            reply.header("content-length"),
            (last - first + 1).to_string(),
            "{range}"
        );
        assert_eq!(reply.header("docker-content-digest"), digest, "{range}");
        assert!(reply.complete && reply.body == blob[first..=last], "{range}");
    }
    for range in [
        "bytes=300000-",
        "bytes=300000-300001",
        "bytes=-0",
        "bytes=99999999999999999999999-",
    ] {
        let reply = part(&admin, &digest, &[("range", range)]).await;
        refusal(&reply, 416, "SIZE_INVALID", range);
        assert_eq!(
            reply.header("content-range"),
            format!("bytes */{SIZE}"),
            "{range}"
        );
        assert_eq!(reply.header("cache-control"), "", "{range}");
    }
    for range in [
        "bytes=5-1",
        "bytes=a-b",
        "bytes=",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes=0-0,-1,2-",
    ] {
        let reply = part(&admin, &digest, &[("range", range)]).await;
        assert_eq!(reply.status, 200, "{range}");
        assert!(reply.body == blob, "{range}");
    }
    let head = admin
        .oci(
            "HEAD",
            &format!("/v2/shop/api/blobs/{digest}"),
            &[("range", "bytes=0-1")],
            "",
        )
        .await;
    assert_eq!(
        (head.status.as_u16(), head.header("content-length")),
        (200, "300000")
    );
}

/// RFC 9110, 13.1.5: a range counts only while the client's copy is of the same content.
#[tokio::test]
async fn if_range() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let digest = digest_of(b"0123456789");
    admin.push_blob("shop/api", b"0123456789").await;
    let (own, weak) = (format!("\"{digest}\""), format!("W/\"{digest}\""));
    for (known, status, body) in [
        (&*own, 206, "234"),
        (&*weak, 200, "0123456789"),
        ("\"other\"", 200, "0123456789"),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 200, "0123456789"),
    ] {
        let reply = part(&admin, &digest, &[("range", "bytes=2-4"), ("if-range", known)]).await;
        assert_eq!((reply.status.as_u16(), reply.text()), (status, body), "{known}");
    }
}

#[tokio::test]
async fn an_empty_blob_has_no_parts() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    admin.push_blob("shop/api", b"").await;
    let digest = digest_of(b"");
    refusal(
        &part(&admin, &digest, &[("range", "bytes=0-")]).await,
        416,
        "SIZE_INVALID",
        "bytes=0-",
    );
    assert_eq!(part(&admin, &digest, &[]).await.status, 200);
}
