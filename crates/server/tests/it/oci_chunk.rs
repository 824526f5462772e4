//! Pushing a blob in chunks (OCI distribution-spec, "Pushing a blob in chunks": end-5, end-6,
//! end-13), the streamed form of docker, and cancelling.

use testkit::{Caller, Reply, digest_of, digest512_of, pattern};

use crate::oci_check::{bare, refusal, repository};

fn check_accepted(reply: &Reply, location: &str, received: usize, case: &str) {
    assert_eq!(reply.status, 202, "{case}: {}", reply.text());
    check_progress(reply, location, received, case);
}

fn check_progress(reply: &Reply, location: &str, received: usize, case: &str) {
    let last = received.saturating_sub(1);
    assert_eq!(reply.header("range"), format!("0-{last}"), "{case}");
    assert_eq!(reply.header("location"), location, "{case}");
    assert!(location.ends_with(reply.header("docker-upload-uuid")), "{case}");
}

/// The status of an upload (end-13) by both of its methods.
async fn check_status(admin: &Caller, location: &str, received: usize, case: &str) {
    for method in ["GET", "HEAD"] {
        let reply = admin.oci(method, location, &[], "").await;
        assert_eq!(reply.status, 204, "{method} {case}");
        check_progress(&reply, location, received, case);
    }
}

/// Chunks in order with `Content-Range` in both of its spellings; the last one in a PATCH or in
/// the closing PUT; sha256 and sha512.
#[tokio::test]
async fn chunks_in_order() {
    let (_server, admin) = repository().await;
    for (word, digest_of) in [
        ("sha256", digest_of as fn(&[u8]) -> String),
        ("sha512", digest512_of),
    ] {
        for last_by_put in [false, true] {
            let blob = pattern(u64::from(last_by_put), 700_000);
            let location = admin.start_upload("shop/api").await;
            let case = format!("{word} {last_by_put}");
            check_status(&admin, &location, 0, &case).await;
            let cuts = [0, 1, 300_000, 600_000];
            for (from, to) in cuts.iter().zip(&cuts[1..]) {
                let range = if *from == 1 {
                    format!("bytes {from}-{}/*", to - 1)
                } else {
                    format!("{from}-{}", to - 1)
                };
                let reply = admin.patch(&location, Some(&range), &blob[*from..*to]).await;
                check_accepted(&reply, &location, *to, &case);
                check_status(&admin, &location, *to, &case).await;
            }
            let digest = digest_of(&blob);
            let path = format!("{location}?digest={digest}");
            let range = [("content-range", "600000-699999")];
            let reply = if last_by_put {
                admin.oci("PUT", &path, &range, blob[600_000..].to_vec()).await
            } else {
                admin
                    .patch(&location, Some("600000-699999"), &blob[600_000..])
                    .await;
                admin.oci("PUT", &path, &[], "").await
            };
            assert_eq!(reply.status, 201, "{case}: {}", reply.text());
            let pulled = admin.get(reply.header("location")).await;
            assert!(pulled.body == blob, "{case}");
            assert_eq!(pulled.header("docker-content-digest"), digest, "{case}");
            refusal(&admin.get(&location).await, 404, "BLOB_UPLOAD_UNKNOWN", &case);
        }
    }
}

/// Docker's form: one PATCH without a length, then an empty PUT.
#[tokio::test]
async fn one_stream_without_a_length() {
    let (server, admin) = repository().await;
    let blob = pattern(9, 1_500_000);
    let location = admin.start_upload("shop/api").await;
    let mut wire = server.wire().await;
    let head = admin
        .request_head("PATCH", &location, &[("transfer-encoding", "chunked")])
        .await;
    wire.send(head).await;
    for piece in blob.chunks(100_000) {
        wire.send(format!("{:x}\r\n", piece.len())).await;
        wire.send(piece).await;
        wire.send("\r\n").await;
    }
    wire.send("0\r\n\r\n").await;
    check_accepted(&wire.reply().await, &location, blob.len(), "stream");
    let reply = admin.finish_upload(&location, &digest_of(&blob), b"").await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert!(admin.get(reply.header("location")).await.body == blob);
}

/// "416 Requested Range Not Satisfiable" for chunks out of order; the status tells where to go on.
#[tokio::test]
async fn gaps_and_repetitions() {
    let (_server, admin) = repository().await;
    let blob = pattern(11, 1000);
    let location = admin.start_upload("shop/api").await;
    let first = admin.patch(&location, Some("10-19"), &blob[10..20]).await;
    refusal(&first, 416, "BLOB_UPLOAD_INVALID", "not at the beginning");
    check_status(&admin, &location, 0, "nothing came").await;
    admin.patch(&location, Some("0-99"), &blob[..100]).await;
    for (range, from, to) in [
        ("200-299", 200, 300),
        ("101-199", 101, 200),
        ("0-99", 0, 100),
        ("99-198", 99, 199),
        ("9223372036854775808-9223372036854775810", 0, 3),
    ] {
        let reply = admin.patch(&location, Some(range), &blob[from..to]).await;
        refusal(&reply, 416, "BLOB_UPLOAD_INVALID", range);
        check_status(&admin, &location, 100, range).await;
        let path = format!("{location}?digest={}", digest_of(&blob));
        let headers = [("content-range", range)];
        let reply = admin.oci("PUT", &path, &headers, blob[from..to].to_vec()).await;
        refusal(&reply, 416, "BLOB_UPLOAD_INVALID", range);
    }
    // What a client does then: ask, and go on from there.
    let status = admin.get(&location).await;
    let next = status
        .header("range")
        .strip_prefix("0-")
        .and_then(|last| last.parse::<usize>().ok());
    let next = next.expect("an offset") + 1;
    let range = format!("{next}-999");
    check_accepted(
        &admin.patch(&location, Some(&range), &blob[next..]).await,
        &location,
        1000,
        "retry",
    );
    let reply = admin.finish_upload(&location, &digest_of(&blob), b"").await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

/// Ranges that are not those of the body, or no ranges at all.
#[tokio::test]
async fn content_ranges_that_lie() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    admin.patch(&location, None, b"0123456789").await;
    for (range, code) in [
        ("10-13", "SIZE_INVALID"),
        ("10-15", "SIZE_INVALID"),
        ("10-18446744073709551615", "SIZE_INVALID"),
        ("14-10", "BLOB_UPLOAD_INVALID"),
        ("10-", "BLOB_UPLOAD_INVALID"),
        ("-14", "BLOB_UPLOAD_INVALID"),
        ("ten-14", "BLOB_UPLOAD_INVALID"),
        ("+10-14", "BLOB_UPLOAD_INVALID"),
        ("0x0a-14", "BLOB_UPLOAD_INVALID"),
        ("10-18446744073709551616", "BLOB_UPLOAD_INVALID"),
        ("bytes 10-14/12", "BLOB_UPLOAD_INVALID"),
        ("bytes */15", "BLOB_UPLOAD_INVALID"),
        ("10-12,13-14", "BLOB_UPLOAD_INVALID"),
        ("", "BLOB_UPLOAD_INVALID"),
    ] {
        let reply = admin.patch(&location, Some(range), b"abcde").await;
        refusal(&reply, 400, code, range);
        check_status(&admin, &location, 10, range).await;
    }
    let twice = [("content-range", "10-14"), ("content-range", "10-14")];
    let reply = admin.oci("PATCH", &location, &twice, "abcde").await;
    refusal(&reply, 400, "UNSUPPORTED", "two headers");
    // Without a length the lie shows only when the body ends, or does not.
    for (body, case) in [
        ("3\r\nabc\r\n0\r\n\r\n", "short"),
        ("9\r\nabcdefghi\r\n0\r\n\r\n", "long"),
    ] {
        let headers = [("transfer-encoding", "chunked"), ("content-range", "10-14")];
        let mut wire = server.wire().await;
        wire.send(admin.request_head("PATCH", &location, &headers).await)
            .await;
        wire.send(body).await;
        refusal(&wire.reply().await, 416, "BLOB_UPLOAD_INVALID", case);
        check_status(&admin, &location, 10, case).await;
    }
    check_accepted(
        &admin.patch(&location, Some("10-14"), b"abcde").await,
        &location,
        15,
        "truth",
    );
    let reply = admin
        .finish_upload(&location, &digest_of(b"0123456789abcde"), b"")
        .await;
    assert_eq!(reply.status, 201);
}

/// A closing PUT without a body adds nothing, whatever its range says: clients send all kinds.
#[tokio::test]
async fn a_closing_put_may_carry_any_range() {
    let (_server, admin) = repository().await;
    for range in ["5-4", "5-5", "0-4", "nonsense"] {
        let location = admin.start_upload("shop/api").await;
        admin.patch(&location, Some("0-4"), b"hello").await;
        let path = format!("{location}?digest={}", digest_of(b"hello"));
        let reply = admin.oci("PUT", &path, &[("content-range", range)], "").await;
        assert_eq!(reply.status, 201, "{range}: {}", reply.text());
    }
}

/// `DELETE` of an upload (Docker Registry API, "Canceling an Upload").
#[tokio::test]
async fn a_cancelled_upload_is_gone() {
    let (server, admin) = repository().await;
    for bytes in [b"".as_slice(), b"hello"] {
        let location = admin.start_upload("shop/api").await;
        admin.patch(&location, None, bytes).await;
        let reply = admin.delete(&location).await;
        assert_eq!(reply.status, 204, "{}", reply.text());
        let digest = digest_of(bytes);
        for (method, path) in [
            ("GET", location.clone()),
            ("PATCH", location.clone()),
            ("PUT", format!("{location}?digest={digest}")),
            ("DELETE", location.clone()),
        ] {
            let reply = admin.oci(method, &path, &[], bytes.to_vec()).await;
            refusal(&reply, 404, "BLOB_UPLOAD_UNKNOWN", method);
        }
        bare(&admin.head(&location).await, 404, "HEAD");
        bare(
            &admin.head(&format!("/v2/shop/api/blobs/{digest}")).await,
            404,
            "blob",
        );
    }
    let staged = server.folder().join("store/staged");
    let left = std::fs::read_dir(staged).expect("a folder").count();
    assert_eq!(left, 0, "no bytes of cancelled uploads stay");
}
