//! The file of an upload in progress.
//!
//! Bytes before the acknowledged offset are never written again. What stands behind them is
//! the trailer, or whatever an append left that was cut off.

use std::fs::File;
use std::io::{self, IoSlice};
use std::num::NonZeroU64;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use names::{DigestAlgorithm, UploadId};
use rustix::fs::{self, Advice, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use sha2::Sha256;

use super::Disk;
use super::layout::sync_folder;
use super::steps::Step;
use crate::claims::Claim;
use crate::content::Batch;
use crate::format::{SEGMENT_BYTES, Table, file_bytes};
use crate::hasher::Hasher;
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

/// What is known of the acknowledged bytes.
#[derive(Debug)]
pub(super) struct Measured {
    /// Their checksums.
    pub(super) table: Table,
    /// Their running SHA-256.
    pub(super) hash: Sha256,
    /// Whether the file ends with their trailer.
    pub(super) sealed: bool,
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
        let mut flags = OFlags::RDWR | OFlags::CLOEXEC;
        flags.set(OFlags::CREATE, staged.offset() == 0);
        for _ in 0..OPEN_ATTEMPTS {
            let file = match fs::open(&path, flags, Mode::RUSR | Mode::WUSR) {
                Err(Errno::NOENT) => return Err(Trouble::Lost),
                result => File::from(result?),
            };
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

    /// Finds out about the acknowledged bytes, from the trailer or, after an append that was
    /// cut off, from the bytes themselves.
    pub(super) fn measure(&self, staged: &Staged) -> Result<Measured, Trouble> {
        let known = self.read_table(staged)?;
        let sealed = known.is_some();
        if let (Some(table), Some(hash)) = (known, staged.hash()) {
            let hash = hash.clone();
            return Ok(Measured { table, hash, sealed });
        }
        let (table, hash) = match staged.hash() {
            Some(hash) => (self.read_again(staged, |_| ())?, hash.clone()),
            None => self.hash_again(staged)?,
        };
        Ok(Measured { table, hash, sealed })
    }

    /// Writes a batch of data at `offset`.
    pub(super) fn write(&self, batch: &Batch, offset: u64) -> Result<(), Error> {
        self.disk
            .steps
            .run(Step::WriteData, || write_frames(&self.file, batch, offset))?;
        let end = (offset + batch.length) / WRITEBACK_BYTES * WRITEBACK_BYTES;
        if let (true, Some(begin)) = (end > offset, end.checked_sub(WRITEBACK_BYTES)) {
            // For pages that were written but are not on the device, this advice means "begin
            // to write"; they stay in memory. Nothing depends on whether it is taken.
            let _ = fs::fadvise(
                &self.file,
                begin,
                NonZeroU64::new(WRITEBACK_BYTES),
                Advice::DontNeed,
            );
        }
        Ok(())
    }

    /// Ends the file with the trailer of its data and makes it durable.
    pub(super) fn seal(&self, table: &Table) -> Result<(), Error> {
        self.write_trailer(table)?;
        self.cut(file_bytes(table.length()))?;
        self.sync()
    }

    /// Makes the entry of a new file durable.
    pub(super) fn sync_entry(&self) -> Result<(), Error> {
        let folder = self.disk.layout.staged_folder();
        let synced = self.disk.steps.run(Step::SyncStaged, || sync_folder(folder));
        synced.or_else(|error| self.give_up(error))
    }

    /// Takes back an append that failed: the file ends where it did, with the trailer that it
    /// had. As far as that is possible: the next append copes with what it finds.
    pub(super) fn take_back(&self, table: &Table) {
        let taken_back = match self.is_ours() {
            Ok(true) if table.length() == 0 => self.remove(),
            Ok(true) => self.cut(table.length()).and_then(|()| self.write_trailer(table)),
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = taken_back {
            tracing::warn!(%error, path = %self.path.display(), "an append was not taken back");
        }
    }

    /// The digest of the acknowledged bytes.
    pub(super) fn digest(
        &self,
        algorithm: DigestAlgorithm,
        staged: &Staged,
        hash: Sha256,
    ) -> Result<names::Digest, Trouble> {
        let mut hasher = match algorithm {
            DigestAlgorithm::Sha256 => return Ok(Hasher::Sha256(hash).finish()),
            DigestAlgorithm::Sha512 => Hasher::new(algorithm),
        };
        self.read_again(staged, |bytes| hasher.update(bytes))?;
        Ok(hasher.finish())
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

    fn sync(&self) -> Result<(), Error> {
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

    fn write_trailer(&self, table: &Table) -> Result<(), Error> {
        let trailer = table.trailer();
        Ok(self.disk.steps.run(Step::WriteTrailer, || {
            write_all(&self.file, &mut [IoSlice::new(&trailer)], table.length())
        })?)
    }

    /// Cuts off what stands behind `length`.
    fn cut(&self, length: u64) -> Result<(), Error> {
        if self.length()? > length {
            let cut = || fs::ftruncate(&self.file, length);
            self.disk.steps.run(Step::Truncate, cut)?;
        }
        Ok(())
    }

    fn length(&self) -> Result<u64, Error> {
        Ok(self.file.metadata()?.len())
    }

    /// The table that stands behind the acknowledged bytes, when it is theirs.
    fn read_table(&self, staged: &Staged) -> Result<Option<Table>, Trouble> {
        let (offset, length) = (staged.offset(), self.length()?);
        if length < offset {
            return Err(Trouble::Lost);
        }
        if length != file_bytes(offset) {
            return Ok(None);
        }
        let size = usize::try_from(length - offset).map_err(|_| Trouble::Lost)?;
        let mut trailer = vec![0; size];
        self.file.read_exact_at(&mut trailer, offset)?;
        let table = Table::read(&trailer, offset);
        Ok(table.filter(|table| table.sum() == staged.check()))
    }

    /// The running SHA-256 of the acknowledged bytes from the bytes themselves.
    fn hash_again(&self, staged: &Staged) -> Result<(Table, Sha256), Trouble> {
        let mut hash = Sha256::default();
        let table = self.read_again(staged, |bytes| sha2::Digest::update(&mut hash, bytes))?;
        Ok((table, hash))
    }

    /// Reads the acknowledged bytes and shows them to `see`. When their checksums are not the
    /// acknowledged ones, they are lost.
    fn read_again(&self, staged: &Staged, mut see: impl FnMut(&[u8])) -> Result<Table, Trouble> {
        let mut table = Table::default();
        let mut buffer = vec![0; SEGMENT_BYTES as usize];
        while table.length() < staged.offset() {
            let rest = staged.offset() - table.length();
            let size = usize::try_from(rest).unwrap_or(usize::MAX).min(buffer.len());
            let bytes = &mut buffer[..size];
            match self.file.read_exact_at(bytes, table.length()) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(Trouble::Lost),
                result => result?,
            }
            see(bytes);
            table.extend(bytes);
        }
        let same = table.sum() == staged.check();
        same.then_some(table).ok_or(Trouble::Lost)
    }
}

/// Whether `path` is a name of `file`.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let ours = fs::fstat(file)?;
    match fs::stat(path) {
        Ok(found) => Ok((found.st_dev, found.st_ino) == (ours.st_dev, ours.st_ino)),
        Err(Errno::NOENT) => Ok(false),
        Err(errno) => Err(errno.into()),
    }
}

fn rename(from: &Path, to: &Path) -> Result<(), Errno> {
    let free = fs::RenameFlags::NOREPLACE;
    match fs::renameat_with(fs::CWD, from, fs::CWD, to, free) {
        // Some file systems cannot look and rename in one step. The random generation in the
        // name keeps it free.
        Err(Errno::INVAL | Errno::NOSYS) => fs::rename(from, to),
        result => result,
    }
}

fn write_frames(file: &File, batch: &Batch, offset: u64) -> Result<(), Errno> {
    let mut slices: Vec<_> = batch.frames.iter().map(|frame| IoSlice::new(frame)).collect();
    write_all(file, &mut slices, offset)
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
