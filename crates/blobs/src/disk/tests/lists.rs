//! Files that nobody asked for, and those that were taken out.

use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::time::{Duration, SystemTime};

use rustix::io::Errno;

use super::super::steps::Step;
use super::Folder;
use crate::contract::{key, upload};
use crate::{Backend, BlobKey, BlobStore, Error, Generation, Shard, Staged};

fn limit(limit: usize) -> NonZeroUsize {
    NonZeroUsize::new(limit).expect("not zero")
}

#[tokio::test]
async fn strange_files_come_with_the_first_page() {
    let folder = Folder::new();
    let good = folder.push(b"content").await;
    let shard = Shard::of(&good.digest);
    let name = good.to_string();
    let beside = folder.blob(good).parent().expect("a folder").to_owned();
    // Not a name, no generation, a digest of another shard, upper case.
    let other = format!("{:02x}{}", shard.byte() ^ 1, &name[2..]);
    let shouted = name.to_uppercase();
    let mut strange =
        [name[..64].to_owned(), other, shouted, "lost+found".to_owned()].map(|name| beside.join(name));
    for path in &strange {
        fs::write(path, b"?").expect("a file");
    }
    let page = folder
        .disk
        .blob_list(shard, None, limit(9))
        .await
        .expect("a page");
    let mut found = page.strange;
    found.sort();
    strange.sort();
    assert_eq!(found, strange);
    assert_eq!(page.items.len(), 1);
    let page = folder
        .disk
        .blob_list(shard, None, limit(2))
        .await
        .expect("a page");
    assert_eq!(page.strange.len(), 2);
    let page = folder
        .disk
        .blob_list(shard, Some(good), limit(9))
        .await
        .expect("a page");
    assert_eq!((page.items.len(), page.strange.len()), (0, 0));
}

#[tokio::test]
async fn probes_are_no_uploads_and_go_at_the_next_start() {
    let folder = Folder::new();
    let probe = folder.dir.path().join("staged/probe-of-a-dead-process");
    fs::write(&probe, b"?").expect("a file");
    let strange = folder.dir.path().join("staged/strange");
    fs::write(&strange, b"?").expect("a file");
    let page = folder.disk.upload_list(None, limit(9)).await.expect("a page");
    assert_eq!((page.items.len(), page.strange), (0, vec![strange.clone()]));
    folder.store();
    assert!(!probe.exists() && strange.exists());
}

/// The age of an upload is that of its last bytes, the age of a blob that of its publishing.
#[tokio::test]
async fn ages() {
    let (folder, upload) = (Folder::new(), upload());
    let staged = folder
        .append(upload, &Staged::empty(), b"bytes")
        .await
        .expect("an append");
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let file = File::options()
        .write(true)
        .open(folder.staged(upload))
        .expect("a file");
    file.set_modified(old).expect("another time");
    let page = folder.disk.upload_list(None, limit(9)).await.expect("a page");
    assert_eq!(page.items[0].changed.as_seconds(), 1_000_000_000);
    assert_eq!(page.items[0].stored_bytes, 5 + 4 + 28);
    let key = key(b"bytes");
    folder.disk.finish(upload, staged, key).await.expect("a finish");
    let page = folder
        .disk
        .blob_list(Shard::of(&key.digest), None, limit(9))
        .await;
    let blob = page.expect("a page").items[0];
    assert_eq!((blob.key, blob.stored_bytes), (key, 5 + 4 + 28));
    assert!(blob.changed.as_seconds() > 1_000_000_000);
}

#[tokio::test]
async fn a_folder_is_synced_once_for_many_deletes() {
    let folder = Folder::new();
    let mut keys = vec![folder.push(b"other").await];
    for _ in 0..5 {
        keys.push(folder.push(b"same").await);
    }
    folder.steps();
    folder.disk.blob_delete(keys.clone()).await.expect("a delete");
    // One folder has one of them, the other five.
    let steps = folder.steps();
    let folders = steps.split_inclusive(|step| *step == Step::SyncBlobs);
    let mut removed: Vec<_> = folders.map(|steps| steps.len() - 1).collect();
    removed.sort();
    assert_eq!((removed, steps.len()), (vec![1, 5], 8));
    folder.fail(&[Step::RemoveBlob], Errno::IO);
    folder.disk.blob_delete(keys).await.expect_err("a failed unlink");
    assert_eq!(folder.steps(), [Step::RemoveBlob, Step::SyncBlobs]);
}

#[tokio::test]
async fn a_damaged_blob_is_kept_apart() {
    let folder = Folder::new();
    let key = folder.push(b"content").await;
    folder.steps();
    folder.disk.blob_quarantine(key).await.expect("a quarantine");
    let steps = [Step::Quarantine, Step::SyncQuarantine, Step::SyncBlobs];
    assert_eq!(folder.steps(), steps);
    let kept = folder.dir.path().join(format!("quarantine/sha256-{key}"));
    assert!(fs::read(&kept).expect("the blob's file").starts_with(b"content"));
    // A name that is taken is no reason to lose a file.
    fs::write(folder.blob(key), b"another").expect("a file");
    let taken = folder.disk.blob_quarantine(key).await;
    assert!(matches!(taken, Err(Error::Io(_))), "{taken:?}");
    assert!(folder.blob(key).exists());
    folder.disk.quarantine_delete(key).await.expect("a delete");
    assert_eq!(folder.steps()[1..], [Step::RemoveBlob, Step::SyncQuarantine]);
    assert!(!kept.exists());
}

#[tokio::test]
async fn a_quarantine_that_fails_leaves_the_blob() {
    let folder = Folder::new();
    let key = folder.push(b"content").await;
    folder.fail(&[Step::Quarantine], Errno::NOSPC);
    let full = folder.disk.blob_quarantine(key).await;
    assert!(matches!(full, Err(Error::Full)), "{full:?}");
    crate::contract::expect_blob(&folder.store(), key, b"content").await;
}

#[tokio::test]
async fn a_long_shard_in_pages() {
    let folder = Folder::new();
    let digest = key(b"content").digest;
    let at = |number: u64| BlobKey {
        digest,
        generation: Generation::from_bits(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
    };
    for number in 0..3000 {
        fs::write(folder.blob(at(number)), b"").expect("a file");
    }
    let (mut listed, mut after) = (Vec::new(), None);
    loop {
        let page = folder.disk.blob_list(Shard::of(&digest), after, limit(700)).await;
        let page = page.expect("a page");
        listed.extend(page.items.iter().map(|blob| blob.key));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut keys: Vec<_> = (0..3000).map(at).collect();
    keys.sort();
    assert!(listed == keys);
}
