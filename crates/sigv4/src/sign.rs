//! Signing requests of our own.

use std::time::Duration;

use names::{AccessKeyId, Region};
use stdx::{Timestamp, hex};

use crate::canonical::{ALGORITHM, Canonical, string_to_sign};
use crate::encode::{Slash, encode};
use crate::query::Left;
use crate::{KeyScope, PathStyle, Request, SecretKey, SigningKey};

/// Who signs.
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a> {
    /// The access key.
    pub access_key_id: &'a AccessKeyId,
    /// Its secret.
    pub secret: &'a SecretKey,
    /// The session token of temporary credentials.
    pub security_token: Option<&'a str>,
}

/// What the signature says of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload {
    /// Covered by its SHA-256.
    Sha256([u8; 32]),
    /// Covered by its SHA-256, which is sent along as `x-amz-content-sha256`: S3.
    DeclaredSha256([u8; 32]),
    /// Not covered: `UNSIGNED-PAYLOAD`, sent along unless the request is presigned.
    Unsigned,
}

/// How to sign.
#[derive(Debug, Clone, Copy)]
pub struct Signing<'a> {
    /// Who signs.
    pub credentials: Credentials<'a>,
    /// The region that is called.
    pub region: &'a Region,
    /// The service that is called, by its signing name, such as `ecr`.
    pub service: &'a str,
    /// The instant of signing; cut to seconds.
    pub signed_at: Timestamp,
    /// How the path is canonicalised.
    pub path: PathStyle,
    /// What the signature says of the body.
    pub payload: Payload,
}

impl Signing<'_> {
    fn scope(&self) -> KeyScope {
        let key = self.credentials.access_key_id.clone();
        KeyScope::new(key, self.signed_at, self.region.clone(), self.service)
    }

    /// The signature of `request`, whose every header is signed, in hexadecimal.
    fn signature(&self, request: &Request<'_>, signed_headers: &str) -> String {
        let payload = self.payload.text();
        let canonical = Canonical {
            request,
            path: self.path,
            left: Left::Nothing,
            signed_headers,
            payload: &payload,
        };
        let scope = self.scope();
        let to_sign = string_to_sign(&scope, self.signed_at, &canonical.to_bytes());
        let key = SigningKey::derive(self.credentials.secret, &scope);
        hex::encode(&key.sign(to_sign.as_bytes()))
    }

    fn credential(&self) -> String {
        format!(
            "{}/{}",
            self.credentials.access_key_id,
            self.scope().credential_scope()
        )
    }
}

impl Payload {
    fn text(self) -> String {
        match self {
            Payload::Sha256(hash) | Payload::DeclaredSha256(hash) => hex::encode(&hash),
            Payload::Unsigned => "UNSIGNED-PAYLOAD".into(),
        }
    }
}

/// Signs a request: the headers to add to it (`x-amz-date`, `authorization` and, where they apply,
/// `x-amz-security-token` and `x-amz-content-sha256`).
///
/// Every header given is signed, so give `host` and only what reaches the server unchanged, and
/// none of the headers that this function adds.
pub fn sign(request: &Request<'_>, signing: &Signing<'_>) -> Vec<(&'static str, String)> {
    let mut added = vec![("x-amz-date", signing.signed_at.to_basic_iso8601())];
    if let Some(token) = signing.credentials.security_token {
        added.push(("x-amz-security-token", token.into()));
    }
    if !matches!(signing.payload, Payload::Sha256(_)) {
        added.push(("x-amz-content-sha256", signing.payload.text()));
    }
    let ours = added.iter().map(|(name, value)| (*name, value.as_bytes()));
    let headers: Vec<(&str, &[u8])> = request.headers.iter().copied().chain(ours).collect();
    let signed_headers = signed_headers(&headers);
    let signature = signing.signature(
        &Request {
            headers: &headers,
            ..*request
        },
        &signed_headers,
    );
    let authorization = format!(
        "{ALGORITHM} Credential={}, SignedHeaders={signed_headers}, Signature={signature}",
        signing.credential()
    );
    added.push(("authorization", authorization));
    added
}

/// Presigns a request: its whole new query, the given one included, without a question mark.
///
/// Every header given is signed and must be sent by whoever uses the URL; `host` must be among them.
/// `expires_in` is cut to seconds and must be 1 second to 7 days for the request to be accepted.
/// A declared hash becomes the parameter `X-Amz-Content-Sha256`.
pub fn presign(request: &Request<'_>, signing: &Signing<'_>, expires_in: Duration) -> String {
    let signed_headers = signed_headers(request.headers);
    let mut parameters = vec![
        ("X-Amz-Algorithm", ALGORITHM.to_owned()),
        ("X-Amz-Credential", signing.credential()),
        ("X-Amz-Date", signing.signed_at.to_basic_iso8601()),
        ("X-Amz-Expires", expires_in.as_secs().to_string()),
        ("X-Amz-SignedHeaders", signed_headers.clone()),
    ];
    if let Some(token) = signing.credentials.security_token {
        parameters.push(("X-Amz-Security-Token", token.into()));
    }
    if let Payload::DeclaredSha256(_) = signing.payload {
        parameters.push(("X-Amz-Content-Sha256", signing.payload.text()));
    }
    let mut query = request.query.as_bytes().to_vec();
    for (name, value) in parameters {
        if !query.is_empty() {
            query.push(b'&');
        }
        query.extend(name.as_bytes());
        query.push(b'=');
        encode(&mut query, value.as_bytes(), Slash::Encoded);
    }
    let query = String::from_utf8(query).expect("a string with ASCII appended is UTF-8");
    let signature = signing.signature(
        &Request {
            query: &query,
            ..*request
        },
        &signed_headers,
    );
    format!("{query}&X-Amz-Signature={signature}")
}

fn signed_headers(headers: &[(&str, &[u8])]) -> String {
    let mut names: Vec<String> = headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    names.dedup();
    names.join(";")
}
