//! The data folder: what lies where in it, and how files in it are written.
//!
//! | name | what | written |
//! |---|---|---|
//! | `lock` | locked by the server that runs on the folder | once |
//! | `metadata.sqlite` | the metadata, unless it is in PostgreSQL | by `meta` |
//! | `blobs/` | the bytes | by `blobs` |
//! | `credentials` | access key of the administrator of the default account | `credentials` |
//! | `endpoint`, `server.toml` | what the last start left for other commands | `endpoint` |
//! | `installation` | which database the folder belongs to | `belonging` |
//! | `keys/` | the master key, unless the configuration says otherwise | `master_key` |
//! | `restoring` | while a backup is restored into the folder, which does not count until it is gone | `restore` |
//! | `tls/` | the certificate authority of `--tls auto` | `tls` |

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// A data folder, there or not yet.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder(PathBuf);

/// Held by the one server that runs on a folder, until it ends in whatever way.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Its owner: 0600.
    Private,
    /// Everybody who may enter the folder: 0644.
    Shared,
}

impl DataFolder {
    /// The folder at this path, which need not be there.
    pub(crate) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the folder, for its owner only, when it is not there.
    pub(crate) fn create(&self) -> Result<()> {
        create(&self.0).with_context(|| format!("could not make the data folder {}", self.0.display()))
    }

    /// Locks the folder for this process.
    pub(crate) fn lock(&self) -> Result<Lock> {
        self.lock_as(
            "lock",
            "another hythe process works",
            "stop that server, or wait until that command is done; or give this one another --data",
        )
    }

    /// Keeps other rotations of the master key away: beside a server, but not beside another one.
    pub(crate) fn lock_rotation(&self) -> Result<Lock> {
        let why = "the master key is being rotated";
        self.lock_as("lock-rotation", why, "try again when that is done")
    }

    fn lock_as(&self, name: &str, why: &str, advice: &str) -> Result<Lock> {
        let path = self.0.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        let file = options
            .open(&path)
            .with_context(|| format!("could not open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => bail!("{why} on the data folder {}; {advice}", self.0.display()),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("could not lock {}", path.display()))
            }
        }
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The SQLite database.
    pub(crate) fn metadata(&self) -> PathBuf {
        self.0.join("metadata.sqlite")
    }

    /// The byte store.
    pub(crate) fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }

    /// The administrator's access key.
    pub(crate) fn credentials(&self) -> PathBuf {
        self.0.join("credentials")
    }

    /// The URL of the server.
    pub(crate) fn endpoint(&self) -> PathBuf {
        self.0.join("endpoint")
    }

    /// What else other commands need to know of the server.
    pub(crate) fn server(&self) -> PathBuf {
        self.0.join("server.toml")
    }

    /// Which installation's bytes these are.
    pub(crate) fn installation(&self) -> PathBuf {
        self.0.join("installation")
    }

    /// The folder of the master key.
    pub(crate) fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// The master key.
    pub(crate) fn master_key(&self) -> PathBuf {
        self.keys().join("master-key")
    }

    /// There while a backup is restored into the folder.
    pub(crate) fn restoring(&self) -> PathBuf {
        self.0.join("restoring")
    }

    /// Refuses a folder that a restore has not finished.
    pub(crate) fn expect_whole(&self) -> Result<()> {
        if self.restoring().exists() {
            let path = self.0.display();
            bail!("the restore into the data folder {path} was not finished: run `hythe restore` again");
        }
        Ok(())
    }

    /// The certificate authority.
    pub(crate) fn tls(&self) -> PathBuf {
        self.0.join("tls")
    }
}

/// Makes a folder and those above it, each for its owner only and each durable: what is written
/// into a folder is lost with it. One that is there stays as it is.
pub(crate) fn create(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = parent(folder);
    create(parent)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => File::open(parent)?.sync_all(),
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Puts `content` in place of the file at `path`, if any, as a whole: after a crash there is the
/// old file or the new one, and when this returns, the new one survives a loss of power.
pub(crate) fn write(path: &Path, content: &str, mode: Mode) -> Result<()> {
    replace(path, content, mode).with_context(|| format!("could not write {}", path.display()))
}

fn replace(path: &Path, content: &str, mode: Mode) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.draft"));
    match std::fs::remove_file(&draft) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let bits = match mode {
        Mode::Private => 0o600,
        Mode::Shared => 0o644,
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(bits)
        .open(&draft)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    File::open(parent(path))?.sync_all()
}

/// Removes the file at `path`, if there is one.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// The text of the file at `path`; `None` when there is none.
pub(crate) fn read(path: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("could not read {}", path.display())),
    }
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) => Path::new("."),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn bits(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_are_private() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b");
        create(&folder).unwrap();
        assert_eq!((bits(&folder), bits(&place.path().join("a"))), (0o700, 0o700));
        create(&folder).unwrap();
    }

    #[test]
    fn files_are_replaced_as_a_whole() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("file");
        std::fs::write(place.path().join(".file.draft"), "left by a crash").unwrap();
        write(&path, "one", Mode::Shared).unwrap();
        write(&path, "two", Mode::Private).unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("two"));
        assert_eq!(bits(&path), 0o600);
        assert_eq!(place.path().read_dir().unwrap().count(), 1);
        assert_eq!(read(&place.path().join("none")).unwrap(), None);
    }

    #[test]
    fn the_second_lock_fails_and_names_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::at(place.path());
        let held = folder.lock().unwrap();
        let error = folder.lock().unwrap_err().to_string();
        assert!(error.contains(&*place.path().to_string_lossy()), "{error}");
        drop(held);
        folder.lock().unwrap();
    }
}
