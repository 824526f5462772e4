//! Running digests.

use names::{Digest, DigestAlgorithm};
use sha2::digest::Digest as _;
use sha2::{Sha256, Sha512};

/// The digest of bytes that come piece by piece.
#[derive(Debug, Clone)]
pub(crate) enum Hasher {
    /// By SHA-256.
    Sha256(Sha256),
    /// By SHA-512.
    Sha512(Sha512),
}

impl Hasher {
    /// The digest of no bytes yet.
    pub(crate) fn new(algorithm: DigestAlgorithm) -> Self {
        match algorithm {
            DigestAlgorithm::Sha256 => Self::Sha256(Sha256::new()),
            DigestAlgorithm::Sha512 => Self::Sha512(Sha512::new()),
        }
    }

    /// Adds the next bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hash) => hash.update(bytes),
            Self::Sha512(hash) => hash.update(bytes),
        }
    }

    /// The digest of all bytes.
    pub(crate) fn finish(self) -> Digest {
        match self {
            Self::Sha256(hash) => Digest::Sha256(hash.finalize().into()),
            Self::Sha512(hash) => Digest::Sha512(hash.finalize().into()),
        }
    }
}

/// The digest of `bytes`.
pub(crate) fn digest_of(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::new(algorithm);
    hasher.update(bytes);
    hasher.finish()
}
