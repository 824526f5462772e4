//! The steps whose order makes a blob durable, each one named.
//!
//! Every change of the file system goes through [`Steps::run`], and the lock, between which
//! and the opening of its file another process may act. In tests it records
//! the steps, lets one of them fail and lets other things happen before one; otherwise it only
//! calls. In tests of the whole server it is a crash point before and after (`stdx::point`).

use std::io;
#[cfg(test)]
use std::sync::{Arc, Mutex};

use rustix::io::Errno;
use stdx::point::{self, Point};

/// A change of the file system, or the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A folder of the store is made, when it is not there.
    MakeFolder,
    /// The entries of a folder of the store are made durable.
    SyncFolder,
    /// A staged file that is open is locked.
    Lock,
    /// Data is written to a staged file.
    WriteData,
    /// The trailer is written behind the data of a staged file.
    WriteTrailer,
    /// What stands in a staged file behind its end is cut off.
    Truncate,
    /// A staged file is made durable.
    SyncFile,
    /// The entry of a new staged file is made durable.
    SyncStaged,
    /// A staged file gets the name of its blob.
    Rename,
    /// The entries of a folder of blobs are made durable.
    SyncBlobs,
    /// A blob gets a name in the quarantine.
    Quarantine,
    /// The entries of the quarantine are made durable.
    SyncQuarantine,
    /// A staged file loses its name.
    RemoveStaged,
    /// A blob loses its name.
    RemoveBlob,
}

impl Step {
    /// The crash points around it.
    fn points(self) -> (Point, Point) {
        match self {
            Self::MakeFolder => (Point::MakeFolderBegin, Point::MakeFolderEnd),
            Self::SyncFolder => (Point::SyncFolderBegin, Point::SyncFolderEnd),
            Self::Lock => (Point::LockBegin, Point::LockEnd),
            Self::WriteData => (Point::WriteDataBegin, Point::WriteDataEnd),
            Self::WriteTrailer => (Point::WriteTrailerBegin, Point::WriteTrailerEnd),
            Self::Truncate => (Point::TruncateBegin, Point::TruncateEnd),
            Self::SyncFile => (Point::SyncFileBegin, Point::SyncFileEnd),
            Self::SyncStaged => (Point::SyncStagedBegin, Point::SyncStagedEnd),
            Self::Rename => (Point::RenameBegin, Point::RenameEnd),
            Self::SyncBlobs => (Point::SyncBlobsBegin, Point::SyncBlobsEnd),
            Self::Quarantine => (Point::QuarantineBegin, Point::QuarantineEnd),
            Self::SyncQuarantine => (Point::SyncQuarantineBegin, Point::SyncQuarantineEnd),
            Self::RemoveStaged => (Point::RemoveStagedBegin, Point::RemoveStagedEnd),
            Self::RemoveBlob => (Point::RemoveBlobBegin, Point::RemoveBlobEnd),
        }
    }
}

/// Runs the steps.
#[derive(Debug, Default)]
pub(super) struct Steps {
    #[cfg(test)]
    pub(super) watch: Arc<Mutex<Watch>>,
}

/// What a test sees and spoils.
#[cfg(test)]
#[derive(Default)]
pub(super) struct Watch {
    /// The steps so far.
    pub(super) seen: Vec<Step>,
    /// The steps that fail once instead of happening, with their errors.
    pub(super) failing: Vec<(Step, Errno)>,
    /// What happens once before a step.
    pub(super) meanwhile: Option<(Step, Box<dyn FnOnce() + Send>)>,
}

#[cfg(test)]
impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.seen).finish()
    }
}

impl Steps {
    /// Does `work`, which is `step`.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests watch the steps"))]
    pub(super) fn run<T>(&self, step: Step, work: impl FnOnce() -> Result<T, Errno>) -> io::Result<T> {
        #[cfg(test)]
        self.watched(step)?;
        let (begin, end) = step.points();
        begin.pass();
        fault()?;
        let done = work()?;
        end.pass();
        Ok(done)
    }

    #[cfg(test)]
    fn watched(&self, step: Step) -> Result<(), Errno> {
        let mut watch = self.watch.lock().expect("no test panics with the lock");
        watch.seen.push(step);
        if let Some((_, happen)) = watch.meanwhile.take_if(|(at, _)| *at == step) {
            happen();
        }
        match watch.failing.iter().position(|(failing, _)| *failing == step) {
            Some(place) => Err(watch.failing.remove(place).1),
            None => Ok(()),
        }
    }
}

/// What a test of the whole server wants instead of the next step or read.
pub(super) fn fault() -> Result<(), Errno> {
    point::fault().map_or(Ok(()), |number| Err(Errno::from_raw_os_error(number)))
}
