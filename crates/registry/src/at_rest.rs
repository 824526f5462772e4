//! Encryption at rest: under whose key the layers of a repository stand, and how the byte store is
//! seen by those who read and write them.
//!
//! A blob keeps for ever the protection that it was written with; its row says which. What new
//! bytes get follows from the repository and from what the operator chose.

use std::sync::Arc;

use blobs::{Backend, BlobStore, KeyDomain, KeyLayer, KeyRing, Protection};
use meta::{BlobDomain, Encryption, Tx};
use names::{KmsKeyArn, RepositoryArn};
use stdx::Timestamp;

use crate::kms::repository::{grants_create, grants_retire};
use crate::kms::ring::{KmsRing, OpenedKeys, refusal};
use crate::{Caller, Error, Internal, Registry, Repository};

/// Whether what repositories of type `AES256` take in is encrypted. Those with a key of the key
/// service always are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AtRest {
    /// It is, under the installation's own key.
    #[default]
    Encrypted,
    /// It stands in the clear, since the disk encrypts by itself.
    Clear,
}

impl AtRest {
    /// Where bytes of a repository may be that came under this choice or another.
    pub(crate) fn domains(self, encryption: &Encryption) -> Vec<BlobDomain> {
        match self.domain(encryption) {
            key @ (BlobDomain::Key(_) | BlobDomain::Twice(_)) => vec![key],
            BlobDomain::Installation => vec![BlobDomain::Installation, BlobDomain::Clear],
            BlobDomain::Clear => vec![BlobDomain::Clear, BlobDomain::Installation],
        }
    }

    /// Where new bytes of a repository go.
    pub(crate) fn domain(self, encryption: &Encryption) -> BlobDomain {
        match (encryption, self) {
            (Encryption::Kms { key: Some(key) }, _) => BlobDomain::Key(key.as_str().into()),
            (Encryption::KmsDsse { key: Some(key) }, _) => BlobDomain::twice(key),
            (_, Self::Encrypted) => BlobDomain::Installation,
            (_, Self::Clear) => BlobDomain::Clear,
        }
    }
}

/// The domain of what the installation encrypts around a customer's layer.
const OUTER: &str = "KMS_DSSE";

/// Lets ECR use a repository's key, in the transaction that makes the repository or brings it back.
pub(crate) async fn let_use_key(
    tx: &mut Tx<'_>,
    repository: &Repository,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(key) = customer_key(repository)? else {
        return Ok(());
    };
    let granted = grants_create(tx, &key, &repository.arn, now).await;
    granted.map_err(|error| Error::LayerKey(refusal(error)))
}

/// Ends that, in the transaction that deletes the repository.
pub(crate) async fn give_up_key(tx: &mut Tx<'_>, repository: &Repository) -> Result<(), Error> {
    match customer_key(repository)? {
        Some(key) => grants_retire(tx, &key, &repository.arn).await,
        None => Ok(()),
    }
}

fn customer_key(repository: &Repository) -> Result<Option<KmsKeyArn>, Error> {
    let (Encryption::Kms { key: Some(key) } | Encryption::KmsDsse { key: Some(key) }) =
        &repository.encryption
    else {
        return Ok(None);
    };
    let parsed = KmsKeyArn::parse(key);
    let parsed = parsed.map_err(|_| Internal::Broken(format!("{key} is no ARN of a key")))?;
    Ok(Some(parsed))
}

/// The byte store, and its views that are always the same.
#[derive(Clone)]
pub(crate) struct Bytes {
    backend: Arc<dyn Backend>,
    /// For bytes in the clear, and for what does not look at bytes.
    clear: Arc<dyn BlobStore>,
    installation: Arc<dyn BlobStore>,
    /// Wraps for the installation.
    keys: Arc<dyn KeyRing>,
    /// Keys of blobs that keys of KMS have unwrapped.
    opened: OpenedKeys,
}

impl Bytes {
    /// `keys` wraps for the domain of the installation.
    pub(crate) fn new(backend: Arc<dyn Backend>, keys: Arc<dyn KeyRing>) -> Self {
        let domain = KeyDomain::new(BlobDomain::Installation.as_str());
        Self {
            clear: backend.store(Protection::Plain),
            installation: backend.store(Protection::Encrypted {
                keys: Arc::clone(&keys),
                domain,
            }),
            keys,
            backend,
            opened: OpenedKeys::default(),
        }
    }

    /// Everything that is there, under whatever protection.
    pub(crate) fn backend(&self) -> &dyn Backend {
        &*self.backend
    }

    /// What is under the installation's own key.
    pub(crate) fn installation(&self) -> Arc<dyn BlobStore> {
        Arc::clone(&self.installation)
    }

    /// Two layers, of which the outer one is the installation's.
    pub(crate) fn twice(&self, inner: KeyLayer) -> Arc<dyn BlobStore> {
        let outer = KeyLayer {
            keys: Arc::clone(&self.keys),
            domain: KeyDomain::new(OUTER),
        };
        self.backend.store(Protection::Twice { outer, inner })
    }

    pub(crate) fn opened(&self) -> &OpenedKeys {
        &self.opened
    }

    /// What is the same for the blobs of all domains: deleting them, dropping an upload, the probe.
    pub(crate) fn any(&self) -> &dyn BlobStore {
        &*self.clear
    }
}

impl Registry {
    /// How a repository that is to be made is encrypted: a key of KMS that was asked for, by
    /// whatever name, becomes the ARN of one that the caller may use through ECR.
    ///
    /// # Errors
    /// [`Error::LayerKey`] as KMS says it.
    pub(crate) async fn encryption_for(
        &self,
        caller: &Caller,
        repository: &RepositoryArn,
        asked: Encryption,
    ) -> Result<Encryption, Error> {
        let (Encryption::Kms { key } | Encryption::KmsDsse { key }) = &asked else {
            return Ok(asked);
        };
        let key = self.kms_repository_key(caller, repository, key.as_deref()).await;
        let key = key.map_err(|error| Error::LayerKey(refusal(error)))?;
        let key = Some(key.to_string());
        Ok(match asked {
            Encryption::KmsDsse { .. } => Encryption::KmsDsse { key },
            Encryption::Kms { .. } | Encryption::Aes256 => Encryption::Kms { key },
        })
    }

    /// The store of the blobs of a domain, for those of a repository.
    pub(crate) fn store(&self, domain: &BlobDomain, repository: &RepositoryArn) -> Arc<dyn BlobStore> {
        match domain {
            BlobDomain::Clear => Arc::clone(&self.bytes.clear),
            BlobDomain::Installation => Arc::clone(&self.bytes.installation),
            BlobDomain::Key(key) => {
                let KeyLayer { keys, domain } = self.customer_layer(key, repository);
                self.bytes.backend.store(Protection::Encrypted { keys, domain })
            }
            BlobDomain::Twice(_) => {
                let key = domain.key().unwrap_or_default();
                self.bytes.twice(self.customer_layer(key, repository))
            }
        }
    }

    fn customer_layer(&self, key: &str, repository: &RepositoryArn) -> KeyLayer {
        let ring = KmsRing::new(self.clone()).for_repository(repository.clone());
        KeyLayer {
            keys: Arc::new(ring),
            domain: KmsRing::domain(&key),
        }
    }
}
