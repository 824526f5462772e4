//! The date of signing.

use stdx::Timestamp;

use crate::Error;
use crate::error::clipped;

/// Reads `20260105T101500Z`, as `x-amz-date` and `X-Amz-Date` carry it.
pub(crate) fn parse_basic(text: &str) -> Result<Timestamp, Error> {
    Timestamp::from_basic_iso8601(text)
        // The string to sign is written from the instant, so a spelling that it does not give
        // back (a leap second, say) would be signed differently by the client.
        .filter(|instant| instant.to_basic_iso8601() == text)
        .ok_or_else(|| Error::MalformedDate(clipped(text)))
}

/// Reads the `date` header: the basic form, or `Mon, 05 Jan 2026 10:15:00 GMT`.
pub(crate) fn parse_header(text: &str) -> Result<Timestamp, Error> {
    http_date(text).map_or_else(|| parse_basic(text), Ok)
}

fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = text.split(' ').skip(1);
    let (day, month, year, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let basic = format!("{year}{month:02}{day}T{}Z", time.replace(':', ""));
    // Writing it back proves the weekday and every separator.
    Timestamp::from_basic_iso8601(&basic).filter(|instant| instant.to_http_date() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        let instant = Timestamp::from_seconds(1_767_608_100);
        for text in ["20260105T101500Z", "Mon, 05 Jan 2026 10:15:00 GMT"] {
            assert_eq!(parse_header(text), Ok(instant), "{text}");
        }
        for text in [
            "",
            "20260105T101500",
            "20261305T101500Z",
            "20260105T235960Z",
            "00000101T000000Z",
            "Tue, 05 Jan 2026 10:15:00 GMT",
            "Mon, 5 Jan 2026 10:15:00 GMT",
            "Mon, 05 Jan 2026 10:15:00 UTC",
            "Monday, 05-Jan-26 10:15:00 GMT",
            "2026-01-05T10:15:00Z",
        ] {
            assert_eq!(
                parse_header(text),
                Err(Error::MalformedDate(text.into())),
                "{text}"
            );
        }
        assert!(parse_basic("Mon, 05 Jan 2026 10:15:00 GMT").is_err());
    }
}
