//! What the scrub reads and writes: every blob's row, and how far it is.

use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{BlobRowKey, Error, Limit, StoredBlob, Tx};

/// The row of a blob, also of one whose bytes are damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobRow {
    /// The copy that it names.
    pub blob: StoredBlob,
    /// Since when that is known to be damaged.
    pub damaged_at: Option<Timestamp>,
}

/// The scrub's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrub {
    /// How often somebody began to scrub.
    pub epoch: u64,
    /// Until when whoever scrubs has the right to.
    pub leased_until: Timestamp,
    /// When the next round is to begin.
    pub due_at: Timestamp,
    /// How far it is, as the program writes it; empty at first.
    pub progress: String,
}

statements! {
    LIST = "SELECT digest, domain, generation, size, damaged_at FROM blob WHERE (digest, domain) > ($1, $2) \
        ORDER BY digest, domain LIMIT $3";
    NAMED = "SELECT digest, domain, generation, size, damaged_at FROM blob \
        WHERE digest = $1 AND domain = $2 AND generation = $3";
    WHOLE = "UPDATE blob SET damaged_at = NULL WHERE digest = $1 AND domain = $2 AND generation = $3 \
        AND damaged_at IS NOT NULL";
    GET = "SELECT epoch, leased_until, due_at, progress FROM scrub WHERE name = 'store'";
    CLAIM = "UPDATE scrub SET epoch = $1, leased_until = $2 WHERE name = 'store' AND epoch = $3";
    HOLD = "UPDATE scrub SET leased_until = $1, progress = $2 WHERE name = 'store' AND epoch = $3";
    END = "UPDATE scrub SET leased_until = 0, progress = $1, due_at = $2 WHERE name = 'store' AND epoch = $3";
    SET_DUE = "UPDATE scrub SET due_at = $1 WHERE name = 'store'";
}

impl Tx<'_> {
    /// The blobs behind `after`, at most `limit`.
    pub async fn blob_list(
        &mut self,
        after: Option<&BlobRowKey>,
        limit: Limit,
    ) -> Result<Vec<BlobRow>, Error> {
        let domain = after.map_or("", |(_, domain)| domain.as_str());
        let values = [
            Value::after(after.map(|(digest, _)| digest)),
            Value::from(domain),
            limit.into(),
        ];
        self.rows(LIST, &values, read).await
    }

    /// The row that names this copy, if one still does.
    pub async fn blob_named(&mut self, blob: &StoredBlob) -> Result<Option<BlobRow>, Error> {
        self.row(NAMED, &key(blob), read).await
    }

    /// Notes that a copy that was taken for damaged is whole. False when it was not, or is no more.
    pub async fn blob_put_whole(&mut self, blob: &StoredBlob) -> Result<bool, Error> {
        Ok(self.execute(WHOLE, &key(blob)).await? != 0)
    }

    /// The scrub's row.
    pub async fn scrub_get(&mut self) -> Result<Scrub, Error> {
        let row = self.row(GET, &[], |row| {
            Ok(Scrub {
                epoch: row.unsigned(0, "scrub.epoch")?,
                leased_until: row.timestamp(1, "scrub.leased_until")?,
                due_at: row.timestamp(2, "scrub.due_at")?,
                progress: row.string(3, "scrub.progress")?,
            })
        });
        row.await?
            .ok_or_else(|| Error::Corrupt("the scrub's row is gone".to_owned()))
    }

    /// Begins a new epoch after `epoch`, until `until`. `None` when another was first.
    pub async fn scrub_claim(&mut self, epoch: u64, until: Timestamp) -> Result<Option<u64>, Error> {
        let next = epoch + 1;
        let changed = self
            .execute(CLAIM, &[next.into(), until.into(), epoch.into()])
            .await?;
        Ok((changed != 0).then_some(next))
    }

    /// Keeps the right to scrub until `until` and notes how far it is. False when the epoch is over:
    /// then nothing may be written.
    pub async fn scrub_hold(&mut self, epoch: u64, until: Timestamp, progress: &str) -> Result<bool, Error> {
        let values = [until.into(), Value::from(progress), epoch.into()];
        Ok(self.execute(HOLD, &values).await? != 0)
    }

    /// Ends a round; the next is due at `due_at`. False when the epoch is over.
    pub async fn scrub_end(&mut self, epoch: u64, progress: &str, due_at: Timestamp) -> Result<bool, Error> {
        let values = [Value::from(progress), due_at.into(), epoch.into()];
        Ok(self.execute(END, &values).await? != 0)
    }

    /// Lets the next round begin at `due_at`.
    pub async fn scrub_put_due(&mut self, due_at: Timestamp) -> Result<(), Error> {
        self.execute(SET_DUE, &[due_at.into()]).await?;
        Ok(())
    }
}

fn key(blob: &StoredBlob) -> [Value<'_>; 3] {
    [
        Value::from(&blob.digest),
        Value::from(blob.domain.as_str()),
        blob.generation.into(),
    ]
}

fn read(row: &Row<'_>) -> Result<BlobRow, Error> {
    let blob = StoredBlob {
        digest: row.parsed(0, "blob.digest")?,
        domain: row.parsed(1, "blob.domain")?,
        generation: row.unsigned(2, "blob.generation")?,
        size: row.unsigned(3, "blob.size")?,
    };
    Ok(BlobRow {
        blob,
        damaged_at: row.optional_timestamp(4, "blob.damaged_at")?,
    })
}
