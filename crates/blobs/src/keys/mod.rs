//! Keys of blobs, and who keeps them.
//!
//! Each encrypted file has a data key of its own, which stands in the file wrapped by a key that
//! never does. A [`KeyRing`] wraps and unwraps; what the wrapping keys are, where they live, who
//! may use them and how long an unwrapped key is remembered is its business alone. [`LocalKeys`]
//! is the ring whose only secret is a master key; rings that ask a key service come from outside.

mod local;

pub use local::LocalKeys;

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rand;
use futures_util::future::{BoxFuture, FutureExt};
use thiserror::Error as ThisError;
use zeroize::Zeroizing;

/// Bytes of a data key and of a master key: AES-256.
pub const KEY_BYTES: usize = 32;
/// How long the id of a wrapping key may be, in bytes: the longest ARN.
pub const KEY_ID_MAX: usize = 2048;
/// How long a wrapped key may be, in bytes (KMS Decrypt, CiphertextBlob: 6144).
pub const WRAPPED_KEY_MAX: usize = 6144;

/// The blobs that one wrapping key protects, by a name that the caller chooses: one for everything
/// that the registry encrypts by itself, and one for each key of a customer.
///
/// Equal bytes are one blob within a domain and never across two. The name is bound into every
/// file, so it has to stay the same for as long as blobs of the domain are to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyDomain(Arc<str>);

impl KeyDomain {
    /// The domain of this name.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The key of one blob. Wiped from memory when it is dropped.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; KEY_BYTES]>);

impl DataKey {
    /// A fresh key from the system's random source.
    pub fn random() -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        fill_random(bytes.as_mut())?;
        Ok(Self(bytes))
    }

    /// The key of these bytes.
    pub fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves, for a ring that wraps them.
    pub fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

/// A data key as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Which key wrapped it, in the words of the ring; at most [`KEY_ID_MAX`] bytes.
    pub key_id: String,
    /// The wrapped key; at most [`WRAPPED_KEY_MAX`] bytes.
    pub bytes: Vec<u8>,
}

/// Why a ring did not wrap or unwrap.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub enum KeyError {
    /// The key may not be used.
    #[error("{message}")]
    Refused {
        /// Why not.
        why: Refusal,
        /// A sentence for people.
        message: String,
    },
    /// The keeper of the key does not answer. Later it may.
    #[error("The key service does not answer: {0}")]
    Unavailable(String),
    /// The wrapped key, its domain or its additional data is not what was wrapped.
    #[error("The wrapped key is damaged")]
    Damaged,
}

/// Why a key may not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such key, or there is none any more.
    NotFound,
    /// It is disabled.
    Disabled,
    /// It is about to be deleted.
    PendingDeletion,
    /// Its policy, or the grants of it, do not allow this use.
    Denied,
    /// What else its keeper calls by this name.
    Other(String),
}

/// Who wraps the keys of blobs.
///
/// What a ring wraps, it has to bind to the domain and to `aad`: with another domain or other
/// additional data, unwrapping fails. A ring may remember what it unwrapped, but no longer than
/// a key that was disabled may go on being used.
pub trait KeyRing: fmt::Debug + Send + Sync + 'static {
    /// A fresh data key of `domain`, and its wrapped form. A ring whose service makes keys
    /// (KMS GenerateDataKey) does so here.
    fn generate<'a>(
        &'a self,
        domain: &'a KeyDomain,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<(DataKey, WrappedKey), KeyError>> {
        let generate = async move {
            let key = DataKey::random()?;
            let wrapped = self.wrap(domain, &key, aad).await?;
            Ok((key, wrapped))
        };
        generate.boxed()
    }

    /// Wraps `key` with the key of `domain` that is current now.
    fn wrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        key: &'a DataKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<WrappedKey, KeyError>>;

    /// Unwraps what [`KeyRing::wrap`] or [`KeyRing::generate`] gave for the same domain and the
    /// same `aad`, now or before a rotation.
    fn unwrap<'a>(
        &'a self,
        domain: &'a KeyDomain,
        wrapped: &'a WrappedKey,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<DataKey, KeyError>>;
}

/// How the files of a store are protected, and what its reader insists on: a file that is
/// protected otherwise is damaged, not read.
#[derive(Debug, Clone, Default)]
pub enum Protection {
    /// Checksums only, for a disk that encrypts by itself.
    #[default]
    Plain,
    /// Encrypted under the keys of a domain.
    Encrypted {
        /// Who wraps the keys.
        keys: Arc<dyn KeyRing>,
        /// Whose blobs they are.
        domain: KeyDomain,
    },
    /// Encrypted twice, under keys that know nothing of each other: who has one of them reads
    /// nothing.
    Twice {
        /// What is around everything.
        outer: KeyLayer,
        /// What the outer layer encrypts again.
        inner: KeyLayer,
    },
}

/// One of the layers that a blob is encrypted in.
#[derive(Debug, Clone)]
pub struct KeyLayer {
    /// Who wraps the keys.
    pub keys: Arc<dyn KeyRing>,
    /// Whose blobs they are.
    pub domain: KeyDomain,
}

impl Protection {
    /// The layers of encryption, the outermost first.
    pub(crate) fn layers(&self) -> Vec<KeyLayer> {
        match self {
            Self::Plain => Vec::new(),
            Self::Encrypted { keys, domain } => vec![KeyLayer {
                keys: Arc::clone(keys),
                domain: domain.clone(),
            }],
            Self::Twice { outer, inner } => vec![outer.clone(), inner.clone()],
        }
    }
}

/// Fills `bytes` from the system's random source.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), KeyError> {
    rand::fill(bytes).map_err(|_| KeyError::Unavailable("no random numbers".to_owned()))
}
