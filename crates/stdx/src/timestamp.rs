//! An instant, as the database and the internal interfaces carry it.

use std::time::Duration;

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant `micros` microseconds after the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The instant `seconds` seconds after the epoch; saturates.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000_000))
    }

    /// Microseconds since the epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since the epoch, rounded down.
    pub const fn as_seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// Seconds with a millisecond fraction: how the AWS JSON protocols write an instant.
    pub fn as_epoch_seconds(self) -> f64 {
        self.0.div_euclid(1_000) as f64 / 1_000.0
    }

    /// This instant plus `duration`; saturates.
    pub fn after(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)),
        )
    }

    /// How long after `earlier` this instant is; zero when it is not.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// The basic ISO 8601 form `20260105T101500Z` that AWS signatures carry.
    pub fn to_basic_iso8601(self) -> String {
        self.format("%Y%m%dT%H%M%SZ")
    }

    /// Reads the basic ISO 8601 form `20260105T101500Z`, and nothing else.
    pub fn from_basic_iso8601(text: &str) -> Option<Self> {
        let shape = text.len() == 16
            && text.bytes().enumerate().all(|(index, byte)| match index {
                8 => byte == b'T',
                15 => byte == b'Z',
                _ => byte.is_ascii_digit(),
            });
        if !shape {
            return None;
        }
        let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
        let zoned = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
        Some(Self(zoned.timestamp().as_microsecond()))
    }

    /// The extended ISO 8601 form `2026-01-05T10:15:00Z`.
    pub fn to_iso8601(self) -> String {
        self.format("%Y-%m-%dT%H:%M:%SZ")
    }

    /// The form `Mon, 05 Jan 2026 10:15:00 GMT` that HTTP headers carry (RFC 9110, 5.6.7).
    pub fn to_http_date(self) -> String {
        self.format("%a, %d %b %Y %H:%M:%S GMT")
    }

    /// The form `Jul 11, 2018 10:17:44 PM`, in which CloudTrail has dates inside of answers.
    pub fn to_trail_text(self) -> String {
        self.format("%b %-d, %Y %-I:%M:%S %p")
    }

    fn format(self, pattern: &str) -> String {
        let (low, high) = (
            Self::from_seconds(-62_135_596_800),
            Self::from_seconds(253_370_764_800),
        );
        let instant = jiff::Timestamp::from_microsecond(self.0.clamp(low.0, high.0))
            .expect("the years 1 to 9999 are within the calendar");
        instant.strftime(pattern).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_and_parses() {
        let instant = Timestamp::from_seconds(1_767_608_100);
        assert_eq!(instant.to_basic_iso8601(), "20260105T101500Z");
        assert_eq!(instant.to_iso8601(), "2026-01-05T10:15:00Z");
        assert_eq!(instant.to_http_date(), "Mon, 05 Jan 2026 10:15:00 GMT");
        assert_eq!(instant.to_trail_text(), "Jan 5, 2026 10:15:00 AM");
        assert_eq!(Timestamp::from_basic_iso8601("20260105T101500Z"), Some(instant));
        for bad in [
            "",
            "20260105T101500",
            "2026-01-05T10:15",
            "20261305T101500Z",
            "+0260105T101500Z",
        ] {
            assert_eq!(Timestamp::from_basic_iso8601(bad), None, "{bad}");
        }
    }

    #[test]
    fn epoch_seconds_keep_milliseconds() {
        assert_eq!(
            Timestamp::from_micros(1_767_608_100_123_999).as_epoch_seconds(),
            1_767_608_100.123
        );
    }

    #[test]
    fn arithmetic_saturates() {
        let end = Timestamp::from_micros(i64::MAX);
        assert_eq!(end.after(Duration::from_secs(1)), end);
        assert_eq!(
            Timestamp::from_seconds(1).since(Timestamp::from_seconds(2)),
            Duration::ZERO
        );
        assert!(!end.to_iso8601().is_empty());
    }
}
