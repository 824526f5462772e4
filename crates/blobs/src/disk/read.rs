//! From a file to checked bytes.
//!
//! What is in memory is read at once by the task that asks; only what is not goes to a thread
//! that may wait. Every segment is checked before a byte of it is handed out, also when only a
//! part of it was asked for: `read_plain` compares checksums, `read_encrypted` authenticates.

use std::ops::Range;
use std::path::Path;

use super::DiskStore;
use super::file::open_any;
use super::read_encrypted::{EncryptedBlob, LockedBlob};
use super::read_plain::{PlainBlob, read_size};
use crate::keys::KeyLayer;
use crate::{BlobKey, BlobReader, Error};

/// See [`crate::BlobStore::open`].
pub(super) async fn open(store: &DiskStore, key: BlobKey, range: Range<u64>) -> Result<BlobReader, Error> {
    let layers = store.protection.layers();
    if layers.is_empty() {
        let path = store.disk.layout.blob(key);
        let open = move |path: &Path, wait| PlainBlob::open(path, key, wait);
        return open_any(path, open).await?.reader(range);
    }
    open_encrypted(store, key, &layers).await?.reader(range)
}

/// See [`crate::BlobStore::size`].
pub(super) async fn size(store: &DiskStore, key: BlobKey) -> Result<Option<u64>, Error> {
    let layers = store.protection.layers();
    let size = if layers.is_empty() {
        let path = store.disk.layout.blob(key);
        open_any(path, move |path: &Path, wait| read_size(path, key, wait)).await
    } else {
        let opened = open_encrypted(store, key, &layers).await;
        opened.map(|blob| blob.length())
    };
    match size {
        Ok(size) => Ok(Some(size)),
        Err(Error::Missing) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn open_encrypted(
    store: &DiskStore,
    key: BlobKey,
    layers: &[KeyLayer],
) -> Result<EncryptedBlob, Error> {
    let locked = open_any(store.disk.layout.blob(key), LockedBlob::open).await?;
    locked.unlock(layers, key).await
}
