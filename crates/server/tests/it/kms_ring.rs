//! The ring that wraps the keys of blobs with a key of KMS.

use std::time::Duration;

use blobs::{DataKey, KeyError, KeyRing as _, Refusal, WrappedKey};
use names::{KmsKeyArn, RepositoryArn};
use registry::KmsRing;
use serde_json::json;

use crate::kms_fixture::{key, new_key, ok};

const REPOSITORY: &str = "arn:aws:ecr:eu-west-1:111122223333:repository/shop";

fn arn(text: &str) -> KmsKeyArn {
    KmsKeyArn::parse(text).expect("an ARN")
}

fn refused(result: Result<DataKey, KeyError>) -> Option<Refusal> {
    match result {
        Err(KeyError::Refused { why, .. }) => Some(why),
        Ok(_) | Err(_) => None,
    }
}

#[tokio::test]
async fn what_is_wrapped_is_bound_to_key_domain_and_aad() {
    let (server, admin, first) = key().await;
    let second = new_key(&admin).await;
    let ring = KmsRing::new(server.registry.clone());
    let domain = KmsRing::domain(&arn(&first));
    let (data, wrapped) = ring.generate(&domain, b"aad").await.expect("a key");
    assert_eq!(wrapped.key_id, first);
    let again = ring.unwrap(&domain, &wrapped, b"aad").await.expect("the key");
    assert_eq!(again.bytes(), data.bytes());
    let fresh = KmsRing::new(server.registry.clone());
    for (domain, wrapped, aad) in [
        (domain.clone(), wrapped.clone(), &b"aae"[..]),
        (KmsRing::domain(&arn(&second)), wrapped.clone(), b"aad"),
        (
            KmsRing::domain(&arn(&second)),
            WrappedKey {
                key_id: second.clone(),
                ..wrapped.clone()
            },
            b"aad",
        ),
        (
            domain.clone(),
            WrappedKey {
                bytes: wrapped.bytes[1..].to_vec(),
                ..wrapped.clone()
            },
            b"aad",
        ),
    ] {
        let result = fresh.unwrap(&domain, &wrapped, aad).await;
        assert_eq!(result.map(|_| ()), Err(KeyError::Damaged));
    }
}

#[tokio::test]
async fn a_disabled_key_opens_nothing_after_a_minute() {
    let (server, admin, text) = key().await;
    let ring = KmsRing::new(server.registry.clone());
    let domain = KmsRing::domain(&arn(&text));
    let (_, wrapped) = ring.generate(&domain, b"").await.expect("a key");
    ring.unwrap(&domain, &wrapped, b"").await.expect("the key");
    ok(&admin, "DisableKey", json!({"KeyId": text})).await;
    ring.unwrap(&domain, &wrapped, b"")
        .await
        .expect("it is remembered");
    let wrapped_now = ring.generate(&domain, b"").await.map(|(key, _)| key);
    assert_eq!(
        refused(wrapped_now),
        Some(Refusal::Disabled),
        "nothing new is wrapped"
    );
    server.clock.advance(Duration::from_secs(60));
    let result = ring.unwrap(&domain, &wrapped, b"").await;
    assert_eq!(refused(result), Some(Refusal::Disabled));
    ok(
        &admin,
        "ScheduleKeyDeletion",
        json!({"KeyId": text, "PendingWindowInDays": 7}),
    )
    .await;
    let result = ring.unwrap(&domain, &wrapped, b"").await;
    assert_eq!(refused(result), Some(Refusal::PendingDeletion));
    server.clock.advance(Duration::from_secs(7 * 86_400 + 1));
    server
        .registry
        .job_run_due(meta::Limit(10))
        .await
        .expect("jobs run");
    let result = ring.unwrap(&domain, &wrapped, b"").await;
    assert_eq!(refused(result), Some(Refusal::NotFound), "its material is gone");
}

#[tokio::test]
async fn a_repository_needs_its_grants() {
    let (server, admin, text) = key().await;
    let repository = RepositoryArn::parse(REPOSITORY).expect("an ARN");
    let domain = KmsRing::domain(&arn(&text));
    let ring = KmsRing::new(server.registry.clone()).for_repository(repository);
    let denied = ring.generate(&domain, b"").await.map(|(key, _)| key);
    assert_eq!(refused(denied), Some(Refusal::Denied));
    let mut grants = Vec::new();
    for operation in ["GenerateDataKey", "Decrypt"] {
        let input = json!({
            "KeyId": text,
            "GranteeServicePrincipal": "ecr.eu-west-1.amazonaws.com",
            "Operations": [operation],
            "Constraints": {"EncryptionContextSubset": {"aws:ecr:arn": REPOSITORY}},
        });
        let made = ok(&admin, "CreateGrant", input).await;
        grants.push(made["GrantId"].clone());
    }
    let (_, wrapped) = ring.generate(&domain, b"").await.expect("a key");
    ring.unwrap(&domain, &wrapped, b"").await.expect("the key");
    let other = RepositoryArn::parse(&format!("{REPOSITORY}2")).expect("an ARN");
    let other = ring.for_repository(other);
    let denied = other.unwrap(&domain, &wrapped, b"").await;
    assert_eq!(
        refused(denied),
        Some(Refusal::Denied),
        "the grant is of another repository"
    );
    ok(
        &admin,
        "RevokeGrant",
        json!({"KeyId": text, "GrantId": grants[1]}),
    )
    .await;
    server.clock.advance(Duration::from_secs(61));
    let denied = ring.unwrap(&domain, &wrapped, b"").await;
    assert_eq!(refused(denied), Some(Refusal::Denied));
}
