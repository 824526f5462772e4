//! Promises about what is there.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use names::UploadId;

use super::{Store, Whole, data, expect_blob, key, push, read, sha512_of, sources, upload};
use crate::format::SEGMENT_BYTES;
use crate::{
    AppendError, BlobKey, Error, FinishError, Generation, KeyDomain, LocalKeys, Protection, Shard, Staged,
    scrub,
};

fn limit(limit: usize) -> NonZeroUsize {
    NonZeroUsize::new(limit).expect("not zero")
}

fn plain(whole: &Whole) -> Store {
    whole.store(Protection::Plain)
}

fn encrypted(domain: &str) -> Protection {
    Protection::Encrypted {
        keys: Arc::new(LocalKeys::new(&[3; 32])),
        domain: KeyDomain::new(domain),
    }
}

/// All blobs, in pages of `size`.
async fn list_blobs(whole: &Whole, size: usize) -> Vec<BlobKey> {
    let mut keys = Vec::new();
    for shard in Shard::all() {
        let mut after = None;
        loop {
            let page = whole
                .blob_list(shard, after, limit(size))
                .await
                .expect("a page of blobs");
            assert!(page.items.len() <= size && page.strange.is_empty());
            assert!(page.items.iter().all(|blob| Shard::of(&blob.key.digest) == shard));
            keys.extend(page.items.iter().map(|blob| blob.key));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    keys
}

/// Puts a number of blobs into the store, some of them in two generations, one by SHA-512.
async fn fill(store: &Store, count: usize) -> BTreeSet<BlobKey> {
    let mut keys = BTreeSet::new();
    for number in 0..count {
        let content = number.to_string();
        keys.insert(push(store, content.as_bytes()).await);
        if number % 5 == 0 {
            keys.insert(push(store, content.as_bytes()).await);
        }
    }
    let (upload, digest) = (upload(), sha512_of(b"other"));
    let staged = store
        .append(upload, Staged::empty(), sources::whole(b"other"))
        .await
        .expect("an append");
    let generation = Generation::random();
    let key = BlobKey { digest, generation };
    store.finish(upload, staged, key).await.expect("a finish");
    keys.insert(key);
    keys
}

/// Every blob is listed once, in order within its shard, in pages of any size.
pub async fn listed_in_pages(open: &impl Fn() -> Whole) {
    let whole = open();
    assert_eq!(list_blobs(&whole, 3).await, []);
    let keys = fill(&plain(&whole), 60).await;
    for size in [1, 2, 3, 1000] {
        let listed = list_blobs(&open(), size).await;
        assert_eq!(listed.len(), keys.len(), "{size}");
        assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), keys, "{size}");
        let in_shards = listed.chunk_by(|one, other| Shard::of(&one.digest) == Shard::of(&other.digest));
        in_shards.for_each(|shard| assert!(shard.is_sorted(), "{size}"));
    }
    let key = *keys.first().expect("a key");
    let page = whole.blob_list(Shard::of(&key.digest), None, limit(9)).await;
    let blob = page
        .expect("a page of blobs")
        .items
        .into_iter()
        .find(|blob| blob.key == key);
    assert!(blob.expect("the blob").stored_bytes >= 1);
}

/// What is there all the time is listed once, whatever else comes and goes.
pub async fn listed_while_it_changes(open: &impl Fn() -> Whole) {
    let whole = open();
    let store = plain(&whole);
    // Generations of one digest are in one shard.
    let mut keys = BTreeSet::new();
    for _ in 0..20 {
        keys.insert(push(&store, b"same").await);
    }
    let digest = key(b"same").digest;
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = whole.blob_list(Shard::of(&digest), after, limit(3)).await;
        let page = page.expect("a page of blobs");
        listed.extend(page.items.iter().map(|blob| blob.key));
        after = page.next;
        let Some(last) = after else { break };
        // What was listed goes, the place to go on from among it, and something comes.
        store.delete(last).await.expect("a delete");
        push(&store, b"same").await;
    }
    let unique: BTreeSet<_> = listed.iter().copied().collect();
    assert_eq!(unique.len(), listed.len(), "each one once");
    assert!(listed.is_sorted() && unique.is_superset(&keys));
}

/// Staged bytes are listed until they are published or dropped, and never as blobs.
pub async fn uploads_listed(open: &impl Fn() -> Whole) {
    let whole = open();
    let mut uploads = BTreeSet::new();
    for number in 0..7 {
        let protection = if number % 2 == 0 {
            Protection::Plain
        } else {
            encrypted("a")
        };
        let upload = upload();
        let content = sources::whole(b"staged");
        let staged = whole
            .store(protection)
            .append(upload, Staged::empty(), content)
            .await;
        staged.expect("an append");
        uploads.insert(upload);
    }
    let (store, published) = (plain(&whole), upload());
    let staged = store
        .append(published, Staged::empty(), sources::whole(b"staged"))
        .await;
    let staged = staged.expect("an append");
    store
        .finish(published, staged, key(b"staged"))
        .await
        .expect("a finish");
    let aborted = uploads.pop_first().expect("an upload");
    store.abort(aborted).await.expect("an abort");
    for (upload, is_there) in [
        (published, false),
        (aborted, false),
        (*uploads.first().expect("one"), true),
    ] {
        let found = open().upload_look(upload).await.expect("a look");
        assert_eq!(found.map(|found| found.upload), is_there.then_some(upload));
    }
    for size in [1, 2, 6, 1000] {
        let (mut listed, mut after): (Vec<UploadId>, _) = (Vec::new(), None);
        loop {
            let page = open()
                .upload_list(after, limit(size))
                .await
                .expect("a page of uploads");
            assert!(page.items.len() <= size && page.strange.is_empty());
            assert!(page.items.iter().all(|upload| upload.stored_bytes >= 6));
            listed.extend(page.items.iter().map(|upload| upload.upload));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert!(listed.iter().eq(&uploads), "{size}");
    }
    assert_eq!(list_blobs(&whole, 10).await.len(), 1);
}

/// Many blobs go at once, and no others.
pub async fn many_deleted(open: &impl Fn() -> Whole) {
    let whole = open();
    let keys: Vec<_> = fill(&plain(&whole), 30).await.into_iter().collect();
    let (kept, gone) = keys.split_at(11);
    let never = [&[key(b"never")], gone, gone].concat();
    whole.blob_delete(vec![]).await.expect("nothing to delete");
    whole.blob_delete(never).await.expect("a delete");
    let listed = list_blobs(&open(), 10).await;
    assert_eq!(
        listed.into_iter().collect::<BTreeSet<_>>(),
        kept.iter().copied().collect()
    );
}

/// A blob that was taken out is missing, and the same content can be pushed again.
pub async fn quarantined(open: &impl Fn() -> Whole) {
    let (whole, content) = (open(), data(3 * SEGMENT_BYTES as usize));
    for protection in [Protection::Plain, encrypted("a")] {
        let store = whole.store(protection);
        let (bad, other) = (push(&store, &content).await, push(&store, &content).await);
        let reader = store.open(bad, 0..content.len() as u64).await.expect("a blob");
        whole.blob_quarantine(bad).await.expect("a quarantine");
        assert!(matches!(store.open(bad, 0..1).await, Err(Error::Missing)));
        assert_eq!(store.size(bad).await.expect("no error"), None);
        let again = open().blob_quarantine(bad).await;
        assert!(matches!(again, Err(Error::Missing)), "{again:?}");
        assert!(read(reader).await.expect("whole content") == content);
        expect_blob(&store, other, &content).await;
        let healed = push(&store, &content).await;
        expect_blob(&store, healed, &content).await;
        let listed = list_blobs(&whole, 10).await;
        assert!(listed.contains(&healed) && !listed.contains(&bad));
        store.delete(bad).await.expect("nothing to delete");
    }
}

/// What was taken out stays until somebody removes it.
pub async fn quarantine_listed(open: &impl Fn() -> Whole) {
    let whole = open();
    let mut keys = fill(&plain(&whole), 9).await;
    for key in &keys {
        whole.blob_quarantine(*key).await.expect("a quarantine");
    }
    let gone = keys.pop_first().expect("a key");
    whole.quarantine_delete(gone).await.expect("a delete");
    whole.quarantine_delete(gone).await.expect("a second delete");
    for size in [1, 4, 1000] {
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let page = open().quarantine_list(after, limit(size)).await.expect("a page");
            listed.extend(page.items.iter().map(|blob| blob.key));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert!(listed.iter().eq(&keys), "{size}");
    }
    assert_eq!(list_blobs(&whole, 10).await, []);
}

/// What was written under one protection is not read under another, and listed all the same.
pub async fn protections_apart(open: &impl Fn() -> Whole) {
    let whole = open();
    let protections = [Protection::Plain, encrypted("a"), encrypted("b")];
    for (written, protection) in protections.iter().enumerate() {
        let store = whole.store(protection.clone());
        let blob = push(&store, b"content").await;
        for (asked, other) in protections.iter().enumerate() {
            let other = open().store(other.clone());
            if asked == written {
                expect_blob(&other, blob, b"content").await;
                continue;
            }
            assert!(matches!(other.open(blob, 0..7).await, Err(Error::Damaged)));
            assert!(matches!(other.size(blob).await, Err(Error::Damaged)));
            let upload = upload();
            let staged = store
                .append(upload, Staged::empty(), sources::whole(b"staged"))
                .await;
            let staged = staged.expect("an append");
            let result = other
                .append(upload, staged.clone(), sources::whole(b"more"))
                .await;
            assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
            let result = other.verify(upload, staged.clone(), key(b"staged").digest).await;
            assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
            let result = other.finish(upload, staged.clone(), key(b"staged")).await;
            assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
            store
                .finish(upload, staged, key(b"staged"))
                .await
                .expect("a finish");
        }
        assert!(list_blobs(&whole, 10).await.contains(&blob));
        // To remove it, no key is needed.
        plain(&whole).delete(blob).await.expect("a delete");
        assert_eq!(store.size(blob).await.expect("no error"), None);
    }
}

/// A scrub reads everything and tells how fast.
pub async fn scrubbed(open: &impl Fn() -> Whole) {
    let whole = open();
    for protection in [Protection::Plain, encrypted("a")] {
        let store = whole.store(protection);
        for size in [0, 10, 2 * SEGMENT_BYTES + 5] {
            let key = push(&store, &data(size as usize)).await;
            let mut seen = 0;
            let scrubbed = scrub(&*store, key, |bytes| {
                seen += bytes;
                async { Ok::<(), Error>(()) }
            });
            assert_eq!(scrubbed.await.expect("a sound blob"), size);
            assert_eq!(seen, size);
        }
        let missing = scrub(&*store, key(b"never"), |_| async { Ok::<(), Error>(()) }).await;
        assert!(matches!(missing, Err(Error::Missing)), "{missing:?}");
    }
}
