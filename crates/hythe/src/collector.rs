//! The collector in the server: looks every second whether a round is due, and paces it.

use std::time::Duration;

use registry::{CollectorEpoch, CollectorStep, Registry};
use tokio::time::sleep;

use crate::interval::{SECOND, every};

/// Collects for as long as it is polled, at most `rate` things a second.
pub(crate) async fn run(registry: &Registry, rate: u32) {
    let mut seconds = every(SECOND);
    loop {
        seconds.tick().await;
        registry.clock_look();
        match registry.collector_begin().await {
            Ok(Ok(epoch)) => round(registry, &epoch, rate).await,
            Ok(Err(_)) => {}
            Err(error) => tracing::warn!(%error, "could not look whether there is something to collect"),
        }
    }
}

/// Brings a round to its end, or to where it fails; then the next look goes on from there.
pub(crate) async fn round(registry: &Registry, epoch: &CollectorEpoch, rate: u32) {
    loop {
        registry.clock_look();
        match registry.collector_step(epoch).await {
            Ok(CollectorStep::GoesOn(done)) => pace(done, rate).await,
            Ok(CollectorStep::Waits(_)) => sleep(SECOND).await,
            Ok(CollectorStep::Ended) => return tell(registry).await,
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(%error, cause, "a round of the collector was broken off");
                return sleep(SECOND).await;
            }
        }
    }
}

async fn pace(done: u64, rate: u32) {
    if rate > 0 && done > 0 {
        let done = u32::try_from(done).unwrap_or(u32::MAX);
        sleep(Duration::from_secs(1) * done / rate).await;
    }
}

async fn tell(registry: &Registry) {
    if let Ok(status) = registry.collector_status().await {
        let counts = status.progress.round;
        if counts != Default::default() {
            tracing::info!(?counts, "collected what nobody needs");
        }
    }
}
