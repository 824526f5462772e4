//! The collector's look at the rows: layers that no image needs, and blobs that no repository has.

use futures_util::FutureExt as _;
use meta::{Limit, LookLimits, Looked};
use stdx::point::Point;
use stdx::sabotage;

use crate::collector::{CollectorEpoch, CollectorStep, CollectorWork, DECIDED, ROWS, bytes, give_way, hold};
use crate::collector_progress::{CollectorProgress, Phase};
use crate::{Error, Registry};

/// How often a step looks before it decides on what it has found.
const LOOKS: u64 = 10;

impl Registry {
    /// Takes layers that no image needs out of their repositories when their time of grace is over.
    pub(crate) async fn collect_layers(
        &self,
        epoch: &CollectorEpoch,
        progress: CollectorProgress,
    ) -> Result<CollectorStep, Error> {
        let before = self.collect_before(self.collecting.grace);
        let (mut last, mut found) = (progress.cursor.layer()?, Found::default());
        loop {
            let looked = self.read((before, last, found.limits()), |tx, (before, after, limits)| {
                async move { Ok(tx.layer_look(*before, after.as_ref(), *limits).await?) }.boxed()
            });
            last = found.take(looked.await?).await;
            if last.is_none() || found.is_enough() {
                break;
            }
        }
        let looked = found.looked();
        let args = (epoch.0, progress, found.unneeded, last, before, self.now());
        let done = self.write(args, |tx, (epoch, progress, unneeded, last, before, now)| {
            async move {
                let mut progress = progress.clone();
                if sabotage::is("collector-without-recheck") {
                    for (repository, digest) in unneeded.iter() {
                        tx.layer_unlink(*repository, digest).await?;
                    }
                }
                let done = tx.layer_unlink_unneeded(unneeded, *before).await?;
                Point::CollectorLayers.pass();
                progress.count(|counts| counts.layers += done);
                match last {
                    Some((repository, digest)) => progress.cursor.at_layer(*repository, digest),
                    None => progress.enter(Phase::Blobs),
                }
                hold(tx, *epoch, &progress, *now).await?;
                Ok(done)
            }
            .boxed()
        });
        let done = done.await?;
        Ok(CollectorStep::GoesOn(CollectorWork { done, looked }))
    }

    /// Dooms the bytes of blobs that no repository has.
    pub(crate) async fn collect_blobs(
        &self,
        epoch: &CollectorEpoch,
        progress: CollectorProgress,
    ) -> Result<CollectorStep, Error> {
        let (mut last, mut found) = (progress.cursor.blob()?, Found::default());
        loop {
            let looked = self.read((last, found.limits()), |tx, (after, limits)| {
                async move { Ok(tx.blob_look(after.as_ref(), *limits).await?) }.boxed()
            });
            last = found.take(looked.await?).await;
            if last.is_none() || found.is_enough() {
                break;
            }
        }
        let looked = found.looked();
        let args = (epoch.0, progress, found.unneeded, last, self.now());
        let done = self.write(args, |tx, (epoch, progress, unneeded, last, now)| {
            async move {
                let mut progress = progress.clone();
                let doomed = tx.blob_doom(unneeded, *now).await?;
                let done = doomed.len() as u64;
                progress.reclaimable_bytes += bytes(&doomed);
                Point::CollectorBlobs.pass();
                progress.count(|counts| counts.blobs += done);
                match last {
                    Some((digest, domain)) => progress.cursor.at_blob(digest, domain),
                    None => progress.enter(Phase::Files),
                }
                hold(tx, *epoch, &progress, *now).await?;
                Ok(done)
            }
            .boxed()
        });
        let done = done.await?;
        Ok(CollectorStep::GoesOn(CollectorWork { done, looked }))
    }
}

/// What the looks of a step have found.
struct Found<T> {
    unneeded: Vec<T>,
    looks: u64,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self {
            unneeded: Vec::new(),
            looks: 0,
        }
    }
}

impl<T> Found<T> {
    /// How much the next look may look at and find.
    fn limits(&self) -> LookLimits {
        let found = u32::try_from(self.unneeded.len()).unwrap_or(DECIDED);
        LookLimits {
            rows: Limit(ROWS),
            unneeded: Limit(DECIDED.saturating_sub(found).max(1)),
        }
    }

    /// Takes what a look has found; the last that it looked at, if there is more behind it. Others come
    /// first that wait for this thread.
    async fn take<K>(&mut self, looked: Looked<T, K>) -> Option<K> {
        self.looks += 1;
        self.unneeded.extend(looked.unneeded);
        give_way().await;
        looked.last
    }

    /// Whether as much was found as a transaction decides on, or it was looked for a while.
    fn is_enough(&self) -> bool {
        self.unneeded.len() >= DECIDED as usize || self.looks == LOOKS
    }

    /// How many rows were looked at, about.
    fn looked(&self) -> u64 {
        self.looks * u64::from(ROWS)
    }
}
