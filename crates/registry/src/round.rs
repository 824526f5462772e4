//! Rounds that one server brings on at a time: the collector's and the scrub's. What their rows say is
//! compared with a clock that may have stood ahead when they were written.

use std::time::Duration;

use futures_util::FutureExt as _;
use stdx::Timestamp;

use crate::{CollectorEpoch, Error, Registry, ScrubEpoch};

/// How long a server may go without a transaction of its own before another goes on.
pub(crate) const LEASE: Duration = Duration::from_secs(5 * 60);

/// Whether somebody has the lease. One that ends much later than any was taken by a clock that stood
/// ahead, and counts for nothing.
pub(crate) fn is_leased(until: Timestamp, now: Timestamp) -> bool {
    until > now && until <= now.after(2 * LEASE)
}

/// Whether a round is due. One that is due much later than `interval` from now was put off by a clock that
/// stood ahead.
pub(crate) fn is_due(due_at: Timestamp, now: Timestamp, interval: Duration) -> bool {
    due_at <= now || due_at > now.after(interval.saturating_add(LEASE))
}

/// When the next round is due, at the end of one that began at `started_at`, in microseconds since 1970. Who
/// asked for one in between, so that it was due then, wants one that sees everything until then.
pub(crate) fn next_due(due_at: Timestamp, started_at: i64, now: Timestamp, interval: Duration) -> Timestamp {
    let is_asked_for = due_at.as_micros() > started_at && due_at <= now.after(LEASE);
    if is_asked_for { due_at } else { now.after(interval) }
}

/// The end of a lease that nobody has.
const NOBODY: Timestamp = Timestamp::from_micros(0);

impl Registry {
    /// Gives the right to collect up in the middle of a round, so that another goes on at once.
    pub async fn collector_release(&self, epoch: &CollectorEpoch) -> Result<(), Error> {
        self.write(epoch.0, |tx, epoch| {
            async move {
                let row = tx.collector_get().await?;
                // False when another has it by now: then there is nothing to give up.
                tx.collector_hold(*epoch, NOBODY, &row.progress).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Gives the right to scrub up in the middle of a round, so that another goes on at once.
    pub async fn scrub_release(&self, epoch: &ScrubEpoch) -> Result<(), Error> {
        self.write(epoch.0, |tx, epoch| {
            async move {
                let row = tx.scrub_get().await?;
                // False when another has it by now: then there is nothing to give up.
                tx.scrub_hold(*epoch, NOBODY, &row.progress).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(4_000_000_000);
    const SECOND: Duration = Duration::from_secs(1);
    const HOUR: Duration = Duration::from_secs(3600);
    const TEN_YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

    #[test]
    fn a_lease_counts_while_it_can_be_one() {
        let cases = [
            (Timestamp::from_seconds(0), false),
            (NOW, false),
            (NOW.after(SECOND), true),
            (NOW.after(LEASE), true),
            // By a server whose clock is a little ahead.
            (NOW.after(LEASE + SECOND), true),
            (NOW.after(TEN_YEARS), false),
            (Timestamp::from_micros(i64::MAX), false),
        ];
        for (until, expect) in cases {
            assert_eq!(is_leased(until, NOW), expect, "{until:?}");
        }
    }

    #[test]
    fn a_round_waits_no_longer_than_its_interval() {
        let cases = [
            (Timestamp::from_seconds(0), true),
            (NOW, true),
            (NOW.after(SECOND), false),
            (NOW.after(HOUR), false),
            (NOW.after(HOUR + SECOND), false),
            (NOW.after(TEN_YEARS), true),
        ];
        for (due_at, expect) in cases {
            assert_eq!(is_due(due_at, NOW, HOUR), expect, "{due_at:?}");
        }
        assert!(!is_due(NOW.after(TEN_YEARS), NOW, Duration::MAX));
    }

    #[test]
    fn who_asks_during_a_round_gets_another() {
        let (begun, asked, ended) = (NOW, NOW.after(SECOND), NOW.after(HOUR));
        let cases = [
            (begun, ended.after(HOUR)),
            (asked, asked),
            // By a server whose clock is a little ahead.
            (ended.after(SECOND), ended.after(SECOND)),
            (ended.after(TEN_YEARS), ended.after(HOUR)),
        ];
        for (due_at, expect) in cases {
            assert_eq!(
                next_due(due_at, begun.as_micros(), ended, HOUR),
                expect,
                "{due_at:?}"
            );
        }
    }
}
