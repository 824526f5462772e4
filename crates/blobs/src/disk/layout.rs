//! Where files are.
//!
//! | path | what |
//! |---|---|
//! | `staged/<upload id>` | an upload in progress |
//! | `blobs/<algorithm>/<first 2 hex digits>/<hex digest>-<generation>` | a blob |
//!
//! All folders are made at start, so that no upload has to make one durable.

use std::io;
use std::path::{Path, PathBuf};

use names::{DigestAlgorithm, UploadId};
use rustix::fs::{self, Mode, OFlags};
use rustix::io::Errno;

use super::steps::{Step, Steps};
use crate::BlobKey;

const ALGORITHMS: [DigestAlgorithm; 2] = [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512];
/// Only the registry's own user reads its files.
const FOLDER_MODE: Mode = Mode::RWXU;

/// The folders of a store.
#[derive(Debug)]
pub(super) struct Layout {
    staged: PathBuf,
    blobs: PathBuf,
}

impl Layout {
    /// Makes the folders that are not there and makes them durable.
    pub(super) fn make(root: &Path, steps: &Steps) -> io::Result<Self> {
        let make = |folder: &Path| steps.run(Step::MakeFolder, || make_folder(folder));
        let sync = |folder: &Path| steps.run(Step::SyncFolder, || sync_folder(folder));
        make_root(root)?;
        let layout = Self {
            staged: root.join("staged"),
            blobs: root.join("blobs"),
        };
        make(&layout.staged)?;
        make(&layout.blobs)?;
        for algorithm in ALGORITHMS {
            let folder = layout.blobs.join(algorithm.as_str());
            make(&folder)?;
            for first in 0..=u8::MAX {
                make(&folder.join(stdx::hex::encode(&[first])))?;
            }
            sync(&folder)?;
        }
        // Also when nothing was made now: a start before this one may have died in between.
        sync(&layout.blobs)?;
        sync(root)?;
        Ok(layout)
    }

    /// The folder of uploads in progress.
    pub(super) fn staged_folder(&self) -> &Path {
        &self.staged
    }

    /// The file of an upload in progress.
    pub(super) fn staged(&self, upload: UploadId) -> PathBuf {
        self.staged.join(upload.to_string())
    }

    /// The folder of a blob.
    pub(super) fn blob_folder(&self, key: BlobKey) -> PathBuf {
        let mut folder = self.blobs.join(key.digest.algorithm().as_str());
        folder.push(&key.digest.hex()[..2]);
        folder
    }

    /// The file of a blob.
    pub(super) fn blob(&self, key: BlobKey) -> PathBuf {
        let mut path = self.blob_folder(key);
        path.push(key.to_string());
        path
    }
}

/// Makes the entries of a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Errno> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    fs::fsync(fs::open(folder, flags, Mode::empty())?)
}

/// Makes the root and what is missing above it, each entry durable in its parent.
fn make_root(root: &Path) -> io::Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    let parent = match root.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    make_root(parent)?;
    make_folder(root)?;
    Ok(sync_folder(parent)?)
}

fn make_folder(folder: &Path) -> Result<(), Errno> {
    match fs::mkdir(folder, FOLDER_MODE) {
        Err(Errno::EXIST) => Ok(()),
        result => result,
    }
}
