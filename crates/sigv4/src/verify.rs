//! Proving a claim.

use crate::{Claim, Error, Limits, Received, SecretKey, SigningKey};

impl Claim {
    /// Proves the claim with the access key's secret. `received` must hold the request that the
    /// claim was read from.
    ///
    /// # Errors
    /// The first rule that the request breaks; [`Error::SignatureMismatch`] last.
    pub fn verify(&self, received: &Received<'_>, secret: &SecretKey, limits: &Limits) -> Result<(), Error> {
        let _ = (received, secret, limits);
        unimplemented!()
    }

    /// As [`Claim::verify`], with the signing key of [`Claim::scope`], from a cache.
    ///
    /// # Errors
    /// As [`Claim::verify`].
    pub fn verify_with_signing_key(
        &self,
        received: &Received<'_>,
        key: &SigningKey,
        limits: &Limits,
    ) -> Result<(), Error> {
        let _ = (received, key, limits);
        unimplemented!()
    }

    /// Does the work of [`Claim::verify`] for an access key that nobody has, so that the time taken
    /// does not tell which keys exist. Answers what `verify` would have complained of before it
    /// looks at the signature, else [`Error::UnknownKey`].
    pub fn dummy_verify(&self, received: &Received<'_>, limits: &Limits) -> Error {
        let _ = (received, limits);
        unimplemented!()
    }
}
