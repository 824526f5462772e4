//! Why a token is refused.

use stdx::Timestamp;

/// Why a token is refused. The texts have nothing secret, but are written for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// More than 20,000 characters.
    #[error("the token is too long")]
    TooLong,
    /// Not three parts of base64url, the first two of them JSON objects without repeated members.
    #[error("the token is not a JSON web token")]
    Form,
    /// Five parts: encrypted, not signed.
    #[error("the token is encrypted")]
    Encrypted,
    /// A member of the header is missing, of the wrong kind, or one that no token may have.
    #[error("the header's {0} is missing or not acceptable")]
    Header(&'static str),
    /// `none`, an algorithm with a shared secret, or one that is not known.
    #[error("the token's algorithm is not acceptable")]
    Algorithm,
    /// The provider has no such key, or did not have it when its keys were fetched.
    #[error("the provider has no key with the token's key id")]
    UnknownKey,
    /// The provider's key is for another algorithm than the header's.
    #[error("the provider's key is for another algorithm")]
    OtherAlgorithm,
    /// The signature is not of the provider's key.
    #[error("the signature is wrong")]
    Signature,
    /// A required claim is missing.
    #[error("the claim {0} is missing")]
    Missing(&'static str),
    /// A claim has a value of the wrong kind.
    #[error("the claim {0} is malformed")]
    Claim(&'static str),
    /// `iss` is not the provider.
    #[error("the token is of another issuer")]
    Issuer,
    /// Neither `aud` nor `azp` has a registered client id.
    #[error("the token is for another audience")]
    Audience,
    /// `exp` is not in the future.
    #[error("the token has expired")]
    Expired {
        /// When the token expired.
        expires: Timestamp,
        /// When it was looked at.
        now: Timestamp,
    },
    /// `nbf` or `iat` is in the future.
    #[error("the claim {0} is in the future")]
    Early(&'static str),
    /// `iat` is more than 24 hours ago.
    #[error("the token was issued more than 24 hours ago")]
    Stale,
}
