//! The audit trail of a registry. Records of changes are written where the changes are; what changed
//! nothing is noted here in memory and written a moment later, so that no refusal and no read waits
//! for the database. What was noted since is lost with the process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{AuditRecord, Limit, LogRange, Numbered};
use names::RegistryKey;
use stdx::Timestamp;

use crate::trail::TrailEntry;
use crate::{Action, CallKind, Caller, Error, Grant, Registry};

/// Records that wait to be written; more are dropped and counted.
const MAX_NOTES: usize = 10_000;
/// Records that one transaction writes.
const BATCH: usize = 500;
/// Entries of a log that one transaction numbers.
const NUMBERED: Limit = Limit(500);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Which calls the audit trail tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuditScope {
    /// Changes and logins, also those that were refused.
    #[default]
    Changes,
    /// Reads, too.
    All,
}

/// How long entries of the logs are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLife {
    /// Records of the audit trail (CloudTrail's event history: 90 days).
    pub audit: Duration,
    /// Events.
    pub events: Duration,
}

/// What is kept of what happened, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Logging {
    /// What the audit trail tells of.
    pub audit: AuditScope,
    /// For how long.
    pub life: LogLife,
}

/// How a call failed, by the names of its API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallFailure {
    /// CloudTrail `errorCode`.
    pub code: String,
    /// CloudTrail `errorMessage`.
    pub message: String,
}

/// Records that wait to be written.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    waiting: Mutex<Vec<AuditRecord>>,
    dropped: AtomicU64,
}

impl Default for LogLife {
    fn default() -> Self {
        let (audit, events) = (DAY * 90, DAY * 90);
        Self { audit, events }
    }
}

impl Notes {
    fn add(&self, records: Vec<AuditRecord>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() + records.len() > MAX_NOTES {
            self.dropped.fetch_add(records.len() as u64, Ordering::Relaxed);
            return;
        }
        waiting.extend(records);
    }

    fn take(&self) -> Vec<AuditRecord> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let count = waiting.len().min(BATCH);
        waiting.drain(..count).collect()
    }
}

impl Registry {
    /// What the audit trail tells of.
    pub const fn audit_scope(&self) -> AuditScope {
        self.logging.audit
    }

    /// Notes the end of a call that its own transaction has not told of: it changed nothing, or it
    /// failed.
    pub fn audit_note(&self, caller: &Caller, failure: Option<&CallFailure>) {
        let is_told_of = match caller.call.operation.kind {
            CallKind::Change | CallKind::Login => true,
            CallKind::Read => self.audit_scope() == AuditScope::All,
            CallKind::Probe => false,
        };
        if caller.call.is_told() || !is_told_of {
            return;
        }
        self.notes.add(TrailEntry::of(caller, self.now()).note(failure));
        caller.call.set_told();
    }

    /// Writes what was noted, and says how much. Housekeeping calls this once a second.
    pub async fn audit_flush(&self) -> Result<u64, Error> {
        let mut written = 0;
        loop {
            let batch = self.notes.take();
            if batch.is_empty() {
                return Ok(written);
            }
            written += batch.len() as u64;
            let kept = batch.clone();
            let stored = self.write(batch, |tx, batch| {
                async move {
                    for record in batch {
                        tx.audit_put(record).await?;
                    }
                    Ok(())
                }
                .boxed()
            });
            if let Err(error) = stored.await {
                self.notes.add(kept);
                return Err(error);
            }
        }
    }

    /// How many records were dropped because too many waited.
    pub fn audit_dropped(&self) -> u64 {
        self.notes.dropped.load(Ordering::Relaxed)
    }

    /// The records in the trail of the registry of a grant in a range, as of now.
    pub async fn audit_lookup(
        &self,
        grant: &Grant<RegistryKey>,
        range: LogRange,
        limit: Limit,
    ) -> Result<Vec<Numbered<AuditRecord>>, Error> {
        grant.expect(&[Action::LookupAuditRecords]);
        self.audit_list(grant.resource(), range, limit).await
    }

    /// The records in the trail of a registry in a range, as of now.
    ///
    /// No grant is asked for: this is for the operator.
    pub async fn audit_list(
        &self,
        registry: &RegistryKey,
        range: LogRange,
        limit: Limit,
    ) -> Result<Vec<Numbered<AuditRecord>>, Error> {
        self.audit_number().await?;
        let args = (registry.clone(), range, limit);
        self.read(args, |tx, (registry, range, limit)| {
            async move { Ok(tx.audit_list(registry, *range, *limit).await?) }.boxed()
        })
        .await
    }

    /// Numbers all records that are committed by now.
    async fn audit_number(&self) -> Result<(), Error> {
        let waiting = self.read((), |tx, ()| {
            async move { Ok(tx.audit_has_unnumbered().await?) }.boxed()
        });
        if !waiting.await? {
            return Ok(());
        }
        loop {
            let numbered = self.write((), |tx, ()| {
                async move { Ok(tx.audit_number(NUMBERED).await?) }.boxed()
            });
            if numbered.await? < u64::from(NUMBERED.0) {
                return Ok(());
            }
        }
    }

    /// Deletes records that are older than they are kept, at most `limit`, and says how many.
    pub async fn audit_sweep(&self, limit: Limit) -> Result<u64, Error> {
        if self.clock_rests_until().is_some() {
            return Ok(0);
        }
        let before = self.before(self.logging.life.audit);
        self.write((before, limit), |tx, (before, limit)| {
            async move { Ok(tx.audit_delete_before(*before, *limit).await?) }.boxed()
        })
        .await
    }

    /// The time that lies `life` back.
    pub(crate) fn before(&self, life: Duration) -> Timestamp {
        let life = i64::try_from(life.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(self.now().as_micros().saturating_sub(life))
    }
}
