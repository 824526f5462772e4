//! Read-only connections, used in place.
//!
//! A read runs to its end on the thread that asks for it: at about ten microseconds for a warm
//! point read, a hop to a blocking thread would cost more than the read. So no more connections
//! are ever in use than threads poll futures, and a reader that finds none idle opens one and
//! never waits. The price is that a read of cold pages holds its thread for a disk access; reads
//! are bounded by their limits, so that stays short, which the log file needs as well: it can be
//! reset only while nobody reads from it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::{closed, connection, fault, run_body};
use crate::Error;
use crate::meta::Body;

pub(super) struct Readers {
    path: PathBuf,
    /// `None` once the database is closed.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Mutex::new(Some(Vec::new())),
        }
    }

    /// Runs a body on a snapshot. A connection on which anything fails is not used again.
    pub(super) fn read<T, E, F>(&self, body: &F) -> Result<T, E>
    where
        F: Body<T, E>,
        E: From<Error>,
    {
        let mut connection = self.take()?;
        execute(&connection, "BEGIN")?;
        let outcome = run_body(&mut connection, body);
        execute(&connection, "COMMIT")?;
        self.put_back(connection);
        outcome
    }

    pub(super) fn close(&self) {
        *self.lock() = None;
    }

    fn take(&self) -> Result<Connection, Error> {
        let idle = self.lock().as_mut().ok_or_else(closed)?.pop();
        idle.map_or_else(|| connection::open_reader(&self.path), Ok)
    }

    fn put_back(&self, connection: Connection) {
        if let Some(idle) = self.lock().as_mut() {
            idle.push(connection);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Vec<Connection>>> {
        // A push or pop that panicked has left a list that is whole.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn execute(connection: &Connection, sql: &str) -> Result<(), Error> {
    fault()?;
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}
