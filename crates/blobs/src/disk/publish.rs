//! From staged to published, and away.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Arc;

use names::{Digest, UploadId};
use rustix::io::Errno;
use stdx::sabotage;

use super::body::Body;
use super::layout::{OpenFolder, sync_folder, unlink_if_there};
use super::staging::{StagedFile, rename};
use super::steps::Step;
use super::{Disk, DiskStore};
use crate::blocking::blocking;
use crate::cipher::FileKey;
use crate::{BlobKey, Error, FinishError, Staged};

/// How much the readiness probe writes, in bytes: a page, so that a full disk has to say so.
const PROBE_BYTES: usize = 4096;

/// See [`crate::BlobStore::finish`].
pub(super) async fn finish(
    store: &DiskStore,
    upload: UploadId,
    staged: Staged,
    key: BlobKey,
) -> Result<u64, FinishError> {
    let claim = store.claims.claim(upload).ok_or(FinishError::Busy)?;
    let disk = Arc::clone(&store.disk);
    let file_key = store.upload_key(upload, &staged).await?;
    let finish = move || {
        let file = StagedFile::open(Arc::clone(&disk), claim, upload, &staged)?;
        let mut body = verified(&file, &staged, file_key, key.digest)?;
        body.close(&file, key)?;
        file.rename(&disk.layout.blob(key))?;
        sync_entry(&disk, key)?;
        Ok(staged.offset())
    };
    blocking(finish).await
}

/// See [`crate::BlobStore::verify`].
pub(super) async fn verify(
    store: &DiskStore,
    upload: UploadId,
    staged: Staged,
    digest: Digest,
) -> Result<u64, FinishError> {
    let claim = store.claims.claim(upload).ok_or(FinishError::Busy)?;
    let disk = Arc::clone(&store.disk);
    let file_key = store.upload_key(upload, &staged).await?;
    let verify = move || {
        let file = StagedFile::open(disk, claim, upload, &staged)?;
        verified(&file, &staged, file_key, digest)?;
        Ok(staged.offset())
    };
    blocking(verify).await
}

/// See [`crate::BlobStore::abort`]. Does not wait for an append that is running: its file
/// loses its name, which it finds out at its end.
pub(super) async fn abort(store: &DiskStore, upload: UploadId) -> Result<(), Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || {
        let path = disk.layout.staged(upload);
        disk.steps.run(Step::RemoveStaged, || unlink_if_there(&path))?;
        Ok(())
    })
    .await
}

/// See [`crate::BlobStore::delete`].
pub(super) async fn delete(store: &DiskStore, key: BlobKey) -> Result<(), Error> {
    delete_all(store, vec![key]).await
}

/// See [`crate::Backend::blob_delete`].
pub(super) async fn delete_all(store: &DiskStore, keys: Vec<BlobKey>) -> Result<(), Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || {
        let mut folders: BTreeMap<PathBuf, Vec<BlobKey>> = BTreeMap::new();
        for key in keys {
            folders.entry(disk.layout.blob_folder(key)).or_default().push(key);
        }
        for (folder, keys) in folders {
            let folder = match OpenFolder::open(&folder) {
                // Gone with all that was in it.
                Err(Errno::NOENT) => continue,
                folder => folder?,
            };
            let mut removed = keys.into_iter().map(|key| {
                disk.steps
                    .run(Step::RemoveBlob, || folder.unlink_if_there(&key.to_string()))
            });
            let removed = removed.try_for_each(|removed| removed);
            // Also after an error, so that what is gone stays gone.
            disk.steps.run(Step::SyncBlobs, || folder.sync())?;
            removed?;
        }
        Ok(())
    })
    .await
}

/// See [`crate::Backend::folders_make`].
pub(super) async fn make_folders(store: &DiskStore) -> Result<(), Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || Ok(disk.layout.make_folders(&disk.steps)?)).await
}

/// See [`crate::Backend::blob_quarantine`].
pub(super) async fn quarantine(store: &DiskStore, key: BlobKey) -> Result<(), Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || {
        let Disk { layout, steps } = &*disk;
        let (from, to) = (layout.blob(key), layout.quarantined(key));
        match steps.run(Step::Quarantine, || rename(&from, &to)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::Missing),
            result => result?,
        }
        // The new name first, so that a power cut never takes both.
        steps.run(Step::SyncQuarantine, || sync_folder(layout.quarantine_folder()))?;
        steps.run(Step::SyncBlobs, || sync_folder(&layout.blob_folder(key)))?;
        Ok(())
    })
    .await
}

/// See [`crate::Backend::quarantine_delete`].
pub(super) async fn quarantine_delete(store: &DiskStore, key: BlobKey) -> Result<(), Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || {
        let Disk { layout, steps } = &*disk;
        let path = layout.quarantined(key);
        steps.run(Step::RemoveBlob, || unlink_if_there(&path))?;
        steps.run(Step::SyncQuarantine, || sync_folder(layout.quarantine_folder()))?;
        Ok(())
    })
    .await
}

/// See [`crate::BlobStore::check`].
pub(super) async fn check(store: &DiskStore) -> Result<(), Error> {
    let disk = Arc::clone(&store.disk);
    blocking(move || {
        let path = disk.layout.probe();
        let mut file = File::create_new(&path)?;
        let written = file.write_all(&[0; PROBE_BYTES]).and_then(|()| file.sync_data());
        // Another process that starts now may have removed it.
        unlink_if_there(&path)?;
        Ok(written?)
    })
    .await
}

/// Finds the staged bytes, which have the digest.
fn verified(
    file: &StagedFile,
    staged: &Staged,
    key: Option<FileKey>,
    digest: Digest,
) -> Result<Body, FinishError> {
    let (body, hash) = Body::begin(file, staged, key)?;
    let computed = body.digest(file, digest.algorithm(), hash)?;
    if computed == digest {
        Ok(body)
    } else {
        Err(FinishError::DigestMismatch { computed })
    }
}

/// Makes the entry of a new blob durable, or takes the blob away.
fn sync_entry(disk: &Disk, key: BlobKey) -> Result<(), Error> {
    if sabotage::is("no-folder-fsync") {
        return Ok(());
    }
    let folder = disk.layout.blob_folder(key);
    let synced = disk.steps.run(Step::SyncBlobs, || sync_folder(&folder));
    synced.or_else(|error| {
        tracing::error!(%error, %key, "fsync of a folder failed, the blob is dropped");
        remove_blob(disk, key)?;
        Err(error.into())
    })
}

fn remove_blob(disk: &Disk, key: BlobKey) -> Result<(), Error> {
    let path = disk.layout.blob(key);
    Ok(disk.steps.run(Step::RemoveBlob, || unlink_if_there(&path))?)
}
