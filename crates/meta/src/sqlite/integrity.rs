//! What SQLite itself says of a database file: whether its pages, its indexes and its foreign keys
//! agree. Whether its values mean what they should is not looked at here.

use std::path::Path;

use rusqlite::Connection;

use super::connection::open_reader;
use crate::Error;

/// Most lines of what is wrong.
const LINES: usize = 100;

/// What is wrong with the database in this file, a line for each, 100 at most. It reads all of it,
/// changes nothing, and works beside others that have it open. Blocks.
///
/// # Errors
/// When it cannot be opened at all.
pub fn integrity(path: &Path) -> Result<Vec<String>, Error> {
    let connection = open_reader(path)?;
    let mut lines = structure(&connection)?;
    lines.extend(references(&connection)?);
    Ok(lines)
}

fn structure(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut check = connection.prepare(&format!("PRAGMA integrity_check({LINES})"))?;
    let lines = check.query_map([], |row| row.get::<_, String>(0))?;
    let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn references(connection: &Connection) -> Result<Vec<String>, Error> {
    let mut check = connection.prepare("PRAGMA foreign_key_check")?;
    let lines = check.query_map([], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!(
            "a row of {table} refers to one of {parent} that is not there"
        ))
    })?;
    Ok(lines.take(LINES).collect::<Result<_, _>>()?)
}
