//! The collector's own rows: its lease and epoch, where its round stands, and the holds that keep bytes while
//! somebody needs all of them. What it looks at and deletes is in `collection.rs`.

use stdx::Timestamp;
use uuid::Uuid;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

/// The collector's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collector {
    /// How often somebody began to collect.
    pub epoch: u64,
    /// Until when whoever collects has the right to.
    pub leased_until: Timestamp,
    /// When the next round is to begin.
    pub due_at: Timestamp,
    /// How far it is, as the program writes it; empty at first.
    pub progress: String,
}

/// A reason not to delete bytes for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionHold {
    /// This hold, and no other.
    pub id: Uuid,
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: Timestamp,
}

statements! {
    COLLECTOR = "SELECT epoch, leased_until, due_at, progress FROM collector WHERE name = 'store'";
    CLAIM = "UPDATE collector SET epoch = $1, leased_until = $2 WHERE name = 'store' AND epoch = $3";
    HOLD_LEASE = "UPDATE collector SET leased_until = $1, progress = $2 \
        WHERE name = 'store' AND epoch = $3";
    END = "UPDATE collector SET leased_until = 0, progress = $1, due_at = $2 \
        WHERE name = 'store' AND epoch = $3";
    SET_DUE = "UPDATE collector SET due_at = $1 WHERE name = 'store'";
    HOLD_PUT = "INSERT INTO collection_hold (id, reason, until) VALUES ($1, $2, $3) \
        ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, until = excluded.until";
    HOLD_DELETE = "DELETE FROM collection_hold WHERE id = $1";
    HOLD_DELETE_ENDED = "DELETE FROM collection_hold WHERE until <= $1";
    HOLD_LIST = "SELECT id, reason, until FROM collection_hold WHERE until > $1 ORDER BY until, id LIMIT $2";
}

impl Tx<'_> {
    /// The collector's row.
    pub async fn collector_get(&mut self) -> Result<Collector, Error> {
        let row = self.row(COLLECTOR, &[], |row| {
            Ok(Collector {
                epoch: row.unsigned(0, "collector.epoch")?,
                leased_until: row.timestamp(1, "collector.leased_until")?,
                due_at: row.timestamp(2, "collector.due_at")?,
                progress: row.string(3, "collector.progress")?,
            })
        });
        row.await?
            .ok_or_else(|| Error::Corrupt("the collector's row is gone".to_owned()))
    }

    /// Begins a new epoch after `epoch`, until `until`. `None` when another was first.
    pub async fn collector_claim(&mut self, epoch: u64, until: Timestamp) -> Result<Option<u64>, Error> {
        let next = epoch + 1;
        let changed = self
            .execute(CLAIM, &[next.into(), until.into(), epoch.into()])
            .await?;
        Ok((changed != 0).then_some(next))
    }

    /// Keeps the right to collect until `until` and notes how far it is. False when the epoch is
    /// over: then nothing may be written.
    pub async fn collector_hold(
        &mut self,
        epoch: u64,
        until: Timestamp,
        progress: &str,
    ) -> Result<bool, Error> {
        let values = [until.into(), Value::from(progress), epoch.into()];
        Ok(self.execute(HOLD_LEASE, &values).await? != 0)
    }

    /// Ends a round; the next is due at `due_at`. False when the epoch is over.
    pub async fn collector_end(
        &mut self,
        epoch: u64,
        progress: &str,
        due_at: Timestamp,
    ) -> Result<bool, Error> {
        let values = [Value::from(progress), due_at.into(), epoch.into()];
        Ok(self.execute(END, &values).await? != 0)
    }

    /// Lets the next round begin at `due_at`.
    pub async fn collector_put_due(&mut self, due_at: Timestamp) -> Result<(), Error> {
        self.execute(SET_DUE, &[due_at.into()]).await?;
        Ok(())
    }

    /// Holds the deletion of bytes, or holds it longer; forgets the holds that have ended at `now`.
    pub async fn collection_hold_put(&mut self, hold: &CollectionHold, now: Timestamp) -> Result<(), Error> {
        self.execute(HOLD_DELETE_ENDED, &[now.into()]).await?;
        let id = hold.id.to_string();
        let values = [
            Value::from(id.as_str()),
            Value::from(hold.reason.as_str()),
            hold.until.into(),
        ];
        self.execute(HOLD_PUT, &values).await?;
        Ok(())
    }

    /// Gives a hold up. False when there is none.
    pub async fn collection_hold_delete(&mut self, id: Uuid) -> Result<bool, Error> {
        let id = id.to_string();
        Ok(self.execute(HOLD_DELETE, &[id.as_str().into()]).await? != 0)
    }

    /// The holds that have not ended at `now`.
    pub async fn collection_hold_list(
        &mut self,
        now: Timestamp,
        limit: Limit,
    ) -> Result<Vec<CollectionHold>, Error> {
        self.rows(HOLD_LIST, &[now.into(), limit.into()], read_hold).await
    }
}

fn read_hold(row: &Row<'_>) -> Result<CollectionHold, Error> {
    Ok(CollectionHold {
        id: row.parsed(0, "collection_hold.id")?,
        reason: row.string(1, "collection_hold.reason")?,
        until: row.timestamp(2, "collection_hold.until")?,
    })
}
