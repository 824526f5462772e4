//! The scrub: every blob is read again and compared with its digest, in the background and slowly.
//!
//! A round goes through the rows of blobs. A copy that is damaged or gone is noted
//! ([`crate::damage`]), one that was taken for damaged and is whole again is had again, and one whose
//! key cannot be had now is left out. What is read is a row's own copy, so that a push or the
//! collector meanwhile changes nothing for it: then no row names the copy any more.
//!
//! One server scrubs at a time, under a lease with a number that grows; how far it is stands in the
//! database, so that another goes on from there.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{BlobDomain, BlobRow, Limit, Tx};
use names::Digest;
use serde::{Deserialize, Serialize};
use stdx::Timestamp;

use crate::collector_progress::broken;
use crate::damage::Verdict;
use crate::round::{LEASE, is_due, is_leased, next_due};
use crate::{Error, Registry};

/// How often the lease is renewed while one blob is read.
const RENEW: Duration = Duration::from_secs(60);
/// How many blobs a step reads at most, and after how many bytes it ends.
const PAGE: u32 = 100;
const PAGE_BYTES: u64 = 256 << 20;
/// What a blob counts for at least, in bytes: opening one has a price.
const LEAST_BYTES: u64 = 16 << 10;
/// From the end of a round to the next, where nothing else is said.
pub(crate) const SCRUB_INTERVAL: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The right to scrub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScrubEpoch(pub(crate) u64);

/// What a step has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScrubStep {
    /// There is more to read.
    GoesOn,
    /// The round has ended.
    Ended,
}

/// How far the scrub is, and what it has found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScrubProgress {
    /// Whether a round is under way.
    is_open: bool,
    /// The last blob that was read.
    after: Option<(String, String)>,
    /// When this round, or the last one, began, in microseconds since 1970.
    pub started_at: i64,
    /// When the last whole round ended; 0 before the first.
    pub ended_at: i64,
    /// What this round has found, or the last one.
    pub round: ScrubCounts,
    /// What all rounds have found.
    pub total: ScrubCounts,
}

/// What was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScrubCounts {
    /// Blobs that were read.
    pub blobs: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Those that turned out to be damaged, and were not known to be.
    pub damaged: u64,
    /// Those that were damaged already, and nobody has pushed since.
    pub still_damaged: u64,
    /// Those that were taken for damaged and are whole again.
    pub restored: u64,
    /// Those whose key cannot be had now, and that were not read.
    pub locked: u64,
    /// Those that the store could not read: nobody knows what they are.
    pub unreadable: u64,
}

/// The scrub as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScrubStatus {
    /// How far it is, and what it has found.
    pub progress: ScrubProgress,
    /// Whether a round is under way, by a server that has the right to.
    pub is_running: bool,
    /// Until when nobody else goes on, should that server have been killed.
    pub leased_until: Timestamp,
    /// When the next round begins.
    pub due_at: Timestamp,
}

impl ScrubProgress {
    fn begin(&mut self, now: Timestamp) {
        self.is_open = true;
        self.after = None;
        self.started_at = now.as_micros();
        self.round = ScrubCounts::default();
    }

    fn count(&mut self, count: impl Fn(&mut ScrubCounts)) {
        count(&mut self.round);
        count(&mut self.total);
    }

    fn after(&self) -> Result<Option<(Digest, BlobDomain)>, Error> {
        let Some((digest, domain)) = &self.after else {
            return Ok(None);
        };
        let digest = Digest::parse(digest).map_err(|_| broken("the scrub stopped at no digest"))?;
        let Ok(domain) = domain.parse();
        Ok(Some((digest, domain)))
    }
}

impl Registry {
    /// The same registry, which begins a round of the scrub so long after the one before.
    #[must_use]
    pub fn scrubbing_every(mut self, interval: Duration) -> Self {
        self.scrub_interval = interval;
        self
    }

    /// The right to scrub, when a round is due or was not brought to its end, and no other server has
    /// it.
    pub async fn scrub_begin(&self) -> Result<Option<ScrubEpoch>, Error> {
        let resting = self.read((self.now(), self.scrub_interval), |tx, (now, interval)| {
            async move { Ok(is_to_do(&tx.scrub_get().await?, *now, *interval)?.is_none()) }.boxed()
        });
        if resting.await? {
            return Ok(None);
        }
        self.write((self.now(), self.scrub_interval), |tx, (now, interval)| {
            async move {
                let row = tx.scrub_get().await?;
                let Some(mut progress) = is_to_do(&row, *now, *interval)? else {
                    return Ok(None);
                };
                let Some(epoch) = tx.scrub_claim(row.epoch, now.after(LEASE)).await? else {
                    return Ok(None);
                };
                if !progress.is_open {
                    progress.begin(*now);
                    hold(tx, epoch, &progress, *now).await?;
                }
                Ok(Some(ScrubEpoch(epoch)))
            }
            .boxed()
        })
        .await
    }

    /// Reads a bounded number of blobs. `pace` is told what was read, in bytes, and may take its time.
    ///
    /// # Errors
    /// When another server has the right to scrub now.
    pub async fn scrub_step<F>(&self, epoch: &ScrubEpoch, pace: impl Fn(u64) -> F) -> Result<ScrubStep, Error>
    where
        F: Future<Output = ()>,
    {
        let mut progress = self.scrub_status().await?.progress;
        if !progress.is_open {
            return Ok(ScrubStep::Ended);
        }
        let rows = self
            .read(progress.after()?, |tx, after| {
                async move { Ok(tx.blob_list(after.as_ref(), Limit(PAGE)).await?) }.boxed()
            })
            .await?;
        if rows.is_empty() {
            return self.scrub_end(epoch, progress).await;
        }
        let (mut read, renewed) = (0, Arc::new(AtomicI64::new(self.now().as_micros())));
        for row in rows {
            let turn = Turn {
                registry: self,
                epoch: epoch.0,
                progress: &progress,
                renewed: &renewed,
            };
            pace(LEAST_BYTES).await;
            let found = turn.read(&row, &pace).await?;
            read += row.blob.size;
            progress.count(|counts| found.count(row.blob.size, counts));
            progress.after = Some((row.blob.digest.to_string(), row.blob.domain.as_str().to_owned()));
            if read >= PAGE_BYTES {
                break;
            }
        }
        self.scrub_hold(epoch.0, &progress).await?;
        Ok(ScrubStep::GoesOn)
    }

    /// Lets the next round begin now.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn scrub_hurry(&self) -> Result<(), Error> {
        self.write(self.now(), |tx, now| {
            async move { Ok(tx.scrub_put_due(*now).await?) }.boxed()
        })
        .await
    }

    /// What the scrub does and has found.
    ///
    /// No grant is asked for: only the operator's own command line and the figures call this.
    pub async fn scrub_status(&self) -> Result<ScrubStatus, Error> {
        self.read(self.now(), |tx, now| {
            async move {
                let row = tx.scrub_get().await?;
                let progress = parse(&row.progress)?;
                Ok(ScrubStatus {
                    is_running: progress.is_open && is_leased(row.leased_until, *now),
                    leased_until: row.leased_until,
                    progress,
                    due_at: row.due_at,
                })
            }
            .boxed()
        })
        .await
    }

    async fn scrub_hold(&self, epoch: u64, progress: &ScrubProgress) -> Result<(), Error> {
        let args = (epoch, progress.clone(), self.now());
        self.write(args, |tx, (epoch, progress, now)| {
            hold(tx, *epoch, progress, *now).boxed()
        })
        .await
    }

    async fn scrub_end(&self, epoch: &ScrubEpoch, mut progress: ScrubProgress) -> Result<ScrubStep, Error> {
        let now = self.now();
        progress.is_open = false;
        progress.after = None;
        progress.ended_at = now.as_micros();
        let args = (epoch.0, progress, now, self.scrub_interval);
        self.write(args, |tx, (epoch, progress, now, interval)| {
            async move {
                let due_at = tx.scrub_get().await?.due_at;
                let due_at = next_due(due_at, progress.started_at, *now, *interval);
                if tx.scrub_end(*epoch, &written(progress)?, due_at).await? {
                    return Ok(ScrubStep::Ended);
                }
                Err(lost())
            }
            .boxed()
        })
        .await
    }
}

/// What became of a blob.
#[derive(Debug, Clone, Copy)]
enum Found {
    Whole,
    Damaged,
    StillDamaged,
    Restored,
    Locked,
    Unreadable,
    /// No row names it any more.
    Gone,
}

impl Found {
    fn count(self, size: u64, counts: &mut ScrubCounts) {
        match self {
            Self::Gone => return,
            Self::Locked => {
                counts.locked += 1;
                return;
            }
            Self::Unreadable => {
                counts.unreadable += 1;
                return;
            }
            Self::Whole => {}
            Self::Damaged => counts.damaged += 1,
            Self::StillDamaged => counts.still_damaged += 1,
            Self::Restored => counts.restored += 1,
        }
        counts.blobs += 1;
        counts.bytes += size;
    }
}

/// One blob that is read under the lease.
struct Turn<'s> {
    registry: &'s Registry,
    epoch: u64,
    progress: &'s ScrubProgress,
    renewed: &'s Arc<AtomicI64>,
}

impl Turn<'_> {
    async fn read<F>(&self, row: &BlobRow, pace: &impl Fn(u64) -> F) -> Result<Found, Error>
    where
        F: Future<Output = ()>,
    {
        let verdict = self
            .registry
            .blob_verify(&row.blob, |bytes| async move {
                pace(bytes).await;
                self.renew().await
            })
            .await?;
        self.judge(row, &verdict).await
    }

    async fn judge(&self, row: &BlobRow, verdict: &Verdict) -> Result<Found, Error> {
        let (registry, blob) = (self.registry, &row.blob);
        Ok(match verdict {
            Verdict::Whole if row.damaged_at.is_none() => Found::Whole,
            Verdict::Whole if registry.blob_acquit(blob).await? => Found::Restored,
            Verdict::Whole => Found::Gone,
            Verdict::Damaged | Verdict::WrongSize(_) | Verdict::Missing => {
                let condemned = registry.blob_condemn(blob, verdict).await?;
                match (condemned, row.damaged_at) {
                    (true, _) => Found::Damaged,
                    (false, Some(_)) => Found::StillDamaged,
                    (false, None) => Found::Gone,
                }
            }
            Verdict::Locked(_) => Found::Locked,
            Verdict::Unreadable(why) => {
                let (digest, domain) = (blob.digest, blob.domain.as_str());
                tracing::warn!(%digest, domain, why, "a blob could not be read");
                Found::Unreadable
            }
        })
    }

    /// Renews the lease in the middle of a blob that takes long.
    async fn renew(&self) -> Result<(), Error> {
        let now = self.registry.now();
        let renewed = Timestamp::from_micros(self.renewed.load(Ordering::Relaxed));
        if now.since(renewed) < RENEW {
            return Ok(());
        }
        self.renewed.store(now.as_micros(), Ordering::Relaxed);
        self.registry.scrub_hold(self.epoch, self.progress).await
    }
}

/// How far the scrub is, if it is for this server to go on.
fn is_to_do(row: &meta::Scrub, now: Timestamp, interval: Duration) -> Result<Option<ScrubProgress>, Error> {
    let progress = parse(&row.progress)?;
    let is_due = progress.is_open || is_due(row.due_at, now, interval);
    Ok((!is_leased(row.leased_until, now) && is_due).then_some(progress))
}

/// Renews the lease and says how far it is.
///
/// # Errors
/// When another server scrubs now, so that this transaction must not write.
async fn hold(tx: &mut Tx<'_>, epoch: u64, progress: &ScrubProgress, now: Timestamp) -> Result<(), Error> {
    if tx
        .scrub_hold(epoch, now.after(LEASE), &written(progress)?)
        .await?
    {
        return Ok(());
    }
    Err(lost())
}

fn lost() -> Error {
    broken("another server scrubs now")
}

fn parse(text: &str) -> Result<ScrubProgress, Error> {
    if text.is_empty() {
        return Ok(ScrubProgress::default());
    }
    serde_json::from_str(text).map_err(|error| broken(&format!("the scrub's progress: {error}")))
}

fn written(progress: &ScrubProgress) -> Result<String, Error> {
    serde_json::to_string(progress).map_err(|error| broken(&error.to_string()))
}
