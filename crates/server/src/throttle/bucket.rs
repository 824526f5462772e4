//! A bucket of tokens, as the one number that it needs: when it will be full again.

use std::time::Duration;

use stdx::Timestamp;

use super::Rate;

/// A bucket that holds as many tokens as its [`Rate`] says, and gets them back one by one. A new one
/// is full.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    /// In nanoseconds since 1970 UTC.
    full_at: i64,
}

impl Default for Bucket {
    fn default() -> Self {
        Self { full_at: i64::MIN }
    }
}

impl Bucket {
    /// Takes a token. When there is none, says how long it takes until there is.
    pub(super) fn take(&mut self, rate: Rate, now: Timestamp) -> Result<(), Duration> {
        let now = nanos(now);
        let latest = now.saturating_add(rate.refill_nanos());
        // A bucket is never fuller than full, and never emptier than empty: that a clock was set
        // back leaves nobody waiting for longer than an empty bucket.
        let full_at = self.full_at.clamp(now, latest);
        let taken = full_at.saturating_add(rate.token_nanos());
        if taken > latest {
            self.full_at = full_at;
            return Err(Duration::from_nanos(taken.saturating_sub(latest).unsigned_abs()));
        }
        self.full_at = taken;
        Ok(())
    }

    /// Puts back the token that was just taken.
    pub(super) fn give_back(&mut self, rate: Rate) {
        self.full_at = self.full_at.saturating_sub(rate.token_nanos());
    }

    /// Whether it is as a new one.
    pub(super) fn is_full(&self, now: Timestamp) -> bool {
        self.full_at <= nanos(now)
    }
}

fn nanos(at: Timestamp) -> i64 {
    at.as_micros().saturating_mul(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_767_608_100_000_000;

    /// At which of these instants, in milliseconds, a token is there.
    fn taken(rate: Rate, instants: &[i64]) -> Vec<bool> {
        let mut bucket = Bucket::default();
        let mut take = |at: &i64| {
            let now = Timestamp::from_micros(START + at * 1000);
            bucket.take(rate, now).is_ok()
        };
        instants.iter().map(&mut take).collect()
    }

    #[test]
    fn tokens_come_back_one_by_one() {
        let rate = |text: &str| {
            text.parse::<super::super::RateRule>()
                .expect(text)
                .rate()
                .expect(text)
        };
        let cases: [(&str, &[i64], &[bool]); 5] = [
            (
                "rate=2",
                &[0, 0, 0, 499, 500, 501],
                &[true, true, false, false, true, false],
            ),
            (
                "rate=2 burst=1",
                &[0, 0, 500, 900, 1000],
                &[true, false, true, false, true],
            ),
            (
                "rate=1 burst=3",
                &[0, 0, 0, 0, 999, 1000, 1001],
                &[true, true, true, false, false, true, false],
            ),
            ("rate=30/minute burst=1", &[0, 1999, 2000], &[true, false, true]),
            // The clock is set back by an hour: the bucket fills from then on.
            ("rate=1", &[3_600_000, 0, 999, 1000], &[true, false, false, true]),
        ];
        for (text, instants, expect) in cases {
            assert_eq!(taken(rate(text), instants), expect, "{text}");
        }
    }

    #[test]
    fn no_rate_is_exceeded_over_time() {
        let rate: super::super::RateRule = "rate=7 burst=5".parse().expect("a rule");
        let rate = rate.rate().expect("a rate");
        let instants: Vec<i64> = (0..100_000).collect();
        let taken = taken(rate, &instants).into_iter().filter(|taken| *taken).count();
        assert_eq!(taken, 5 + 699);
    }
}
