//! From a file to its key.

use std::fs::File;

use names::UploadId;

use super::DiskStore;
use super::file::{Wait, open_file, read_part};
use super::staging::Trouble;
use crate::blocking::blocking;
use crate::cipher::{FIXED_HEADER_BYTES, FileKey, header_aad, header_bytes, read_header, write_header};
use crate::keys::KeyLayer;
use crate::{Error, Staged};

impl DiskStore {
    /// The key of the file of an upload, a fresh one where it has no data yet. `None` when it is
    /// not to be encrypted.
    pub(super) async fn upload_key(
        &self,
        upload: UploadId,
        staged: &Staged,
    ) -> Result<Option<FileKey>, Trouble> {
        let layers = self.protection.layers();
        if layers.is_empty() {
            return Ok(None);
        }
        if staged.offset() == 0 {
            return Ok(Some(new_key(&layers).await?));
        }
        let path = self.disk.layout.staged(upload);
        let header = blocking(move || {
            let (file, length) = open_file(&path, Wait::Allowed)?;
            load_header(&file, length, Wait::Allowed)
        });
        let key = match header.await {
            Ok(header) => unlock(&layers, header).await,
            Err(error) => Err(error),
        };
        // Nothing of it is believed before the file is locked and compared with `staged`.
        match key {
            Err(Error::Missing | Error::Damaged) => Err(Trouble::Lost),
            key => Ok(Some(key?)),
        }
    }
}

/// The keys in a header, which has as many layers as the store's protection.
pub(super) async fn unlock(layers: &[KeyLayer], header: Vec<u8>) -> Result<FileKey, Error> {
    let wrapped = read_header(&header).ok_or(Error::Damaged)?;
    if wrapped.len() != layers.len() {
        return Err(Error::Damaged);
    }
    let mut keys = Vec::with_capacity(layers.len());
    for (number, (KeyLayer { keys: ring, domain }, wrapped)) in layers.iter().zip(&wrapped).enumerate() {
        let key = ring.unwrap(domain, wrapped, header_aad(number, layers.len()));
        keys.push((domain, key.await?));
    }
    Ok(FileKey::new(header, &keys))
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

async fn new_key(layers: &[KeyLayer]) -> Result<FileKey, Error> {
    let (mut keys, mut wrapped) = (Vec::new(), Vec::new());
    for (number, KeyLayer { keys: ring, domain }) in layers.iter().enumerate() {
        let made = ring.generate(domain, header_aad(number, layers.len()));
        let (key, its_wrapped) = made.await?;
        keys.push((domain, key));
        wrapped.push(its_wrapped);
    }
    let header = write_header(&wrapped).ok_or_else(|| {
        let text = "the key ring gave a key that is too long";
        Error::Io(std::io::Error::other(text))
    })?;
    Ok(FileKey::new(header, &keys))
}
