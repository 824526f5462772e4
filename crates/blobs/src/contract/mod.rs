//! What every store promises, as tests that any store can run.
//!
//! [`crate::contract_tests`] makes one test of each function here. A function gets an opener:
//! a closure that opens the same store each time it is called, as after a restart.
//! The functions panic when a promise is broken.

mod appends;
mod blobs;
mod lists;
mod sources;

pub use appends::*;
pub use blobs::*;
pub use lists::*;

use std::sync::Arc;

use crate::{Backend, BlobKey, BlobReader, BlobStore, Error, Generation, Staged};
use bytes::Bytes;
use futures_util::stream::StreamExt;
use names::{Digest, DigestAlgorithm, UploadId};
use uuid::Uuid;

/// The store under test.
pub type Store = Arc<dyn BlobStore>;

/// The back end under test.
pub type Whole = Arc<dyn Backend>;

/// Makes a test of each promise of a [`Backend`]. `$opener` is an expression that makes an opener
/// of a new, empty one.
#[macro_export]
macro_rules! backend_contract_tests {
    ($opener:expr) => {
        $crate::contract_tests! { $opener;
            listed_in_pages, listed_while_it_changes, uploads_listed, many_deleted, quarantined, quarantine_listed,
            protections_apart, scrubbed,
        }
    };
}

/// Makes a test of each promise. `$opener` is an expression that makes an opener of a new,
/// empty store.
#[macro_export]
macro_rules! contract_tests {
    ($opener:expr) => {
        $crate::contract_tests! { $opener;
            sizes, frames, pieces, empty_without_append, unknown_running_hash,
            source_error, source_error_at_once, cancelled, repeated, stale,
            busy, abort_forgets, abort_while_appending, side_by_side,
            small_ranges, ranges_across_segments, ranges_outside, missing, deleted,
            reader_outlives_blob, mismatch, sha512, verified, ready,
        }
    };
    ($opener:expr; $($promise:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $promise() {
                $crate::contract::$promise(&$opener).await;
            }
        )+
    };
}

/// Data without a period that a segment or a batch could hide.
pub fn data(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ length as u64;
    let mut data = Vec::with_capacity(length + 8);
    while data.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        data.extend_from_slice(&state.to_le_bytes());
    }
    data.truncate(length);
    data
}

/// An upload that no store knows.
pub fn upload() -> UploadId {
    UploadId::from_uuid(Uuid::new_v4())
}

/// A new key of some content.
pub fn key(content: &[u8]) -> BlobKey {
    BlobKey {
        digest: crate::hasher::digest_of(DigestAlgorithm::Sha256, content),
        generation: Generation::random(),
    }
}

/// Everything that a reader gives.
pub async fn read(mut reader: BlobReader) -> Result<Vec<u8>, Error> {
    let mut content = Vec::new();
    while let Some(chunk) = reader.next().await {
        let chunk: Bytes = chunk?;
        assert!(!chunk.is_empty(), "a chunk has bytes");
        content.extend_from_slice(&chunk);
    }
    assert_eq!(reader.remaining(), 0, "a whole reader has nothing left");
    Ok(content)
}

/// Appends and publishes `content`.
pub async fn push(store: &Store, content: &[u8]) -> BlobKey {
    let (upload, key) = (upload(), key(content));
    let staged = store
        .append(upload, Staged::empty(), sources::whole(content))
        .await
        .expect("an append");
    store.finish(upload, staged, key).await.expect("a finish");
    key
}

/// Checks that the blob is exactly `content`.
pub async fn expect_blob(store: &Store, key: BlobKey, content: &[u8]) {
    let size = content.len() as u64;
    assert_eq!(store.size(key).await.expect("a size"), Some(size));
    let reader = store.open(key, 0..size).await.expect("a blob");
    assert_eq!(reader.remaining(), size);
    let found = read(reader).await.expect("whole content");
    assert!(found == content, "the content is what was pushed");
}

fn sha512_of(content: &[u8]) -> Digest {
    crate::hasher::digest_of(DigestAlgorithm::Sha512, content)
}
