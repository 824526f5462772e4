//! The Transit engine of Vault, and of OpenBao (Vault API, "Transit secrets engine").

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{Endpoint, Fault, KeyService, Named, Secret, WRAPPED_MAX};

/// A Transit engine, whose keys have to be of a type that authenticates what it encrypts:
/// `aes256-gcm96`, which is the default, `aes128-gcm96` or `chacha20-poly1305`.
#[derive(Debug)]
pub struct Vault {
    /// Where Vault is.
    pub endpoint: Endpoint,
    /// Where the engine is mounted, such as `transit`.
    pub mount: String,
    /// The namespace of the mount, where there are any.
    pub namespace: Option<String>,
    /// What we show.
    pub token: Secret,
}

impl Vault {
    async fn call(&self, verb: &str, under: Named<'_>, mut body: Value) -> Result<Value, Fault> {
        let about = STANDARD.encode(under.about);
        // A key that is made for deriving takes the one, every other key of those types the other.
        body["context"] = json!(about);
        body["associated_data"] = json!(about);
        let mut segments = vec!["v1"];
        segments.extend(self.mount.split('/'));
        segments.extend([verb, under.key]);
        let mut headers = vec![
            ("content-type", "application/json".to_owned()),
            ("x-vault-request", "true".to_owned()),
            ("x-vault-token", self.token.read().await?.to_string()),
        ];
        headers.extend(self.namespace.clone().map(|name| ("x-vault-namespace", name)));
        let url = self.endpoint.at(&segments);
        let sent = self
            .endpoint
            .post(url, &headers, Zeroizing::new(body.to_string()));
        let mut answer = sent.await?.accepted(words)?;
        Ok(answer.get_mut("data").map(Value::take).unwrap_or_default())
    }

    async fn wrap_now(&self, under: Named<'_>, secret: &[u8]) -> Result<Vec<u8>, Fault> {
        let body = json!({"plaintext": STANDARD.encode(secret)});
        let answer = self.call("encrypt", under, body).await?;
        let text = answer["ciphertext"].as_str();
        let text = text.filter(|text| text.starts_with("vault:") && text.len() <= WRAPPED_MAX);
        let text = text.ok_or_else(|| Fault::Unavailable("its answer has no ciphertext".to_owned()))?;
        Ok(text.as_bytes().to_vec())
    }

    async fn unwrap_now(&self, under: Named<'_>, wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let text =
            std::str::from_utf8(wrapped).map_err(|_| Fault::Refused("it was not wrapped here".into()))?;
        let answer = self.call("decrypt", under, json!({"ciphertext": text})).await?;
        let plain = answer["plaintext"].as_str().map(|text| STANDARD.decode(text));
        match plain {
            Some(Ok(plain)) => Ok(Zeroizing::new(plain)),
            _ => Err(Fault::Unavailable("its answer has no plaintext".to_owned())),
        }
    }
}

impl KeyService for Vault {
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

/// What Vault says of an error: `{"errors": ["permission denied"]}`.
fn words(body: &Value) -> Option<String> {
    let errors = body["errors"].as_array()?.iter().filter_map(Value::as_str);
    Some(errors.map(str::trim).collect::<Vec<_>>().join("; "))
}
