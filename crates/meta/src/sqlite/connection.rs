//! How connections are opened: every setting of the database is here.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};
use stdx::point::Point;
use stdx::sabotage;

use crate::Error;
use crate::schema::{self, Applied};

/// How long to wait for another process that writes, such as a subcommand beside the server.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// More than the statements of this crate, so that each is prepared once in a connection.
pub(super) const PREPARED_STATEMENTS: usize = 512;

/// The log beside the database is cut to this many bytes when it is reset.
pub(super) const LOG_LIMIT: u32 = 64 << 20;

/// Opens the connection that writes, and brings the schema up to date.
pub(super) fn open_writer(path: &Path) -> Result<Connection, Error> {
    create_private(path)?;
    let mut connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::Other(format!(
            "the file system allows no write-ahead log, but {mode}"
        )));
    }
    // FULL flushes the log at each commit: what was acknowledged survives a loss of power.
    let durability = if sabotage::is("no-database-fsync") {
        "OFF"
    } else {
        "FULL"
    };
    connection.pragma_update(None, "synchronous", durability)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // Deleted rows are zeroed in their page: keys that were shredded are not to be found there.
    connection.pragma_update_and_check(None, "secure_delete", "FAST", |_| Ok(()))?;
    connection.pragma_update(None, "journal_size_limit", LOG_LIMIT)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    connection.pragma_update(None, "cache_size", -65536)?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// Opens a connection that can only read.
pub(super) fn open_reader(path: &Path) -> Result<Connection, Error> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", -16384)?;
    Ok(connection)
}

fn open(path: &Path, access: OpenFlags) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    // A plan must not depend on the values: SQLite would prepare a statement again whenever a
    // value that it had looked at changes, which for a manifest by tag costs thrice the query.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Keeps the undo pages of savepoints in memory.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

/// Creates the file, when there is none, for its owner only: it holds secrets. The log files
/// beside it take over its mode. The folder is flushed so that the file survives a power loss.
pub(super) fn create_private(path: &Path) -> Result<(), Error> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let unavailable = |error: std::io::Error| Error::Unavailable(format!("{}: {error}", path.display()));
    match options.open(path) {
        Ok(_) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = std::fs::File::open(folder.unwrap_or(Path::new(".")));
            folder.and_then(|folder| folder.sync_all()).map_err(unavailable)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(unavailable(error)),
    }
}

/// One transaction, which is also what keeps a second process from migrating at the same time.
fn migrate(connection: &mut Connection) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(schema::CREATE_VERSIONS)?;
    let applied = transaction
        .prepare(schema::LIST_VERSIONS)?
        .query_map([], |row| {
            Ok(Applied {
                version: row.get(0)?,
                checksum: row.get(1)?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    for migration in schema::pending(&applied)? {
        transaction.execute_batch(migration.sqlite())?;
        let values = params![migration.version, migration.name, migration.checksum()];
        transaction.execute(schema::PUT_VERSION, values)?;
    }
    Point::Migrating.pass();
    transaction.commit()?;
    Point::Migrated.pass();
    Ok(())
}
