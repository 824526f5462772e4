//! What every key service does.

use std::fmt;

use futures_util::future::BoxFuture;
use thiserror::Error;
use zeroize::Zeroizing;

/// How long the wrapped form of a secret may be, in bytes. Those of KMS and Vault have about 200.
pub const WRAPPED_MAX: usize = 1024;

/// A key of a service, and what the secrets under it are about.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// What the service calls the key.
    pub key: &'a str,
    /// A text that a secret is bound to, where the service can: it is unwrapped with the same one
    /// only, and stands in the service's own log.
    pub about: &'a str,
}

/// Why a service did not wrap or unwrap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// It answers, and says no: the key is not there, is disabled, or not for us.
    #[error("{0}")]
    Refused(String),
    /// It does not answer, or not with anything that makes sense. Later it may.
    #[error("{0}")]
    Unavailable(String),
}

/// A key service.
pub trait KeyService: fmt::Debug + Send + Sync + 'static {
    /// Wraps a short secret under the newest version of a key. The wrapped form has at most
    /// [`WRAPPED_MAX`] bytes.
    fn wrap<'a>(&'a self, under: Named<'a>, secret: &'a [u8]) -> BoxFuture<'a, Result<Vec<u8>, Fault>>;

    /// Unwraps what [`KeyService::wrap`] gave for the same key and text.
    fn unwrap<'a>(
        &'a self,
        under: Named<'a>,
        wrapped: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Fault>>;
}
