//! What a store has, for those who keep it in order.
//!
//! A [`BlobStore`] does what requests want. A [`Backend`] is what the stores of one place have in
//! common: the view for each protection, lists of everything that is there, wanted or not, and a
//! place for blobs that turned out to be damaged. Whether something is wanted is metadata, and so
//! is the decision to remove it.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt};
use names::{Digest, UploadId};
use stdx::Timestamp;

use crate::hasher::Hasher;
use crate::{BlobKey, BlobStore, Error, Protection};

/// One of the 256 parts that a store is listed in: the blobs whose digest begins with this byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u8);

impl Shard {
    /// All parts.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self)
    }

    /// The part that a blob is in.
    pub const fn of(digest: &Digest) -> Self {
        match digest {
            Digest::Sha256(value) => Self(value[0]),
            Digest::Sha512(value) => Self(value[0]),
        }
    }

    /// The byte that the digests begin with.
    pub const fn byte(self) -> u8 {
        self.0
    }
}

/// A blob that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedBlob {
    /// Its key.
    pub key: BlobKey,
    /// How many bytes it takes in the store, more than it has.
    pub stored_bytes: u64,
    /// When it was published, at the latest, by the clock of the store's machine; the epoch where
    /// that is not known.
    pub changed: Timestamp,
}

/// Staged bytes that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedUpload {
    /// Whose they are.
    pub upload: UploadId,
    /// How many bytes they take in the store.
    pub stored_bytes: u64,
    /// When the last of them were written, by the clock of the store's machine; the epoch where
    /// that is not known.
    pub changed: Timestamp,
}

/// A part of a list, in ascending order.
///
/// What was there all the time while a list was read page by page is in it exactly once. What
/// came or went meanwhile may be in it or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T, K> {
    /// The next items.
    pub items: Vec<T>,
    /// Where the next page begins: behind this one. `None` when there are no more.
    pub next: Option<K>,
    /// Files that no store makes, with the first page only, and no more than the limit.
    pub strange: Vec<PathBuf>,
}

/// What is wrong with the folders of a store, without what is in the lowest of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// Those that are not there; of what would be within one, nothing is told.
    pub missing: Vec<PathBuf>,
    /// What no store makes, beside the folders; no more than the limit.
    pub strange: Vec<PathBuf>,
}

/// Where blobs are kept. Every implementation passes the suite in `contract`.
pub trait Backend: Send + Sync + 'static {
    /// The store of the blobs that are protected in this way.
    fn store(&self, protection: Protection) -> Arc<dyn BlobStore>;

    /// The keys of the blobs of a shard behind the key `after`, under whatever protection, at most
    /// `limit`. Takes memory for about `limit` items, however many there are.
    fn blob_keys(
        &self,
        shard: Shard,
        after: Option<BlobKey>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<BlobKey, BlobKey>, Error>>;

    /// What is known of these blobs, in the same order, without those that are not there.
    fn blob_look(&self, keys: Vec<BlobKey>) -> BoxFuture<'_, Result<Vec<ListedBlob>, Error>>;

    /// The page of [`Self::blob_keys`] with what is known of each. What was removed meanwhile takes
    /// a place in it nevertheless.
    fn blob_list(
        &self,
        shard: Shard,
        after: Option<BlobKey>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<ListedBlob, BlobKey>, Error>> {
        async move {
            let page = self.blob_keys(shard, after, limit).await?;
            Ok(Page {
                items: self.blob_look(page.items).await?,
                next: page.next,
                strange: page.strange,
            })
        }
        .boxed()
    }

    /// What is known of the staged bytes of an upload; `None` when there are none.
    fn upload_look(&self, upload: UploadId) -> BoxFuture<'_, Result<Option<ListedUpload>, Error>>;

    /// The uploads that have staged bytes, behind `after`, at most `limit`.
    fn upload_list(
        &self,
        after: Option<UploadId>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<ListedUpload, UploadId>, Error>>;

    /// Looks at the folders in which everything is. A list finds nothing in one that is not there.
    fn folders(&self, limit: NonZeroUsize) -> BoxFuture<'_, Result<Folders, Error>> {
        let _ = limit;
        async { Ok(Folders::default()) }.boxed()
    }

    /// Makes those that are not there, durably.
    fn folders_make(&self) -> BoxFuture<'_, Result<(), Error>> {
        async { Ok(()) }.boxed()
    }

    /// Removes blobs durably, many of them for the price of few. No error for those that are not
    /// there; after an error, some of them may be removed. Readers that are open go on.
    ///
    /// Keys of one shard together cost less than keys of many.
    fn blob_delete(&self, keys: Vec<BlobKey>) -> BoxFuture<'_, Result<(), Error>>;

    /// Takes a blob out of the store, durably, and keeps its bytes apart for whoever wants to look
    /// at them. From then on it is [`Error::Missing`]; readers that are open go on.
    fn blob_quarantine(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>>;

    /// The blobs that were taken out, behind the key `after`, at most `limit`.
    fn quarantine_list(
        &self,
        after: Option<BlobKey>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<ListedBlob, BlobKey>, Error>>;

    /// Removes a blob that was taken out. No error when there is none.
    fn quarantine_delete(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>>;
}

/// Reads a whole blob and compares it with its digest. Returns its size in bytes; a blob that is
/// not what its key says is [`Error::Damaged`].
///
/// `pace` is told how many bytes were read; it may take its time, or break off with an error.
pub async fn scrub<F, E>(
    store: &dyn BlobStore,
    key: BlobKey,
    mut pace: impl FnMut(u64) -> F,
) -> Result<u64, E>
where
    F: Future<Output = Result<(), E>>,
    E: From<Error>,
{
    let size = store.size(key).await?.ok_or(Error::Missing)?;
    let mut reader = store.open(key, 0..size).await?;
    let mut hasher = Hasher::new(key.digest.algorithm());
    while let Some(chunk) = reader.next().await {
        let chunk = chunk?;
        hasher.update(&chunk);
        pace(chunk.len() as u64).await?;
    }
    let matches = hasher.finish() == key.digest;
    Ok(matches.then_some(size).ok_or(Error::Damaged)?)
}
