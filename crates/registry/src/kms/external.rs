//! Keys that take a key service outside the installation (KMS, "external key stores"): the operator
//! configures a store, a customer makes a key with the origin `EXTERNAL_KEY_STORE` in it.
//!
//! As in AWS, what is encrypted is under two things: material that is here, and the key outside.
//! Each ciphertext has a random share, which the service wraps, and which makes the material of this
//! ciphertext together with ours. So the service never sees what is encrypted, a wrong answer of it
//! opens nothing, and without an answer there is nothing to go on with.

use std::collections::BTreeMap;
use std::sync::Arc;

use key_service::{Fault, KeyService, Named};
use meta::{KmsExternalKey, KmsKey};
use names::KmsKeyArn;
use stdx::sabotage;
use zeroize::Zeroizing;

use super::ciphertext::Share;
use crate::secrets::random;
use crate::{Error, KmsFault, Registry};

/// The key stores that the operator configured, by name.
#[derive(Debug, Clone, Default)]
pub struct KeyStores(Arc<BTreeMap<String, Arc<dyn KeyService>>>);

impl KeyStores {
    /// These stores.
    pub fn new(stores: impl IntoIterator<Item = (String, Arc<dyn KeyService>)>) -> Self {
        Self(Arc::new(stores.into_iter().collect()))
    }
}

impl Registry {
    /// The same registry, whose keys may take these stores.
    #[must_use]
    pub fn with_key_stores(mut self, key_stores: KeyStores) -> Self {
        self.key_stores = key_stores;
        self
    }

    /// Makes sure that a key can be used, before one of ours is made of it.
    pub(super) async fn kms_external_try(
        &self,
        arn: &KmsKeyArn,
        external: &KmsExternalKey,
    ) -> Result<(), Error> {
        if !self.key_stores.0.contains_key(&external.store) {
            let sentence = format!("The custom key store '{}' does not exist.", external.store);
            return Err(Error::kms(KmsFault::CustomKeyStoreNotFound, sentence));
        }
        let refused = |error: Error| match error {
            Error::Kms {
                fault: KmsFault::InvalidState,
                ..
            } => {
                let KmsExternalKey { store, key } = external;
                let sentence = format!("The key store '{store}' has no key '{key}' that can be used.");
                Error::kms(KmsFault::XksKeyNotFound, sentence)
            }
            other => other,
        };
        let share = self.kms_share_new(arn, external).await.map_err(refused)?;
        let again = self
            .kms_share(arn, external, &share.wrapped)
            .await
            .map_err(refused)?;
        if again != share.secret {
            return Err(strange(arn, external));
        }
        Ok(())
    }

    /// Looks whose fault it is that a share has opened nothing. When it is the ciphertext's, there
    /// is no error here: bytes are called damaged only while the service gives back what it wraps.
    pub(super) async fn kms_external_suspect(
        &self,
        arn: &KmsKeyArn,
        external: &KmsExternalKey,
    ) -> Result<(), Error> {
        let share = self.kms_share_new(arn, external).await?;
        match self.kms_share(arn, external, &share.wrapped).await? == share.secret {
            true => Ok(()),
            false => Err(strange(arn, external)),
        }
    }

    /// A fresh share for one ciphertext.
    pub(super) async fn kms_share_new(
        &self,
        arn: &KmsKeyArn,
        external: &KmsExternalKey,
    ) -> Result<Share, Error> {
        let mut secret = Zeroizing::new([0; 32]);
        random(secret.as_mut());
        let about = arn.to_string();
        let service = self.key_service(arn, external)?;
        let wrapped = match service.wrap(named(external, &about), secret.as_ref()).await {
            Err(_) if sabotage::is("key-service-failure-ignored") => Vec::new(),
            wrapped => wrapped.map_err(|fault| refusal(arn, external, &fault))?,
        };
        Ok(Share { secret, wrapped })
    }

    /// The share that was wrapped, if the service tells.
    pub(super) async fn kms_share(
        &self,
        arn: &KmsKeyArn,
        external: &KmsExternalKey,
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, Error> {
        let about = arn.to_string();
        let secret = self
            .key_service(arn, external)?
            .unwrap(named(external, &about), wrapped)
            .await
            .map_err(|fault| refusal(arn, external, &fault))?;
        let secret = secret.as_slice().try_into().map_err(|_| strange(arn, external))?;
        Ok(Zeroizing::new(secret))
    }

    fn key_service(&self, arn: &KmsKeyArn, external: &KmsExternalKey) -> Result<&Arc<dyn KeyService>, Error> {
        self.key_stores.0.get(&external.store).ok_or_else(|| {
            let sentence = format!(
                "{arn} is in the key store '{}', which is not connected.",
                external.store
            );
            Error::kms(KmsFault::InvalidState, sentence)
        })
    }
}

/// Refuses what only keys can do whose material is all here.
pub(super) fn is_here(key: &KmsKey) -> Result<(), Error> {
    match &key.external {
        None => Ok(()),
        Some(_) => Err(Error::kms(
            KmsFault::UnsupportedOperation,
            format!(
                "{} origin is EXTERNAL_KEY_STORE which is not valid for this operation.",
                key.arn
            ),
        )),
    }
}

fn named<'a>(external: &'a KmsExternalKey, about: &'a str) -> Named<'a> {
    Named {
        key: &external.key,
        about,
    }
}

/// The service does not give back what it was given.
fn strange(arn: &KmsKeyArn, external: &KmsExternalKey) -> Error {
    let why = "it gives back something else than it was given";
    refusal(arn, external, &Fault::Unavailable(why.to_owned()))
}

/// What the service itself says is for the operator.
fn refusal(arn: &KmsKeyArn, external: &KmsExternalKey, fault: &Fault) -> Error {
    let KmsExternalKey { store, key } = external;
    tracing::warn!(key = %arn, store, store_key = key, %fault, "a key service did not do its part");
    match fault {
        Fault::Refused(_) => Error::kms(
            KmsFault::InvalidState,
            format!("{arn} is in the key store '{store}', which refuses to use it."),
        ),
        Fault::Unavailable(_) => Error::kms(
            KmsFault::KeyUnavailable,
            format!("{arn} is in the key store '{store}', which does not answer. You can retry the request."),
        ),
    }
}
