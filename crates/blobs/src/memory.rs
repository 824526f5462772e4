//! A store in memory, for tests and for trying things out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::{Bound, Range};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{self, StreamExt};
use names::{Digest, DigestAlgorithm, UploadId};
use sha2::Sha256;
use sha2::digest::Digest as _;
use stdx::Timestamp;

use crate::backend::{Backend, ListedBlob, ListedUpload, Page, Shard};
use crate::claims::Claims;
use crate::content::next_batch;
use crate::format::crc32c;
use crate::hasher::{Hasher, digest_of};
use crate::keys::{KeyDomain, Protection};
use crate::staged::Mark;
use crate::{AppendError, BlobKey, BlobReader, BlobStore, Content, Error, FinishError, Staged};

/// A store whose bytes are gone when it is dropped. Clones are the same store.
///
/// It encrypts nothing and asks no key ring: of a protection it only knows the domain, so that
/// what was written under one is not read under another.
#[derive(Debug, Default, Clone)]
pub struct MemoryStore {
    held: Arc<Mutex<Held>>,
    claims: Claims,
    domain: Option<KeyDomain>,
}

#[derive(Debug, Default)]
struct Held {
    uploads: BTreeMap<UploadId, Kept<Vec<u8>>>,
    blobs: BTreeMap<BlobKey, Kept<Bytes>>,
    quarantine: BTreeMap<BlobKey, Kept<Bytes>>,
}

#[derive(Debug, Clone)]
struct Kept<B> {
    domain: Option<KeyDomain>,
    bytes: B,
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

    /// The bytes of a blob of this store's protection.
    fn content(&self, key: BlobKey) -> Result<Option<Bytes>, Error> {
        match self.held().blobs.get(&key) {
            Some(kept) if kept.domain != self.domain => Err(Error::Damaged),
            kept => Ok(kept.map(|kept| kept.bytes.clone())),
        }
    }

    /// Makes sure that the upload has the bytes that `staged` counts.
    fn begin(&self, upload: UploadId, staged: &Staged) -> Option<()> {
        let mut held = self.held();
        if staged.offset() == 0 {
            let kept = held.uploads.remove(&upload);
            let kept = Kept {
                domain: self.domain.clone(),
                bytes: kept.map(|kept| kept.bytes).unwrap_or_default(),
            };
            held.uploads.insert(upload, kept);
        }
        let kept = held.uploads.get(&upload)?;
        let known = kept.bytes.get(..usize::try_from(staged.offset()).ok()?)?;
        let same = Mark::Plain(crc32c(0, known)) == staged.mark();
        (same && kept.domain == self.domain).then_some(())
    }

    async fn append_claimed(
        &self,
        upload: UploadId,
        staged: Staged,
        mut content: Content,
    ) -> Result<Staged, AppendError> {
        let _claim = self.claims.claim(upload).ok_or(AppendError::Busy)?;
        self.begin(upload, &staged).ok_or(AppendError::Lost)?;
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
        let bytes = &mut held.uploads.get_mut(&upload).ok_or(AppendError::Lost)?.bytes;
        bytes.truncate(staged.offset() as usize);
        let mut hash = match staged.hash() {
            Some(hash) => hash.clone(),
            None => Sha256::new_with_prefix(&*bytes),
        };
        hash.update(&added);
        bytes.extend_from_slice(&added);
        let mark = Mark::Plain(crc32c(0, bytes));
        Ok(Staged::new(bytes.len() as u64, mark, hash))
    }

    /// The staged bytes when they have the digest.
    fn verified(&self, upload: UploadId, staged: &Staged, digest: Digest) -> Result<Bytes, FinishError> {
        self.begin(upload, staged).ok_or(FinishError::Lost)?;
        let mut held = self.held();
        let kept = held.uploads.get_mut(&upload).ok_or(FinishError::Lost)?;
        kept.bytes.truncate(staged.offset() as usize);
        let content = Bytes::copy_from_slice(&kept.bytes);
        let computed = match (digest.algorithm(), staged.hash()) {
            (DigestAlgorithm::Sha256, Some(hash)) => Hasher::Sha256(hash.clone()).finish(),
            (algorithm, _) => digest_of(algorithm, &content),
        };
        if computed != digest {
            return Err(FinishError::DigestMismatch { computed });
        }
        Ok(content)
    }

    fn finish_claimed(&self, upload: UploadId, staged: &Staged, key: BlobKey) -> Result<u64, FinishError> {
        let _claim = self.claims.claim(upload).ok_or(FinishError::Busy)?;
        let content = self.verified(upload, staged, key.digest)?;
        self.held().uploads.remove(&upload);
        let size = content.len() as u64;
        let domain = self.domain.clone();
        let kept = Kept {
            domain,
            bytes: content,
        };
        self.held().blobs.insert(key, kept);
        Ok(size)
    }

    fn verify_claimed(&self, upload: UploadId, staged: &Staged, digest: Digest) -> Result<u64, FinishError> {
        let _claim = self.claims.claim(upload).ok_or(FinishError::Busy)?;
        Ok(self.verified(upload, staged, digest)?.len() as u64)
    }

    fn read(&self, key: BlobKey, range: Range<u64>) -> Result<BlobReader, Error> {
        let content = self.content(key)?.ok_or(Error::Missing)?;
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
        async move { Ok(self.content(key)?.map(|content| content.len() as u64)) }.boxed()
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

impl Backend for MemoryStore {
    fn store(&self, protection: Protection) -> Arc<dyn BlobStore> {
        let layers = protection.layers();
        let names: Vec<_> = layers.iter().map(|layer| layer.domain.as_str()).collect();
        let domain = (!names.is_empty()).then(|| KeyDomain::new(names.join("\n")));
        Arc::new(Self {
            domain,
            ..self.clone()
        })
    }

    fn blob_keys(
        &self,
        shard: Shard,
        after: Option<BlobKey>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<BlobKey, BlobKey>, Error>> {
        let in_shard = move |key: &BlobKey| Shard::of(&key.digest) == shard;
        let listed = |key: &BlobKey, _: &Kept<Bytes>| *key;
        async move { Ok(page(&self.held().blobs, in_shard, after, limit, listed)) }.boxed()
    }

    fn blob_look(&self, keys: Vec<BlobKey>) -> BoxFuture<'_, Result<Vec<ListedBlob>, Error>> {
        async move {
            let held = self.held();
            let found = |key: &BlobKey| Some(listed(key, held.blobs.get(key)?));
            Ok(keys.iter().filter_map(found).collect())
        }
        .boxed()
    }

    fn upload_look(&self, upload: UploadId) -> BoxFuture<'_, Result<Option<ListedUpload>, Error>> {
        async move {
            let held = self.held();
            Ok(held.uploads.get(&upload).map(|kept| staged(&upload, kept)))
        }
        .boxed()
    }

    fn upload_list(
        &self,
        after: Option<UploadId>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<ListedUpload, UploadId>, Error>> {
        async move { Ok(page(&self.held().uploads, |_| true, after, limit, staged)) }.boxed()
    }

    fn blob_delete(&self, keys: Vec<BlobKey>) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            self.held().blobs.retain(|key, _| !keys.contains(key));
            Ok(())
        }
        .boxed()
    }

    fn blob_quarantine(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            let mut held = self.held();
            let kept = held.blobs.remove(&key).ok_or(Error::Missing)?;
            held.quarantine.insert(key, kept);
            Ok(())
        }
        .boxed()
    }

    fn quarantine_list(
        &self,
        after: Option<BlobKey>,
        limit: NonZeroUsize,
    ) -> BoxFuture<'_, Result<Page<ListedBlob, BlobKey>, Error>> {
        async move { Ok(page(&self.held().quarantine, |_| true, after, limit, listed)) }.boxed()
    }

    fn quarantine_delete(&self, key: BlobKey) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            self.held().quarantine.remove(&key);
            Ok(())
        }
        .boxed()
    }
}

fn staged(upload: &UploadId, kept: &Kept<Vec<u8>>) -> ListedUpload {
    ListedUpload {
        upload: *upload,
        stored_bytes: kept.bytes.len() as u64,
        changed: Timestamp::from_micros(0),
    }
}

fn listed(key: &BlobKey, kept: &Kept<Bytes>) -> ListedBlob {
    ListedBlob {
        key: *key,
        stored_bytes: kept.bytes.len() as u64,
        changed: Timestamp::from_micros(0),
    }
}

fn page<K: Ord + Copy, V, T>(
    map: &BTreeMap<K, V>,
    wanted: impl Fn(&K) -> bool,
    after: Option<K>,
    limit: NonZeroUsize,
    listed: impl Fn(&K, &V) -> T,
) -> Page<T, K> {
    let begin = after.map_or(Bound::Unbounded, Bound::Excluded);
    let next = map
        .range((begin, Bound::Unbounded))
        .filter(|(key, _)| wanted(key));
    let found: Vec<_> = next.take(limit.get()).collect();
    Page {
        items: found.iter().map(|(key, value)| listed(key, value)).collect(),
        next: (found.len() == limit.get())
            .then(|| found.last().map(|(key, _)| **key))
            .flatten(),
        strange: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::contract::{Store, Whole};
    use crate::{MemoryStore, backend_contract_tests, contract_tests};
    use std::sync::Arc;

    mod backend {
        use super::*;

        backend_contract_tests!({
            let store = MemoryStore::new();
            move || -> Whole { Arc::new(store.clone()) }
        });
    }

    contract_tests!({
        let store = MemoryStore::new();
        move || -> Store { Arc::new(store.clone()) }
    });
}
