//! Key services outside the installation: they wrap a secret under a key that never leaves them,
//! and unwrap it again.
//!
//! Two kinds: whatever speaks the API of AWS KMS ([`AwsKms`]), and the Transit engine of Vault
//! ([`Vault`]). What is wrapped, what a key of theirs is called here and who may use it is not known
//! in this crate, and nothing is remembered: each call asks the service.
//!
//! A service is not believed to give back what it was given. Whoever calls has to notice other
//! bytes by himself.
#![forbid(unsafe_code)]

mod aws_kms;
mod endpoint;
#[cfg(test)]
mod fake;
mod secret;
mod service;
#[cfg(test)]
mod tests;
mod vault;

pub use aws_kms::AwsKms;
pub use endpoint::{Endpoint, EndpointFault, Trust};
pub use secret::Secret;
pub use service::{Fault, KeyService, Named, WRAPPED_MAX};
pub use vault::Vault;
