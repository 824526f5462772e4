//! Copies the blobs of a snapshot: those that the folder does not have yet.
//!
//! A file is never changed once it has its name, in the store or in the backup, so a blob that the
//! backup before has is taken over when both files have the same length and the same ending. That has
//! the checksum, or the authentication code, over all the rest. A file that no finished backup names
//! is taken over only when all of it is equal.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use blobs::{BlobFile, BlobKey, Error, FileForm, FileSum, Generation};
use registry::{BackupBlob, BlobDomain};

use super::blob_list::{Entry, ListReader, ListWriter};
use super::folder::BackupFolder;
use super::manifest::{Blobs, StateFile};

/// How a blob that the backup has already is looked at before it is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Its length and its ending.
    Ending,
    /// All of it is read, and compared with its checksum in the list.
    Whole,
}

/// The blobs of one backup.
pub(crate) struct BlobCopy {
    store: PathBuf,
    folder: PathBuf,
    partial: PathBuf,
    before: ListReader,
    list: ListWriter,
    look: Look,
    copied: Blobs,
    verified: Blobs,
    mended: u64,
    left_out: Vec<String>,
}

/// What has been done.
pub(crate) struct Copied {
    /// What the backup has.
    pub(crate) blobs: Blobs,
    /// The list of that.
    pub(crate) list: StateFile,
    /// What of it was copied now.
    pub(crate) copied: Blobs,
    /// What of it the backup had, and was read.
    pub(crate) verified: Blobs,
    /// How many the backup had that were not what they were, and were copied again.
    pub(crate) mended: u64,
    /// What could not be copied, since it is damaged or gone.
    pub(crate) left_out: Vec<String>,
}

impl BlobCopy {
    /// Copies from the store in a folder; `before` is the list of the backup before.
    pub(crate) fn new(
        store: PathBuf,
        folder: &BackupFolder,
        (before, list): (ListReader, ListWriter),
        look: Look,
    ) -> Self {
        Self {
            store,
            folder: folder.path().to_owned(),
            partial: folder.partial(),
            before,
            list,
            look,
            copied: Blobs::default(),
            verified: Blobs::default(),
            mended: 0,
            left_out: Vec::new(),
        }
    }

    /// Copies blobs, which have to come in the order of their digests. Blocks.
    pub(crate) fn put(&mut self, blobs: &[BackupBlob]) -> Result<()> {
        for blob in blobs {
            let key = key(blob);
            match self
                .one(blob, key)
                .with_context(|| format!("could not copy the blob {key}"))?
            {
                Some(sum) => self.list.put(&Entry { key, sum })?,
                None => self
                    .left_out
                    .push(format!("{}-{}", blob.blob.digest, key.generation)),
            }
        }
        Ok(())
    }

    /// All blobs have been put.
    pub(crate) fn end(self) -> Result<Copied> {
        let (blobs, list) = self.list.end()?;
        Ok(Copied {
            blobs,
            list,
            copied: self.copied,
            verified: self.verified,
            mended: self.mended,
            left_out: self.left_out,
        })
    }

    /// The file of a blob in the backup; `None` when there is no sound one anywhere.
    fn one(&mut self, blob: &BackupBlob, key: BlobKey) -> Result<Option<FileSum>> {
        let form = match blob.blob.domain {
            BlobDomain::Clear => FileForm::Plain,
            BlobDomain::Installation | BlobDomain::Key(_) | BlobDomain::Twice(_) => FileForm::Encrypted,
        };
        let from = BlobFile::new(&self.store, key, form);
        let to = BlobFile::new(&self.folder, key, form);
        let before = self.before.find(key)?;
        let kept = before.and_then(|entry| {
            let ending = to.ending().ok()?;
            (ending.bytes() == entry.sum.bytes).then_some((ending, entry.sum))
        });
        let kept =
            kept.filter(|(_, sum)| self.look == Look::Ending || to.sum().is_ok_and(|found| found == *sum));
        if let (Look::Whole, Some((_, sum))) = (self.look, &kept) {
            self.verified.count += 1;
            self.verified.bytes += sum.bytes;
        }
        let copied = self.copied.count;
        let source = if blob.damaged_at.is_some() {
            Err(Error::Damaged)
        } else {
            from.ending()
        };
        let is_mended = before.is_some() && kept.is_none();
        let found = match (source, kept) {
            (Ok(source), Some((ending, sum))) if source == ending => Ok(Some(sum)),
            // One of both is damaged: the list says whether it is the one in the backup.
            (Ok(_), Some((_, sum))) if to.sum().is_ok_and(|found| found == sum) => Ok(Some(sum)),
            (Ok(_), _) if before.is_none() && to.path().exists() => match (from.sum(), to.sum()) {
                (Ok(source), Ok(target)) if source == target => Ok(Some(source)),
                _ => self.copy(&from, &to),
            },
            (Ok(_), _) => self.copy(&from, &to),
            // Better an older sound copy than none.
            (Err(Error::Damaged | Error::Missing), Some((_, sum))) => Ok(Some(sum)),
            (Err(Error::Damaged | Error::Missing), None) => Ok(None),
            (Err(error), _) => Err(error.into()),
        };
        self.mended += u64::from(is_mended && copied < self.copied.count);
        found
    }

    fn copy(&mut self, from: &BlobFile, to: &BlobFile) -> Result<Option<FileSum>> {
        crate::data_folder::remove(&self.partial)?;
        let sum = match from.copy(&self.partial) {
            Ok(sum) => sum,
            Err(Error::Damaged | Error::Missing) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        std::fs::rename(&self.partial, to.path())?;
        self.copied.count += 1;
        self.copied.bytes += sum.bytes;
        Ok(Some(sum))
    }
}

fn key(blob: &BackupBlob) -> BlobKey {
    BlobKey {
        digest: blob.blob.digest,
        generation: Generation::from_bits(blob.blob.generation),
    }
}
