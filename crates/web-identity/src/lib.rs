//! Web identity tokens, as `AssumeRoleWithWebIdentity` takes them: signed JSON web tokens of an
//! OpenID Connect provider that an account has registered.
//!
//! Two halves. [`verify`] is a function from a token, a [`KeySet`] and what is [`Expected`] to
//! [`Claims`]: no clock, no network. [`Keys`] gets key sets from the providers, keeps them, and
//! joins the two in [`Keys::verify`].
//!
//! Nothing here knows roles or trust policies, or which providers are registered; it does not say
//! what a caller is told either, and the texts of its errors are for the log.
#![forbid(unsafe_code)]

mod key_set;
mod keys;
mod provider;
mod token;

pub use key_set::{KeySet, KeySetFault};
pub use keys::{FetchFault, Keys, Reach, Refused};
pub use provider::{Provider, Thumbprint};
pub use token::{Claims, Expected, SessionTags, TokenFault, unverified_issuer, verify};
