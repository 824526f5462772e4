//! Wrong bytes are never a complete answer (threats C0, "GET 200 complete", and C-13).

use std::fs;
use std::path::PathBuf;

use serde_json::json;
use testkit::{Caller, Reply, TestImage, TestServer, digest_of, pattern};

/// The file that holds a blob.
fn file_of(server: &TestServer, digest: &str) -> PathBuf {
    let hex = digest.strip_prefix("sha256:").expect("sha256");
    let folder = server.folder().join("store/blobs/sha256").join(&hex[..2]);
    let mut files = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    files
        .find(|path| {
            path.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with(hex))
        })
        .expect("the blob's file")
}

/// Spoils `bytes` of a file and keeps the rest.
fn flip(path: &PathBuf, at: usize) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[at] ^= 1;
    fs::write(path, bytes).expect("a file");
}

/// An answer that no client takes for the blob.
fn check_no_answer(reply: &Reply, case: &str) {
    if reply.status == 500 {
        assert_eq!(reply.oci_error().0, "UNKNOWN", "{case}");
    } else {
        assert!(!reply.complete, "{case}: {}", reply.status);
    }
}

async fn pushed(blob: &[u8]) -> (TestServer, Caller, String) {
    let server = TestServer::start().await;
    let admin = server.administrator();
    admin.create_repository("shop/api").await;
    let image = TestImage::with_layers("hello", vec![blob.to_vec()]);
    image.push(&admin, "shop/api", "1").await;
    (server, admin, format!("/v2/shop/api/blobs/{}", digest_of(blob)))
}

#[tokio::test]
async fn a_flipped_bit_ends_the_answer() {
    for (case, length) in [
        ("small", 1000),
        ("one segment", 262_144),
        ("several segments", 1_000_000),
    ] {
        let blob = pattern(41, length);
        let (server, admin, path) = pushed(&blob).await;
        let file = file_of(&server, &digest_of(&blob));
        let size = fs::metadata(&file).expect("a file").len() as usize;
        let input = json!({"repositoryName": "shop/api", "layerDigest": digest_of(&blob)});
        let url = admin.ecr_ok("GetDownloadUrlForLayer", input).await;
        let url = url["downloadUrl"].as_str().expect("a URL").to_owned();
        let signed = url
            .split_once(&server.address().to_string())
            .expect("a host")
            .1
            .to_owned();
        // In the data, at its ends, and in what is kept to check it.
        for at in [0, length / 2, length - 1, length, size - 1] {
            flip(&file, at);
            for path in [&path, &signed] {
                check_no_answer(&admin.get(path).await, &format!("{case} at {at}"));
            }
            flip(&file, at);
            assert!(admin.get(&path).await.body == blob, "{case}: whole again");
        }
    }
}

/// A part that was not hit may be served; one that was is not.
#[tokio::test]
async fn a_flipped_bit_ends_a_part() {
    let blob = pattern(42, 1_000_000);
    let (server, admin, path) = pushed(&blob).await;
    flip(&file_of(&server, &digest_of(&blob)), 600_000);
    for (range, first, last) in [
        ("bytes=600000-600000", 600_000, 600_000),
        ("bytes=599990-600010", 599_990, 600_010),
        ("bytes=524288-", 524_288, 999_999),
        ("bytes=-999999", 1, 999_999),
    ] {
        let reply = admin.oci("GET", &path, &[("range", range)], "").await;
        check_no_answer(&reply, range);
        assert!(reply.body != blob[first..=last], "{range}");
    }
    let whole = admin.oci("GET", &path, &[("range", "bytes=0-99")], "").await;
    assert!(
        whole.status == 500 || whole.body == blob[..100],
        "a part that is whole"
    );
}

#[tokio::test]
async fn a_file_that_is_cut_longer_or_gone() {
    let blob = pattern(43, 700_000);
    let (server, admin, path) = pushed(&blob).await;
    let file = file_of(&server, &digest_of(&blob));
    let good = fs::read(&file).expect("a file");
    for (case, bytes) in [
        ("empty", Vec::new()),
        ("cut in the data", good[..400_000].to_vec()),
        ("cut by a byte", good[..good.len() - 1].to_vec()),
        ("longer by a byte", [&good[..], b"x"].concat()),
        ("another file", pattern(44, good.len())),
    ] {
        fs::write(&file, bytes).expect("a file");
        check_no_answer(&admin.get(&path).await, case);
    }
    fs::remove_file(&file).expect("a file");
    check_no_answer(&admin.get(&path).await, "gone");
    // The server is none the worse for it.
    assert_eq!(admin.get("/v2/shop/api/manifests/1").await.status, 200);
    fs::write(&file, good).expect("a file");
    assert!(admin.get(&path).await.body == blob);
}

/// Bytes that change between two chunks do not become a blob.
#[tokio::test]
async fn an_upload_whose_bytes_change() {
    let (server, admin, _) = pushed(b"other").await;
    let blob = pattern(45, 600_000);
    for at in [0, 299_999] {
        let location = admin.start_upload("shop/api").await;
        admin.patch(&location, None, &blob[..300_000]).await;
        let id = location.rsplit('/').next().expect("an id");
        flip(&server.folder().join("store/staged").join(id), at);
        admin.patch(&location, None, &blob[300_000..]).await;
        let reply = admin.finish_upload(&location, &digest_of(&blob), b"").await;
        if reply.status == 201 {
            // Then it must be told when it is read.
            check_no_answer(&admin.get(reply.header("location")).await, "a spoiled upload");
        } else {
            assert!(
                reply.status.is_client_error() || reply.status == 500,
                "{}",
                reply.status
            );
        }
    }
}
