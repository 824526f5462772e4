//! What a request claims, before any secret is known.

use std::time::Duration;

use names::{AccessKeyId, Region};
use stdx::Timestamp;

use crate::{Error, KeyScope, Request};

/// Where the signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// In the `Authorization` header.
    Header,
    /// In the query: a presigned request.
    Query {
        /// How long after signing the request stays valid, 1 second to 7 days.
        expires_in: Duration,
    },
}

/// What a request claims, well-formed but unproven: who signed it, when, for what.
///
/// Nothing in it may be trusted before one of the `verify` methods has returned `Ok`.
pub struct Claim {
    pub(crate) scope: KeyScope,
    pub(crate) signed_at: Timestamp,
    pub(crate) security_token: Option<String>,
    pub(crate) kind: ClaimKind,
    pub(crate) signed_headers: String,
    pub(crate) signature: [u8; 32],
}

impl Claim {
    /// Whose key is said to have signed.
    pub fn access_key_id(&self) -> &AccessKeyId {
        self.scope.access_key_id()
    }

    /// The region that the credential is scoped to.
    pub fn region(&self) -> &Region {
        self.scope.region()
    }

    /// The service that the credential is scoped to, such as `ecr`.
    pub fn service(&self) -> &str {
        self.scope.service()
    }

    /// Under what to look for a cached signing key.
    pub fn scope(&self) -> &KeyScope {
        &self.scope
    }

    /// When the request was signed, to the second.
    pub fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// The session token of temporary credentials.
    pub fn security_token(&self) -> Option<&str> {
        self.security_token.as_deref()
    }

    /// Where the signature stands.
    pub fn kind(&self) -> ClaimKind {
        self.kind
    }
}

impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claim")
            .field("scope", &self.scope)
            .field("signed_at", &self.signed_at)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Whether the request carries AWS credentials in its header or query at all, well-formed or not:
/// whether [`claim`] is to be asked.
pub fn is_signed(request: &Request<'_>) -> bool {
    let _ = request;
    unimplemented!()
}

/// Reads the claim of a request.
///
/// # Errors
/// [`Error::Missing`] without credentials; otherwise what is wrong with their form.
pub fn claim(request: &Request<'_>) -> Result<Claim, Error> {
    let _ = request;
    unimplemented!()
}
