//! A store without space (threats-and-faults C-8, C-10).

use std::fs;
use std::path::Path;
use std::process::Command;

use rustix::io::Errno;

use super::super::steps::Step;
use super::{Folder, frames};
use crate::contract::{data, expect_blob, push, upload};
use crate::{AppendError, BlobStore, DiskStore, Error, Staged};

#[tokio::test]
async fn a_first_append_that_is_full_leaves_nothing() {
    let folder = Folder::new();
    for (step, length) in [
        (Step::WriteData, 10),
        (Step::WriteData, 5 << 20),
        (Step::WriteTrailer, 10),
        (Step::SyncFile, 10),
    ] {
        let upload = upload();
        folder.fail(&[step], Errno::NOSPC);
        let result = folder.append(upload, &Staged::empty(), &data(length)).await;
        assert!(
            matches!(result, Err(AppendError::Store(Error::Full))),
            "{step:?}: {result:?}"
        );
        assert_eq!(folder.staged_count(), 0, "{step:?}");
    }
}

#[tokio::test]
async fn a_later_append_that_is_full_leaves_what_was_acknowledged() {
    // Also when there is not even space to take the append back.
    let folder = Folder::new();
    let not_even = [Step::WriteData, Step::WriteTrailer];
    for (steps, length) in [
        (&[Step::WriteData][..], 10),
        (&[Step::WriteData], 5 << 20),
        (&[Step::WriteTrailer], 10),
        (&not_even, 10),
        (&not_even, 5 << 20),
    ] {
        let upload = upload();
        let staged = folder
            .append(upload, &Staged::empty(), b"known")
            .await
            .expect("an append");
        let before = fs::read(folder.staged(upload)).expect("the upload's file");
        folder.fail(steps, Errno::DQUOT);
        let result = folder.append(upload, &staged, &data(length)).await;
        assert!(
            matches!(result, Err(AppendError::Store(Error::Full))),
            "{steps:?}: {result:?}"
        );
        let after = fs::read(folder.staged(upload)).expect("the upload's file");
        let kept = if steps.len() == 1 { before.len() } else { 5 };
        assert!(after == before[..kept], "{steps:?}");
        let staged = folder
            .append(upload, &staged, b" and more")
            .await
            .expect("an append");
        folder.expect_finish(upload, staged, b"known and more").await;
    }
}

/// A file system of its own, unmounted at the end.
struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn new(path: &'a Path, options: &str) -> Self {
        let arguments = ["-t", "tmpfs", "-o", options, "tmpfs"];
        let status = Command::new("mount").args(arguments).arg(path).status();
        assert!(status.expect("mount runs").success());
        Self(path)
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        Command::new("umount")
            .arg("-l")
            .arg(self.0)
            .status()
            .expect("umount runs");
    }
}

#[tokio::test]
#[ignore = "mounts a small file system, for which it has to be root"]
async fn a_full_disk() {
    let dir = tempfile::tempdir().expect("a folder");
    let mounted = Mounted::new(dir.path(), "size=8m");
    let disk = DiskStore::open(mounted.0).expect("a store");
    let store: crate::contract::Store = std::sync::Arc::new(disk.clone());
    let content = data(3 << 20);
    let key = push(&store, &content).await;
    let (known, lost) = (upload(), upload());
    let staged = disk
        .append(known, Staged::empty(), frames(b"known"))
        .await
        .expect("an append");
    for (upload, from) in [(lost, Staged::empty()), (known, staged.clone())] {
        let result = disk.append(upload, from, frames(&data(16 << 20))).await;
        assert!(
            matches!(result, Err(AppendError::Store(Error::Full))),
            "{result:?}"
        );
    }
    expect_blob(&store, key, &content).await;
    // The space of what failed is free at once.
    let rest = disk
        .append(known, staged, frames(&content))
        .await
        .expect("an append");
    assert_eq!(rest.offset(), 5 + (3 << 20));
    fs::write(dir.path().join("filler"), data(8 << 20)).expect_err("no space");
    assert!(matches!(disk.check().await, Err(Error::Full)));
    fs::remove_file(dir.path().join("filler")).expect("a file");
    disk.check().await.expect("space again");
}

#[tokio::test]
#[ignore = "mounts a small file system, for which it has to be root"]
async fn no_more_files() {
    let dir = tempfile::tempdir().expect("a folder");
    let mounted = Mounted::new(dir.path(), "size=8m,nr_inodes=520");
    let disk = DiskStore::open(mounted.0).expect("a store");
    let mut uploads = vec![];
    let full = loop {
        let upload = upload();
        match disk.append(upload, Staged::empty(), frames(b"bytes")).await {
            Ok(_) => uploads.push(upload),
            Err(error) => break error,
        }
    };
    assert!(matches!(full, AppendError::Store(Error::Full)), "{full:?}");
    assert!(matches!(disk.check().await, Err(Error::Full)));
    disk.abort(uploads[0]).await.expect("an abort");
    disk.check().await.expect("one more file");
}
