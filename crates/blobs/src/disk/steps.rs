//! The steps whose order makes a blob durable, each one named.
//!
//! Every change of the file system goes through [`Steps::run`]. In tests it records the steps
//! and lets one of them fail; otherwise it only calls.

use std::io;
#[cfg(test)]
use std::sync::{Arc, Mutex};

use rustix::io::Errno;

/// A change of the file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A folder of the store is made, when it is not there.
    MakeFolder,
    /// The entries of a folder of the store are made durable.
    SyncFolder,
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
    /// A staged file loses its name.
    RemoveStaged,
    /// A blob loses its name.
    RemoveBlob,
}

/// Runs the steps.
#[derive(Debug, Default)]
pub(super) struct Steps {
    #[cfg(test)]
    pub(super) watch: Arc<Mutex<Watch>>,
}

/// What a test sees and spoils.
#[cfg(test)]
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// The steps so far.
    pub(super) seen: Vec<Step>,
    /// The steps that fail once instead of happening, with their errors.
    pub(super) failing: Vec<(Step, Errno)>,
}

impl Steps {
    /// Does `work`, which is `step`.
    #[cfg_attr(not(test), expect(clippy::unused_self, reason = "only tests watch the steps"))]
    pub(super) fn run<T>(&self, step: Step, work: impl FnOnce() -> Result<T, Errno>) -> io::Result<T> {
        #[cfg(test)]
        self.watched(step)?;
        #[cfg(not(test))]
        let _ = step;
        Ok(work()?)
    }

    #[cfg(test)]
    fn watched(&self, step: Step) -> Result<(), Errno> {
        let mut watch = self.watch.lock().expect("no test panics with the lock");
        watch.seen.push(step);
        match watch.failing.iter().position(|(failing, _)| *failing == step) {
            Some(place) => Err(watch.failing.remove(place).1),
            None => Ok(()),
        }
    }
}
