//! Whatever speaks the API of AWS KMS: KMS itself, what imitates it, another Hythe.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use names::{AccessKeyId, Region};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sigv4::{Credentials, PathStyle, Payload, Request, SecretKey, Signing};
use stdx::Clock;
use zeroize::Zeroizing;

use crate::{Endpoint, Fault, KeyService, Named, Secret, WRAPPED_MAX};

const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// An endpoint of KMS.
pub struct AwsKms {
    /// Where it is.
    pub endpoint: Endpoint,
    /// The region that requests are signed for.
    pub region: Region,
    /// Who signs.
    pub access_key_id: AccessKeyId,
    /// Its secret.
    pub secret: Secret,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for AwsKms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwsKms")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl AwsKms {
    async fn call(&self, operation: &str, under: Named<'_>, mut body: Value) -> Result<Value, Fault> {
        body["KeyId"] = json!(under.key);
        body["EncryptionContext"] = json!({"hythe:key": under.about});
        let body = Zeroizing::new(body.to_string());
        let headers = self.headers(operation, &body).await?;
        let url = self.endpoint.at(&[""]);
        let mut answer = self.endpoint.post(url, &headers, body).await?;
        // KMS says so with status 400.
        if words(&answer.body).is_some_and(|words| words.starts_with("Throttling")) {
            answer.status = StatusCode::TOO_MANY_REQUESTS;
        }
        answer.accepted(words)
    }

    /// The headers of a request, its signature among them.
    async fn headers(&self, operation: &str, body: &str) -> Result<Vec<(&'static str, String)>, Fault> {
        let mut headers = vec![
            ("content-type", CONTENT_TYPE.to_owned()),
            ("x-amz-target", format!("TrentService.{operation}")),
        ];
        let host = self.endpoint.host();
        let mut signed = vec![("host", host.as_bytes())];
        signed.extend(headers.iter().map(|(name, value)| (*name, value.as_bytes())));
        let request = Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &signed,
        };
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, body.as_bytes()).as_ref());
        let secret = SecretKey::new(self.secret.read().await?.to_string());
        let signing = Signing {
            credentials: Credentials {
                access_key_id: &self.access_key_id,
                secret: &secret,
                security_token: None,
            },
            region: &self.region,
            service: "kms",
            signed_at: self.clock.now(),
            path: PathStyle::Normalized,
            payload: Payload::Sha256(hash),
        };
        let signature = sigv4::sign(&request, &signing);
        headers.extend(signature);
        Ok(headers)
    }

    async fn wrap_now(&self, under: Named<'_>, secret: &[u8]) -> Result<Vec<u8>, Fault> {
        let body = json!({"Plaintext": STANDARD.encode(secret)});
        let answer = self.call("Encrypt", under, body).await?;
        let wrapped = bytes(&answer, "CiphertextBlob")?;
        match wrapped.len() {
            1..=WRAPPED_MAX => Ok(wrapped.to_vec()),
            _ => Err(Fault::Unavailable("its ciphertext is too long".to_owned())),
        }
    }

    async fn unwrap_now(&self, under: Named<'_>, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let body = json!({"CiphertextBlob": STANDARD.encode(wrapped)});
        bytes(&self.call("Decrypt", under, body).await?, "Plaintext")
    }
}

impl KeyService for AwsKms {
    fn wrap<'a>(&'a self, under: Named<'a>, secret: &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>, Fault>> {
        self.wrap_now(under, secret).boxed()
    }

    fn unwrap<'a>(
        &'a self,
        under: Named<'a>,
        wrapped: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Fault>> {
        self.unwrap_now(under, wrapped).boxed()
    }
}

fn bytes(answer: &Value, member: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let decoded = answer[member].as_str().map(|text| STANDARD.decode(text));
    match decoded {
        Some(Ok(bytes)) => Ok(Zeroizing::new(bytes)),
        _ => Err(Fault::Unavailable(format!("its answer has no {member}"))),
    }
}

/// What KMS says of an error.
fn words(body: &Value) -> Option<String> {
    let text = |name: &str| body[name].as_str();
    let name = text("__type")?.rsplit('#').next()?;
    let sentence = text("message").or_else(|| text("Message")).unwrap_or_default();
    Some(format!("{name}: {sentence}"))
}
