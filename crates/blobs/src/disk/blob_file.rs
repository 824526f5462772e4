//! Blobs as files, for a backup: copied as they stand, never decrypted.
//!
//! A plain file carries checksums of all its bytes and says whose it is, so it is checked while it is read. Of an encrypted
//! one only the form of its ends can be checked without its key.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::file::{Wait, open_file, read_part};
use super::layout::{ALGORITHMS, blob_name};
use super::read_encrypted::LockedBlob;
use super::read_plain::{check_segment, read_table};
use crate::cipher::{FOOTER_BYTES, footer_bytes};
use crate::format::{SEGMENT_BYTES, Table};
use crate::{BlobKey, Error};

/// The last bytes of a file that tell it from others: more than the checksum at the end of a plain
/// file, and than the authentication code at the end of an encrypted one, each with what it is over.
const END_BYTES: u64 = 64;

/// What stands in the file of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// Bytes and their checksums.
    Plain,
    /// Bytes under a key.
    Encrypted,
    /// Either: nothing is checked.
    Unknown,
}

/// The file of a blob, in the folder of a disk store or of a copy of one.
#[derive(Debug, Clone)]
pub struct BlobFile {
    path: PathBuf,
    key: BlobKey,
    form: FileForm,
}

/// A whole file: how long it is, and what it hashes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSum {
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: [u8; 32],
}

/// How long a file is and how it ends. Two files of one blob with the same ending were written as the
/// same bytes: the ending has a checksum or an authentication code that is over all the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEnding {
    bytes: u64,
    last: Vec<u8>,
}

impl FileEnding {
    /// How many bytes the file has.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl BlobFile {
    /// The file of a blob in the folder of a store.
    pub fn new(store: &Path, key: BlobKey, form: FileForm) -> Self {
        let path = store.join(Self::name(key));
        Self { path, key, form }
    }

    /// Where the file of a blob is, from the folder of the store: `blobs/sha256/…`.
    pub fn name(key: BlobKey) -> String {
        blob_name(key)
    }

    /// The blob whose file has this name.
    pub fn key(name: &str) -> Option<BlobKey> {
        let (_, last) = name.rsplit_once('/')?;
        let keys = ALGORITHMS
            .into_iter()
            .map(|algorithm| BlobKey::read(algorithm, last));
        keys.flatten().find(|key| Self::name(*key) == name)
    }

    /// The path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The ending of the file, when it has one.
    ///
    /// # Errors
    /// [`Error::Missing`], and [`Error::Damaged`] for a file that does not end as one of its form.
    pub fn ending(&self) -> Result<FileEnding, Error> {
        let (file, bytes) = open_file(&self.path, Wait::Allowed)?;
        let last = read_part(&file, bytes.saturating_sub(END_BYTES)..bytes, Wait::Allowed)?;
        match self.form {
            FileForm::Plain => drop(read_table(&file, bytes, self.key, Wait::Allowed)?),
            FileForm::Encrypted => {
                let fixed = last.len().checked_sub(FOOTER_BYTES).ok_or(Error::Damaged)?;
                footer_bytes(&last[fixed..]).ok_or(Error::Damaged)?;
            }
            FileForm::Unknown => {}
        }
        let last = last.to_vec();
        Ok(FileEnding { bytes, last })
    }

    /// Reads the whole file.
    ///
    /// # Errors
    /// As [`Self::ending`], and [`Error::Damaged`] for a plain file with a wrong byte.
    pub fn sum(&self) -> Result<FileSum, Error> {
        self.read(|_| Ok(()))
    }

    /// Copies the file into a new one at `to`, which only its owner may read. The copy is not
    /// flushed; after an error a part of it may be there.
    pub fn copy(&self, to: &Path) -> Result<FileSum, Error> {
        let mut options = OpenOptions::new();
        let mut copy = options.write(true).create_new(true).mode(0o600).open(to)?;
        self.read(|bytes| copy.write_all(bytes))
    }

    fn read(&self, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> Result<FileSum, Error> {
        let (file, bytes) = open_file(&self.path, Wait::Allowed)?;
        let table = self.table(&file, bytes)?;
        let data = table.as_ref().map_or(0, Table::length);
        let (mut hash, mut place) = (Sha256::new(), 0);
        while place < bytes {
            let limit = if place < data { data } else { bytes };
            let end = limit.min(place + SEGMENT_BYTES);
            let part = read_part(&file, place..end, Wait::Allowed)?;
            if let Some(table) = table.as_ref().filter(|_| place < data) {
                check_segment(table, (place / SEGMENT_BYTES) as usize, &part)?;
            }
            hash.update(&part);
            take(&part)?;
            place = end;
        }
        let sha256 = hash.finalize().into();
        Ok(FileSum { bytes, sha256 })
    }

    /// The checksums of the data, where the file has some.
    fn table(&self, file: &std::fs::File, bytes: u64) -> Result<Option<Table>, Error> {
        match self.form {
            FileForm::Plain => read_table(file, bytes, self.key, Wait::Allowed).map(Some),
            FileForm::Encrypted => LockedBlob::open(&self.path, Wait::Allowed).map(|_| None),
            FileForm::Unknown => Ok(None),
        }
    }
}
