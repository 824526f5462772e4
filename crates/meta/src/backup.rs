//! What a backup reads of a snapshot, and what is put right in a database that was restored from one.

use stdx::Timestamp;

use crate::collection::BlobRowKey;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, StoredBlob, Tx};

/// How far the logs go on after a restore: more than can have been written since the backup.
const SKIPPED: u64 = 1 << 32;

/// A blob that the database names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupBlob {
    /// The blob.
    pub blob: StoredBlob,
    /// When its bytes turned out to be damaged.
    pub damaged_at: Option<Timestamp>,
}

statements! {
    BLOBS = "SELECT digest, domain, generation, size, damaged_at FROM blob \
        WHERE (digest, domain) > ($1, $2) ORDER BY digest, domain LIMIT $3";
    SKIP = "UPDATE sequence SET last = last + $1 WHERE name = $2";
}

impl Tx<'_> {
    /// The blobs behind `after` by digest, damaged ones too, at most `limit`.
    pub async fn backup_blobs(
        &mut self,
        after: Option<&BlobRowKey>,
        limit: Limit,
    ) -> Result<Vec<BackupBlob>, Error> {
        let domain = after.map_or("", |(_, domain)| domain.as_str());
        let values = [
            Value::after(after.map(|(digest, _)| digest)),
            Value::from(domain),
            limit.into(),
        ];
        self.rows(BLOBS, &values, |row| {
            Ok(BackupBlob {
                blob: StoredBlob {
                    digest: row.parsed(0, "blob.digest")?,
                    domain: row.parsed(1, "blob.domain")?,
                    generation: row.unsigned(2, "blob.generation")?,
                    size: row.unsigned(3, "blob.size")?,
                },
                damaged_at: row.optional_timestamp(4, "blob.damaged_at")?,
            })
        })
        .await
    }

    /// Lets the logs go on far behind where they were when the backup was made: who has read more of
    /// them since then would otherwise miss what is written at positions that it has seen.
    pub async fn restore_skip_positions(&mut self) -> Result<(), Error> {
        for log in ["audit", "event"] {
            self.execute(SKIP, &[SKIPPED.into(), log.into()]).await?;
        }
        Ok(())
    }
}
