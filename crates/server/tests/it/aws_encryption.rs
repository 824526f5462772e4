//! Encryption at rest: under the installation's key, under keys of KMS, and what callers see of keys
//! that cannot be used.

use std::fs;
use std::path::Path;
use std::time::Duration;

use registry::{AtRest, NewAccessKey};
use serde_json::{Value, json};
use testkit::{ACCOUNT, Caller, TestImage, TestServer, digest_of, files_below, pattern};

use crate::aws_sts::element;
use crate::kms_fixture::{new_key, ok, policy, put_policy};

/// For how long an unwrapped key may be remembered, and a little more.
pub(crate) const MINUTE: Duration = Duration::from_secs(61);

pub(crate) fn kms(repository: &str, key: Option<&str>) -> Value {
    let mut configuration = json!({"encryptionType": "KMS"});
    if let Some(key) = key {
        configuration["kmsKey"] = json!(key);
    }
    json!({"repositoryName": repository, "encryptionConfiguration": configuration})
}

pub(crate) async fn created(admin: &Caller, input: Value) -> Value {
    let reply = admin.ecr("CreateRepository", input).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()["repository"]["encryptionConfiguration"].clone()
}

/// Whether any file below `folder` has these bytes in it.
pub(crate) fn any_file_has(folder: &Path, bytes: &[u8]) -> bool {
    let files = files_below(folder);
    let mut contents = files.values();
    contents.any(|content| content.windows(bytes.len()).any(|window| window == bytes))
}

/// Reads a layer whole, and over the end of its first segment.
pub(crate) async fn check_layer(caller: &Caller, repository: &str, layer: &[u8]) {
    let path = format!("/v2/{repository}/blobs/{}", digest_of(layer));
    assert_eq!(caller.get(&path).await.body, layer, "{repository}");
    let range = caller
        .oci("GET", &path, &[("range", "bytes=262100-262200")], "")
        .await;
    assert_eq!(range.status, 206, "{repository}");
    assert_eq!(range.body, layer[262_100..=262_200], "{repository}");
}

#[tokio::test]
async fn layers_are_not_readable_on_the_disk() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    admin.create_repository("plain").await;
    created(&admin, kms("own", Some(&key))).await;
    let layer = pattern(3, 300_000);
    let image = TestImage::with_layers("hello", vec![layer.clone()]);
    let store = server.folder().join("store");
    for repository in ["plain", "own"] {
        image.push(&admin, repository, "1").await;
        check_layer(&admin, repository, &layer).await;
    }
    assert!(!any_file_has(&store, &layer[1000..1064]));
}

#[tokio::test]
async fn equal_layers_of_two_keys_are_kept_twice() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let (one, two) = (new_key(&admin).await, new_key(&admin).await);
    let blob = pattern(5, 1000);
    for (repository, key) in [("aa", &one), ("bb", &one), ("cc", &two)] {
        created(&admin, kms(repository, Some(key))).await;
        admin.push_blob(repository, &blob).await;
    }
    let hex = digest_of(&blob).replace("sha256:", "");
    let folder = server.folder().join("store/blobs/sha256").join(&hex[..2]);
    assert_eq!(fs::read_dir(folder).expect("a folder").count(), 2);
    // Another key is another domain: nothing is mounted across it.
    let query = format!("/v2/cc/blobs/uploads/?mount={}&from=aa", digest_of(&blob));
    assert_eq!(admin.oci("POST", &query, &[], "").await.status, 202);
}

#[tokio::test]
async fn a_repository_says_which_key_it_has() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    let alias = json!({"AliasName": "alias/shop", "TargetKeyId": key});
    ok(&admin, "CreateAlias", alias).await;
    let expected = json!({"encryptionType": "KMS", "kmsKey": key});
    let id = key.rsplit('/').next().expect("an id");
    for (repository, name) in [("aa", key.as_str()), ("bb", id), ("cc", "alias/shop")] {
        assert_eq!(
            created(&admin, kms(repository, Some(name))).await,
            expected,
            "{name}"
        );
    }
    let managed = created(&admin, kms("dd", None)).await;
    let described = ok(&admin, "DescribeKey", json!({"KeyId": "alias/aws/ecr"})).await;
    assert_eq!(managed["kmsKey"], described["KeyMetadata"]["Arn"]);
    let grants = ok(&admin, "ListGrants", json!({"KeyId": key})).await;
    assert_eq!(grants["Grants"].as_array().map(Vec::len), Some(6));
    for repository in ["aa", "bb", "cc"] {
        let input = json!({"repositoryName": repository});
        assert_eq!(admin.ecr("DeleteRepository", input).await.status, 200);
    }
    let grants = ok(&admin, "ListGrants", json!({"KeyId": key})).await;
    assert_eq!(grants["Grants"], json!([]));
}

#[tokio::test]
async fn keys_that_cannot_be_used_make_no_repository() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let (disabled, pending) = (new_key(&admin).await, new_key(&admin).await);
    ok(&admin, "DisableKey", json!({"KeyId": disabled})).await;
    ok(&admin, "ScheduleKeyDeletion", json!({"KeyId": pending})).await;
    let missing = format!("arn:aws:kms:eu-west-1:{ACCOUNT}:key/00000000-0000-4000-8000-000000000000");
    for (key, code) in [
        (disabled.as_str(), "DisabledException"),
        (&pending, "KMSInvalidStateException"),
        (&missing, "NotFoundException"),
    ] {
        let reply = admin.ecr("CreateRepository", kms("new", Some(key))).await;
        let error = reply.json();
        assert_eq!(
            (&error["__type"], &error["kmsError"]),
            (&json!("KmsException"), &json!(code))
        );
    }
    let input = json!({"repositoryNames": ["new"]});
    assert_eq!(admin.ecr("DescribeRepositories", input).await.status, 400);
}

#[tokio::test]
async fn a_disabled_key_ends_pushes_at_once_and_pulls_within_a_minute() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    created(&admin, kms("own", Some(&key))).await;
    let layer = pattern(9, 5000);
    TestImage::with_layers("hello", vec![layer.clone()])
        .push(&admin, "own", "1")
        .await;
    let path = format!("/v2/own/blobs/{}", digest_of(&layer));
    assert_eq!(admin.get(&path).await.status, 200);

    ok(&admin, "DisableKey", json!({"KeyId": key})).await;
    server.clock.advance(MINUTE);
    let reply = admin.get(&path).await;
    let sentence = format!("{key} is disabled.");
    assert_eq!(reply.status, 403);
    assert_eq!(reply.oci_error(), ("DENIED".to_owned(), sentence.clone()));
    let refused = admin.oci("POST", "/v2/own/blobs/uploads/?digest=", &[], "").await;
    assert_ne!(refused.status, 201);
    let push = format!("/v2/own/blobs/uploads/?digest={}", digest_of(b"new"));
    assert_eq!(admin.oci("POST", &push, &[], "new").await.status, 403);

    ok(&admin, "EnableKey", json!({"KeyId": key})).await;
    assert_eq!(admin.get(&path).await.body, layer);
    assert_eq!(admin.oci("POST", &push, &[], "new").await.status, 201);
}

#[tokio::test]
async fn a_key_that_was_revoked_or_destroyed_opens_nothing() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    created(&admin, kms("own", Some(&key))).await;
    let blob = pattern(11, 5000);
    admin.push_blob("own", &blob).await;
    let path = format!("/v2/own/blobs/{}", digest_of(&blob));
    let grants = ok(&admin, "ListGrants", json!({"KeyId": key})).await;
    for grant in grants["Grants"].as_array().expect("grants") {
        if grant["Operations"] == json!(["Decrypt"]) {
            let input = json!({"KeyId": key, "GrantId": grant["GrantId"]});
            ok(&admin, "RevokeGrant", input).await;
        }
    }
    server.clock.advance(MINUTE);
    assert_eq!(admin.get(&path).await.status, 403);
    let input = json!({"KeyId": key, "PendingWindowInDays": 7});
    ok(&admin, "ScheduleKeyDeletion", input).await;
    server.clock.advance(Duration::from_secs(8 * 24 * 3600));
    let due = server.registry.job_run_due(meta::Limit(100)).await;
    due.expect("jobs run");
    let admin = server.administrator();
    assert_eq!(admin.get(&path).await.status, 403);
}

/// How many bytes of layers left by `sendfile`.
async fn sent_from_files(caller: &Caller) -> u64 {
    let metrics = caller.get("/metrics").await;
    let text = metrics.text();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("hythe_sendfile_bytes_total "));
    line.expect("the figure").parse().expect("a number")
}

#[tokio::test]
async fn layers_in_the_clear_leave_by_sendfile_and_encrypted_ones_do_not() {
    let layer = pattern(3, 3_000_000);
    let image = TestImage::with_layers("hello", vec![layer.clone()]);
    let path = format!("/v2/plain/blobs/{}", digest_of(&layer));
    for (at_rest, whole, part) in [(AtRest::Clear, 3_000_000, 2_000_001), (AtRest::Encrypted, 0, 0)] {
        let server = TestServer::start_changed(|registry| registry.with_at_rest(at_rest)).await;
        let admin = server.administrator();
        admin.create_repository("plain").await;
        image.push(&admin, "plain", "1").await;
        assert_eq!(any_file_has(&server.folder().join("store"), &layer), whole > 0);
        assert_eq!(admin.get(&path).await.body, layer);
        assert_eq!(sent_from_files(&admin).await, whole);
        let range = [("range", "bytes=500000-2500000")];
        let range = admin.oci("GET", &path, &range, "").await;
        assert_eq!(range.body, layer[500_000..=2_500_000]);
        assert_eq!(sent_from_files(&admin).await, whole + part);
    }
}

#[tokio::test]
async fn two_layers_of_encryption() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    for repository in ["once", "twice"] {
        let mut input = kms(repository, Some(&key));
        if repository == "twice" {
            input["encryptionConfiguration"]["encryptionType"] = json!("KMS_DSSE");
        }
        let wanted = input["encryptionConfiguration"].clone();
        assert_eq!(created(&admin, input).await, wanted);
        let named = json!({"repositoryNames": [repository]});
        let described = admin.ecr_ok("DescribeRepositories", named).await;
        assert_eq!(described["repositories"][0]["encryptionConfiguration"], wanted);
    }
    let layer = pattern(4, 300_000);
    let image = TestImage::with_layers("hello", vec![layer.clone()]);
    for repository in ["once", "twice"] {
        image.push(&admin, repository, "1").await;
        check_layer(&admin, repository, &layer).await;
    }
    assert!(!any_file_has(&server.folder().join("store"), &layer[1000..1064]));
    // Each has a file of its own, and the one in two layers says so.
    let hex = digest_of(&layer).replace("sha256:", "");
    let folder = server.folder().join("store/blobs/sha256").join(&hex[..2]);
    let versions = fs::read_dir(folder).expect("a folder").map(|entry| {
        let file = fs::read(entry.expect("an entry").path()).expect("a file");
        (file.len(), file[8])
    });
    let mut versions: Vec<_> = versions.collect();
    versions.sort_unstable();
    assert_eq!(
        versions.iter().map(|(_, version)| *version).collect::<Vec<_>>(),
        [1, 2]
    );
    let query = format!("/v2/once/blobs/uploads/?mount={}&from=twice", digest_of(&layer));
    assert_eq!(
        admin.oci("POST", &query, &[], "").await.status,
        202,
        "never mounted across"
    );

    let path = format!("/v2/twice/blobs/{}", digest_of(&layer));
    ok(&admin, "DisableKey", json!({"KeyId": key})).await;
    server.clock.advance(MINUTE);
    assert_eq!(admin.get(&path).await.status, 403);
    ok(&admin, "EnableKey", json!({"KeyId": key})).await;
    let server = server.restart().await;
    assert_eq!(server.administrator().get(&path).await.body, layer);
}

/// A template may say any encryption; the key is the pusher's to use.
#[tokio::test]
async fn templates_make_encrypted_repositories() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let key = new_key(&admin).await;
    for (prefix, encryption) in [
        ("dsse", json!({"encryptionType": "KMS_DSSE", "kmsKey": key})),
        ("kms", json!({"encryptionType": "KMS", "kmsKey": ""})),
    ] {
        let input = json!({"prefix": prefix, "appliedFor": ["CREATE_ON_PUSH"],
            "encryptionConfiguration": encryption});
        admin.ecr_ok("CreateRepositoryCreationTemplate", input).await;
        let repository = format!("{prefix}/app");
        let layer = pattern(8, 3000);
        TestImage::with_layers("hello", vec![layer.clone()])
            .push(&admin, &repository, "1")
            .await;
        let named = json!({"repositoryNames": [repository]});
        let described = admin.ecr_ok("DescribeRepositories", named).await;
        let found = &described["repositories"][0]["encryptionConfiguration"];
        assert_eq!(found["encryptionType"], encryption["encryptionType"]);
        assert!(
            found["kmsKey"]
                .as_str()
                .is_some_and(|arn| arn.starts_with("arn:aws:kms:"))
        );
        let path = format!("/v2/{repository}/blobs/{}", digest_of(&layer));
        assert_eq!(admin.get(&path).await.body, layer);
    }
}

/// Whose key it is and what its policy says counts when a repository is made, and at each push and pull.
#[tokio::test]
async fn a_key_that_denies_ecr() {
    let server = TestServer::start().await;
    let admin = server.administrator();
    let stranger = server.other_account("444455556666").await;
    let foreign = new_key(&stranger).await;
    let denying = |principal: Value| {
        policy(
            &[json!({"Effect": "Deny", "Principal": principal, "Resource": "*",
            "Action": ["kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey"]})],
        )
    };
    let denied = new_key(&admin).await;
    let administrator = json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:user/administrator")});
    put_policy(&admin, &denied, &denying(administrator)).await;
    for (name, key) in [("another account's", &foreign), ("denied by its policy", &denied)] {
        let error = admin.ecr("CreateRepository", kms("new", Some(key))).await.json();
        assert_eq!(error["__type"], "KmsException", "{name}");
        assert_eq!(error["kmsError"], "AccessDeniedException", "{name}");
    }
    let key = new_key(&admin).await;
    created(&admin, kms("own", Some(&key))).await;
    let layer = pattern(13, 5000);
    admin.push_blob("own", &layer).await;
    let path = format!("/v2/own/blobs/{}", digest_of(&layer));
    let push = format!("/v2/own/blobs/uploads/?digest={}", digest_of(b"new"));
    let ecr = json!({"Service": "ecr.eu-west-1.amazonaws.com"});
    put_policy(&admin, &key, &denying(ecr)).await;
    assert_eq!(admin.oci("POST", &push, &[], "new").await.status, 403);
    server.clock.advance(MINUTE);
    assert_eq!(admin.get(&path).await.status, 403);
    put_policy(&admin, &key, &policy(&[])).await;
    assert_eq!(admin.get(&path).await.body, layer);
    assert_eq!(admin.oci("POST", &push, &[], "new").await.status, 201);
}

/// What nobody may read off the disk: layers, the secrets of access keys, what keys encrypt.
#[tokio::test]
async fn secrets_are_not_readable_on_the_disk() {
    let mut server = TestServer::start().await;
    let admin = server.administrator();
    let made = admin
        .iam("CreateAccessKey", &[("UserName", "administrator")])
        .await;
    let secret = element(made.text(), "SecretAccessKey").to_owned();
    let id = element(made.text(), "AccessKeyId").to_owned();
    let key = NewAccessKey {
        id: id.parse().expect("an id"),
        secret: secret.clone(),
    };
    let caller = admin.with_key(key, None);
    caller.ecr_ok("DescribeRepositories", json!({})).await;
    server.stop().await;
    assert!(any_file_has(server.folder(), id.as_bytes()), "the id is there");
    assert!(!any_file_has(server.folder(), secret.as_bytes()));
    let server = server.restart().await;
    let key = NewAccessKey {
        id: id.parse().expect("an id"),
        secret,
    };
    let caller = server.administrator().with_key(key, None);
    caller.ecr_ok("DescribeRepositories", json!({})).await;
}
