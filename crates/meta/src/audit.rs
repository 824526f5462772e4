//! The audit trail: what happened, in the transactions in which it happened.

use names::RegistryKey;
use stdx::Timestamp;
use uuid::Uuid;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

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
    PUT = "INSERT INTO audit (id, account_id, region, at, name, resource, record) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIST = "SELECT id, at, name, resource, record FROM audit WHERE account_id = $1 AND region = $2 \
        AND (at, id) > ($3, $4) ORDER BY at, id LIMIT $5";
    DELETE_BEFORE = "DELETE FROM audit WHERE id IN \
        (SELECT id FROM audit WHERE at < $1 ORDER BY at, id LIMIT $2)";
}

impl Tx<'_> {
    /// Adds a record.
    pub async fn audit_put(&mut self, record: &AuditRecord) -> Result<(), Error> {
        let id = record.id.to_string();
        let values = [
            Value::from(id.as_str()),
            Value::from(&record.registry.account),
            Value::from(&record.registry.region),
            Value::from(record.at),
            Value::from(record.name.as_str()),
            Value::from(record.resource.as_str()),
            Value::from(record.record.as_str()),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// The records of a registry, the oldest first, those after `after`.
    pub async fn audit_list(
        &mut self,
        registry: &RegistryKey,
        after: Option<&AuditRecord>,
        limit: Limit,
    ) -> Result<Vec<AuditRecord>, Error> {
        let id = after.map(|after| after.id.to_string()).unwrap_or_default();
        let values = [
            Value::from(&registry.account),
            Value::from(&registry.region),
            after.map_or(Value::from(i64::MIN), |after| after.at.into()),
            Value::from(id.as_str()),
            limit.into(),
        ];
        self.rows(LIST, &values, |row| read(row, registry)).await
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
