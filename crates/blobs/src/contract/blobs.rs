//! Promises about blobs.

use super::{Store, data, expect_blob, key, push, read, sha512_of, sources, upload};
use crate::format::SEGMENT_BYTES;
use crate::{BlobKey, Error, FinishError, Generation, Staged};
use names::Digest;

async fn expect_range(store: &Store, key: BlobKey, content: &[u8], start: usize, end: usize) {
    let range = start as u64..end as u64;
    let reader = store.open(key, range).await.expect("a range of the blob");
    assert_eq!(reader.remaining(), (end - start) as u64);
    let found = read(reader).await.expect("whole content");
    assert!(found == content[start..end], "{start}..{end}");
}

/// Every range of every small blob.
pub async fn small_ranges(open: &impl Fn() -> Store) {
    let store = open();
    for length in 0..20 {
        let content = data(length);
        let key = push(&store, &content).await;
        for start in 0..=length {
            for end in start..=length {
                expect_range(&store, key, &content, start, end).await;
            }
        }
    }
}

/// Ranges that begin and end around the boundaries of segments.
pub async fn ranges_across_segments(open: &impl Fn() -> Store) {
    let (store, segment) = (open(), SEGMENT_BYTES as usize);
    let content = data(3 * segment + 11);
    let key = push(&store, &content).await;
    let places = [
        0,
        1,
        segment - 1,
        segment,
        segment + 1,
        2 * segment + 5,
        3 * segment,
        content.len(),
    ];
    for (index, start) in places.into_iter().enumerate() {
        for end in &places[index..] {
            expect_range(&store, key, &content, start, *end).await;
        }
    }
}

/// A range that the blob does not have.
pub async fn ranges_outside(open: &impl Fn() -> Store) {
    let store = open();
    for length in [0, 10, 2 * SEGMENT_BYTES] {
        let key = push(&store, &data(length as usize)).await;
        let backwards = std::ops::Range { start: 3, end: 2 };
        for range in [
            0..length + 1,
            length..length + 1,
            length + 1..length + 1,
            0..u64::MAX,
            backwards,
        ] {
            let result = store.open(key, range.clone()).await;
            assert!(matches!(result, Err(Error::Damaged)), "{range:?} of {length}");
        }
    }
}

/// A blob that was never pushed.
pub async fn missing(open: &impl Fn() -> Store) {
    let (store, key) = (open(), key(b"never"));
    assert!(matches!(store.open(key, 0..0).await, Err(Error::Missing)));
    assert_eq!(store.size(key).await.expect("no error"), None);
    store.delete(key).await.expect("nothing to delete");
}

/// A delete hits one generation, and only that.
pub async fn deleted(open: &impl Fn() -> Store) {
    let store = open();
    let (first, second) = (push(&store, b"same").await, push(&store, b"same").await);
    let other = BlobKey {
        digest: key(b"other").digest,
        ..first
    };
    store.delete(other).await.expect("nothing to delete");
    store.delete(first).await.expect("a delete");
    store.delete(first).await.expect("a second delete");
    assert_eq!(open().size(first).await.expect("no error"), None);
    assert!(matches!(open().open(first, 0..4).await, Err(Error::Missing)));
    expect_blob(&open(), second, b"same").await;
}

/// A reader goes on when its blob is deleted.
pub async fn reader_outlives_blob(open: &impl Fn() -> Store) {
    let store = open();
    let content = data(5 * SEGMENT_BYTES as usize);
    let key = push(&store, &content).await;
    let reader = store.open(key, 0..content.len() as u64).await.expect("a blob");
    store.delete(key).await.expect("a delete");
    assert!(read(reader).await.expect("whole content") == content);
}

/// Bytes that are not what the client announced stay staged and are never published.
pub async fn mismatch(open: &impl Fn() -> Store) {
    let (store, upload) = (open(), upload());
    let content = b"what came".as_slice();
    let staged = store
        .append(upload, Staged::empty(), sources::whole(content))
        .await
        .expect("an append");
    let wrong = key(b"what was announced");
    let result = store.finish(upload, staged.clone(), wrong).await;
    expect_mismatch(result, key(content).digest);
    let result = store.verify(upload, staged.clone(), wrong.digest).await;
    expect_mismatch(result, key(content).digest);
    assert_eq!(store.size(wrong).await.expect("no error"), None);
    let right = key(content);
    store.finish(upload, staged, right).await.expect("a finish");
    expect_blob(&store, right, content).await;
}

fn expect_mismatch(result: Result<u64, FinishError>, expected: Digest) {
    match result {
        Err(FinishError::DigestMismatch { computed }) => assert_eq!(computed, expected),
        other => panic!("{other:?}"),
    }
}

/// The other registered algorithm.
pub async fn sha512(open: &impl Fn() -> Store) {
    let (store, upload) = (open(), upload());
    let content = data(SEGMENT_BYTES as usize + 77);
    let staged = store
        .append(upload, Staged::empty(), sources::whole(&content))
        .await
        .expect("an append");
    let result = store.verify(upload, staged.clone(), sha512_of(b"other")).await;
    expect_mismatch(result, sha512_of(&content));
    let key = BlobKey {
        digest: sha512_of(&content),
        generation: Generation::random(),
    };
    store.finish(upload, staged, key).await.expect("a finish");
    expect_blob(&store, key, &content).await;
}

/// Verified bytes stay, and can be published.
pub async fn verified(open: &impl Fn() -> Store) {
    let (store, content) = (open(), data(1000));
    for digest in [key(&content).digest, sha512_of(&content)] {
        let upload = upload();
        let staged = store
            .append(upload, Staged::empty(), sources::whole(&content))
            .await
            .expect("an append");
        let size = store.verify(upload, staged.clone(), digest).await;
        assert_eq!(size.expect("the announced bytes"), 1000);
        let again = store.verify(upload, staged.clone(), digest).await;
        assert_eq!(again.expect("the same bytes"), 1000);
        let published = BlobKey {
            digest,
            ..key(&content)
        };
        store.finish(upload, staged, published).await.expect("a finish");
        expect_blob(&store, published, &content).await;
    }
    let empty = store.verify(upload(), Staged::empty(), key(b"").digest).await;
    assert_eq!(empty.expect("no bytes"), 0);
}

/// A store that works says so.
pub async fn ready(open: &impl Fn() -> Store) {
    open().check().await.expect("a store that works");
}
