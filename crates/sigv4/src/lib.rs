//! AWS Signature Version 4: parse what a request claims, verify it, sign and presign.
//!
//! A pure engine. It reads no clock, no environment and no socket: the time, the secret and the
//! hash of the body are arguments. It does not look up keys, does not choose AWS error codes (only
//! the sentences that go with them, see [`Error`]), and does not read `STREAMING-*` bodies.
//!
//! The walk is [`is_signed`], [`claim`], a look-up of the secret by the caller, [`Claim::verify`]
//! or, with a cached [`SigningKey`], [`Claim::verify_with_signing_key`]; for an access key that
//! nobody knows, [`Claim::dummy_verify`].
#![forbid(unsafe_code)]

mod canonical;
mod claim;
mod date;
mod encode;
mod error;
mod header_form;
mod key;
mod limits;
mod path;
mod query;
mod query_form;
mod request;
mod scope;
mod sign;
#[cfg(test)]
mod vectors;
mod verify;

pub use claim::{Claim, ClaimKind, claim, is_signed};
pub use error::{Error, Mismatch, ScopeFault};
pub use key::{SecretKey, SigningKey};
pub use limits::{Limits, PathStyle, PayloadRule};
pub use request::{Received, Request};
pub use scope::KeyScope;
pub use sign::{Credentials, Payload, Signing, presign, sign};
