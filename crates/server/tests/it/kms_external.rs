//! Keys that take a key service outside: another Hythe, spoken to by the API of KMS, and services
//! that lie or fall silent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use key_service::{AwsKms, Endpoint, Fault, KeyService, Named, Secret, Trust};
use names::{AccountId, Region};
use registry::{KeyStores, NewAccessKey};
use serde_json::{Value, json};
use testkit::{Caller, TestImage, TestServer, digest_of, pattern};
use zeroize::Zeroizing;

use crate::aws_encryption::{MINUTE, any_file_has, created, kms as with_key};
use crate::kms_fixture::{base64, decrypting, encrypt, kms, new_key, ok, refusal, refused};

/// A service that does what a test says.
#[derive(Debug, Default)]
struct Scripted(Mutex<Mode>);

#[derive(Debug, Clone, Copy, Default)]
enum Mode {
    #[default]
    Honest,
    Unwraps([u8; 32]),
    Unwraps31Bytes,
    GivesBackTheWrapped,
    Refuses,
    IsSilent,
}

impl Scripted {
    fn be(&self, mode: Mode) {
        *self.0.lock().expect("no panic") = mode;
    }

    fn mode(&self) -> Result<Mode, Fault> {
        match *self.0.lock().expect("no panic") {
            Mode::Refuses => Err(Fault::Refused("no".to_owned())),
            Mode::IsSilent => Err(Fault::Unavailable("silence".to_owned())),
            mode => Ok(mode),
        }
    }
}

/// Wraps by turning the bits over.
impl KeyService for Scripted {
    fn wrap<'a>(&'a self, _: Named<'a>, secret: &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>, Fault>> {
        async { self.mode().map(|_| secret.iter().map(|byte| !byte).collect()) }.boxed()
    }

    fn unwrap<'a>(
        &'a self,
        _: Named<'a>,
        wrapped: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Fault>> {
        let turned: Vec<u8> = wrapped.iter().map(|byte| !byte).collect();
        async move {
            Ok(Zeroizing::new(match self.mode()? {
                Mode::Unwraps(bytes) => bytes.to_vec(),
                Mode::Unwraps31Bytes => turned[..31].to_vec(),
                Mode::GivesBackTheWrapped => wrapped.to_vec(),
                Mode::Honest | Mode::Refuses | Mode::IsSilent => turned,
            }))
        }
        .boxed()
    }
}

async fn server_with(service: Arc<dyn KeyService>) -> (TestServer, Caller) {
    let stores = KeyStores::new([("outside".to_owned(), service)]);
    let server = TestServer::start_changed(|registry| registry.with_key_stores(stores)).await;
    let admin = server.administrator();
    (server, admin)
}

fn external(store: &str, key: &str) -> Value {
    json!({"Origin": "EXTERNAL_KEY_STORE", "CustomKeyStoreId": store, "XksKeyId": key})
}

async fn external_key(admin: &Caller) -> String {
    let made = ok(admin, "CreateKey", external("outside", "shop")).await;
    made["KeyMetadata"]["Arn"].as_str().expect("an ARN").to_owned()
}

/// One Hythe, with an account, and a key of it; another one that has it as its key store.
struct Pair {
    outside: TestServer,
    keeper: Caller,
    /// The key outside.
    theirs: String,
    server: TestServer,
    admin: Caller,
    ours: String,
}

async fn pair() -> Pair {
    let outside = TestServer::start().await;
    let account = AccountId::parse("999988887777").expect("an account");
    let made = outside
        .registry
        .account_create(account)
        .await
        .expect("an account");
    let NewAccessKey { id, secret } = made.expect("a new one");
    let keeper = outside.administrator().with_key(
        NewAccessKey {
            id: id.clone(),
            secret: secret.clone(),
        },
        None,
    );
    let theirs = new_key(&keeper).await;
    let url = format!("http://{}", outside.address());
    let service = AwsKms {
        endpoint: Endpoint::new(&url, &Trust::System).expect("an endpoint"),
        region: Region::parse(testkit::REGION).expect("a region"),
        access_key_id: id,
        secret: Secret::Fixed(Zeroizing::new(secret)),
        clock: outside.clock.clone(),
    };
    let (server, admin) = server_with(Arc::new(service)).await;
    let id = theirs.rsplit('/').next().expect("an id");
    let made = ok(&admin, "CreateKey", external("outside", id)).await;
    let ours = made["KeyMetadata"]["Arn"].as_str().expect("an ARN").to_owned();
    Pair {
        outside,
        keeper,
        theirs,
        server,
        admin,
        ours,
    }
}

#[tokio::test]
async fn a_key_outside_is_described_and_encrypts() {
    let Pair {
        outside: _outside,
        theirs,
        server: _server,
        admin,
        ours,
        ..
    } = pair().await;
    let found = ok(&admin, "DescribeKey", json!({"KeyId": ours})).await;
    let found = &found["KeyMetadata"];
    assert_eq!(found["Origin"], "EXTERNAL_KEY_STORE");
    assert_eq!(found["CustomKeyStoreId"], "outside");
    let id = theirs.rsplit('/').next();
    assert_eq!(found["XksKeyConfiguration"], json!({"Id": id}));
    assert_eq!(found["CurrentKeyMaterialId"], Value::Null);
    let context = json!({"a": "1"});
    let ciphertext = encrypt(&admin, &ours, context.clone()).await;
    assert!(STANDARD.decode(&ciphertext).expect("base64").starts_with(b"HYX1"));
    let plain = ok(&admin, "Decrypt", decrypting(&ciphertext, &context)).await;
    assert_eq!(plain["Plaintext"], base64("secret"));
    // Bound to what ours is bound to, whatever the key outside is.
    let (name, _) = refusal(&admin, "Decrypt", decrypting(&ciphertext, &json!({"a": "2"}))).await;
    assert_eq!(name, "InvalidCiphertextException");
    let long = json!({"KeyId": ours, "Plaintext": STANDARD.encode([1; 4096])});
    ok(&admin, "Encrypt", long).await;
    ok(
        &admin,
        "GenerateDataKey",
        json!({"KeyId": ours, "KeySpec": "AES_256"}),
    )
    .await;
    let sentence = format!("{ours} origin is EXTERNAL_KEY_STORE which is not valid for this operation.");
    for operation in ["EnableKeyRotation", "RotateKeyOnDemand"] {
        let wanted = ("UnsupportedOperationException", sentence.as_str());
        refused(&admin, (operation, json!({"KeyId": ours})), wanted).await;
    }
}

/// A key that is revoked outside ends pushes at once and pulls within a minute.
#[tokio::test]
async fn what_is_revoked_outside_counts_here() {
    let Pair {
        mut outside,
        keeper,
        theirs,
        server,
        admin,
        ours,
    } = pair().await;
    created(&admin, with_key("own", Some(&ours))).await;
    let layer = pattern(9, 5000);
    TestImage::with_layers("hello", vec![layer.clone()])
        .push(&admin, "own", "1")
        .await;
    let path = format!("/v2/own/blobs/{}", digest_of(&layer));
    let new = pattern(7, 9000);
    let push = format!("/v2/own/blobs/uploads/?digest={}", digest_of(&new));
    assert_eq!(admin.get(&path).await.body, layer);

    ok(&keeper, "DisableKey", json!({"KeyId": theirs})).await;
    assert_eq!(admin.oci("POST", &push, &[], new.clone()).await.status, 403);
    server.clock.advance(MINUTE);
    let reply = admin.get(&path).await;
    let sentence = format!("{ours} is in the key store 'outside', which refuses to use it.");
    assert_eq!((reply.status.as_u16(), reply.oci_error().1), (403, sentence));
    ok(&keeper, "EnableKey", json!({"KeyId": theirs})).await;
    assert_eq!(admin.get(&path).await.body, layer);

    outside.stop().await;
    let reply = admin.oci("POST", &push, &[], new.clone()).await;
    assert_eq!(reply.status, 503, "{}", reply.text());
    // What was unwrapped is good for its minute.
    assert_eq!(admin.get(&path).await.body, layer);
    server.clock.advance(Duration::from_secs(60));
    assert_eq!(admin.get(&path).await.status, 503);
    let reply = kms(&admin, "Encrypt", json!({"KeyId": ours, "Plaintext": "YQ=="})).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["__type"]),
        (500, &json!("KeyUnavailableException"))
    );
    let input = json!({"repositoryName": "own"});
    let upload = admin.ecr_ok("InitiateLayerUpload", input).await;
    let part = json!({"repositoryName": "own", "uploadId": upload["uploadId"], "partFirstByte": 0,
        "partLastByte": new.len() - 1, "layerPartBlob": STANDARD.encode(&new)});
    let reply = admin.ecr("UploadLayerPart", part).await;
    let error = reply.json();
    assert_eq!(
        (reply.status.as_u16(), &error["__type"], &error["kmsError"]),
        (500, &json!("KmsException"), &json!("DependencyTimeoutException"))
    );
    assert!(!any_file_has(&server.folder().join("store"), &new[1000..1064]));
    assert!(!any_file_has(&server.folder().join("store"), &layer[1000..1064]));
}

/// A wrong answer opens nothing, and does not make bytes that are sound look damaged.
#[tokio::test]
async fn a_service_that_lies_opens_nothing() {
    let service = Arc::new(Scripted::default());
    let (server, admin) = server_with(service.clone()).await;
    let key = external_key(&admin).await;
    created(&admin, with_key("own", Some(&key))).await;
    let layer = pattern(9, 5000);
    TestImage::with_layers("hello", vec![layer.clone()])
        .push(&admin, "own", "1")
        .await;
    let path = format!("/v2/own/blobs/{}", digest_of(&layer));
    let ciphertext = encrypt(&admin, &key, json!({})).await;
    for (mode, status, name) in [
        (Mode::Unwraps([0; 32]), 503, "KeyUnavailableException"),
        (Mode::Unwraps31Bytes, 503, "KeyUnavailableException"),
        (Mode::GivesBackTheWrapped, 503, "KeyUnavailableException"),
        (Mode::IsSilent, 503, "KeyUnavailableException"),
        (Mode::Refuses, 403, "KMSInvalidStateException"),
    ] {
        server.clock.advance(MINUTE);
        service.be(mode);
        assert_eq!(admin.get(&path).await.status, status, "{mode:?}");
        let reply = kms(&admin, "Decrypt", decrypting(&ciphertext, &json!({}))).await;
        assert_eq!(reply.json()["__type"], name, "{mode:?}");
        let made = kms(&admin, "CreateKey", external("outside", "shop")).await;
        assert_ne!(made.status, 200, "{mode:?}");
        service.be(Mode::Honest);
        assert_eq!(admin.get(&path).await.body, layer, "{mode:?}");
    }
}

#[tokio::test]
async fn bad_stores_and_keys() {
    let service = Arc::new(Scripted::default());
    let (_server, admin) = server_with(service.clone()).await;
    for (input, name) in [
        (external("nowhere", "shop"), "CustomKeyStoreNotFoundException"),
        (external("outside", "../x"), "ValidationException"),
        (external("outside", ".."), "ValidationException"),
        (
            json!({"Origin": "EXTERNAL_KEY_STORE", "XksKeyId": "x"}),
            "ValidationException",
        ),
        (
            json!({"CustomKeyStoreId": "outside", "XksKeyId": "x"}),
            "UnsupportedOperationException",
        ),
        (json!({"Origin": "EXTERNAL"}), "UnsupportedOperationException"),
    ] {
        assert_eq!(
            refusal(&admin, "CreateKey", input.clone()).await.0,
            name,
            "{input}"
        );
    }
    service.be(Mode::Refuses);
    let (name, sentence) = refusal(&admin, "CreateKey", external("outside", "shop")).await;
    assert_eq!(name, "XksKeyNotFoundException");
    assert_eq!(
        sentence,
        "The key store 'outside' has no key 'shop' that can be used."
    );
    // A key whose store the operator took away.
    service.be(Mode::Honest);
    let key = external_key(&admin).await;
    let restarted = _server.restart().await;
    let admin = restarted.administrator();
    let sentence = format!("{key} is in the key store 'outside', which is not connected.");
    let input = json!({"KeyId": key, "Plaintext": "YQ=="});
    refused(
        &admin,
        ("Encrypt", input),
        ("KMSInvalidStateException", &sentence),
    )
    .await;
}
