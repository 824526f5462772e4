//! From a file to its key.

use std::fs::File;

use names::UploadId;

use super::DiskStore;
use super::file::{Wait, open_file, read_part};
use super::staging::Trouble;
use crate::blocking::blocking;
use crate::cipher::{FIXED_HEADER_BYTES, FileKey, HEADER_AAD, header_bytes, read_header, write_header};
use crate::keys::{KeyDomain, KeyRing, Protection};
use crate::{Error, Staged};

impl DiskStore {
    /// The key of the file of an upload, a fresh one where it has no data yet. `None` when it is
    /// not to be encrypted.
    pub(super) async fn upload_key(
        &self,
        upload: UploadId,
        staged: &Staged,
    ) -> Result<Option<FileKey>, Trouble> {
        let Protection::Encrypted { keys, domain } = &self.protection else {
            return Ok(None);
        };
        if staged.offset() == 0 {
            return Ok(Some(new_key(&**keys, domain).await?));
        }
        let path = self.disk.layout.staged(upload);
        let header = blocking(move || {
            let (file, length) = open_file(&path, Wait::Allowed)?;
            load_header(&file, length, Wait::Allowed)
        });
        let key = match header.await {
            Ok(header) => unlock(&**keys, domain, header).await,
            Err(error) => Err(error),
        };
        // Nothing of it is believed before the file is locked and compared with `staged`.
        match key {
            Err(Error::Missing | Error::Damaged) => Err(Trouble::Lost),
            key => Ok(Some(key?)),
        }
    }
}

/// The key in a header.
pub(super) async fn unlock(
    keys: &dyn KeyRing,
    domain: &KeyDomain,
    header: Vec<u8>,
) -> Result<FileKey, Error> {
    let wrapped = read_header(&header).ok_or(Error::Damaged)?;
    let key = keys.unwrap(domain, &wrapped, HEADER_AAD).await?;
    Ok(FileKey::new(header, domain, &key))
}

/// The header of a file of `length` bytes.
pub(super) fn load_header(file: &File, length: u64, wait: Wait) -> Result<Vec<u8>, Error> {
    let fixed = FIXED_HEADER_BYTES as u64;
    if length < fixed {
        return Err(Error::Damaged);
    }
    let begin = read_part(file, 0..fixed, wait)?;
    let whole = header_bytes(&begin).ok_or(Error::Damaged)? as u64;
    if length < whole {
        return Err(Error::Damaged);
    }
    Ok(read_part(file, 0..whole, wait)?.to_vec())
}

async fn new_key(keys: &dyn KeyRing, domain: &KeyDomain) -> Result<FileKey, Error> {
    let (key, wrapped) = keys.generate(domain, HEADER_AAD).await?;
    let header = write_header(&wrapped).ok_or_else(|| {
        let text = "the key ring gave a key that is too long";
        Error::Io(std::io::Error::other(text))
    })?;
    Ok(FileKey::new(header, domain, &key))
}
