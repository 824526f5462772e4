//! What can go wrong in the database.

use rusqlite::ErrorCode;
use rusqlite::ffi;
use tokio_postgres::error::SqlState;

/// An error of the database, of either engine. The text is for the operator's log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Others were writing for too long, or the transaction lost against them every time.
    /// Nothing was changed; the same call may succeed later.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The disk, or the quota on it, is full. Nothing was changed.
    #[error("the database has no space left: {0}")]
    Full(String),
    /// The database holds what it should not be able to: a damaged file, a column whose value
    /// does not parse (named as `table.column`), or a migration that was edited after it ran.
    #[error("the database is corrupt: {0}")]
    Corrupt(String),
    /// The database cannot be reached, or it is closed. When a commit was on its way, it is
    /// unknown whether it happened.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A newer release has written this database; this one would damage it.
    #[error("the database has schema version {found}, this program knows versions up to {known}")]
    NewerSchema {
        /// The version that the database has.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// A row refers to one that does not exist, such as a tag to a missing image.
    #[error("the row refers to one that does not exist: {0}")]
    Dangling(String),
    /// Anything else: a mistake in this program or a failure of the machine.
    #[error("the database failed: {0}")]
    Other(String),
}

impl Error {
    /// Whether a transaction that failed so, and was not yet committed, is worth running again.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Unavailable(_))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let text = error.to_string();
        if let rusqlite::Error::SqliteFailure(failure, _) = &error
            && failure.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY
        {
            return Self::Dangling(text);
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy(text),
            Some(ErrorCode::DiskFull) => Self::Full(text),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt(text),
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => Self::Unavailable(text),
            _ => Self::Other(text),
        }
    }
}

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let text = match error.as_db_error() {
            Some(reported) => reported.to_string(),
            None => error.to_string(),
        };
        let Some(state) = error.code() else {
            return Self::Unavailable(text);
        };
        match *state {
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Self::Busy(text),
            SqlState::DISK_FULL => Self::Full(text),
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Self::Corrupt(text),
            SqlState::FOREIGN_KEY_VIOLATION => Self::Dangling(text),
            _ if is_unavailable(state.code()) => Self::Unavailable(text),
            _ => Self::Other(text),
        }
    }
}

impl From<deadpool_postgres::PoolError> for Error {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => Self::Unavailable(error.to_string()),
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// Connection exceptions, too many connections, a server that starts or stops, and a server
/// that became a read-only replica.
fn is_unavailable(code: &str) -> bool {
    code.starts_with("08") || code.starts_with("57P") || matches!(code, "53300" | "25006")
}
