//! What stands in the file of an upload, by its protection.

use names::{Digest, DigestAlgorithm};
use sha2::Sha256;

use super::encrypted::Encrypted;
use super::plain::Plain;
use super::staging::{StagedFile, Trouble};
use crate::cipher::FileKey;
use crate::content::Batch;
use crate::hasher::Hasher;
use crate::staged::Mark;
use crate::{BlobKey, Error, Staged};

/// The body of an upload. While an append goes on, it is the one of all data so far.
#[derive(Debug)]
pub(super) enum Body {
    /// With checksums only.
    Plain(Plain),
    /// Encrypted.
    Encrypted(Box<Encrypted>),
}

impl Body {
    /// Finds out about the acknowledged data in `file`, and their running SHA-256. `key` is the
    /// one of an encrypted file.
    pub(super) fn begin(
        file: &StagedFile,
        staged: &Staged,
        key: Option<FileKey>,
    ) -> Result<(Self, Sha256), Trouble> {
        match (key, staged.mark()) {
            (None, Mark::Plain(check)) => {
                let (plain, hash) = Plain::begin(file, staged, check)?;
                Ok((Self::Plain(plain), hash))
            }
            (Some(key), Mark::Plain(_)) if staged.offset() == 0 => {
                Ok((Self::Encrypted(Box::new(Encrypted::new(key))), Sha256::default()))
            }
            (Some(key), Mark::Encrypted(tip)) => {
                let (encrypted, hash) = Encrypted::begin(file, key, staged, tip)?;
                Ok((Self::Encrypted(Box::new(encrypted)), hash))
            }
            // The upload began under another protection.
            (None, Mark::Encrypted(_)) | (Some(_), Mark::Plain(_)) => Err(Trouble::Lost),
        }
    }

    /// Writes the next data.
    pub(super) fn write(&mut self, file: &StagedFile, batch: &Batch) -> Result<(), Error> {
        match self {
            Self::Plain(plain) => plain.write(file, batch),
            Self::Encrypted(encrypted) => encrypted.write(file, batch),
        }
    }

    /// Makes all data durable, so that it can be acknowledged.
    pub(super) fn end(&mut self, file: &StagedFile) -> Result<Mark, Error> {
        match self {
            Self::Plain(plain) => plain.end(file),
            Self::Encrypted(encrypted) => encrypted.end(file),
        }
    }

    /// Takes back an append that failed.
    pub(super) fn take_back(&self, file: &StagedFile) {
        file.take_back(|| match self {
            Self::Plain(plain) => plain.take_back(file),
            Self::Encrypted(encrypted) => encrypted.take_back(file),
        });
    }

    /// Makes the file of the acknowledged data the file of `blob`, durably.
    pub(super) fn close(&mut self, file: &StagedFile, blob: BlobKey) -> Result<(), Trouble> {
        match self {
            Self::Plain(plain) => Ok(plain.close(file, blob)?),
            Self::Encrypted(encrypted) => encrypted.close(file, blob),
        }
    }

    /// The digest of the acknowledged data, whose running SHA-256 is `hash`.
    pub(super) fn digest(
        &self,
        file: &StagedFile,
        algorithm: DigestAlgorithm,
        hash: Sha256,
    ) -> Result<Digest, Trouble> {
        let mut hasher = match algorithm {
            DigestAlgorithm::Sha256 => return Ok(Hasher::Sha256(hash).finish()),
            DigestAlgorithm::Sha512 => Hasher::new(algorithm),
        };
        let see = |bytes: &[u8]| hasher.update(bytes);
        match self {
            Self::Plain(plain) => plain.read_again(file, see)?,
            Self::Encrypted(encrypted) => encrypted.read_again(file, see)?,
        }
        Ok(hasher.finish())
    }
}
