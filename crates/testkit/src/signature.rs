//! How a request is signed, with every part open to a test that wants it otherwise.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use names::Region;
use registry::NewAccessKey;
use sha2::{Digest as _, Sha256};
use sigv4::{Credentials, Payload, SecretKey, Signing};
use stdx::Timestamp;

/// Everything that goes into a signature beside the request itself.
#[derive(Clone)]
pub struct Signature {
    /// Who signs.
    pub key: NewAccessKey,
    /// The session token that is sent along and signed.
    pub security_token: Option<String>,
    /// The region of the scope.
    pub region: Region,
    /// The service of the scope.
    pub service: String,
    /// When.
    pub signed_at: Timestamp,
    /// The host that is called.
    pub host: String,
}

impl Signature {
    /// A signed `POST /` with these headers.
    pub fn post(&self, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Request<Bytes> {
        let body = body.into();
        let mut all: Vec<(&str, &[u8])> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect();
        all.push(("host", self.host.as_bytes()));
        let request = sigv4::Request {
            method: "POST",
            path: "/",
            query: "",
            headers: &all,
        };
        let added = self.with(Payload::Sha256(Sha256::digest(&body).into()), |signing| {
            sigv4::sign(&request, signing)
        });
        let mut builder = Request::builder()
            .method(Method::POST)
            .uri("/")
            .header("host", &self.host);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        for (name, value) in added {
            builder = builder.header(name, value);
        }
        builder.body(body).expect("a request")
    }

    /// A presigned `GET /?<query>` that ends `expires_in` after it was signed.
    pub fn presigned_get(&self, query: &str, expires_in: Duration) -> Request<Bytes> {
        let headers = [("host", self.host.as_bytes())];
        let request = sigv4::Request {
            method: "GET",
            path: "/",
            query,
            headers: &headers,
        };
        let query = self.with(Payload::Sha256(Sha256::digest(b"").into()), |signing| {
            sigv4::presign(&request, signing, expires_in)
        });
        let builder = Request::builder()
            .uri(format!("/?{query}"))
            .header("host", &self.host);
        builder.body(Bytes::new()).expect("a request")
    }

    fn with<T>(&self, payload: Payload, sign: impl FnOnce(&Signing<'_>) -> T) -> T {
        let secret = SecretKey::new(self.key.secret.clone());
        let credentials = Credentials {
            access_key_id: &self.key.id,
            secret: &secret,
            security_token: self.security_token.as_deref(),
        };
        sign(&Signing {
            credentials,
            region: &self.region,
            service: &self.service,
            signed_at: self.signed_at,
            path: sigv4::PathStyle::Normalized,
            payload,
        })
    }
}
