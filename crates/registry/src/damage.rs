//! Bytes that are not what was pushed: telling it, noting it, and forgetting it again.
//!
//! A copy that is damaged is noted in its row first, and put into the quarantine then. From the first
//! step on nobody has it, and the next push of the digest makes a copy of its own; a crash before the
//! second leaves a file that the scrub finds by its row, or the collector when the row has another copy
//! by then. Only the copy that was read is noted: one that was pushed or collected meanwhile is not.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use blobs::{BlobReader, BlobStore, FilePlace, KeyLayer, Protection};
use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::stream::{Stream, StreamExt as _};
use meta::{BlobDomain, StoredBlob};
use names::Digest;

use crate::damage_count::count_one;
use crate::layer::key;
use crate::{Error, KmsRing, Registry};

/// Most copies that wait to be read again because a reader met damage.
const SUSPECTS: usize = 1_000;

/// What reading a copy has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is what was pushed.
    Whole,
    /// It is not.
    Damaged,
    /// It is what was pushed, but so many bytes, and its row says otherwise.
    WrongSize(u64),
    /// It is not there.
    Missing,
    /// Its key cannot be had now, so nobody knows.
    Locked(String),
    /// The store failed, so nobody knows.
    Unreadable(String),
}

impl Verdict {
    /// Whether nobody can be given this copy ever.
    pub(crate) fn is_loss(&self) -> bool {
        matches!(self, Self::Damaged | Self::WrongSize(_) | Self::Missing)
    }
}

/// Copies that somebody could not read. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Suspects(Arc<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    copies: Mutex<VecDeque<StoredBlob>>,
}

impl Suspects {
    fn put(&self, blob: &StoredBlob) {
        let mut copies = self.0.copies.lock().unwrap_or_else(PoisonError::into_inner);
        if copies.len() < SUSPECTS && !copies.contains(blob) {
            copies.push_back(blob.clone());
        }
    }

    fn first(&self) -> Option<StoredBlob> {
        let copies = self.0.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.front().cloned()
    }

    /// Once it is known what became of it.
    fn remove(&self, blob: &StoredBlob) {
        let mut copies = self.0.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.retain(|waiting| waiting != blob);
    }

    fn has(&self, blob: &StoredBlob) -> bool {
        let copies = self.0.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.contains(blob)
    }

    /// Whether a copy of these bytes is waiting, so that nobody should rely on having them.
    pub(crate) fn has_copy_of(&self, digest: &Digest) -> bool {
        let copies = self.0.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.iter().any(|copy| copy.digest == *digest)
    }
}

impl Registry {
    /// Reads the copies again that readers could not read, and notes those that are damaged. Returns
    /// how many are.
    ///
    /// No grant is asked for: only the server itself calls this.
    pub async fn damage_look(&self) -> Result<u64, Error> {
        let mut condemned = 0;
        while let Some(blob) = self.suspects.first() {
            condemned += u64::from(self.damage_settle(&blob).await?);
        }
        Ok(condemned)
    }

    /// Reads a copy again where a reader could not read it, and notes it when it is damaged: then it says
    /// true. To be called before somebody is told that this copy will do.
    pub(crate) async fn damage_settle(&self, blob: &StoredBlob) -> Result<bool, Error> {
        if !self.suspects.has(blob) {
            return Ok(false);
        }
        let verdict = self.blob_verify(blob, |_| async { Ok(()) }).await;
        let noted = match &verdict {
            Ok(verdict) if verdict.is_loss() => self.blob_condemn(blob, verdict).await,
            _ => Ok(false),
        };
        self.suspects.remove(blob);
        verdict.and(noted)
    }

    /// The store of the blobs of a domain, for the installation: of a key of KMS, its state alone
    /// decides.
    pub(crate) fn store_of(&self, domain: &BlobDomain) -> Arc<dyn BlobStore> {
        match domain {
            BlobDomain::Clear => self.bytes.backend().store(Protection::Plain),
            BlobDomain::Installation => self.bytes.installation(),
            BlobDomain::Key(key) => self.bytes.backend().store(Protection::Encrypted {
                keys: Arc::new(KmsRing::new(self.clone())),
                domain: KmsRing::domain(key),
            }),
            BlobDomain::Twice(_) => {
                let keys = Arc::new(KmsRing::new(self.clone()));
                let domain = KmsRing::domain(&domain.key().unwrap_or_default());
                self.bytes.twice(KeyLayer { keys, domain })
            }
        }
    }

    /// Reads a copy and compares it with its digest. `pace` is told how many bytes were read, and may
    /// take its time or break off.
    ///
    /// # Errors
    /// Only those of `pace`.
    pub(crate) async fn blob_verify<F>(
        &self,
        blob: &StoredBlob,
        mut pace: impl FnMut(u64) -> F,
    ) -> Result<Verdict, Error>
    where
        F: Future<Output = Result<(), Error>>,
    {
        let store = self.store_of(&blob.domain);
        let read = blobs::scrub(&*store, key(blob), |bytes| {
            let paced = pace(bytes);
            async move { paced.await.map_err(Stop::Paced) }
        });
        match read.await {
            Ok(size) => Ok(verdict(blob, Ok(size))),
            Err(Stop::Store(error)) => Ok(verdict(blob, Err(error))),
            Err(Stop::Paced(error)) => Err(error),
        }
    }

    /// Looks at the file of a copy without reading its bytes: that it is there, that it is of the
    /// right kind and, where it is encrypted, that its key fits; and its size.
    pub(crate) async fn blob_look_at(&self, blob: &StoredBlob) -> Verdict {
        let size = self.store_of(&blob.domain).size(key(blob)).await;
        verdict(blob, size.and_then(|size| size.ok_or(blobs::Error::Missing)))
    }

    /// Notes that a copy is damaged and puts its file into the quarantine. False when no row names the
    /// copy any more, or it was noted before.
    pub(crate) async fn blob_condemn(&self, blob: &StoredBlob, verdict: &Verdict) -> Result<bool, Error> {
        if stdx::sabotage::is("damage-not-noted") {
            return Ok(true);
        }
        let args = (blob.clone(), self.now());
        let named = self.write(args, |tx, (blob, now)| {
            async move {
                let Some(row) = tx.blob_named(blob).await? else {
                    return Ok(None);
                };
                let is_new = row.damaged_at.is_none();
                if is_new {
                    tx.blob_put_damaged(blob, *now).await?;
                    count_one(tx).await?;
                }
                Ok(Some(is_new))
            }
            .boxed()
        });
        let Some(is_new) = named.await? else {
            return Ok(false);
        };
        match self.bytes.backend().blob_quarantine(key(blob)).await {
            Ok(()) | Err(blobs::Error::Missing) => {}
            Err(error) => return Err(error.into()),
        }
        if is_new {
            let (digest, domain) = (blob.digest, blob.domain.as_str());
            tracing::error!(%digest, domain, ?verdict, "a blob is damaged; pushing it again heals it");
        }
        Ok(is_new)
    }

    /// Forgets that a copy was damaged, which is whole: its file was put back. False when it was not
    /// noted.
    pub(crate) async fn blob_acquit(&self, blob: &StoredBlob) -> Result<bool, Error> {
        self.write(blob.clone(), |tx, blob| {
            async move { Ok(tx.blob_put_whole(blob).await?) }.boxed()
        })
        .await
    }

    /// A reader of a copy that tells when the copy cannot be read.
    pub(crate) fn watched(&self, blob: &StoredBlob, reader: BlobReader) -> WatchedReader {
        WatchedReader {
            suspects: self.suspects.clone(),
            blob: blob.clone(),
            reader,
        }
    }

    /// Takes note of what a store says of a copy, and passes it on.
    pub(crate) fn suspected<T>(
        &self,
        blob: &StoredBlob,
        outcome: Result<T, blobs::Error>,
    ) -> Result<T, blobs::Error> {
        if let Err(error) = &outcome {
            suspect(&self.suspects, blob, error);
        }
        outcome
    }
}

/// Why reading a copy ended early.
enum Stop {
    Store(blobs::Error),
    Paced(Error),
}

impl From<blobs::Error> for Stop {
    fn from(error: blobs::Error) -> Self {
        Self::Store(error)
    }
}

fn suspect(suspects: &Suspects, blob: &StoredBlob, error: &blobs::Error) {
    if matches!(error, blobs::Error::Missing | blobs::Error::Damaged) {
        suspects.put(blob);
    }
}

fn verdict(blob: &StoredBlob, read: Result<u64, blobs::Error>) -> Verdict {
    match read {
        Ok(size) if size == blob.size => Verdict::Whole,
        Ok(size) => Verdict::WrongSize(size),
        Err(blobs::Error::Damaged) => Verdict::Damaged,
        Err(blobs::Error::Missing) => Verdict::Missing,
        Err(blobs::Error::Key(error)) => Verdict::Locked(error.to_string()),
        Err(error @ (blobs::Error::Full | blobs::Error::ReadOnly | blobs::Error::Io(_))) => {
            Verdict::Unreadable(error.to_string())
        }
    }
}

/// The bytes of a copy; see [`Registry::watched`].
pub(crate) struct WatchedReader {
    suspects: Suspects,
    blob: StoredBlob,
    reader: BlobReader,
}

impl WatchedReader {
    pub(crate) fn remaining(&self) -> u64 {
        self.reader.remaining()
    }

    pub(crate) fn place(&self) -> Option<FilePlace> {
        self.reader.place()
    }
}

impl Stream for WatchedReader {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let chunk = ready!(this.reader.poll_next_unpin(context));
        if let Some(Err(error)) = &chunk {
            suspect(&this.suspects, &this.blob, error);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map_err(Error::from)))
    }
}
