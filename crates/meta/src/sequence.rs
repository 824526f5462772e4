//! Positions: the one order in which the entries of a log are read.
//!
//! An entry is written without one, by a transaction that says nothing of when it commits. Positions
//! are given later, by transactions that exclude each other: each updates the row of the log in
//! `sequence` and numbers only what is committed. So positions become visible in their order, on
//! both engines, and a reader that goes on after a position misses nothing.

use crate::row::{Row, corrupt};
use crate::statement::{Statement, statements};
use crate::value::Value;
use crate::{Error, Limit, Tx};

statements! {
    ADVANCE = "UPDATE sequence SET last = last + $1 WHERE name = $2 RETURNING last";
}

/// Where an entry of a log stands. The first one is 1; 0 is before all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LogPosition(pub u64);

/// An entry of a log, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered<T> {
    /// Where.
    pub position: LogPosition,
    /// The entry.
    pub entry: T,
}

/// Which part of a log is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogRange {
    /// The entries after this position, the oldest of them first.
    After(LogPosition),
    /// The last entries.
    Newest,
}

/// A log whose entries are numbered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Log {
    /// Its row in `sequence`.
    pub(crate) name: &'static str,
    /// The ids of entries without a position from after the time `$1`, the oldest first: `$2` is how
    /// many.
    pub(crate) unnumbered: Statement,
    /// Gives the entry `$2` the position `$1`.
    pub(crate) number: Statement,
}

impl Tx<'_> {
    /// Numbers the oldest entries that have no position, at most `limit`, and says how many.
    pub(crate) async fn log_number(&mut self, log: Log, limit: Limit) -> Result<u64, Error> {
        let values = [Value::from(i64::MIN), limit.into()];
        let ids = self.rows(log.unnumbered, &values, |row| row.string(0, "id"));
        let ids = ids.await?;
        if ids.is_empty() {
            return Ok(0);
        }
        let count = ids.len() as u64;
        let read = |row: &Row<'_>| row.unsigned(0, "sequence.last");
        let last = self.row(ADVANCE, &[count.into(), log.name.into()], read).await?;
        let last = last.ok_or_else(|| corrupt("sequence.last"))?;
        let sets: Vec<[Value<'_>; 2]> = ids
            .iter()
            .zip(last - count + 1..)
            .map(|(id, position)| [position.into(), id.as_str().into()])
            .collect();
        self.execute_each(log.number, &sets).await?;
        Ok(count)
    }

    /// Whether an entry has no position yet.
    pub(crate) async fn log_has_unnumbered(&mut self, log: Log) -> Result<bool, Error> {
        let values = [Value::from(i64::MIN), Limit(1).into()];
        let ids = self.rows(log.unnumbered, &values, |_| Ok(())).await?;
        Ok(!ids.is_empty())
    }
}
