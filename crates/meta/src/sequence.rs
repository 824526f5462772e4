//! Positions: the one order in which the entries of a log are read.
//!
//! An entry is written without one, by a transaction that says nothing of when it commits. Positions
//! are given later, by transactions that exclude each other: each updates the row of the log in
//! `sequence` and numbers only what is committed. So positions become visible in their order, on
//! both engines, and a reader that goes on after a position misses nothing.

use std::sync::atomic::{AtomicU32, Ordering};

use names::RegistryKey;
use stdx::Timestamp;
use uuid::Uuid;

use crate::record_checksum::checksum;
use crate::row::{Row, corrupt};
use crate::statement::{Statement, statements};
use crate::value::Value;
use crate::{Error, Limit, Tx};

statements! {
    ADVANCE = "UPDATE sequence SET last = last + $1 WHERE name = $2 RETURNING last";
}

/// The number of the next entry that this process makes.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// An id for an entry of a log (UUID version 7, RFC 9562): among entries of one instant, those of a
/// process come in the order in which it made them.
pub fn log_id(at: Timestamp) -> Uuid {
    let millis = u128::from(u64::try_from(at.as_micros() / 1_000).unwrap_or(0)) & ((1 << 48) - 1);
    let number = u128::from(NEXT.fetch_add(1, Ordering::Relaxed));
    let (high, low) = (number >> 20, number & 0xf_ffff);
    let random = Uuid::new_v4().as_u128() & ((1 << 42) - 1);
    Uuid::from_u128((millis << 80) | (7 << 76) | (high << 64) | (2 << 62) | (low << 42) | random)
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
    /// Adds the entry of id, account, region, time, three texts and their checksum.
    pub(crate) put: Statement,
    /// Id, time, the three texts and position of the numbered entries of the account `$1` and region
    /// `$2` after the position `$3`, the oldest first: `$4` is how many.
    pub(crate) list: Statement,
    /// The same, the newest first.
    pub(crate) list_newest: Statement,
    /// The ids of entries without a position from after the time `$1`, the oldest first: `$2` is how
    /// many.
    pub(crate) unnumbered: Statement,
    /// Gives the entry `$2` the position `$1`.
    pub(crate) number: Statement,
}

/// What the logs have in common: of whom, when, and three texts, which mean something else in each.
pub(crate) struct LogEntry<'a> {
    pub(crate) id: Uuid,
    pub(crate) registry: &'a RegistryKey,
    pub(crate) at: Timestamp,
    pub(crate) texts: [&'a str; 3],
}

impl Tx<'_> {
    /// Adds an entry.
    pub(crate) async fn log_put(&mut self, log: Log, entry: LogEntry<'_>) -> Result<(), Error> {
        let id = entry.id.to_string();
        let (account, region) = (&entry.registry.account, &entry.registry.region);
        let [first, second, third] = entry.texts;
        let summed = [&id, account.as_str(), region.as_str(), first, second, third];
        let values = [
            Value::from(id.as_str()),
            Value::from(account),
            Value::from(region),
            Value::from(entry.at),
            Value::from(first),
            Value::from(second),
            Value::from(third),
            checksum(summed, entry.at.as_micros()).into(),
        ];
        self.execute(log.put, &values).await?;
        Ok(())
    }

    /// The numbered entries of a registry in a range, by position; `read` reads all of a row but
    /// its last column.
    pub(crate) async fn log_list<T>(
        &mut self,
        log: Log,
        (registry, range, limit): (&RegistryKey, LogRange, Limit),
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error> + Send,
    ) -> Result<Vec<Numbered<T>>, Error> {
        let (statement, after) = match range {
            LogRange::After(position) => (log.list, position),
            LogRange::Newest => (log.list_newest, LogPosition::default()),
        };
        let values = [
            Value::from(&registry.account),
            Value::from(&registry.region),
            Value::from(after.0),
            limit.into(),
        ];
        let numbered = move |row: &Row<'_>| {
            let position = LogPosition(row.unsigned(5, "position")?);
            let entry = read(row)?;
            Ok(Numbered { position, entry })
        };
        let mut entries = self.rows(statement, &values, numbered).await?;
        entries.sort_unstable_by_key(|entry| entry.position);
        Ok(entries)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_in_which_they_are_made() {
        let at = |seconds| log_id(Timestamp::from_seconds(seconds));
        let ids = [at(1_767_608_100), at(1_767_608_100), at(1_767_608_101)];
        let texts = ids.map(|id| id.to_string());
        assert!(texts[0] < texts[1] && texts[1] < texts[2], "{texts:?}");
        assert_eq!(ids[0].get_version_num(), 7);
        assert_eq!(ids[0].get_variant(), uuid::Variant::RFC4122);
        assert!(texts[0].starts_with("019b8da7"), "{}", texts[0]);
    }
}
