//! The collector in the server: looks every second whether a round is due, and paces it.

use std::time::Duration;

use registry::{CollectorEpoch, CollectorStep, CollectorWork, Registry};
use tokio::time::sleep;

use crate::interval::{SECOND, every};

/// Looking costs about a twentieth of taking away.
const LOOKED: u64 = 20;

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
            Ok(CollectorStep::GoesOn(work)) => sleep(pause(work, rate)).await,
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

/// How long to rest after this work, so that no more than `rate` things are taken away in a second and
/// [`LOOKED`] times as many looked at.
fn pause(work: CollectorWork, rate: u32) -> Duration {
    if rate == 0 {
        return Duration::ZERO;
    }
    let done = work.done.saturating_mul(LOOKED).max(work.looked);
    Duration::from_secs_f64(done as f64 / (f64::from(rate) * LOOKED as f64))
}

async fn tell(registry: &Registry) {
    if let Ok(status) = registry.collector_status().await {
        let counts = status.progress.round;
        if counts != Default::default() {
            tracing::info!(?counts, "collected what nobody needs");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_what_takes_longer() {
        for (done, looked, rate, millis) in [
            (0, 0, 10_000, 0),
            (250, 1_000, 10_000, 25),
            (250, 10_000, 10_000, 50),
            (0, 10_000, 10_000, 50),
            (1_000, 0, 500, 2_000),
            (1_000, 10_000, 0, 0),
        ] {
            let work = CollectorWork { done, looked };
            assert_eq!(pause(work, rate), Duration::from_millis(millis), "{work:?}");
        }
    }
}
