//! Rounds of what the server does by itself.

use std::time::Duration;

use tokio::time::{Interval, MissedTickBehavior};

/// Time from one look for what is due to the next.
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// Rounds that are so far apart; one that takes longer moves those after it.
pub(crate) fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
