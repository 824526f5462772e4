//! The file of an upload in progress.
//!
//! It knows of no format: what is written where is the business of `body`.

use std::fs::File;
use std::io::{self, IoSlice};
use std::num::NonZeroU64;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use names::UploadId;
use rustix::fs::{self, Advice, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use stdx::sabotage;

use super::Disk;
use super::file::{REGULAR, is_strange};
use super::layout::sync_folder;
use super::steps::{Step, fault};
use crate::claims::Claim;
use crate::{AppendError, Error, FinishError, Staged};

/// How much is written before the device is told to begin, so that little is left to wait
/// for at the end of a long upload.
const WRITEBACK_BYTES: u64 = 8 << 20;
/// How often a file that is renamed or removed under our hands is looked up again.
const OPEN_ATTEMPTS: usize = 8;

/// Why the file of an upload is of no use.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It does not have the bytes that it should have.
    Lost,
    /// Somebody else works on it.
    Busy,
    /// The file system failed.
    Store(Error),
}

impl<E: Into<Error>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

impl From<Trouble> for AppendError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Lost => Self::Lost,
            Trouble::Busy => Self::Busy,
            Trouble::Store(error) => Self::Store(error),
        }
    }
}

impl From<Trouble> for FinishError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Lost => Self::Lost,
            Trouble::Busy => Self::Busy,
            Trouble::Store(error) => Self::Store(error),
        }
    }
}

/// The open file of an upload, ours alone.
///
/// Whoever writes holds it, so that the upload stays busy until the last write of a cancelled
/// append is over.
#[derive(Debug)]
pub(super) struct StagedFile {
    // Closed, and so unlocked, before the claim is given back.
    file: File,
    path: PathBuf,
    disk: Arc<Disk>,
    _claim: Claim,
}

impl StagedFile {
    /// Opens and locks the file of an upload; makes it for an upload without bytes.
    pub(super) fn open(
        disk: Arc<Disk>,
        claim: Claim,
        upload: UploadId,
        staged: &Staged,
    ) -> Result<Self, Trouble> {
        let path = disk.layout.staged(upload);
        let mut flags = OFlags::RDWR | OFlags::CLOEXEC | REGULAR;
        flags.set(OFlags::CREATE, staged.offset() == 0);
        for _ in 0..OPEN_ATTEMPTS {
            let file = match fs::open(&path, flags, Mode::RUSR | Mode::WUSR) {
                Err(Errno::NOENT) => return Err(Trouble::Lost),
                Err(_) if is_strange(&path) => return Err(Trouble::Lost),
                result => File::from(result?),
            };
            if !file.metadata()?.is_file() {
                return Err(Trouble::Lost);
            }
            let lock = || fs::flock(&file, FlockOperation::NonBlockingLockExclusive);
            match disk.steps.run(Step::Lock, lock) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(Trouble::Busy),
                result => result?,
            }
            // Whoever had the lock before may have published or removed the file.
            if is_at(&file, &path)? {
                return Ok(Self {
                    file,
                    path,
                    disk,
                    _claim: claim,
                });
            }
        }
        Err(Trouble::Busy)
    }

    /// Writes `slices` one after the other at `offset`. `step` says what they are.
    pub(super) fn write(&self, step: Step, slices: &mut [IoSlice<'_>], offset: u64) -> Result<(), Error> {
        Ok(self
            .disk
            .steps
            .run(step, || write_all(&self.file, slices, offset))?)
    }

    /// Tells the device to begin with what was written in front of `end`, of which the part from
    /// `begin` on is new.
    pub(super) fn begin_writeback(&self, begin: u64, end: u64) {
        let end = end / WRITEBACK_BYTES * WRITEBACK_BYTES;
        if let (true, Some(begin)) = (end > begin, end.checked_sub(WRITEBACK_BYTES)) {
            // For pages that were written but are not on the device, this advice means "begin
            // to write"; they stay in memory. Nothing depends on whether it is taken.
            let length = NonZeroU64::new(WRITEBACK_BYTES);
            let _ = fs::fadvise(&self.file, begin, length, Advice::DontNeed);
        }
    }

    /// Reads exactly the bytes at `offset`. What is not there is lost.
    pub(super) fn read(&self, bytes: &mut [u8], offset: u64) -> Result<(), Trouble> {
        fault()?;
        match self.file.read_exact_at(bytes, offset) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Trouble::Lost),
            result => Ok(result?),
        }
    }

    /// Makes the entry of a new file durable.
    pub(super) fn sync_entry(&self) -> Result<(), Error> {
        let folder = self.disk.layout.staged_folder();
        let synced = self.disk.steps.run(Step::SyncStaged, || sync_folder(folder));
        synced.or_else(|error| self.give_up(error))
    }

    /// Runs what takes an append back that failed, as far as that is possible: the next append
    /// copes with what it finds.
    pub(super) fn take_back(&self, take_back: impl FnOnce() -> Result<(), Error>) {
        let taken_back = match self.is_ours() {
            Ok(true) => take_back(),
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = taken_back {
            tracing::warn!(%error, path = %self.path.display(), "an append was not taken back");
        }
    }

    /// Whether the upload still has this file: an abort does not wait for the lock.
    pub(super) fn is_ours(&self) -> Result<bool, Error> {
        Ok(is_at(&self.file, &self.path)?)
    }

    /// Gives the file another name, which must be free, and takes away the one it has.
    pub(super) fn rename(&self, to: &Path) -> Result<(), Trouble> {
        let renamed = self.disk.steps.run(Step::Rename, || rename(&self.path, to));
        match renamed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Trouble::Lost),
            result => result?,
        }
        if is_at(&self.file, to)? {
            return Ok(());
        }
        // An abort, and an append after it, put another file in the place of this one. Nobody
        // knows the new name yet.
        self.disk.steps.run(Step::RemoveBlob, || fs::unlink(to))?;
        Err(Trouble::Lost)
    }

    /// Takes away the file's name.
    pub(super) fn remove(&self) -> Result<(), Error> {
        Ok(self
            .disk
            .steps
            .run(Step::RemoveStaged, || fs::unlink(&self.path))?)
    }

    /// Makes the file durable, or takes it away.
    pub(super) fn sync(&self) -> Result<(), Error> {
        if sabotage::is("no-file-fsync") {
            return Ok(());
        }
        let synced = self.disk.steps.run(Step::SyncFile, || fs::fdatasync(&self.file));
        synced.or_else(|error| self.give_up(error))
    }

    /// After a failed fsync the kernel may have dropped the pages and call them clean, so that
    /// a second fsync says nothing. The file is of no use any more.
    fn give_up(&self, error: io::Error) -> Result<(), Error> {
        tracing::error!(%error, path = %self.path.display(), "fsync failed, the upload is dropped");
        if self.is_ours()? {
            self.remove()?;
        }
        Err(error.into())
    }

    /// Cuts off what stands behind `length`.
    pub(super) fn cut(&self, length: u64) -> Result<(), Error> {
        if self.length()? > length {
            let cut = || fs::ftruncate(&self.file, length);
            self.disk.steps.run(Step::Truncate, cut)?;
        }
        Ok(())
    }

    /// How long the file is.
    pub(super) fn length(&self) -> Result<u64, Error> {
        Ok(self.file.metadata()?.len())
    }
}

/// Whether `path` is a name of `file`.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let ours = fs::fstat(file)?;
    match fs::lstat(path) {
        Ok(found) => Ok((found.st_dev, found.st_ino) == (ours.st_dev, ours.st_ino)),
        Err(Errno::NOENT) => Ok(false),
        Err(errno) => Err(errno.into()),
    }
}

/// Gives a file another name, which must be free.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Errno> {
    let free = fs::RenameFlags::NOREPLACE;
    match fs::renameat_with(fs::CWD, from, fs::CWD, to, free) {
        // Some file systems cannot look and rename in one step. The random generation in the
        // name keeps it free.
        Err(Errno::INVAL | Errno::NOSYS) => fs::rename(from, to),
        result => result,
    }
}

fn write_all(file: &File, mut slices: &mut [IoSlice<'_>], mut offset: u64) -> Result<(), Errno> {
    while !slices.is_empty() {
        match rustix::io::pwritev(file, slices, offset) {
            Err(Errno::INTR) => {}
            Ok(0) => return Err(Errno::IO),
            Ok(written) => {
                offset += written as u64;
                IoSlice::advance_slices(&mut slices, written);
            }
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}
