//! Signing requests of our own.

use std::time::Duration;

use names::{AccessKeyId, Region};
use stdx::Timestamp;

use crate::{PathStyle, Request, SecretKey};

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

/// Signs a request: the headers to add to it (`x-amz-date`, `authorization` and, where they apply,
/// `x-amz-security-token` and `x-amz-content-sha256`).
///
/// Every header given is signed, so give `host` and only what reaches the server unchanged, and
/// none of the headers that this function adds.
pub fn sign(request: &Request<'_>, signing: &Signing<'_>) -> Vec<(&'static str, String)> {
    let _ = (request, signing);
    unimplemented!()
}

/// Presigns a request: its whole new query, the given one included, without a question mark.
///
/// Every header given is signed and must be sent by whoever uses the URL; `host` must be among them.
/// `expires_in` is cut to seconds and must be 1 second to 7 days for the request to be accepted.
pub fn presign(request: &Request<'_>, signing: &Signing<'_>, expires_in: Duration) -> String {
    let _ = (request, signing, expires_in);
    unimplemented!()
}
