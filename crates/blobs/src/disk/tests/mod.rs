//! Tests of what only a store in a folder has: files, and an order of steps.

mod cut_off;
mod damage;
mod encrypted;
mod full;
mod lists;
mod order;
mod strange;
mod tampered;
mod twice;
mod vectors;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use names::UploadId;
use rustix::io::Errno;
use tempfile::TempDir;

use super::DiskStore;
use super::steps::Step;
use crate::contract::{self, Store};
use crate::{AppendError, BlobKey, BlobStore, Content, KeyDomain, LocalKeys, Protection, Staged};

mod promises {
    use super::Folder;

    crate::contract_tests!({
        let folder = Folder::new();
        move || folder.store()
    });
}

mod encrypted_promises {
    use super::Folder;

    crate::contract_tests!({
        let folder = Folder::encrypted();
        move || folder.store()
    });
}

mod backend_promises {
    use std::sync::Arc;

    use super::Folder;
    use crate::DiskStore;
    use crate::contract::Whole;

    crate::backend_contract_tests!({
        let folder = Folder::new();
        move || -> Whole { Arc::new(DiskStore::open(folder.dir.path()).expect("a store")) }
    });
}

/// A folder with a store in it, whose files and steps a test may see and spoil.
struct Folder {
    dir: TempDir,
    disk: DiskStore,
}

impl Folder {
    fn new() -> Self {
        let dir = temporary();
        let disk = DiskStore::open(dir.path()).expect("a store");
        Self { dir, disk }
    }

    /// A folder whose store encrypts.
    fn encrypted() -> Self {
        Self::new().under(encrypted("a"))
    }

    /// The same folder, seen under another protection.
    fn under(mut self, protection: Protection) -> Self {
        self.disk = self.disk.under(protection);
        self
    }

    /// The store, as after a restart.
    fn store(&self) -> Store {
        let disk = DiskStore::open(self.dir.path()).expect("a store");
        Arc::new(disk.under(self.disk.protection.clone()))
    }

    fn staged(&self, upload: UploadId) -> PathBuf {
        self.disk.disk.layout.staged(upload)
    }

    fn blob(&self, key: BlobKey) -> PathBuf {
        self.disk.disk.layout.blob(key)
    }

    /// How many files of uploads there are.
    fn staged_count(&self) -> usize {
        fs::read_dir(self.dir.path().join("staged"))
            .expect("the folder of uploads")
            .count()
    }

    /// The steps since the last call.
    fn steps(&self) -> Vec<Step> {
        let mut watch = self.disk.disk.steps.watch.lock().expect("no panic");
        std::mem::take(&mut watch.seen)
    }

    /// Lets each of these steps fail once.
    fn fail(&self, steps: &[Step], errno: Errno) {
        let mut watch = self.disk.disk.steps.watch.lock().expect("no panic");
        watch.failing = steps.iter().map(|step| (*step, errno)).collect();
    }

    /// Lets something happen once before a step.
    fn before(&self, step: Step, happen: impl FnOnce() + Send + 'static) {
        let mut watch = self.disk.disk.steps.watch.lock().expect("no panic");
        watch.meanwhile = Some((step, Box::new(happen)));
    }

    async fn append(&self, upload: UploadId, staged: &Staged, content: &[u8]) -> Result<Staged, AppendError> {
        self.disk.append(upload, staged.clone(), frames(content)).await
    }

    async fn push(&self, content: &[u8]) -> BlobKey {
        let key = contract::push(&self.store(), content).await;
        assert_eq!(self.staged_count(), 0);
        key
    }

    /// Publishes the upload and checks that it is exactly `content`.
    async fn expect_finish(&self, upload: UploadId, staged: Staged, content: &[u8]) {
        let key = contract::key(content);
        self.disk.finish(upload, staged, key).await.expect("a finish");
        contract::expect_blob(&self.store(), key, content).await;
        assert_eq!(self.staged_count(), 0);
    }
}

/// A folder in memory where there is one: a store makes hundreds of folders, and no test here
/// sees what a device does.
fn temporary() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a folder")
}

/// The protection of a domain under a master key that all tests share.
fn encrypted(domain: &str) -> Protection {
    Protection::Encrypted {
        keys: Arc::new(LocalKeys::new(&[7; 32])),
        domain: KeyDomain::new(domain),
    }
}

fn frames(content: &[u8]) -> Content {
    let frames: Vec<_> = content
        .chunks(64 << 10)
        .map(|frame| Ok(Bytes::copy_from_slice(frame)))
        .collect();
    stream::iter(frames).boxed()
}
