//! Checksums of records that no index and no digest repeats, and looking for records that do not fit
//! theirs any more.

use sha2::{Digest as _, Sha256};

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

/// A log whose records have checksums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordLog {
    /// The audit trail.
    Audit,
    /// The events.
    Event,
}

/// A record, and whether it is what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRecord {
    /// Its id.
    pub id: String,
    /// Whether it fits its checksum, or has none.
    pub is_whole: bool,
}

statements! {
    AUDIT = "SELECT id, account_id, region, name, resource, record, at, checksum FROM audit \
        WHERE id > $1 ORDER BY id LIMIT $2";
    EVENT = "SELECT id, account_id, region, detail_type, resources, detail, at, checksum FROM event \
        WHERE id > $1 ORDER BY id LIMIT $2";
}

impl Tx<'_> {
    /// The records of a log behind the id `after`, at most `limit`.
    pub async fn check_records(
        &mut self,
        log: RecordLog,
        after: Option<&str>,
        limit: Limit,
    ) -> Result<Vec<CheckedRecord>, Error> {
        let statement = match log {
            RecordLog::Audit => AUDIT,
            RecordLog::Event => EVENT,
        };
        let values = [Value::from(after.unwrap_or_default()), limit.into()];
        self.rows(statement, &values, read).await
    }
}

/// The checksum of a record of these texts and this time.
pub(crate) fn checksum(texts: [&str; 6], at: i64) -> u64 {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.update(at.to_le_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    u64::from_le_bytes(first)
}

fn read(row: &Row<'_>) -> Result<CheckedRecord, Error> {
    let text = |index| row.text(index, "a record's column");
    let texts = [text(0)?, text(1)?, text(2)?, text(3)?, text(4)?, text(5)?];
    let expect = checksum(texts, row.int(6, "a record's time")?);
    let found = row.optional_int(7, "a record's checksum")?;
    Ok(CheckedRecord {
        id: texts[0].to_owned(),
        is_whole: found.is_none_or(|found| found.cast_unsigned() == expect),
    })
}
