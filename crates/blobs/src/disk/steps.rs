//! The steps whose order makes a blob durable, each one named.
//!
//! Every change of the file system goes through [`Steps::run`], and the lock, between which
//! and the opening of its file another process may act. In tests it records
//! the steps, lets one of them fail and lets other things happen before one; otherwise it only
//! calls.

use std::io;
#[cfg(test)]
use std::sync::{Arc, Mutex};

use rustix::io::Errno;

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
        #[cfg(not(test))]
        let _ = step;
        Ok(work()?)
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
