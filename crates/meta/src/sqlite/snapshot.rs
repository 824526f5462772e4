//! A copy of the database in a file of its own, made beside those who write.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::connection::{create_private, open_reader};
use crate::Error;

/// Copies the database in `from` into the new file `to`, as of one moment. Blocks.
///
/// It is one read transaction: nobody who writes waits for it, but the log beside the database is
/// not emptied meanwhile. The copy is not flushed to the disk.
///
/// # Errors
/// [`Error::Corrupt`] when the copy is no sound database: then the original is none either.
pub(super) fn snapshot(from: &Path, to: &Path) -> Result<(), Error> {
    if to.exists() {
        return Err(Error::Other(format!("{} is there already", to.display())));
    }
    create_private(to)?;
    let source = open_reader(from)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut copy = Connection::open_with_flags(to, flags)?;
    copy.pragma_update(None, "synchronous", "OFF")?;
    // All pages in one step: between two, somebody who writes could make it begin anew for ever.
    match Backup::new(&source, &mut copy)?.step(-1)? {
        StepResult::Done => {}
        other => {
            return Err(Error::Busy(format!(
                "the copy of the database stopped: {other:?}"
            )));
        }
    }
    check(&copy)
}

fn check(copy: &Connection) -> Result<(), Error> {
    let found: String = copy.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    match found.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::Corrupt(found)),
    }
}
