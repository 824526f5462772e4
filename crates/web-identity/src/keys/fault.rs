//! Why keys could not be fetched, and why a token was refused.

use crate::{KeySetFault, TokenFault};

/// Why the keys of a provider could not be fetched.
///
/// For the log only. A caller of `AssumeRoleWithWebIdentity` needs no credential, and what an
/// address inside the network answers is nothing for strangers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchFault {
    /// The provider's URL, or the URL of its keys, is not a plain `https` one.
    #[error("the URL is not acceptable: {0}")]
    Url(String),
    /// The URL's host is, or has only, addresses that are not connected to.
    #[error("the address of {0} is not one that is connected to")]
    Address(String),
    /// No connection, no answer in time, or an answer that broke off.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
    /// The server's certificate is neither trusted by the system nor has it a registered
    /// thumbprint in its chain.
    #[error("the provider's certificate is not accepted: {0}")]
    Certificate(String),
    /// An answer other than 200; redirects are not followed.
    #[error("the provider answered with status {0}")]
    Status(u16),
    /// More than 256 KiB.
    #[error("the provider's answer is too large")]
    TooLarge,
    /// The configuration is not an object with the provider as its issuer and a `jwks_uri`.
    #[error("the provider's configuration is malformed: {0}")]
    Configuration(&'static str),
    /// The keys are not acceptable.
    #[error(transparent)]
    KeySet(#[from] KeySetFault),
}

/// Why [`crate::Keys::verify`] refused a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The token itself.
    #[error(transparent)]
    Token(#[from] TokenFault),
    /// There are no keys to verify it with.
    #[error(transparent)]
    Keys(#[from] FetchFault),
}
