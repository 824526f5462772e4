//! Uploads between two requests: whose they are, restarts, clients that go away, several at once
//! (threats B1 row 4, C-1 and C-2).

use testkit::{Caller, Reply, TestServer, Wire, digest_of, digest512_of, pattern};

use crate::oci_check::{bare, refusal, repository};

async fn received(caller: &Caller, location: &str) -> String {
    let reply = caller.get(location).await;
    assert_eq!(reply.status, 204, "{}", reply.text());
    reply.header("range").to_owned()
}

/// Sends the rest of an upload. The server may not have noticed yet that another sender of the same
/// upload went away, and says so.
async fn patch_when_free(caller: &Caller, location: &str, bytes: &[u8]) -> Reply {
    for _ in 0..1000 {
        let reply = caller.patch(location, None, bytes).await;
        if reply.status != 409 {
            return reply;
        }
        refusal(&reply, 409, "BLOB_UPLOAD_INVALID", "busy");
    }
    panic!("the upload stays busy");
}

/// An upload of another repository, user or account does not exist.
#[tokio::test]
async fn uploads_of_others() {
    let (server, admin) = repository().await;
    let (other, stranger) = (
        server.other_user("mallory").await,
        server.other_account("444455556666").await,
    );
    admin.create_repository("shop/web").await;
    admin.in_region("us-east-1").create_repository("shop/api").await;
    stranger.create_repository("shop/api").await;
    let location = admin.start_upload("shop/api").await;
    admin.patch(&location, None, b"mine ").await;
    let by_web = location.replace("shop/api", "shop/web");
    let digest = digest_of(b"evil");
    for (case, caller, location) in [
        ("another repository", &admin, &by_web),
        ("another region", &admin.in_region("us-east-1"), &location),
        ("another user", &other, &location),
        ("another account", &stranger, &location),
    ] {
        let put = format!("{location}?digest={digest}");
        let messages = [
            ("GET", location),
            ("PATCH", location),
            ("PUT", &put),
            ("DELETE", location),
        ];
        for (method, path) in messages {
            let reply = caller.oci(method, path, &[], "evil").await;
            refusal(&reply, 404, "BLOB_UPLOAD_UNKNOWN", &format!("{method} {case}"));
        }
        bare(&caller.head(location).await, 404, case);
        assert_eq!(
            received(&admin, &location.replace("shop/web", "shop/api")).await,
            "0-4",
            "{case}"
        );
    }
    admin.patch(&location, None, b"alone").await;
    let reply = admin
        .finish_upload(&location, &digest_of(b"mine alone"), b"")
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    // The other user may do everything with an upload of their own.
    let own = other.start_upload("shop/api").await;
    let reply = other.finish_upload(&own, &digest_of(b"theirs"), b"theirs").await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

/// C-1: an upload goes on where it was after the server was stopped and started.
#[tokio::test]
async fn an_upload_survives_restarts() {
    let (mut server, mut admin) = repository().await;
    let blob = pattern(21, 3_000_000);
    let cuts = [0, 10, 1_300_000, 1_300_001, 3_000_000];
    for digest in [digest_of(&blob), digest512_of(&blob)] {
        let location = admin.start_upload("shop/api").await;
        for (from, to) in cuts.iter().zip(&cuts[1..]) {
            let range = format!("{from}-{}", to - 1);
            let reply = admin.patch(&location, Some(&range), &blob[*from..*to]).await;
            assert_eq!(reply.status, 202, "{}", reply.text());
            server = server.restart().await;
            admin = server.administrator();
            assert_eq!(received(&admin, &location).await, format!("0-{}", to - 1));
        }
        let wrong = admin.finish_upload(&location, &digest_of(b"other"), b"").await;
        refusal(&wrong, 400, "DIGEST_INVALID", "after restarts");
        let reply = admin.finish_upload(&location, &digest, b"").await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        server = server.restart().await;
        admin = server.administrator();
        let pulled = admin.get(&format!("/v2/shop/api/blobs/{digest}")).await;
        assert!(pulled.body == blob);
    }
}

/// Begins a request whose body never ends, sends `bytes` of it, and hangs up.
async fn hang_up(server: &TestServer, head: String, bytes: &[u8]) {
    let mut wire = server.wire().await;
    wire.send(head).await;
    wire.send(bytes).await;
    drop(wire);
}

/// C-2: a client that goes away in the middle of a chunk leaves the offset as it was, and the
/// upload can go on.
#[tokio::test]
async fn a_client_goes_away_in_a_chunk() {
    let (server, admin) = repository().await;
    let blob = pattern(22, 5_000_000);
    let length = [("content-length", "9999999")];
    let chunked = [("transfer-encoding", "chunked")];
    for (case, headers, sent) in [
        ("nothing sent", &length, Vec::new()),
        ("a little", &length, blob[100..200].to_vec()),
        ("megabytes", &length, blob[100..4_000_000].to_vec()),
        (
            "within a frame",
            &chunked,
            [b"100000\r\n", &blob[100..500_000]].concat(),
        ),
        (
            "between frames",
            &chunked,
            [b"64\r\n", &blob[100..200], b"\r\n"].concat(),
        ),
    ] {
        let location = admin.start_upload("shop/api").await;
        admin.patch(&location, None, &blob[..100]).await;
        let put = format!("{location}?digest={}", digest_of(&blob));
        for (method, path) in [("PATCH", &location), ("PUT", &put)] {
            let head = admin.request_head(method, path, headers).await;
            hang_up(&server, head, &sent).await;
            assert_eq!(received(&admin, &location).await, "0-99", "{method} {case}");
        }
        let reply = patch_when_free(&admin, &location, &blob[100..]).await;
        assert_eq!(reply.status, 202, "{case}: {}", reply.text());
        assert_eq!(received(&admin, &location).await, "0-4999999", "{case}");
        let reply = admin.finish_upload(&location, &digest_of(&blob), b"").await;
        assert_eq!(reply.status, 201, "{case}: {}", reply.text());
        assert!(admin.get(reply.header("location")).await.body == blob, "{case}");
        admin.delete(reply.header("location")).await;
    }
}

/// What was not sent whole is not there: a blob in one POST, a manifest.
#[tokio::test]
async fn a_client_goes_away_in_a_push() {
    let (server, admin) = repository().await;
    let blob = pattern(23, 2_000_000);
    let image = testkit::TestImage::new("hello");
    for blob in image.layers.iter().chain([&image.config]) {
        admin.push_blob("shop/api", blob).await;
    }
    let digest = digest_of(&blob);
    let post = format!("/v2/shop/api/blobs/uploads/?digest={digest}");
    let length = (image.manifest.len() + 1).to_string();
    for (method, path, length, bytes) in [
        ("POST", &*post, "2000000", &blob[..1_999_999]),
        ("POST", &*post, "2000001", &blob[..]),
        ("PUT", "/v2/shop/api/manifests/cut", &*length, &image.manifest[..]),
        ("PUT", "/v2/shop/api/manifests/cut", "300", &image.manifest[..20]),
    ] {
        let headers = [
            ("content-length", length),
            ("content-type", testkit::OCI_MANIFEST),
        ];
        hang_up(&server, admin.request_head(method, path, &headers).await, bytes).await;
        bare(
            &admin.head(&format!("/v2/shop/api/blobs/{digest}")).await,
            404,
            length,
        );
        bare(&admin.head("/v2/shop/api/manifests/cut").await, 404, length);
        bare(
            &admin
                .head(&format!("/v2/shop/api/manifests/{}", image.digest()))
                .await,
            404,
            length,
        );
    }
    let pushed = admin.push_blob("shop/api", &blob).await;
    assert_eq!(pushed.status, 201, "{}", pushed.text());
    image.push(&admin, "shop/api", "whole").await;
    assert_eq!(
        admin.get("/v2/shop/api/tags/list").await.json()["tags"],
        serde_json::json!(["whole"])
    );
}

/// Starts a PATCH and waits until the server reads its body, and so has the upload for itself.
async fn patch_in_progress(server: &TestServer, admin: &Caller, location: &str, length: &str) -> Wire {
    let mut wire = server.wire().await;
    let headers = [("content-length", length), ("expect", "100-continue")];
    wire.send(admin.request_head("PATCH", location, &headers).await)
        .await;
    assert_eq!(wire.reply().await.status, 100);
    wire
}

/// While one PATCH is received, every other writer of the upload is refused and changes nothing.
#[tokio::test]
async fn one_writer_at_a_time() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    let mut wire = patch_in_progress(&server, &admin, &location, "10").await;
    wire.send("first").await;
    let digest = digest_of(b"second");
    for (case, reply) in [
        ("PATCH", admin.patch(&location, None, b"second").await),
        ("chunk", admin.patch(&location, Some("0-5"), b"second").await),
        ("PUT", admin.finish_upload(&location, &digest, b"second").await),
        (
            "empty PUT",
            admin.finish_upload(&location, &digest_of(b""), b"").await,
        ),
    ] {
        refusal(&reply, 409, "BLOB_UPLOAD_INVALID", case);
    }
    assert_eq!(received(&admin, &location).await, "0-0");
    wire.send("_only").await;
    let reply = wire.reply().await;
    assert_eq!((reply.status.as_u16(), reply.header("range")), (202, "0-9"));
    let reply = admin
        .finish_upload(&location, &digest_of(b"first_only"), b"")
        .await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

/// An upload that is cancelled while bytes arrive is gone; the sender hears of it.
#[tokio::test]
async fn cancelled_under_way() {
    let (server, admin) = repository().await;
    let location = admin.start_upload("shop/api").await;
    let mut wire = patch_in_progress(&server, &admin, &location, "10").await;
    wire.send("first").await;
    assert_eq!(admin.delete(&location).await.status, 204);
    wire.send("_only").await;
    refusal(&wire.reply().await, 404, "BLOB_UPLOAD_UNKNOWN", "the sender");
    refusal(
        &admin.get(&location).await,
        404,
        "BLOB_UPLOAD_UNKNOWN",
        "afterwards",
    );
    let staged = std::fs::read_dir(server.folder().join("store/staged"));
    assert_eq!(staged.expect("a folder").count(), 0, "no bytes stay");
}

/// Whole chunks at the same moment, and one after the other in quick succession: one is taken, the
/// others are refused, and the bytes are the winner's.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_race_of_chunks() {
    let (_server, admin) = repository().await;
    for round in 0..12 {
        let location = admin.start_upload("shop/api").await;
        let blobs: Vec<_> = (0..6).map(|seed| pattern(round * 10 + seed, 30_000)).collect();
        let sends = blobs.iter().map(|blob| {
            let (admin, location, blob) = (admin.clone(), location.clone(), blob.clone());
            tokio::spawn(async move {
                loop {
                    let reply = admin.patch(&location, Some("0-29999"), &blob).await;
                    if reply.status != 409 {
                        return reply;
                    }
                    refusal(&reply, 409, "BLOB_UPLOAD_INVALID", "busy");
                }
            })
        });
        let mut winners = Vec::new();
        for (send, blob) in sends.collect::<Vec<_>>().into_iter().zip(&blobs) {
            let reply = send.await.expect("no panic");
            match reply.status.as_u16() {
                202 => winners.push(blob),
                _ => drop(refusal(&reply, 416, "BLOB_UPLOAD_INVALID", "late")),
            }
        }
        assert_eq!(winners.len(), 1, "{round}");
        assert_eq!(received(&admin, &location).await, "0-29999", "{round}");
        check_race_of_finishes(&admin, &location, winners[0]).await;
    }
}

/// Of two closing PUTs at once one creates the blob.
async fn check_race_of_finishes(admin: &Caller, location: &str, blob: &[u8]) {
    let finishes = [(); 2].map(|()| {
        let (admin, location, digest) = (admin.clone(), location.to_owned(), digest_of(blob));
        tokio::spawn(async move { admin.finish_upload(&location, &digest, b"").await })
    });
    let mut created = 0;
    for finish in finishes {
        let reply = finish.await.expect("no panic");
        match reply.status.as_u16() {
            201 => created += 1,
            409 => drop(refusal(&reply, 409, "BLOB_UPLOAD_INVALID", "busy")),
            _ => drop(refusal(&reply, 404, "BLOB_UPLOAD_UNKNOWN", "over")),
        }
    }
    assert_eq!(created, 1);
    let pulled = admin
        .get(&format!("/v2/shop/api/blobs/{}", digest_of(blob)))
        .await;
    assert!(pulled.body == blob);
}

/// The same blob in many uploads at once ends as one blob that is whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_uploads_of_one_blob() {
    let (server, admin) = repository().await;
    let blob = pattern(77, 300_000);
    let pushes: Vec<_> = (0..8)
        .map(|_| {
            let (admin, blob) = (admin.clone(), blob.clone());
            tokio::spawn(async move { admin.push_blob("shop/api", &blob).await.status })
        })
        .collect();
    for push in pushes {
        assert_eq!(push.await.expect("no panic"), 201);
    }
    let digest = digest_of(&blob);
    assert!(admin.get(&format!("/v2/shop/api/blobs/{digest}")).await.body == blob);
    let folder = server
        .folder()
        .join("store/blobs/sha256")
        .join(&digest["sha256:".len()..][..2]);
    assert_eq!(
        std::fs::read_dir(folder).expect("a folder").count(),
        1,
        "one copy stays"
    );
}
