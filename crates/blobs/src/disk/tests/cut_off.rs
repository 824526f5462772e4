//! What a crash, another process or a bad device may leave of an upload.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use tokio::sync::oneshot;

use super::super::staging::{StagedFile, Trouble};
use super::super::steps::Step;
use super::Folder;
use crate::contract::{self, data, key, upload};
use crate::{AppendError, BlobStore, DiskStore, Error, FinishError, Staged};

/// Changes the file of an upload behind a number of acknowledged bytes.
type Change = fn(&mut Vec<u8>, usize);

/// Bytes that an append may leave behind the acknowledged ones when its process dies.
#[tokio::test]
async fn any_rest_of_an_append_is_overwritten() {
    let (folder, content) = (Folder::new(), data(300_000));
    for known in [0, 1, 262_144, 270_000] {
        let shapes: [(&str, Change); 5] = [
            ("nothing", |file, known| file.truncate(known)),
            ("a part of the trailer", |file, known| file.truncate(known + 9)),
            ("other data", |file, known| file[known..].fill(7)),
            ("less data", |file, known| file[known] ^= 0xff),
            ("more data", |file, _| file.resize(3_000_000, 7)),
        ];
        for (shape, change) in shapes {
            let upload = upload();
            let first = folder.append(upload, &Staged::empty(), &content[..known]).await;
            let staged = first.expect("an append");
            let mut file = fs::read(folder.staged(upload)).expect("the upload's file");
            change(&mut file, known);
            fs::write(folder.staged(upload), &file).expect("the upload's file");
            let second = folder.append(upload, &staged, &content[known..]).await;
            let staged = second.unwrap_or_else(|error| panic!("{shape} after {known}: {error}"));
            folder.expect_finish(upload, staged, &content).await;
        }
    }
}

#[tokio::test]
async fn fewer_bytes_than_acknowledged_are_lost() {
    let (folder, upload) = (Folder::new(), upload());
    let staged = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    let file = File::options()
        .write(true)
        .open(folder.staged(upload))
        .expect("a file");
    file.set_len(4).expect("a shorter file");
    let result = folder.append(upload, &staged, b"more").await;
    assert!(matches!(result, Err(AppendError::Lost)), "{result:?}");
    let result = folder.disk.finish(upload, staged, key(b"known")).await;
    assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
}

/// Without their trailer, other bytes than the acknowledged ones are noticed when they are
/// read again; with it, at the latest when the blob is read.
#[tokio::test]
async fn other_bytes_than_acknowledged_are_never_served() {
    let (folder, content) = (Folder::new(), data(1000));
    for (length, lost) in [(1000, true), (1032, false)] {
        let (upload, key) = (upload(), key(&content));
        let staged = folder
            .append(upload, &Staged::empty(), &content)
            .await
            .expect("an append");
        let file = File::options()
            .write(true)
            .open(folder.staged(upload))
            .expect("a file");
        file.write_all_at(&[content[500] ^ 1], 500).expect("a byte");
        file.set_len(length).expect("a file without its trailer");
        let result = folder.disk.finish(upload, staged, key).await;
        assert_eq!(matches!(result, Err(FinishError::Lost)), lost, "{result:?}");
        let read = folder.disk.open(key, 0..1000).await;
        assert!(matches!(read, Err(Error::Missing | Error::Damaged)));
    }
}

/// SHA-512 reads the staged bytes again; other bytes are not the client's fault.
#[tokio::test]
async fn other_bytes_than_acknowledged_are_not_a_mismatch() {
    let (folder, upload) = (Folder::new(), upload());
    let staged = folder
        .append(upload, &Staged::empty(), b"known")
        .await
        .expect("an append");
    let file = File::options()
        .write(true)
        .open(folder.staged(upload))
        .expect("a file");
    file.write_all_at(b"K", 0).expect("a byte");
    let digest = names::Digest::Sha512([0; 64]);
    let result = folder.disk.verify(upload, staged, digest).await;
    assert!(matches!(result, Err(FinishError::Lost)), "{result:?}");
}

/// The lock on the file tells two processes apart that share the folder.
#[tokio::test]
async fn another_process_is_told_that_the_upload_is_busy() {
    let (folder, upload, content) = (Folder::new(), upload(), data(3 << 20));
    let other = folder.store();
    let (locked, is_locked) = oneshot::channel();
    let (go_on, may_go_on) = oneshot::channel::<()>();
    let pause = stream::once(async move {
        locked.send(()).ok();
        may_go_on.await.ok();
        Ok(Bytes::new())
    });
    let frames = super::frames(&content).chain(pause).boxed();
    let running = tokio::spawn({
        let disk = folder.disk.clone();
        async move { disk.append(upload, Staged::empty(), frames).await }
    });
    is_locked.await.expect("the append runs");
    let second = other
        .append(upload, Staged::empty(), super::frames(b"second"))
        .await;
    assert!(matches!(second, Err(AppendError::Busy)), "{second:?}");
    go_on.send(()).expect("the append still runs");
    let staged = running.await.expect("no panic").expect("an append");
    folder.expect_finish(upload, staged, &content).await;
}

/// An abort does not wait, so that another file may stand in the place of the one that is
/// being published.
#[tokio::test]
async fn only_the_verified_file_is_published() {
    let (folder, upload, key) = (Folder::new(), upload(), key(b"verified"));
    let staged = folder
        .append(upload, &Staged::empty(), b"verified")
        .await
        .expect("an append");
    let DiskStore { disk, claims, .. } = &folder.disk;
    let claim = claims.claim(upload).expect("nobody else");
    let file = StagedFile::open(Arc::clone(disk), claim, upload, &staged).expect("the file");
    folder.disk.abort(upload).await.expect("an abort");
    let gone = file.rename(&folder.blob(key));
    assert!(matches!(gone, Err(Trouble::Lost)), "{gone:?}");
    fs::write(folder.staged(upload), b"another").expect("another file");
    let other = file.rename(&folder.blob(key));
    assert!(matches!(other, Err(Trouble::Lost)), "{other:?}");
    assert!(!folder.blob(key).exists());
}

/// Between the opening of a file and its lock, another process may publish it.
#[tokio::test]
async fn a_blob_that_was_published_meanwhile_is_not_written() {
    let (folder, upload, key) = (Folder::new(), upload(), key(b"first"));
    folder
        .append(upload, &Staged::empty(), b"first")
        .await
        .expect("an append");
    let (staged, blob) = (folder.staged(upload), folder.blob(key));
    folder.before(Step::Lock, move || fs::rename(staged, blob).expect("a file"));
    let staged = folder
        .append(upload, &Staged::empty(), b"second")
        .await
        .expect("an append");
    contract::expect_blob(&folder.store(), key, b"first").await;
    folder.expect_finish(upload, staged, b"second").await;
}

/// A name that is taken is an error, not another blob's end.
#[tokio::test]
async fn a_blob_is_never_overwritten() {
    let (folder, upload, key) = (Folder::new(), upload(), key(b"same"));
    fs::write(folder.blob(key), b"here before").expect("a file");
    let staged = folder
        .append(upload, &Staged::empty(), b"same")
        .await
        .expect("an append");
    let result = folder.disk.finish(upload, staged, key).await;
    assert!(
        matches!(result, Err(FinishError::Store(Error::Io(_)))),
        "{result:?}"
    );
    assert_eq!(fs::read(folder.blob(key)).expect("the file"), b"here before");
}
