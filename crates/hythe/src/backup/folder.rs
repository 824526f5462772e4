//! The folder that holds a backup.
//!
//! | name | what |
//! |---|---|
//! | `manifest.toml` | what the backup has: the last thing that is written |
//! | `blobs/` | the files of blobs, under the names that they have in the byte store |
//! | `state-…/` | the database, the list of blobs, keys: of one backup, named by its manifest |
//! | `lock` | locked by whoever works in the folder |
//! | `hold` | while a backup runs: which hold of the deletion of bytes is its own, so that the next one ends what it left |
//! | `partial` | a file that is being copied |
//!
//! Until the manifest is replaced, nothing that the old one names is changed or removed.

use std::collections::HashSet;
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use blobs::BlobFile;
use uuid::Uuid;

use super::blob_list::{Entry, ListReader};
use super::manifest::{Manifest, STATE};
use crate::data_folder::{self, Mode};

const LOCK: &str = "lock";
const PARTIAL: &str = "partial";
const HOLD: &str = "hold";
const BLOBS: &str = "blobs";
const ALGORITHMS: [&str; 2] = ["sha256", "sha512"];

/// The folder, for one who writes.
pub(crate) struct BackupFolder {
    path: PathBuf,
    /// Opened before anything is written, so that no failed write goes unnoticed.
    folder: File,
    lock: File,
}

impl BackupFolder {
    /// Opens the folder, which is made when it is not there.
    ///
    /// # Errors
    /// When it holds something else, or another backup works in it.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let unmade = || format!("could not make the folder {}", path.display());
        data_folder::create(path).with_context(unmade)?;
        let is_empty = path.read_dir().with_context(unmade)?.next().is_none();
        let is_backup = path.join(LOCK).is_file();
        ensure!(
            is_empty || is_backup,
            "the folder {} is not empty, and what is in it is no backup",
            path.display()
        );
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        let lock = options.open(path.join(LOCK)).with_context(unmade)?;
        take(&lock.try_lock(), path)?;
        make(&path.join(BLOBS))?;
        for algorithm in ALGORITHMS {
            make(&path.join(BLOBS).join(algorithm))?;
            for shard in 0..=u8::MAX {
                make(&path.join(BLOBS).join(algorithm).join(format!("{shard:02x}")))?;
            }
        }
        Ok(Self {
            path: path.to_owned(),
            folder: File::open(path).with_context(unmade)?,
            lock,
        })
    }

    /// Keeps backups from changing a folder that is read; not on media that cannot be locked.
    ///
    /// # Errors
    /// When a backup works in it.
    pub(crate) fn hold(path: &Path) -> Result<Option<File>> {
        let Ok(lock) = File::open(path.join(LOCK)) else {
            return Ok(None);
        };
        take(&lock.try_lock_shared(), path)?;
        Ok(Some(lock))
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file that is being copied.
    pub(crate) fn partial(&self) -> PathBuf {
        self.path.join(PARTIAL)
    }

    /// The hold of a backup into this folder that did not come to its end: it goes on no more, since this
    /// one has the lock. A copy of the folder, which another lock is for, has none.
    pub(crate) fn left_hold(&self) -> Option<Uuid> {
        let text = data_folder::read(&self.path.join(HOLD)).ok()??;
        let (id, place) = text.trim().split_once(' ')?;
        (place == self.place().ok()?).then_some(id.parse().ok()?)
    }

    /// Notes which hold is that of the backup that runs now.
    pub(crate) fn note_hold(&self, id: Uuid) -> Result<()> {
        let place = self.place().context("could not look at the lock of the backup")?;
        data_folder::write(&self.path.join(HOLD), &format!("{id} {place}\n"), Mode::Private)
    }

    /// There is no hold any more.
    pub(crate) fn forget_hold(&self) -> Result<()> {
        data_folder::remove(&self.path.join(HOLD))
    }

    /// Where the lock is: no two folders have one in the same place.
    fn place(&self) -> std::io::Result<String> {
        let lock = self.lock.metadata()?;
        Ok(format!("{} {}", lock.dev(), lock.ino()))
    }

    /// Makes everything durable that was written into the folder.
    pub(crate) fn sync(&self) -> Result<()> {
        rustix::fs::syncfs(&self.folder).context("could not write the backup to the disk")
    }

    /// Removes what backups left that were cut off.
    pub(crate) fn clear(&self, manifest: Option<&Manifest>) -> Result<()> {
        data_folder::remove(&self.partial())?;
        for entry in self.path.read_dir()? {
            let name = entry?.file_name();
            let is_state = name.to_str().is_some_and(|name| name.starts_with(STATE));
            if is_state && manifest.is_none_or(|manifest| name != manifest.state.as_str()) {
                std::fs::remove_dir_all(self.path.join(name))?;
            }
        }
        Ok(())
    }

    /// Removes everything that this manifest, which is in place, does not name.
    pub(crate) fn prune(&self, manifest: &Manifest) -> Result<()> {
        self.clear(Some(manifest))?;
        let mut list = ListReader::open(manifest, &self.path)?.peekable();
        let mut unnamed = Vec::new();
        for algorithm in ALGORITHMS {
            for shard in 0..=u8::MAX {
                let folder = format!("{BLOBS}/{algorithm}/{shard:02x}/");
                let mut named = HashSet::new();
                let is_here = |entry: &Result<Entry>| {
                    let name = entry.as_ref().map(|entry| BlobFile::name(entry.key));
                    name.map_or(true, |name| name.starts_with(&folder))
                };
                while let Some(entry) = list.next_if(is_here) {
                    named.insert(entry?.key.to_string());
                }
                for file in self.path.join(&folder).read_dir()? {
                    let file = file?;
                    if !file.file_name().to_str().is_some_and(|name| named.contains(name)) {
                        unnamed.push(file.path());
                    }
                }
            }
        }
        // Before that, nothing is removed: what is behind a line in the wrong place would be, too.
        ensure!(list.next().is_none(), "the list of blobs is not in order");
        for file in unnamed {
            std::fs::remove_file(file)?;
        }
        Ok(())
    }
}

fn take(lock: &Result<(), TryLockError>, path: &Path) -> Result<()> {
    match lock {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => bail!("another backup or restore works in {}", path.display()),
        Err(TryLockError::Error(error)) => bail!("could not lock {}: {error}", path.display()),
    }
}

fn make(folder: &Path) -> Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("could not make {}", folder.display()))
        }
        _ => Ok(()),
    }
}
