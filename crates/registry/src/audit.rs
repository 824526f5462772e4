//! The audit trail of a registry, for the operator. The records are written where what they tell
//! of happens.

use std::time::Duration;

use futures_util::FutureExt as _;
use meta::AuditRecord;
use names::RegistryKey;
use stdx::Timestamp;

use crate::{Error, Registry};

/// How long a record is kept (CloudTrail's event history: 90 days).
const LIFE: Duration = Duration::from_secs(90 * 24 * 60 * 60);

impl Registry {
    /// The records of a registry, the oldest first, those after `after`.
    pub async fn audit_list(
        &self,
        registry: &RegistryKey,
        after: Option<AuditRecord>,
        limit: meta::Limit,
    ) -> Result<Vec<AuditRecord>, Error> {
        self.read(
            (registry.clone(), after, limit),
            |tx, (registry, after, limit)| {
                async move { Ok(tx.audit_list(registry, after.as_ref(), *limit).await?) }.boxed()
            },
        )
        .await
    }

    /// Deletes records that are older than 90 days, at most `limit`, and says how many.
    pub async fn audit_sweep(&self, limit: meta::Limit) -> Result<u64, Error> {
        let life = i64::try_from(LIFE.as_micros()).unwrap_or(i64::MAX);
        let before = Timestamp::from_micros(self.now().as_micros().saturating_sub(life));
        self.write((before, limit), |tx, (before, limit)| {
            async move { Ok(tx.audit_delete_before(*before, *limit).await?) }.boxed()
        })
        .await
    }
}
