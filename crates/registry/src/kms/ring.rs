//! A ring for blobs whose wrapping key is a key of KMS.
//!
//! The domain and what else a blob's key is bound to are its encryption context. A repository's
//! ring first asks whether ECR may use the key for that repository, by the grants that were made
//! with it. What was unwrapped is remembered for a minute at most, so a key that was disabled, or
//! whose grants were ended, opens nothing after that.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest;
use blobs::{DataKey, KeyDomain, KeyError, KeyRing, Refusal, WrappedKey};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use moka::future::Cache;
use names::{KmsKeyArn, RepositoryArn};
use stdx::{Timestamp, sabotage};

use super::ciphertext::EncryptionContext;
use crate::secrets::Secrets;
use crate::{Action, Error, Internal, KmsFault, Registry};

/// How long an unwrapped key is remembered: ECR's users see a disabled key within a minute.
const REMEMBERED: Duration = Duration::from_secs(60);
/// Most keys of blobs that are remembered in a ring.
const ENTRIES: u64 = 100_000;
/// What the names of domains begin with whose key is one of KMS.
const DOMAIN: &str = "kms:";

/// See the module. Cheap to clone; clones remember together.
#[derive(Clone)]
pub struct KmsRing {
    registry: Registry,
    /// For which repository ECR uses the key; without, the key's state alone is looked at.
    repository: Option<RepositoryArn>,
    opened: OpenedKeys,
}

/// What rings have unwrapped and remember for a minute. Clones remember together.
#[derive(Clone)]
pub(crate) struct OpenedKeys(Cache<[u8; 32], Opened>);

impl Default for OpenedKeys {
    fn default() -> Self {
        let cache = Cache::builder().max_capacity(ENTRIES).time_to_live(REMEMBERED);
        Self(cache.build())
    }
}

#[derive(Clone)]
struct Opened {
    key: DataKey,
    at: Timestamp,
}

impl KmsRing {
    /// The ring of the keys of an installation. All rings of one registry remember together.
    pub fn new(registry: Registry) -> Self {
        Self {
            opened: registry.bytes.opened().clone(),
            registry,
            repository: None,
        }
    }

    /// The same ring for what ECR does for one repository.
    #[must_use]
    pub fn for_repository(&self, repository: RepositoryArn) -> Self {
        Self {
            repository: Some(repository),
            ..self.clone()
        }
    }

    /// The domain of the blobs that the key of this ARN protects.
    pub fn domain(key: &impl fmt::Display) -> KeyDomain {
        KeyDomain::new(format!("{DOMAIN}{key}"))
    }

    async fn check(&self, key: &KmsKeyArn, action: Action) -> Result<(), Error> {
        match &self.repository {
            Some(repository) => self.registry.kms_repository_check(repository, key, action).await,
            None => Ok(()),
        }
    }

    async fn wrap_now(&self, domain: &KeyDomain, key: &DataKey, aad: &[u8]) -> Result<WrappedKey, KeyError> {
        let arn = key_of(domain)?;
        let wrap = async {
            self.check(&arn, Action::GenerateDataKey).await?;
            let context = context(domain, aad);
            self.registry.kms_seal(&arn, key.bytes(), &context).await
        };
        Ok(WrappedKey {
            bytes: wrap.await.map_err(refusal)?.ciphertext,
            key_id: arn.to_string(),
        })
    }

    async fn unwrap_now(
        &self,
        domain: &KeyDomain,
        wrapped: &WrappedKey,
        aad: &[u8],
    ) -> Result<DataKey, KeyError> {
        let arn = key_of(domain)?;
        // The domain names the key, and whatever is written beside the wrapped key is not asked.
        if wrapped.key_id != arn.to_string() {
            return Err(KeyError::Damaged);
        }
        let place = self.place(domain, wrapped, aad);
        let now = self.registry.now();
        if let Some(opened) = self.opened.0.get(&place).await
            && opened.at <= now
            && (now < opened.at.after(REMEMBERED) || sabotage::is("unwrapped-key-kept"))
        {
            return Ok(opened.key);
        }
        let unwrap = async {
            self.check(&arn, Action::Decrypt).await?;
            let context = context(domain, aad);
            self.registry.kms_unseal(&arn, &wrapped.bytes, &context).await
        };
        let decrypted = unwrap.await.map_err(refusal)?;
        let bytes: [u8; blobs::KEY_BYTES] = decrypted
            .plaintext
            .as_slice()
            .try_into()
            .map_err(|_| KeyError::Damaged)?;
        let key = DataKey::from_bytes(bytes);
        let opened = Opened {
            key: key.clone(),
            at: now,
        };
        self.opened.0.insert(place, opened).await;
        Ok(key)
    }

    /// What an unwrapped key is remembered under: everything that decides whether it may be used.
    fn place(&self, domain: &KeyDomain, wrapped: &WrappedKey, aad: &[u8]) -> [u8; 32] {
        let repository = self.repository.as_ref().map(RepositoryArn::to_string);
        let mut hash = digest::Context::new(&digest::SHA256);
        for part in [
            repository.unwrap_or_default().as_bytes(),
            domain.as_str().as_bytes(),
            &wrapped.bytes,
            aad,
        ] {
            hash.update(&(part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let hash = hash.finish();
        hash.as_ref().try_into().expect("SHA-256 has 32 bytes")
    }
}

impl KeyRing for KmsRing {
    fn wrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        key: &'a DataKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<WrappedKey, KeyError>> {
        self.wrap_now(domain, key, aad).boxed()
    }

    fn unwrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        wrapped: &'a WrappedKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<DataKey, KeyError>> {
        self.unwrap_now(domain, wrapped, aad).boxed()
    }
}

impl fmt::Debug for KmsRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KmsRing")
            .field("repository", &self.repository)
            .finish_non_exhaustive()
    }
}

impl Secrets {
    /// The ring of what is encrypted without a customer's key.
    pub(crate) fn local_keys(&self) -> Arc<dyn KeyRing> {
        Arc::new(blobs::LocalKeys::new(&self.blobs))
    }
}

fn key_of(domain: &KeyDomain) -> Result<KmsKeyArn, KeyError> {
    let arn = domain
        .as_str()
        .strip_prefix(DOMAIN)
        .and_then(|arn| KmsKeyArn::parse(arn).ok());
    arn.ok_or_else(|| KeyError::Refused {
        why: Refusal::NotFound,
        message: format!("the domain {} is of no key", domain.as_str()),
    })
}

/// What binds the key of a blob to its domain and to what the store says of it.
fn context(domain: &KeyDomain, aad: &[u8]) -> EncryptionContext {
    EncryptionContext::from([
        ("hythe:aad".to_owned(), stdx::hex::encode(aad)),
        ("hythe:domain".to_owned(), domain.as_str().to_owned()),
    ])
}

/// Why a key cannot be used, as the byte store tells it.
pub(crate) fn refusal(error: Error) -> KeyError {
    let why = match &error {
        Error::Kms { fault, .. } => match fault {
            KmsFault::InvalidCiphertext => return KeyError::Damaged,
            KmsFault::KeyUnavailable => return KeyError::Unavailable(error.to_string()),
            KmsFault::NotFound => Refusal::NotFound,
            KmsFault::Disabled => Refusal::Disabled,
            KmsFault::InvalidState => Refusal::PendingDeletion,
            KmsFault::AccessDenied => Refusal::Denied,
            other => Refusal::Other(format!("{other:?}")),
        },
        Error::Denied(_) => Refusal::Denied,
        Error::Internal(Internal::Meta(cause)) => return KeyError::Unavailable(cause.to_string()),
        other => return KeyError::Unavailable(other.to_string()),
    };
    KeyError::Refused {
        why,
        message: error.to_string(),
    }
}
