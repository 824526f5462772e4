//! Encrypt, Decrypt, ReEncrypt, data keys, random bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::kms_fixture::{base64, decrypting, encrypt, key, new_key, ok, refusal, refused};

const DRY: (&str, &str) = (
    "DryRunOperationException",
    "The request would have succeeded, but the DryRun option is set.",
);

fn bytes(value: &Value) -> Vec<u8> {
    STANDARD.decode(value.as_str().expect("text")).expect("base64")
}

#[tokio::test]
async fn what_is_encrypted_is_decrypted_with_its_context() {
    let (_server, admin, arn) = key().await;
    let own = json!({"aws:ecr:arn": "r", "b": "2"});
    let ciphertext = encrypt(&admin, &arn, own.clone()).await;
    assert_ne!(ciphertext, encrypt(&admin, &arn, own.clone()).await);
    let plain = ok(&admin, "Decrypt", decrypting(&ciphertext, &own)).await;
    assert_eq!(plain["Plaintext"], json!(base64("secret")));
    assert_eq!(plain["KeyId"], json!(arn));
    for other in [
        json!({}),
        json!({"aws:ecr:arn": "r"}),
        json!({"aws:ecr:arn": "r", "b": "3"}),
        json!({"aws:ecr:arn": "r", "B": "2"}),
        json!({"aws:ecr:arn": "r", "b": "2", "c": "3"}),
    ] {
        let input = decrypting(&ciphertext, &other);
        refused(&admin, ("Decrypt", input), ("InvalidCiphertextException", "")).await;
    }
}

#[tokio::test]
async fn a_tampered_ciphertext_is_refused() {
    let (_server, admin, arn) = key().await;
    let ciphertext = STANDARD
        .decode(encrypt(&admin, &arn, json!({})).await)
        .expect("base64");
    for at in [0, 3, 21, 23, 24, 60, ciphertext.len() - 1] {
        let mut bad = ciphertext.clone();
        bad[at] ^= 1;
        let input = decrypting(&STANDARD.encode(bad), &json!({}));
        let (name, message) = refusal(&admin, "Decrypt", input).await;
        assert_eq!(
            (name.as_str(), message.as_str()),
            ("InvalidCiphertextException", ""),
            "{at}"
        );
    }
    // The id of the key is a part of the text: another one is a key that is not there.
    let mut bad = ciphertext.clone();
    bad[4] ^= 1;
    let (name, _) = refusal(&admin, "Decrypt", decrypting(&STANDARD.encode(bad), &json!({}))).await;
    assert_eq!(name, "AccessDeniedException");
    let short = decrypting(&STANDARD.encode(&ciphertext[..40]), &json!({}));
    refused(&admin, ("Decrypt", short), ("InvalidCiphertextException", "")).await;
}

#[tokio::test]
async fn a_ciphertext_of_another_key_is_none_of_this() {
    let (_server, admin, first) = key().await;
    let second = new_key(&admin).await;
    let ciphertext = encrypt(&admin, &first, json!({})).await;
    let sentence = "The key ID in the request does not identify a CMK that can perform this operation.";
    let input = json!({"CiphertextBlob": ciphertext, "KeyId": second});
    refused(&admin, ("Decrypt", input), ("IncorrectKeyException", sentence)).await;
    let input = json!({"CiphertextBlob": ciphertext, "KeyId": first});
    ok(&admin, "Decrypt", input).await;
    // The bytes of one key under the name of another.
    let (mut moved, id) = (
        STANDARD.decode(&ciphertext).expect("base64"),
        names::KmsKeyArn::parse(&second).expect("an ARN").id,
    );
    moved[4..20].copy_from_slice(&id.as_bytes());
    let input = decrypting(&STANDARD.encode(moved), &json!({}));
    refused(&admin, ("Decrypt", input), ("InvalidCiphertextException", "")).await;
}

#[tokio::test]
async fn re_encrypting_moves_to_another_key() {
    let (_server, admin, first) = key().await;
    let second = new_key(&admin).await;
    let old = encrypt(&admin, &first, json!({"a": "1"})).await;
    let input = json!({
        "CiphertextBlob": old,
        "SourceEncryptionContext": {"a": "1"},
        "DestinationKeyId": second,
        "DestinationEncryptionContext": {"b": "2"},
    });
    let moved = ok(&admin, "ReEncrypt", input.clone()).await;
    assert_eq!(moved["SourceKeyId"], json!(first));
    assert_eq!(moved["KeyId"], json!(second));
    let new = moved["CiphertextBlob"].as_str().expect("a ciphertext");
    let plain = ok(&admin, "Decrypt", decrypting(new, &json!({"b": "2"}))).await;
    assert_eq!(plain["Plaintext"], json!(base64("secret")));
    let mut wrong = input;
    wrong["SourceEncryptionContext"] = json!({"a": "2"});
    refused(&admin, ("ReEncrypt", wrong), ("InvalidCiphertextException", "")).await;
}

#[tokio::test]
async fn data_keys_and_random_bytes() {
    let (_server, admin, arn) = key().await;
    for (members, length) in [
        (json!({"KeySpec": "AES_256"}), 32),
        (json!({"KeySpec": "AES_128"}), 16),
        (json!({"NumberOfBytes": 1024}), 1024),
        (json!({"NumberOfBytes": 1}), 1),
    ] {
        let mut input = json!({"KeyId": arn, "EncryptionContext": {"a": "1"}});
        for (name, value) in members.as_object().expect("an object") {
            input[name] = value.clone();
        }
        let made = ok(&admin, "GenerateDataKey", input.clone()).await;
        assert_eq!(bytes(&made["Plaintext"]).len(), length);
        let ciphertext = made["CiphertextBlob"].as_str().expect("a ciphertext");
        let plain = ok(&admin, "Decrypt", decrypting(ciphertext, &json!({"a": "1"}))).await;
        assert_eq!(plain["Plaintext"], made["Plaintext"]);
        let made = ok(&admin, "GenerateDataKeyWithoutPlaintext", input).await;
        assert!(made.get("Plaintext").is_none(), "{made}");
        let ciphertext = made["CiphertextBlob"].as_str().expect("a ciphertext");
        let plain = ok(&admin, "Decrypt", decrypting(ciphertext, &json!({"a": "1"}))).await;
        assert_eq!(bytes(&plain["Plaintext"]).len(), length);
    }
    let sentence = "Please specify either number of bytes or key spec.";
    for input in [
        json!({"KeyId": arn}),
        json!({"KeyId": arn, "KeySpec": "AES_256", "NumberOfBytes": 32}),
    ] {
        refused(
            &admin,
            ("GenerateDataKey", input),
            ("ValidationException", sentence),
        )
        .await;
    }
    let made = ok(&admin, "GenerateRandom", json!({"NumberOfBytes": 33})).await;
    assert_eq!(bytes(&made["Plaintext"]).len(), 33);
}

#[tokio::test]
async fn sizes_and_dry_runs() {
    let (_server, admin, arn) = key().await;
    let encrypting = |length: usize| json!({"KeyId": arn, "Plaintext": STANDARD.encode(vec![7; length])});
    let made = ok(&admin, "Encrypt", encrypting(4096)).await;
    let ciphertext = made["CiphertextBlob"].as_str().expect("a ciphertext");
    let plain = ok(&admin, "Decrypt", decrypting(ciphertext, &json!({}))).await;
    assert_eq!(bytes(&plain["Plaintext"]), vec![7; 4096]);
    for length in [0, 4097] {
        let (name, _) = refusal(&admin, "Encrypt", encrypting(length)).await;
        assert_eq!(name, "ValidationException", "{length}");
    }
    let long = json!({"KeyId": arn, "Plaintext": base64("a"), "EncryptionContext": {"a": "x".repeat(8192)}});
    let (name, _) = refusal(&admin, "Encrypt", long).await;
    assert_eq!(name, "ValidationException");
    for (operation, input) in [
        (
            "Encrypt",
            json!({"KeyId": arn, "Plaintext": base64("a"), "DryRun": true}),
        ),
        ("Decrypt", json!({"CiphertextBlob": ciphertext, "DryRun": true})),
        (
            "GenerateDataKey",
            json!({"KeyId": arn, "KeySpec": "AES_256", "DryRun": true}),
        ),
        (
            "ReEncrypt",
            json!({"CiphertextBlob": ciphertext, "DestinationKeyId": arn, "DryRun": true}),
        ),
    ] {
        refused(&admin, (operation, input), DRY).await;
    }
    let input = json!({"KeyId": arn, "Plaintext": base64("a"), "GrantTokens": ["rubbish"]});
    let (name, _) = refusal(&admin, "Encrypt", input).await;
    assert_eq!(name, "InvalidGrantTokenException");
}

#[tokio::test]
async fn another_region_does_not_decrypt() {
    let (_server, admin, arn) = key().await;
    let ciphertext = encrypt(&admin, &arn, json!({})).await;
    let elsewhere = admin.in_region("us-east-1");
    let (name, message) = refusal(&elsewhere, "Decrypt", decrypting(&ciphertext, &json!({}))).await;
    assert_eq!(name, "AccessDeniedException");
    assert!(
        message.starts_with("The ciphertext refers to a customer master key"),
        "{message}"
    );
}
