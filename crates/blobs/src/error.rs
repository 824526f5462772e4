//! What can go wrong in a store.

use std::io;

use names::Digest;
use rustix::io::Errno;
use thiserror::Error as ThisError;

use crate::SourceError;
use crate::keys::KeyError;

/// Why a store could not do something with bytes that it holds or should hold.
#[derive(Debug, ThisError)]
pub enum Error {
    /// There is no blob under the key.
    #[error("there is no such blob")]
    Missing,
    /// The stored bytes are not the ones that were written, or not as many as the caller
    /// expects. They are never handed out.
    #[error("the stored bytes are damaged")]
    Damaged,
    /// No space, no inodes or no quota left.
    #[error("the store is full")]
    Full,
    /// The file system takes no writes: it was mounted so, or has found an error and protects itself.
    #[error("the file system of the store is read-only")]
    ReadOnly,
    /// The key of the bytes cannot be had, now or ever. Never [`KeyError::Damaged`].
    #[error("{0}")]
    Key(KeyError),
    /// The store or the device under it failed.
    #[error("the store failed: {0}")]
    Io(io::Error),
}

impl Error {
    /// Whether the process only lacks, at this moment, what the system gives it for a while: file
    /// descriptors or memory.
    pub fn is_passing(&self) -> bool {
        let Self::Io(error) = self else { return false };
        matches!(
            Errno::from_io_error(error),
            Some(Errno::MFILE | Errno::NFILE | Errno::NOMEM)
        )
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match Errno::from_io_error(&error) {
            Some(Errno::NOSPC | Errno::DQUOT) => Self::Full,
            Some(Errno::ROFS) => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Damaged => Self::Damaged,
            other => Self::Key(other),
        }
    }
}

impl From<Errno> for Error {
    fn from(errno: Errno) -> Self {
        io::Error::from(errno).into()
    }
}

/// Why an append did not happen. What was acknowledged before is still there, except after
/// [`AppendError::Lost`].
#[derive(Debug, ThisError)]
pub enum AppendError {
    /// The content's own stream failed: the client went away, or sent too much.
    #[error("the content ended with an error: {0}")]
    Source(SourceError),
    /// Another operation of this upload is running, or one that was cancelled is still
    /// writing its last batch.
    #[error("the upload is busy")]
    Busy,
    /// The store does not have the bytes that the caller's [`crate::Staged`] counts.
    #[error("the staged bytes are lost")]
    Lost,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Why an upload could not be finished or verified.
#[derive(Debug, ThisError)]
pub enum FinishError {
    /// The bytes are not the ones that the client announced. They stay staged.
    #[error("the staged bytes hash to {computed}")]
    DigestMismatch {
        /// What the staged bytes do hash to, by the algorithm of the expected digest.
        computed: Digest,
    },
    /// The store does not have the bytes that the caller's [`crate::Staged`] counts.
    #[error("the staged bytes are lost")]
    Lost,
    /// Another operation of this upload is running.
    #[error("the upload is busy")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_lacks() {
        for (errno, passes, says) in [
            (Errno::MFILE, true, "the store failed: "),
            (Errno::NFILE, true, "the store failed: "),
            (Errno::NOMEM, true, "the store failed: "),
            (Errno::NOSPC, false, "the store is full"),
            (Errno::DQUOT, false, "the store is full"),
            (Errno::ROFS, false, "the file system of the store is read-only"),
            (Errno::IO, false, "the store failed: "),
        ] {
            let error = Error::from(errno);
            assert_eq!(error.is_passing(), passes, "{errno}");
            assert!(error.to_string().starts_with(says), "{errno}: {error}");
        }
    }
}
