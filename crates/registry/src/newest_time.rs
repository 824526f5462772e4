//! The newest time that was seen, so that images have an order also when the clock is set back.
//!
//! Rules that keep the newest images of a repository go by the times of the pushes. Were those
//! read from a clock that was set back, an image that was pushed just now would rank behind the
//! older ones, and be deleted in their place.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use meta::Meta;
use stdx::{Timestamp, sabotage};

use crate::{Error, Registry};

/// How far the noted time may be behind, in microseconds: a minute.
const SLACK: i64 = 60_000_000;
/// How long nothing is destroyed for its age after the clock was moved: time to see it and mend it.
pub(crate) const CLOCK_REST: Duration = Duration::from_secs(24 * 60 * 60);
/// How far the clock goes on between two looks, at most, in microseconds: 5 minutes.
const MOVED: u64 = 5 * 60_000_000;

/// The newest time, in memory and as far as it was noted in the database.
pub(crate) struct NewestTime {
    seen: AtomicI64,
    noted: AtomicI64,
    /// What the clock showed when it was looked at last, and when it was found to have been moved.
    looked: AtomicI64,
    moved: AtomicI64,
}

impl NewestTime {
    /// What was noted when the installation ran last.
    pub(crate) async fn load(meta: &Meta) -> Result<Self, Error> {
        let noted: Option<Timestamp> = meta
            .read(|tx| Box::pin(async move { Ok::<_, Error>(tx.newest_time_get().await?) }))
            .await?;
        let noted = noted.map_or(i64::MIN, Timestamp::as_micros);
        Ok(Self {
            seen: AtomicI64::new(noted),
            noted: AtomicI64::new(noted),
            looked: AtomicI64::new(i64::MIN),
            moved: AtomicI64::new(i64::MIN),
        })
    }

    /// `now`, or the instant after the newest time where the clock shows less.
    fn advance(&self, now: Timestamp) -> Timestamp {
        let now = now.as_micros();
        let later = |seen: i64| if now >= seen { now } else { seen.saturating_add(1) };
        let before = self
            .seen
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |seen| Some(later(seen)));
        Timestamp::from_micros(later(before.unwrap_or_else(|seen| seen)))
    }

    /// Looks at the clock, once a second or so: one that shows something else than a few minutes
    /// more was moved. At the first look, one that shows less than it did before the start.
    fn look(&self, now: Timestamp) {
        let now = now.as_micros();
        let last = self.looked.swap(now, Ordering::Relaxed);
        let was_moved = if last == i64::MIN {
            self.is_behind(now)
        } else {
            now.abs_diff(last) > MOVED
        };
        if was_moved {
            tracing::warn!("the clock was moved: nothing is collected for a while");
            self.moved.store(now, Ordering::Relaxed);
        }
    }

    /// Whether this is well before the newest time.
    fn is_behind(&self, now: i64) -> bool {
        now.saturating_add_unsigned(MOVED) < self.seen.load(Ordering::Relaxed)
    }

    /// Until when ages cannot be told: for `time` after the clock was moved, and where nobody looks at
    /// it, while it shows less than it did.
    pub(crate) fn unsteady_until(&self, now: Timestamp, time: Duration) -> Option<Timestamp> {
        let is_watched = self.looked.load(Ordering::Relaxed) != i64::MIN;
        if !is_watched && self.is_behind(now.as_micros()) {
            return Some(Timestamp::from_micros(self.seen.load(Ordering::Relaxed)));
        }
        self.rests_until(now, time)
    }

    /// Until when, `time` after the clock was moved.
    pub(crate) fn rests_until(&self, now: Timestamp, time: Duration) -> Option<Timestamp> {
        if sabotage::is("clock-trusted") {
            return None;
        }
        let moved = self.moved.load(Ordering::Relaxed);
        let until = Timestamp::from_micros(moved).after(time);
        (moved != i64::MIN && now < until).then_some(until)
    }
}

impl Registry {
    /// Looks whether the clock was moved. To be called every second.
    pub fn clock_look(&self) {
        self.newest_time.look(self.now());
    }

    /// Until when nothing is destroyed for its age, where the clock was moved.
    pub(crate) fn clock_rests_until(&self) -> Option<Timestamp> {
        self.newest_time.rests_until(self.now(), CLOCK_REST)
    }

    /// The time of a push: the clock's, and never before that of an earlier push.
    pub(crate) fn push_time(&self) -> Timestamp {
        self.newest_time.advance(self.now())
    }

    /// The time at which something is used: the clock's, and never before the newest push, so that
    /// nothing ages early by a clock that was set back for a while.
    pub(crate) fn use_time(&self) -> Timestamp {
        let seen = self.newest_time.seen.load(Ordering::Relaxed);
        self.now().max(Timestamp::from_micros(seen))
    }

    /// Notes the newest time in the database, and hears of that of other servers; at most once a
    /// minute.
    pub(crate) async fn newest_time_note(&self) -> Result<(), Error> {
        let newest = self.newest_time.seen.load(Ordering::Relaxed);
        let newest = newest.max(self.now().as_micros());
        let noted = self.newest_time.noted.load(Ordering::Relaxed);
        if newest < noted.saturating_add(SLACK) {
            return Ok(());
        }
        let noted = self
            .write(Timestamp::from_micros(newest), |tx, newest| {
                async move {
                    tx.newest_time_put(*newest).await?;
                    Ok(tx.newest_time_get().await?.unwrap_or(*newest))
                }
                .boxed()
            })
            .await?
            .as_micros();
        self.newest_time.seen.fetch_max(noted, Ordering::Relaxed);
        self.newest_time.noted.fetch_max(noted, Ordering::Relaxed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pushes_keep_their_order() {
        let newest = NewestTime {
            seen: AtomicI64::new(i64::MIN),
            noted: AtomicI64::new(i64::MIN),
            looked: AtomicI64::new(i64::MIN),
            moved: AtomicI64::new(i64::MIN),
        };
        let push = |now| newest.advance(Timestamp::from_micros(now)).as_micros();
        for (clock, expect) in [
            (100, 100),
            (100, 100),
            (90, 101),
            (10, 102),
            (102, 102),
            (103, 103),
        ] {
            assert_eq!(push(clock), expect, "{clock}");
        }
    }
}
