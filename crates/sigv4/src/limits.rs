//! What a verifier accepts beyond the bare protocol.

use std::time::Duration;

/// How the path enters the canonical request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// Dot segments and empty segments removed, then encoded once more: every service but S3.
    ///
    /// A signature for `/` thus proves `/x/..` too, so a router behind this style must not give
    /// paths with dot or empty segments a meaning of their own.
    Normalized,
    /// Encoded once more as it stands: clients that were told not to normalise.
    DoubleEncoded,
    /// As it stands on the wire: S3.
    Raw,
}

/// Which claims about the body are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadRule {
    /// The signature must cover the hash of the body.
    Signed,
    /// `UNSIGNED-PAYLOAD` is accepted as well, and is what a presigned request without
    /// `x-amz-content-sha256` means, as in S3.
    UnsignedAllowed,
}

/// The verifier's rules.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How far `signed_at` may lie from `now`: either way for header signatures, only into the
    /// future for presigned requests. Five minutes by default; AWS services use 5 or 15.
    pub skew: Duration,
    /// The longest life of a presigned request, at most (and by default) seven days.
    pub max_expiry: Duration,
    /// How the path is canonicalised.
    pub path: PathStyle,
    /// What may be claimed about the body.
    pub payload: PayloadRule,
    /// The service names that a scope may carry, such as `ecr`; none means any.
    pub services: &'static [&'static str],
    /// Lower-case names of `x-amz-*` headers that may be unsigned, because a proxy adds them or,
    /// for `x-amz-security-token`, because a client adds it after signing. None by default; the
    /// server must not obey what it lists here.
    pub unsigned_headers: &'static [&'static str],
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            skew: Duration::from_secs(300),
            max_expiry: Duration::from_secs(604_800),
            path: PathStyle::Normalized,
            payload: PayloadRule::Signed,
            services: &[],
            unsigned_headers: &[],
        }
    }
}
