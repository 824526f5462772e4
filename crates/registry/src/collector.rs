//! The collector: bytes that nobody needs any more are deleted while everything else goes on.
//!
//! A round has five phases. Layers that no image needs are taken out of their repositories when their
//! time of grace is over; blobs that no repository has are doomed; files of the store that no row
//! names are doomed; doomed bytes are deleted; staged bytes without an upload are dropped. What is
//! unneeded is found on a snapshot, a page at a time, and decided in a transaction that looks again.
//!
//! A doomed copy is never named again: a push of the same bytes makes a copy of its own
//! (`upload_complete.rs`). So it does no harm when bytes are deleted late, twice, or by a server that
//! was stopped for an hour. One server collects at a time, under a lease; each of its transactions
//! renews it and says how far it is, so that another can go on from there.
//!
//! Ages are told by a clock, so nothing is collected for the time of grace after it was moved
//! ([`crate::newest_time`]).

use std::future::poll_fn;
use std::num::NonZeroUsize;
use std::task::Poll;
use std::time::Duration;

use blobs::{BlobKey, Generation, Shard};
use futures_util::FutureExt as _;
use meta::{CollectionHold, DoomedBlob, Limit, Tx};
use names::UploadId;
use stdx::point::Point;
use stdx::{Timestamp, sabotage};

use crate::collector_progress::{CollectorProgress, Phase, broken, parse, written};
use crate::round::{LEASE, is_due, is_leased, next_due};
use crate::{Error, Registry};

/// How many things a transaction decides on: few, as others wait for it who push.
pub(crate) const DECIDED: u32 = 250;
/// How many copies are deleted at once, for the price of few.
const PAGE: u32 = 1_000;
/// How many rows are read at once: a thread reads them that also serves others.
pub(crate) const ROWS: u32 = 1_000;

/// How the collector works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collecting {
    /// How long a layer that no image needs is kept, and a file that no row names.
    pub grace: Duration,
    /// How long doomed bytes are kept, for those who are about to open them.
    pub wait: Duration,
    /// From the end of a round to the next.
    pub interval: Duration,
}

impl Default for Collecting {
    fn default() -> Self {
        Self {
            grace: Duration::from_secs(24 * 60 * 60),
            wait: Duration::from_secs(60),
            interval: Duration::from_secs(60 * 60),
        }
    }
}

/// The right to collect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectorEpoch(pub(crate) u64);

/// What a step has done, for whoever sets the pace.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CollectorWork {
    /// Layers, blobs, files and uploads that were taken away.
    pub done: u64,
    /// Rows and files that were looked at, about.
    pub looked: u64,
}

/// What a step has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CollectorStep {
    /// There is more to do.
    GoesOn(CollectorWork),
    /// There is more to do, and not before this time.
    Waits(Timestamp),
    /// The round has ended.
    Ended,
}

/// Why nothing is collected now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CollectorRest {
    /// The next round is due at this time.
    Until(Timestamp),
    /// Another server collects.
    Elsewhere,
    /// The clock was moved; not before this time.
    Clock(Timestamp),
}

/// The collector as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectorStatus {
    /// How far it is, and what it has done.
    pub progress: CollectorProgress,
    /// Whether a round is under way, by a server that has the right to.
    pub is_running: bool,
    /// Until when nobody else goes on, should that server have been killed.
    pub leased_until: Timestamp,
    /// When the next round begins.
    pub due_at: Timestamp,
    /// Who holds the deletion of bytes.
    pub holds: Vec<CollectionHold>,
}

impl Registry {
    /// The same registry, which collects as `collecting` says.
    #[must_use]
    pub fn collecting(mut self, collecting: Collecting) -> Self {
        self.collecting = collecting;
        self
    }

    /// The right to collect, when a round is due or was not brought to its end.
    pub async fn collector_begin(&self) -> Result<Result<CollectorEpoch, CollectorRest>, Error> {
        if let Some(until) = self.newest_time.unsteady_until(self.now(), self.collecting.grace) {
            return Ok(Err(CollectorRest::Clock(until)));
        }
        let interval = self.collecting.interval;
        let resting = self.read((self.now(), interval), |tx, (now, interval)| {
            async move { Ok(rest(&tx.collector_get().await?, *now, *interval)?.err()) }.boxed()
        });
        if let Some(rest) = resting.await? {
            return Ok(Err(rest));
        }
        self.write((self.now(), interval), |tx, (now, interval)| {
            async move {
                let row = tx.collector_get().await?;
                let mut progress = match rest(&row, *now, *interval)? {
                    Ok(progress) => progress,
                    Err(rest) => return Ok(Err(rest)),
                };
                let Some(epoch) = tx.collector_claim(row.epoch, now.after(LEASE)).await? else {
                    return Ok(Err(CollectorRest::Elsewhere));
                };
                if progress.phase == Phase::Rest {
                    progress.begin(*now);
                    hold(tx, epoch, &progress, *now).await?;
                }
                Ok(Ok(CollectorEpoch(epoch)))
            }
            .boxed()
        })
        .await
    }

    /// Does a bounded part of a round.
    ///
    /// # Errors
    /// When another server has the right to collect now: then nothing was written.
    pub async fn collector_step(&self, epoch: &CollectorEpoch) -> Result<CollectorStep, Error> {
        // It may have been moved since the round began.
        if let Some(until) = self.newest_time.unsteady_until(self.now(), self.collecting.grace) {
            return Ok(CollectorStep::Waits(until));
        }
        let row = self.read((), |tx, ()| async move { Ok(tx.collector_get().await?) }.boxed());
        let progress = parse(&row.await?.progress)?;
        match progress.phase {
            Phase::Rest => Ok(CollectorStep::Ended),
            Phase::Layers => self.collect_layers(epoch, progress).await,
            Phase::Blobs => self.collect_blobs(epoch, progress).await,
            Phase::Files => self.collect_files(epoch, progress).await,
            Phase::Uploads => self.collect_uploads(epoch, progress).await,
            Phase::Bytes => self.collect_bytes(epoch, progress).await,
        }
    }

    /// Lets the next round begin now.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn collector_hurry(&self) -> Result<(), Error> {
        self.write(self.now(), |tx, now| {
            async move { Ok(tx.collector_put_due(*now).await?) }.boxed()
        })
        .await
    }

    /// What the collector does and has done.
    ///
    /// No grant is asked for: only the operator's own command line and the figures call this.
    pub async fn collector_status(&self) -> Result<CollectorStatus, Error> {
        self.read(self.now(), |tx, now| {
            async move {
                let row = tx.collector_get().await?;
                let progress = parse(&row.progress)?;
                Ok(CollectorStatus {
                    is_running: progress.phase != Phase::Rest && is_leased(row.leased_until, *now),
                    leased_until: row.leased_until,
                    progress,
                    due_at: row.due_at,
                    holds: tx.collection_hold_list(*now, Limit(PAGE)).await?,
                })
            }
            .boxed()
        })
        .await
    }

    /// Holds the deletion of bytes until the hold ends: what any row names now stays in the store.
    /// Putting it again makes it last longer.
    pub async fn collection_hold(&self, hold: CollectionHold) -> Result<(), Error> {
        self.write((hold, self.now()), |tx, (hold, now)| {
            async move { Ok(tx.collection_hold_put(hold, *now).await?) }.boxed()
        })
        .await
    }

    /// Gives a hold up before its end.
    pub async fn collection_release(&self, id: uuid::Uuid) -> Result<(), Error> {
        self.write(id, |tx, id| {
            async move { Ok(tx.collection_hold_delete(*id).await.map(drop)?) }.boxed()
        })
        .await
    }

    async fn collect_uploads(
        &self,
        epoch: &CollectorEpoch,
        progress: CollectorProgress,
    ) -> Result<CollectorStep, Error> {
        let after = progress.cursor.upload()?;
        let page = self.bytes.backend().upload_list(after, page()).await?;
        let before = self.collect_before(self.collecting.grace);
        let old = page.items.iter().filter(|staged| staged.changed <= before);
        let old = old.map(|staged| staged.upload);
        let old: Vec<UploadId> = old.filter(|id| !self.uploads.has(*id)).collect();
        let lost = self
            .read(old, |tx, old| {
                async move {
                    let mut lost = Vec::new();
                    for id in old {
                        if tx.upload_get(*id).await?.is_none() {
                            lost.push(*id);
                        }
                    }
                    Ok(lost)
                }
                .boxed()
            })
            .await?;
        for id in &lost {
            self.discard(*id).await;
        }
        Point::CollectorUploads.pass();
        let args = (epoch.0, progress, lost.len() as u64, page.next, self.now());
        self.write(args, |tx, (epoch, progress, done, next, now)| {
            async move {
                let mut progress = progress.clone();
                progress.count(|counts| counts.uploads += *done);
                match next {
                    Some(upload) => progress.cursor.upload = Some(upload.to_string()),
                    None => progress.enter(Phase::Bytes),
                }
                hold(tx, *epoch, &progress, *now).await?;
                Ok(goes_on(*done))
            }
            .boxed()
        })
        .await
    }

    /// Deletes doomed bytes; a round ends when there are none.
    async fn collect_bytes(
        &self,
        epoch: &CollectorEpoch,
        progress: CollectorProgress,
    ) -> Result<CollectorStep, Error> {
        let args = (epoch.0, progress.clone(), self.collecting, self.now());
        let (due, step) = self
            .write(args, |tx, (epoch, progress, collecting, now)| {
                due_bytes(tx, (*epoch, progress), *collecting, *now).boxed()
            })
            .await?;
        if due.is_empty() {
            return Ok(step);
        }
        let mut keys: Vec<BlobKey> = due.iter().map(key).collect();
        keys.sort_unstable_by_key(|key| Shard::of(&key.digest));
        self.bytes.backend().blob_delete(keys).await?;
        Point::CollectorBytes.pass();
        self.write(
            (epoch.0, progress, due, self.now()),
            |tx, (epoch, progress, due, now)| {
                async move {
                    let mut progress = progress.clone();
                    tx.doomed_blob_delete(due).await?;
                    let (done, bytes) = (due.len() as u64, bytes(due));
                    progress.reclaimable_bytes = progress.reclaimable_bytes.saturating_sub(bytes);
                    progress.count(|counts| {
                        counts.deleted += done;
                        counts.freed_bytes += bytes;
                    });
                    hold(tx, *epoch, &progress, *now).await?;
                    Ok(goes_on(done))
                }
                .boxed()
            },
        )
        .await
    }

    /// What happened then or earlier is over.
    pub(crate) fn collect_before(&self, time: Duration) -> Timestamp {
        let time = i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
        // What happens at this very moment is never over, however short the time is.
        let now = self.now().as_micros().saturating_sub(1);
        Timestamp::from_micros(now.saturating_sub(time))
    }
}

/// The doomed bytes that are to be deleted now; when there are none, what becomes of the round.
async fn due_bytes(
    tx: &mut Tx<'_>,
    (epoch, progress): (u64, &CollectorProgress),
    collecting: Collecting,
    now: Timestamp,
) -> Result<(Vec<DoomedBlob>, CollectorStep), Error> {
    hold(tx, epoch, progress, now).await?;
    let held = tx.collection_hold_list(now, Limit(PAGE)).await?;
    if let Some(last) = held.last() {
        return Ok((Vec::new(), CollectorStep::Waits(last.until)));
    }
    let wait = i64::try_from(collecting.wait.as_micros()).unwrap_or(i64::MAX);
    let before = Timestamp::from_micros(now.as_micros().saturating_sub(wait));
    let due = tx.doomed_blob_list(before, Limit(PAGE)).await?;
    if !due.is_empty() {
        return Ok((due, goes_on(0)));
    }
    // A clock that stood ahead doomed these.
    if tx.doomed_blob_set_back(now, Limit(PAGE)).await? != 0 {
        return Ok((due, goes_on(0)));
    }
    let left = tx.doomed_blob_list(now, Limit(1)).await?;
    if !left.is_empty() {
        return Ok((due, CollectorStep::Waits(now.after(collecting.wait))));
    }
    let mut progress = progress.clone();
    progress.enter(Phase::Rest);
    progress.ended_at = now.as_micros();
    progress.reclaimable_bytes = 0;
    let due_at = tx.collector_get().await?.due_at;
    let next = next_due(due_at, progress.started_at, now, collecting.interval);
    if !tx.collector_end(epoch, &written(&progress)?, next).await? {
        return Err(lost());
    }
    Ok((due, CollectorStep::Ended))
}

/// How far the collector is, if it is for this server to go on.
fn rest(
    row: &meta::Collector,
    now: Timestamp,
    interval: Duration,
) -> Result<Result<CollectorProgress, CollectorRest>, Error> {
    if is_leased(row.leased_until, now) {
        return Ok(Err(CollectorRest::Elsewhere));
    }
    let progress = parse(&row.progress)?;
    if progress.phase == Phase::Rest && !is_due(row.due_at, now, interval) {
        return Ok(Err(CollectorRest::Until(row.due_at)));
    }
    Ok(Ok(progress))
}

/// Renews the lease in a transaction that writes for the collector.
///
/// # Errors
/// When another server collects now, so that this transaction must not write.
pub(crate) async fn hold(
    tx: &mut Tx<'_>,
    epoch: u64,
    progress: &CollectorProgress,
    now: Timestamp,
) -> Result<(), Error> {
    if tx
        .collector_hold(epoch, now.after(LEASE), &written(progress)?)
        .await?
        || sabotage::is("collector-without-fence")
    {
        return Ok(());
    }
    Err(lost())
}

/// Lets others come first that wait for this thread.
pub(crate) async fn give_way() {
    let mut has_waited = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A step that has done so much, and looked at no more than that.
fn goes_on(done: u64) -> CollectorStep {
    CollectorStep::GoesOn(CollectorWork { done, looked: 0 })
}

fn lost() -> Error {
    broken("another server collects now")
}

pub(crate) fn bytes(copies: &[DoomedBlob]) -> u64 {
    copies.iter().map(|copy| copy.size).sum()
}

fn key(copy: &DoomedBlob) -> BlobKey {
    BlobKey {
        digest: copy.digest,
        generation: Generation::from_bits(copy.generation),
    }
}

fn page() -> NonZeroUsize {
    NonZeroUsize::new(PAGE as usize).expect("a page has entries")
}
