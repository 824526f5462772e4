//! The scrub in the server: looks every second whether a round is due, and paces it. And what readers
//! could not read is read again at once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use registry::{Registry, ScrubEpoch, ScrubStep};
use tokio::time::sleep;

use crate::interval::{SECOND, every};

/// What is slept for together: a timer is not finer than a millisecond.
const NAP: Duration = Duration::from_millis(20);

/// Scrubs for as long as it is polled, at most `rate` bytes a second; none where that is 0.
pub(crate) async fn run(registry: &Registry, rate: u64) {
    tokio::join!(suspects(registry), rounds(registry, rate));
}

async fn suspects(registry: &Registry) {
    let mut seconds = every(SECOND);
    loop {
        seconds.tick().await;
        if let Err(error) = registry.damage_look().await {
            tracing::warn!(%error, "could not look at what a reader could not read");
        }
    }
}

async fn rounds(registry: &Registry, rate: u64) {
    if rate == 0 {
        return;
    }
    let mut seconds = every(SECOND);
    loop {
        seconds.tick().await;
        match registry.scrub_begin().await {
            Ok(Some(epoch)) => round(registry, &epoch, rate).await,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "could not look whether there is something to scrub"),
        }
    }
}

/// Brings a round to its end, or to where it fails; then the next look goes on from there. A `rate`
/// of 0 bounds nothing.
pub(crate) async fn round(registry: &Registry, epoch: &ScrubEpoch, rate: u64) {
    let owed = AtomicU64::new(0);
    loop {
        match registry.scrub_step(epoch, |bytes| pace(&owed, bytes, rate)).await {
            Ok(ScrubStep::GoesOn) => {}
            Ok(ScrubStep::Ended) => return tell(registry).await,
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "a round of the scrub was broken off");
                return sleep(SECOND).await;
            }
        }
    }
}

/// Sleeps for as long as these bytes may take, with those before that were too few to sleep for.
async fn pace(owed: &AtomicU64, bytes: u64, rate: u64) {
    if rate == 0 {
        return;
    }
    let owed_bytes = owed.fetch_add(bytes, Ordering::Relaxed) + bytes;
    let time = Duration::from_micros(owed_bytes.saturating_mul(1_000_000) / rate);
    if time >= NAP {
        owed.store(0, Ordering::Relaxed);
        sleep(time).await;
    }
}

async fn tell(registry: &Registry) {
    if let Ok(status) = registry.scrub_status().await {
        tracing::info!(counts = ?status.progress.round, "read all blobs again");
    }
}
