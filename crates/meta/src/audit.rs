//! The audit trail: what happened, in the transactions in which it happened.

use names::RegistryKey;
use stdx::Timestamp;
use uuid::Uuid;

use crate::row::Row;
use crate::sequence::{Log, LogEntry};
use crate::statement::statements;
use crate::{Error, Limit, LogRange, Numbered, Tx};

/// A record of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// This record, and no other (CloudTrail `eventID`).
    pub id: Uuid,
    /// Whose trail it is in.
    pub registry: RegistryKey,
    /// When it happened.
    pub at: Timestamp,
    /// What happened (CloudTrail `eventName`).
    pub name: String,
    /// To what: an ARN.
    pub resource: String,
    /// The whole record, as the JSON that CloudTrail has for it.
    pub record: String,
}

statements! {
    PUT = "INSERT INTO audit (id, account_id, region, at, name, resource, record, checksum) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LIST = "SELECT id, at, name, resource, record, position FROM audit \
        WHERE account_id = $1 AND region = $2 AND position > $3 ORDER BY position LIMIT $4";
    LIST_NEWEST = "SELECT id, at, name, resource, record, position FROM audit \
        WHERE account_id = $1 AND region = $2 AND position > $3 ORDER BY position DESC LIMIT $4";
    LIST_UNNUMBERED = "SELECT id FROM audit WHERE position IS NULL AND at > $1 ORDER BY at, id LIMIT $2";
    NUMBER = "UPDATE audit SET position = $1 WHERE id = $2";
    DELETE_BEFORE = "DELETE FROM audit WHERE id IN \
        (SELECT id FROM audit WHERE at < $1 ORDER BY at, id LIMIT $2)";
}

const LOG: Log = Log {
    name: "audit",
    put: PUT,
    list: LIST,
    list_newest: LIST_NEWEST,
    unnumbered: LIST_UNNUMBERED,
    number: NUMBER,
};

impl Tx<'_> {
    /// Adds a record.
    pub async fn audit_put(&mut self, record: &AuditRecord) -> Result<(), Error> {
        let entry = LogEntry {
            id: record.id,
            registry: &record.registry,
            at: record.at,
            texts: [&record.name, &record.resource, &record.record],
        };
        self.log_put(LOG, entry).await
    }

    /// Gives positions to the oldest records that have none, at most `limit`, and says to how many.
    pub async fn audit_number(&mut self, limit: Limit) -> Result<u64, Error> {
        self.log_number(LOG, limit).await
    }

    /// Whether some record has no position yet.
    pub async fn audit_has_unnumbered(&mut self) -> Result<bool, Error> {
        self.log_has_unnumbered(LOG).await
    }

    /// The numbered records of a registry in a range, by position.
    pub async fn audit_list(
        &mut self,
        registry: &RegistryKey,
        range: LogRange,
        limit: Limit,
    ) -> Result<Vec<Numbered<AuditRecord>>, Error> {
        self.log_list(LOG, (registry, range, limit), |row| read(row, registry))
            .await
    }

    /// Deletes records from before `before`, the oldest first, and returns their number.
    pub async fn audit_delete_before(&mut self, before: Timestamp, limit: Limit) -> Result<u64, Error> {
        self.execute(DELETE_BEFORE, &[before.into(), limit.into()]).await
    }
}

fn read(row: &Row<'_>, registry: &RegistryKey) -> Result<AuditRecord, Error> {
    Ok(AuditRecord {
        id: row.parsed(0, "audit.id")?,
        registry: registry.clone(),
        at: row.timestamp(1, "audit.at")?,
        name: row.string(2, "audit.name")?,
        resource: row.string(3, "audit.resource")?,
        record: row.string(4, "audit.record")?,
    })
}
