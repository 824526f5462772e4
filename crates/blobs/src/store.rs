//! The seam between what keeps bytes and what gives them meaning.

use std::ops::Range;

use futures_util::future::BoxFuture;
use names::{Digest, UploadId};

use crate::{AppendError, BlobKey, BlobReader, Content, Error, FinishError, Staged};

/// A store of blobs, and of the uploads that become blobs.
///
/// An upload starts with [`Staged::empty`]; each append gives the next [`Staged`], which the
/// caller keeps. Only what was acknowledged counts: after an error, a cancelled call or a
/// crash the caller goes on from the last [`Staged`] that it has. At most one operation of an
/// upload runs at a time; the others are told that it is busy.
///
/// Every implementation passes the suite in `contract`.
pub trait BlobStore: Send + Sync + 'static {
    /// Appends `content` at `staged.offset()`. The bytes are durable when it returns.
    ///
    /// On an error nothing beyond `staged` counts, and the next append overwrites it.
    fn append(
        &self,
        upload: UploadId,
        staged: Staged,
        content: Content,
    ) -> BoxFuture<'_, Result<Staged, AppendError>>;

    /// Compares the staged bytes with `key.digest` and publishes them under `key`, atomically
    /// and durably. Returns the blob's size in bytes.
    ///
    /// When the digest does not match, the staged bytes stay.
    fn finish(
        &self,
        upload: UploadId,
        staged: Staged,
        key: BlobKey,
    ) -> BoxFuture<'_, Result<u64, FinishError>>;

    /// Compares the staged bytes with `digest`, for a caller that has the blob already. Returns
    /// their size in bytes.
    ///
    /// The staged bytes stay, so that they can be published after all when the blob is gone by then.
    fn verify(
        &self,
        upload: UploadId,
        staged: Staged,
        digest: Digest,
    ) -> BoxFuture<'_, Result<u64, FinishError>>;

    /// Drops the staged bytes of an upload. No error when there are none.
    ///
    /// An append that is still running is not acknowledged.
    fn abort(&self, upload: UploadId) -> BoxFuture<'_, Result<(), Error>>;

    /// Reads the bytes of `range`, counted from the start of the blob.
    ///
    /// A range that is not within the blob is [`Error::Damaged`]: the caller knows the size,
    /// and the blob no longer has it.
    fn open(&self, key: BlobKey, range: Range<u64>) -> BoxFuture<'_, Result<BlobReader, Error>>;

    /// The size of a blob in bytes, or `None` when there is no such blob.
    fn size(&self, key: BlobKey) -> BoxFuture<'_, Result<Option<u64>, Error>>;

    /// Removes a blob durably. No error when there is none. Readers that are open go on.
    fn delete(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>>;

    /// Whether the store can take new bytes now, for the readiness probe.
    fn check(&self) -> BoxFuture<'_, Result<(), Error>>;
}
