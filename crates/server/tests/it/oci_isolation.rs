//! A blob belongs to the repositories that it was pushed to or mounted into, and to no others
//! (threats B1, rows 1 to 3 and 13).

use serde_json::json;
use testkit::{Caller, TestImage, TestServer, digest_of, pattern};

use crate::oci_check::{bare, refusal};

/// Checks that `caller`, in its repository `shop/api`, can find nothing of a blob.
async fn check_unknown(caller: &Caller, blob: &[u8], case: &str) {
    let digest = digest_of(blob);
    let path = format!("/v2/shop/api/blobs/{digest}");
    refusal(&caller.get(&path).await, 404, "BLOB_UNKNOWN", case);
    let ranged = caller.oci("GET", &path, &[("range", "bytes=0-0")], "").await;
    refusal(&ranged, 404, "BLOB_UNKNOWN", case);
    let known = format!("\"{digest}\"");
    let conditional = caller.oci("GET", &path, &[("if-none-match", &known)], "").await;
    refusal(&conditional, 404, "BLOB_UNKNOWN", case);
    bare(&caller.head(&path).await, 404, case);
    refusal(&caller.delete(&path).await, 404, "BLOB_UNKNOWN", case);
    let input = json!({"repositoryName": "shop/api", "layerDigests": [digest]});
    let output = caller.ecr_ok("BatchCheckLayerAvailability", input).await;
    assert_ne!(
        output["layers"][0]["layerAvailability"],
        json!("AVAILABLE"),
        "{case}"
    );
    let input = json!({"repositoryName": "shop/api", "layerDigest": digest});
    let (name, _) = caller.ecr_error("GetDownloadUrlForLayer", input).await;
    assert_eq!(name, "LayersNotFoundException", "{case}");
    let image = TestImage::with_layers("with the layer", vec![blob.to_vec()]);
    caller.push_blob("shop/api", &image.config).await;
    let reply = caller.push_manifest("shop/api", "stolen", &image.manifest).await;
    refusal(&reply, 400, "MANIFEST_BLOB_UNKNOWN", case);
    let manifest = std::str::from_utf8(&image.manifest).expect("text");
    let input = json!({"repositoryName": "shop/api", "imageManifest": manifest, "imageTag": "stolen"});
    let (name, _) = caller.ecr_error("PutImage", input).await;
    assert_eq!(name, "LayersNotFoundException", "{case}");
    // Knowing the digest is not having the bytes, although the store has them.
    let wrong = format!("/v2/shop/api/blobs/uploads/?digest={digest}");
    for bytes in [b"".as_slice(), b"guess"] {
        let reply = caller.oci("POST", &wrong, &[], bytes.to_vec()).await;
        refusal(&reply, 400, "DIGEST_INVALID", case);
    }
    bare(&caller.head(&path).await, 404, case);
}

/// Rows 1 and 2.
#[tokio::test]
async fn what_others_have_is_unknown() {
    let server = TestServer::start().await;
    let (alice, bob) = (server.administrator(), server.other_account("444455556666").await);
    for caller in [&alice, &bob, &alice.in_region("us-east-1")] {
        caller.create_repository("shop/api").await;
        caller.create_repository("shop/other").await;
    }
    for (case, owner, repository) in [
        ("another account", &bob, "shop/api"),
        ("another repository", &alice, "shop/other"),
        ("another region", &alice.in_region("us-east-1"), "shop/api"),
    ] {
        let image = TestImage::new(case);
        image.push(owner, repository, "1").await;
        check_unknown(&alice, &image.layers[0], case).await;
        // Whoever has the bytes may push them: only then they are there.
        assert_eq!(
            alice.push_blob("shop/api", &image.layers[0]).await.status,
            201,
            "{case}"
        );
        let path = format!("/v2/shop/api/blobs/{}", digest_of(&image.layers[0]));
        assert_eq!(alice.get(&path).await.body, image.layers[0], "{case}");
    }
}

/// Row 3: what is deleted in one repository stays deleted there while another one has it, and the
/// other way round.
#[tokio::test]
async fn deleted_here_is_not_deleted_there() {
    let server = TestServer::start().await;
    let alice = server.administrator();
    for name in ["shop/api", "shop/web"] {
        alice.create_repository(name).await;
        alice.push_blob(name, b"shared").await;
    }
    let digest = digest_of(b"shared");
    let (here, there) = (
        format!("/v2/shop/api/blobs/{digest}"),
        format!("/v2/shop/web/blobs/{digest}"),
    );
    assert_eq!(alice.delete(&here).await.status, 202);
    assert_eq!(alice.head(&there).await.status, 200);
    check_unknown(&alice, b"shared", "deleted").await;
    assert_eq!(alice.get(&there).await.body, b"shared".as_slice());
    alice.push_blob("shop/api", b"shared").await;
    assert_eq!(alice.delete(&there).await.status, 202);
    assert_eq!(alice.get(&here).await.body, b"shared".as_slice());
}

/// A repository that is deleted and made again is empty.
#[tokio::test]
async fn a_new_repository_of_an_old_name_is_empty() {
    let server = TestServer::start().await;
    let alice = server.administrator();
    alice.create_repository("shop/api").await;
    let (image, blob) = (TestImage::new("hello"), pattern(5, 100_000));
    image.push(&alice, "shop/api", "1").await;
    alice.push_blob("shop/api", &blob).await;
    let upload = alice.start_upload("shop/api").await;
    alice.patch(&upload, None, b"begun").await;
    let input = json!({"repositoryName": "shop/api", "force": true});
    alice.ecr_ok("DeleteRepository", input).await;
    refusal(&alice.get(&upload).await, 404, "NAME_UNKNOWN", "deleted");
    alice.create_repository("shop/api").await;
    for blob in [&blob, &image.layers[0]] {
        check_unknown(&alice, blob, "made again").await;
    }
    let by_digest = format!("/v2/shop/api/manifests/{}", image.digest());
    for path in ["/v2/shop/api/manifests/1", &by_digest] {
        refusal(&alice.get(path).await, 404, "MANIFEST_UNKNOWN", path);
    }
    refusal(
        &alice.get(&upload).await,
        404,
        "BLOB_UPLOAD_UNKNOWN",
        "made again",
    );
    assert_eq!(
        alice.get("/v2/shop/api/tags/list").await.json()["tags"],
        json!([])
    );
}
