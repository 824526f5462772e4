//! Events in EventBridge's sense: what happened to images, in the transactions in which it happened.

use names::RegistryKey;
use stdx::Timestamp;
use uuid::Uuid;

use crate::row::Row;
use crate::sequence::{Log, LogEntry};
use crate::statement::statements;
use crate::{Error, Limit, LogRange, Numbered, Tx};

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// This event, and no other.
    pub id: Uuid,
    /// Whose it is.
    pub registry: RegistryKey,
    /// When it happened.
    pub at: Timestamp,
    /// Of which kind it is (EventBridge `detail-type`).
    pub detail_type: String,
    /// The ARNs that it is about: a JSON array of texts.
    pub resources: String,
    /// What happened: a JSON object.
    pub detail: String,
}

statements! {
    PUT = "INSERT INTO event (id, account_id, region, at, detail_type, resources, detail, checksum) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    LIST = "SELECT id, at, detail_type, resources, detail, position FROM event \
        WHERE account_id = $1 AND region = $2 AND position > $3 ORDER BY position LIMIT $4";
    LIST_NEWEST = "SELECT id, at, detail_type, resources, detail, position FROM event \
        WHERE account_id = $1 AND region = $2 AND position > $3 ORDER BY position DESC LIMIT $4";
    LIST_UNNUMBERED = "SELECT id FROM event WHERE position IS NULL AND at > $1 ORDER BY at, id LIMIT $2";
    NUMBER = "UPDATE event SET position = $1 WHERE id = $2";
    DELETE_BEFORE = "DELETE FROM event WHERE id IN \
        (SELECT id FROM event WHERE at < $1 ORDER BY at, id LIMIT $2)";
}

const LOG: Log = Log {
    name: "event",
    put: PUT,
    list: LIST,
    list_newest: LIST_NEWEST,
    unnumbered: LIST_UNNUMBERED,
    number: NUMBER,
};

impl Tx<'_> {
    /// Adds an event.
    pub async fn event_put(&mut self, event: &Event) -> Result<(), Error> {
        let entry = LogEntry {
            id: event.id,
            registry: &event.registry,
            at: event.at,
            texts: [&event.detail_type, &event.resources, &event.detail],
        };
        self.log_put(LOG, entry).await
    }

    /// Gives positions to the oldest events that have none, at most `limit`, and says to how many.
    pub async fn event_number(&mut self, limit: Limit) -> Result<u64, Error> {
        self.log_number(LOG, limit).await
    }

    /// Whether some event has no position yet.
    pub async fn event_has_unnumbered(&mut self) -> Result<bool, Error> {
        self.log_has_unnumbered(LOG).await
    }

    /// The numbered events of a registry in a range, by position.
    pub async fn event_list(
        &mut self,
        registry: &RegistryKey,
        range: LogRange,
        limit: Limit,
    ) -> Result<Vec<Numbered<Event>>, Error> {
        self.log_list(LOG, (registry, range, limit), |row| read(row, registry))
            .await
    }

    /// Deletes events from before `before`, the oldest first, and returns their number.
    pub async fn event_delete_before(&mut self, before: Timestamp, limit: Limit) -> Result<u64, Error> {
        self.execute(DELETE_BEFORE, &[before.into(), limit.into()]).await
    }
}

fn read(row: &Row<'_>, registry: &RegistryKey) -> Result<Event, Error> {
    Ok(Event {
        id: row.parsed(0, "event.id")?,
        registry: registry.clone(),
        at: row.timestamp(1, "event.at")?,
        detail_type: row.string(2, "event.detail_type")?,
        resources: row.string(3, "event.resources")?,
        detail: row.string(4, "event.detail")?,
    })
}
