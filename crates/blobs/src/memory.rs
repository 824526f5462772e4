//! A store in memory, for tests and for trying things out.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{self, StreamExt};
use names::{Digest, DigestAlgorithm, UploadId};
use sha2::Sha256;
use sha2::digest::Digest as _;

use crate::claims::Claims;
use crate::content::next_batch;
use crate::format::crc32c;
use crate::hasher::{Hasher, digest_of};
use crate::staged::Mark;
use crate::{AppendError, BlobKey, BlobReader, BlobStore, Content, Error, FinishError, Staged};

/// A store whose bytes are gone when it is dropped. Clones are the same store.
#[derive(Debug, Default, Clone)]
pub struct MemoryStore {
    held: Arc<Mutex<Held>>,
    claims: Claims,
}

#[derive(Debug, Default)]
struct Held {
    uploads: HashMap<UploadId, Vec<u8>>,
    blobs: HashMap<BlobKey, Bytes>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // Each change of the maps is one call, so they are whole even if a thread died.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn append_claimed(
        &self,
        upload: UploadId,
        staged: Staged,
        mut content: Content,
    ) -> Result<Staged, AppendError> {
        let _claim = self.claims.claim(upload).ok_or(AppendError::Busy)?;
        self.held().begin(upload, &staged).ok_or(AppendError::Lost)?;
        let mut added = Vec::new();
        loop {
            let batch = next_batch(&mut content).await?;
            batch
                .frames
                .iter()
                .for_each(|frame| added.extend_from_slice(frame));
            if batch.last {
                break;
            }
        }
        // An abort in the meantime took the upload away.
        let mut held = self.held();
        let bytes = held.uploads.get_mut(&upload).ok_or(AppendError::Lost)?;
        bytes.truncate(staged.offset() as usize);
        let mut hash = match staged.hash() {
            Some(hash) => hash.clone(),
            None => Sha256::new_with_prefix(&bytes),
        };
        hash.update(&added);
        bytes.extend_from_slice(&added);
        let mark = Mark::Plain(crc32c(0, bytes));
        Ok(Staged::new(bytes.len() as u64, mark, hash))
    }

    /// Takes the staged bytes when they have the digest.
    fn take(&self, upload: UploadId, staged: &Staged, digest: Digest) -> Result<Bytes, FinishError> {
        let mut held = self.held();
        held.begin(upload, staged).ok_or(FinishError::Lost)?;
        let bytes = held.uploads.remove(&upload).ok_or(FinishError::Lost)?;
        let mut content = Bytes::from(bytes);
        content.truncate(staged.offset() as usize);
        let computed = match (digest.algorithm(), staged.hash()) {
            (DigestAlgorithm::Sha256, Some(hash)) => Hasher::Sha256(hash.clone()).finish(),
            (algorithm, _) => digest_of(algorithm, &content),
        };
        if computed != digest {
            held.uploads.insert(upload, content.into());
            return Err(FinishError::DigestMismatch { computed });
        }
        Ok(content)
    }

    fn finish_claimed(&self, upload: UploadId, staged: &Staged, key: BlobKey) -> Result<u64, FinishError> {
        let _claim = self.claims.claim(upload).ok_or(FinishError::Busy)?;
        let content = self.take(upload, staged, key.digest)?;
        let size = content.len() as u64;
        self.held().blobs.insert(key, content);
        Ok(size)
    }

    fn verify_claimed(&self, upload: UploadId, staged: &Staged, digest: Digest) -> Result<u64, FinishError> {
        let _claim = self.claims.claim(upload).ok_or(FinishError::Busy)?;
        Ok(self.take(upload, staged, digest)?.len() as u64)
    }

    fn read(&self, key: BlobKey, range: Range<u64>) -> Result<BlobReader, Error> {
        let content = self.held().blobs.get(&key).cloned().ok_or(Error::Missing)?;
        let start = usize::try_from(range.start).map_err(|_| Error::Damaged)?;
        let end = usize::try_from(range.end).map_err(|_| Error::Damaged)?;
        if start > end || end > content.len() {
            return Err(Error::Damaged);
        }
        let part = content.slice(start..end);
        let length = part.len() as u64;
        let chunks = stream::iter((!part.is_empty()).then_some(Ok(part)));
        Ok(BlobReader::new(length, chunks.boxed()))
    }
}

impl Held {
    /// Makes sure that the upload has the bytes that `staged` counts.
    fn begin(&mut self, upload: UploadId, staged: &Staged) -> Option<()> {
        if staged.offset() == 0 {
            self.uploads.entry(upload).or_default();
        }
        let length = usize::try_from(staged.offset()).ok()?;
        let known = self.uploads.get(&upload)?.get(..length)?;
        (Mark::Plain(crc32c(0, known)) == staged.mark()).then_some(())
    }
}

impl BlobStore for MemoryStore {
    fn append(
        &self,
        upload: UploadId,
        staged: Staged,
        content: Content,
    ) -> BoxFuture<'_, Result<Staged, AppendError>> {
        self.append_claimed(upload, staged, content).boxed()
    }

    fn finish(
        &self,
        upload: UploadId,
        staged: Staged,
        key: BlobKey,
    ) -> BoxFuture<'_, Result<u64, FinishError>> {
        async move { self.finish_claimed(upload, &staged, key) }.boxed()
    }

    fn verify(
        &self,
        upload: UploadId,
        staged: Staged,
        digest: Digest,
    ) -> BoxFuture<'_, Result<u64, FinishError>> {
        async move { self.verify_claimed(upload, &staged, digest) }.boxed()
    }

    fn abort(&self, upload: UploadId) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            self.held().uploads.remove(&upload);
            Ok(())
        }
        .boxed()
    }

    fn open(&self, key: BlobKey, range: Range<u64>) -> BoxFuture<'_, Result<BlobReader, Error>> {
        async move { self.read(key, range) }.boxed()
    }

    fn size(&self, key: BlobKey) -> BoxFuture<'_, Result<Option<u64>, Error>> {
        async move { Ok(self.held().blobs.get(&key).map(|content| content.len() as u64)) }.boxed()
    }

    fn delete(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            self.held().blobs.remove(&key);
            Ok(())
        }
        .boxed()
    }

    fn check(&self) -> BoxFuture<'_, Result<(), Error>> {
        async { Ok(()) }.boxed()
    }
}

#[cfg(test)]
mod tests {
    use crate::contract::Store;
    use crate::{MemoryStore, contract_tests};
    use std::sync::Arc;

    contract_tests!({
        let store = MemoryStore::new();
        move || -> Store { Arc::new(store.clone()) }
    });
}
