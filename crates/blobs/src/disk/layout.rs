//! Where files are.
//!
//! | path | what |
//! |---|---|
//! | `staged/<upload id>` | an upload in progress |
//! | `staged/probe-<uuid>` | a readiness probe |
//! | `blobs/<algorithm>/<first 2 hex digits>/<hex digest>-<generation>` | a blob |
//! | `quarantine/<algorithm>-<hex digest>-<generation>` | a blob that is damaged |
//!
//! All folders are made at start, so that no upload has to make one durable.

use std::ffi::OsStr;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use names::{DigestAlgorithm, UploadId};
use rustix::fs::{self, AtFlags, Mode, OFlags};
use rustix::io::Errno;
use uuid::Uuid;

use super::steps::{Step, Steps};
use crate::BlobKey;
use crate::backend::Shard;

/// The algorithms, in the order of their digests.
pub(super) const ALGORITHMS: [DigestAlgorithm; 2] = [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512];
/// Only the registry's own user reads its files.
const FOLDER_MODE: Mode = Mode::RWXU;
const PROBE_PREFIX: &str = "probe-";

/// The folders of a store.
#[derive(Debug)]
pub(super) struct Layout {
    root: PathBuf,
    staged: PathBuf,
    blobs: PathBuf,
    quarantine: PathBuf,
}

impl Layout {
    /// The folders below `root`, there or not.
    pub(super) fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            staged: root.join("staged"),
            blobs: root.join("blobs"),
            quarantine: root.join("quarantine"),
        }
    }

    /// The folders below `root`, which are made where they are not there.
    pub(super) fn make(root: &Path, steps: &Steps) -> io::Result<Self> {
        let layout = Self::at(root);
        layout.make_folders(steps)?;
        layout.remove_probes()?;
        Ok(layout)
    }

    /// Makes the folders that are not there and makes them durable.
    pub(super) fn make_folders(&self, steps: &Steps) -> io::Result<()> {
        let make = |folder: &Path| steps.run(Step::MakeFolder, || make_folder(folder));
        let sync = |folder: &Path| steps.run(Step::SyncFolder, || sync_folder(folder));
        make_root(&self.root)?;
        make(&self.staged)?;
        make(&self.quarantine)?;
        make(&self.blobs)?;
        for algorithm in ALGORITHMS {
            let folder = self.blobs.join(algorithm.as_str());
            make(&folder)?;
            for first in 0..=u8::MAX {
                make(&folder.join(stdx::hex::encode(&[first])))?;
            }
            sync(&folder)?;
        }
        // Also when nothing was made now: a start before this one may have died in between.
        sync(&self.blobs)?;
        sync(&self.root)
    }

    /// The folders that hold folders, each with the names in it that are the store's.
    pub(super) fn upper(&self) -> Vec<(PathBuf, Vec<String>)> {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let mut upper = vec![
            (self.root.clone(), names(&["staged", "blobs", "quarantine"])),
            (
                self.blobs.clone(),
                names(&ALGORITHMS.map(DigestAlgorithm::as_str)),
            ),
        ];
        for algorithm in ALGORITHMS {
            let shards = (0..=u8::MAX).map(|first| stdx::hex::encode(&[first]));
            upper.push((self.blobs.join(algorithm.as_str()), shards.collect()));
        }
        upper
    }

    /// Removes what a process left that died in a readiness probe.
    fn remove_probes(&self) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.staged)? {
            let entry = entry?;
            if is_probe(&entry.file_name()) {
                unlink_if_there(&entry.path())?;
            }
        }
        Ok(())
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
        self.shard(key.digest.algorithm(), Shard::of(&key.digest))
    }

    /// The folder of all blobs of a shard that have digests of this algorithm.
    pub(super) fn shard(&self, algorithm: DigestAlgorithm, shard: Shard) -> PathBuf {
        let mut folder = self.blobs.join(algorithm.as_str());
        folder.push(stdx::hex::encode(&[shard.byte()]));
        folder
    }

    /// A new file for a readiness probe.
    pub(super) fn probe(&self) -> PathBuf {
        self.staged.join(format!("{PROBE_PREFIX}{}", Uuid::new_v4()))
    }

    /// The folder of damaged blobs.
    pub(super) fn quarantine_folder(&self) -> &Path {
        &self.quarantine
    }

    /// The file of a damaged blob.
    pub(super) fn quarantined(&self, key: BlobKey) -> PathBuf {
        let algorithm = key.digest.algorithm().as_str();
        self.quarantine.join(format!("{algorithm}-{key}"))
    }

    /// The file of a blob.
    pub(super) fn blob(&self, key: BlobKey) -> PathBuf {
        let mut path = self.blob_folder(key);
        path.push(key.to_string());
        path
    }
}

/// Where the file of a blob is in the folder of a store.
pub(super) fn blob_name(key: BlobKey) -> String {
    let (algorithm, shard) = (key.digest.algorithm(), Shard::of(&key.digest).byte());
    format!("blobs/{}/{shard:02x}/{key}", algorithm.as_str())
}

/// The blob whose file in the quarantine has this name.
pub(super) fn quarantined_key(name: &str) -> Option<BlobKey> {
    let (algorithm, name) = name.split_once('-')?;
    let known = ALGORITHMS.into_iter().find(|known| known.as_str() == algorithm)?;
    BlobKey::read(known, name)
}

/// Whether a file is one of a readiness probe.
pub(super) fn is_probe(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PROBE_PREFIX))
}

/// A folder in which much is done, so that its path is walked once.
pub(super) struct OpenFolder(OwnedFd);

impl OpenFolder {
    /// Opens a folder that is there.
    pub(super) fn open(folder: &Path) -> Result<Self, Errno> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        fs::open(folder, flags, Mode::empty()).map(Self)
    }

    /// Takes away the name of a file in it, when it has it. A folder of this name is somebody else's.
    pub(super) fn unlink_if_there(&self, name: &str) -> Result<(), Errno> {
        match fs::unlinkat(&self.0, name, AtFlags::empty()) {
            Err(Errno::NOENT | Errno::ISDIR) => Ok(()),
            result => result,
        }
    }

    /// Makes its entries durable.
    pub(super) fn sync(&self) -> Result<(), Errno> {
        fs::fsync(&self.0)
    }
}

/// Makes the entries of a folder durable.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Errno> {
    OpenFolder::open(folder)?.sync()
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

/// Takes away the name of a file, when it has it. A folder of this name is somebody else's.
pub(super) fn unlink_if_there(path: &Path) -> Result<(), Errno> {
    match fs::unlink(path) {
        Err(Errno::NOENT | Errno::ISDIR) => Ok(()),
        result => result,
    }
}
