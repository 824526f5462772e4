//! A store in a folder.
//!
//! An upload is a file that grows; a blob is that file under another name. Before it gets that, it
//! gets an end that says which blob it is: a trailer (`format`), or the footer of an encrypted file
//! (`cipher`).
//!
//! | file | what |
//! |---|---|
//! | `layout` | where files are |
//! | `staging` | the file of an upload: lock, write, make durable, take back |
//! | `body`, `plain`, `encrypted` | what stands in that file |
//! | `append` | batches of content on their way into that file |
//! | `publish` | from staged to published, and away |
//! | `read`, `read_plain`, `read_encrypted` | from a file to checked bytes |
//! | `blob_file` | blobs as files, for a backup |
//! | `list` | what is in the folders |
//! | `file` | reads with and without waiting |
//! | `secrets` | from a file to its key |
//! | `steps` | the order of all that, for tests |
//!
//! Which blobs and uploads are still wanted is not known here: nothing is removed but on
//! request.

mod append;
mod blob_file;
mod body;
mod encrypted;
mod file;
mod layout;
mod list;
mod plain;
mod publish;
mod read;
mod read_encrypted;
mod read_plain;
mod secrets;
mod staging;
mod steps;
#[cfg(test)]
mod tests;

use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt};
use names::{Digest, UploadId};

use crate::backend::{Backend, Folders, ListedBlob, ListedUpload, Page, Shard};
use crate::claims::Claims;
use crate::keys::Protection;
use crate::{AppendError, BlobKey, BlobReader, BlobStore, Content, Error, FinishError, Staged};
pub use blob_file::{BlobFile, FileEnding, FileForm, FileSum};
use layout::Layout;
use steps::Steps;

/// A store whose blobs are files in a folder, which no other program changes.
#[derive(Debug, Clone)]
pub struct DiskStore {
    disk: Arc<Disk>,
    claims: Claims,
    protection: Protection,
}

/// What every operation needs.
#[derive(Debug)]
struct Disk {
    layout: Layout,
    steps: Steps,
}

impl DiskStore {
    /// Opens the store in `dir`, and makes it when it is not there. It does not encrypt: see
    /// [`DiskStore::under`]. Blocks; for the start of the program.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        let steps = Steps::default();
        let layout = Layout::make(dir, &steps)?;
        Ok(Self {
            disk: Arc::new(Disk { layout, steps }),
            claims: Claims::default(),
            protection: Protection::default(),
        })
    }

    /// The store that is in `dir` already, to be looked at: nothing is made or removed. What its
    /// folders lack shows when they are read.
    pub fn existing(dir: &Path) -> Self {
        Self {
            disk: Arc::new(Disk {
                layout: Layout::at(dir),
                steps: Steps::default(),
            }),
            claims: Claims::default(),
            protection: Protection::default(),
        }
    }

    /// The same store for what is protected in another way. It finds only that: opening a blob
    /// that is protected otherwise is [`Error::Damaged`], and such an upload is lost.
    #[must_use]
    pub fn under(&self, protection: Protection) -> Self {
        Self {
            protection,
            ..self.clone()
        }
    }
}

impl BlobStore for DiskStore {
    fn append(
        &self,
        upload: UploadId,
        staged: Staged,
        content: Content,
    ) -> BoxFuture<'_, Result<Staged, AppendError>> {
        append::append(self, upload, staged, content).boxed()
    }

    fn finish(
        &self,
        upload: UploadId,
        staged: Staged,
        key: BlobKey,
    ) -> BoxFuture<'_, Result<u64, FinishError>> {
        publish::finish(self, upload, staged, key).boxed()
    }

    fn verify(
        &self,
        upload: UploadId,
        staged: Staged,
        digest: Digest,
    ) -> BoxFuture<'_, Result<u64, FinishError>> {
        publish::verify(self, upload, staged, digest).boxed()
    }

    fn abort(&self, upload: UploadId) -> BoxFuture<'_, Result<(), Error>> {
        publish::abort(self, upload).boxed()
    }

    fn open(&self, key: BlobKey, range: Range<u64>) -> BoxFuture<'_, Result<BlobReader, Error>> {
        read::open(self, key, range).boxed()
    }

    fn size(&self, key: BlobKey) -> BoxFuture<'_, Result<Option<u64>, Error>> {
        read::size(self, key).boxed()
    }

    fn delete(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>> {
        publish::delete(self, key).boxed()
    }

    fn check(&self) -> BoxFuture<'_, Result<(), Error>> {
        publish::check(self).boxed()
    }
}

impl Backend for DiskStore {
    fn store(&self, protection: Protection) -> Arc<dyn BlobStore> {
        Arc::new(self.under(protection))
    }

    fn blob_keys(
        &self,
        shard: Shard,
        after: Option<BlobKey>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<BlobKey, BlobKey>, Error>> {
        list::keys(self, shard, after, limit).boxed()
    }

    fn blob_look(&self, keys: Vec<BlobKey>) -> BoxFuture<'_, Result<Vec<ListedBlob>, Error>> {
        list::look(self, keys).boxed()
    }

    fn upload_look(&self, upload: UploadId) -> BoxFuture<'_, Result<Option<ListedUpload>, Error>> {
        list::look_at_upload(self, upload).boxed()
    }

    fn upload_list(
        &self,
        after: Option<UploadId>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<ListedUpload, UploadId>, Error>> {
        list::uploads(self, after, limit).boxed()
    }

    fn folders(&self, limit: NonZeroUsize) -> BoxFuture<'_, Result<Folders, Error>> {
        list::folders(self, limit).boxed()
    }

    fn folders_make(&self) -> BoxFuture<'_, Result<(), Error>> {
        publish::make_folders(self).boxed()
    }

    fn blob_delete(&self, keys: Vec<BlobKey>) -> BoxFuture<'_, Result<(), Error>> {
        publish::delete_all(self, keys).boxed()
    }

    fn blob_quarantine(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>> {
        publish::quarantine(self, key).boxed()
    }

    fn quarantine_list(
        &self,
        after: Option<BlobKey>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<ListedBlob, BlobKey>, Error>> {
        list::quarantined(self, after, limit).boxed()
    }

    fn quarantine_delete(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>> {
        publish::quarantine_delete(self, key).boxed()
    }
}
