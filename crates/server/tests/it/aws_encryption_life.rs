//! Encrypted repositories over time: uploads that go on, keys that are rotated, disabled and deleted.

use std::time::Duration;

use meta::Limit;
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of, files_below, pattern};

use crate::aws_encryption::{MINUTE, check_layer, created, kms};
use crate::aws_fixture::{blob, with};
use crate::kms_fixture::{new_key, ok, refusal};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A repository of each type of encryption: `plain`, `once` and `twice`, the last two under the key.
async fn repositories(admin: &Caller, key: &str) {
    admin.create_repository("plain").await;
    created(admin, kms("once", Some(key))).await;
    let mut twice = kms("twice", Some(key));
    twice["encryptionConfiguration"]["encryptionType"] = json!("KMS_DSSE");
    created(admin, twice).await;
}

/// The address of a layer of a repository.
fn place(repository: &str, layer: &[u8]) -> String {
    format!("/v2/{repository}/blobs/{}", digest_of(layer))
}

#[tokio::test]
async fn uploads_go_on_after_restarts_and_parts_of_them_are_read() {
    let mut server = TestServer::start().await;
    let mut admin = server.administrator();
    let key = new_key(&admin).await;
    repositories(&admin, &key).await;
    let layer = pattern(31, 1_000_000);
    // Within a segment, at its end, one byte behind it, and far into another.
    let cuts = [0, 10, 262_144, 262_145, 700_000, layer.len()];
    for repository in ["plain", "once", "twice"] {
        let location = admin.start_upload(repository).await;
        for (from, to) in cuts.iter().zip(&cuts[1..]) {
            let range = format!("{from}-{}", to - 1);
            let reply = admin.patch(&location, Some(&range), &layer[*from..*to]).await;
            assert_eq!(reply.status, 202, "{repository} {range}: {}", reply.text());
            server = server.restart().await;
            admin = server.administrator();
        }
        let reply = admin.finish_upload(&location, &digest_of(&layer), b"").await;
        assert_eq!(reply.status, 201, "{repository}: {}", reply.text());
        check_layer(&admin, repository, &layer).await;
        for (first, last) in cuts.iter().zip(&cuts[2..]) {
            let range = format!("bytes={first}-{}", last - 1);
            let reply = admin
                .oci(
                    "GET",
                    &place(repository, &layer),
                    &[("range", range.as_str())],
                    "",
                )
                .await;
            assert_eq!(reply.status, 206, "{repository} {range}");
            assert!(reply.body == layer[*first..*last], "{repository} {range}");
        }
    }
    // Each domain has a file of its own.
    let store = files_below(&server.folder().join("store/blobs"));
    assert_eq!(store.len(), 3, "{:?}", store.keys());
}

#[tokio::test]
async fn a_rotation_of_a_key_writes_no_blob_again() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    repositories(&admin, &key).await;
    let old = pattern(32, 300_000);
    for repository in ["once", "twice"] {
        admin.push_blob(repository, &old).await;
    }
    let store = server.folder().join("store/blobs");
    let before = files_below(&store);
    ok(&admin, "RotateKeyOnDemand", json!({"KeyId": key})).await;
    server.clock.advance(MINUTE);
    for repository in ["once", "twice"] {
        check_layer(&admin, repository, &old).await;
    }
    assert!(files_below(&store) == before, "every file is as it was");
    let new = pattern(33, 300_000);
    for repository in ["once", "twice"] {
        admin.push_blob(repository, &new).await;
        check_layer(&admin, repository, &new).await;
    }
    let after = files_below(&store);
    assert_eq!(after.len(), before.len() + 2);
    assert!(
        before
            .iter()
            .all(|(path, content)| after.get(path) == Some(content))
    );
}

#[tokio::test]
async fn a_disabled_key_is_a_kms_exception_of_the_layer_operations() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    created(&admin, kms("own", Some(&key))).await;
    let layer = pattern(34, 5000);
    let image = TestImage::with_layers("hello", vec![layer.clone()]);
    image.push(&admin, "own", "1").await;
    let named = json!({"repositoryName": "own"});
    let upload = admin.ecr_ok("InitiateLayerUpload", named.clone()).await["uploadId"].clone();
    let sign = with(&named, &json!({"layerDigest": digest_of(&layer)}));
    let signed = admin.ecr_ok("GetDownloadUrlForLayer", sign).await;
    let url = signed["downloadUrl"].as_str().expect("a URL").to_owned();
    let path = url
        .find("/layers/")
        .map(|at| url[at..].to_owned())
        .expect("a path");
    assert_eq!(admin.get(&path).await.body, layer);

    ok(&admin, "DisableKey", json!({"KeyId": key})).await;
    server.clock.advance(MINUTE);
    let part = with(
        &named,
        &json!({"uploadId": upload, "partFirstByte": 0, "partLastByte": 2, "layerPartBlob": blob(b"abc")}),
    );
    let reply = admin.ecr("UploadLayerPart", part.clone()).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
    let error = reply.json();
    assert_eq!(
        (&error["__type"], &error["kmsError"], &error["message"]),
        (
            &json!("KmsException"),
            &json!("DisabledException"),
            &json!(format!("{key} is disabled."))
        )
    );
    // A URL that was signed before opens nothing any more.
    assert_eq!(admin.get(&path).await.status, 403);

    ok(&admin, "EnableKey", json!({"KeyId": key})).await;
    admin.ecr_ok("UploadLayerPart", part).await;
    assert_eq!(admin.get(&path).await.body, layer);
}

#[tokio::test]
async fn the_deletion_of_a_key_shreds_its_repositories_and_no_others() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let (lost, kept) = (new_key(&admin).await, new_key(&admin).await);
    let layer = pattern(35, 5000);
    for (repository, key) in [("lost", &lost), ("kept", &kept)] {
        created(&admin, kms(repository, Some(key))).await;
        admin.push_blob(repository, &layer).await;
    }
    let schedule = || json!({"KeyId": lost, "PendingWindowInDays": 7});
    ok(&admin, "ScheduleKeyDeletion", schedule()).await;
    server.clock.advance(MINUTE);
    let pending = admin.get(&place("lost", &layer)).await;
    let sentence = format!("{lost} is pending deletion.");
    assert_eq!(pending.oci_error(), ("DENIED".to_owned(), sentence));
    ok(&admin, "CancelKeyDeletion", json!({"KeyId": lost})).await;
    ok(&admin, "EnableKey", json!({"KeyId": lost})).await;
    assert_eq!(
        admin.get(&place("lost", &layer)).await.body,
        layer,
        "it was cancelled"
    );

    ok(&admin, "ScheduleKeyDeletion", schedule()).await;
    server.clock.advance(DAY * 7 + MINUTE);
    server.registry.job_run_due(Limit(100)).await.expect("jobs run");
    for (operation, input) in [
        ("CancelKeyDeletion", json!({"KeyId": lost})),
        ("EnableKey", json!({"KeyId": lost})),
        ("DescribeKey", json!({"KeyId": lost})),
    ] {
        assert_eq!(
            refusal(&admin, operation, input).await.0,
            "NotFoundException",
            "{operation}"
        );
    }
    let server = server.restart().await;
    let admin = server.administrator();
    let gone = admin.get(&place("lost", &layer)).await;
    assert_eq!(gone.status, 403, "{}", gone.text());
    let push = format!("/v2/lost/blobs/uploads/?digest={}", digest_of(b"new"));
    assert_eq!(admin.oci("POST", &push, &[], "new").await.status, 403);
    assert_eq!(admin.get(&place("kept", &layer)).await.body, layer);
    // The same name under another key has nothing of before.
    let force = json!({"repositoryName": "lost", "force": true});
    admin.ecr_ok("DeleteRepository", force).await;
    created(&admin, kms("lost", Some(&kept))).await;
    assert_eq!(admin.get(&place("lost", &layer)).await.status, 404);
}

/// No operation changes how a repository is encrypted: not a second creation, not its template.
#[tokio::test]
async fn the_encryption_of_a_repository_stays() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    let template = |encryption: Value| json!({"prefix": "shop", "encryptionConfiguration": encryption});
    let first = with(
        &template(json!({"encryptionType": "AES256"})),
        &json!({"appliedFor": ["CREATE_ON_PUSH"]}),
    );
    admin.ecr_ok("CreateRepositoryCreationTemplate", first).await;
    admin.push_blob("shop/made", b"hello").await;
    created(&admin, kms("own", Some(&key))).await;
    let own = json!({"encryptionType": "KMS", "kmsKey": key});
    admin
        .ecr_ok("UpdateRepositoryCreationTemplate", template(own.clone()))
        .await;
    for repository in ["own", "shop/made"] {
        for encryption in [json!({"encryptionType": "AES256"}), own.clone()] {
            let again = json!({"repositoryName": repository, "encryptionConfiguration": encryption});
            let (name, _) = admin.ecr_error("CreateRepository", again).await;
            assert_eq!(name, "RepositoryAlreadyExistsException", "{repository}");
        }
    }
    admin.push_blob("shop/made", b"more").await;
    admin.push_blob("shop/new", b"more").await;
    for (repository, expected) in [
        ("own", own.clone()),
        ("shop/made", json!({"encryptionType": "AES256"})),
        ("shop/new", own),
    ] {
        let named = json!({"repositoryNames": [repository]});
        let described = admin.ecr_ok("DescribeRepositories", named).await;
        let found = &described["repositories"][0]["encryptionConfiguration"];
        assert_eq!(*found, expected, "{repository}");
    }
}
