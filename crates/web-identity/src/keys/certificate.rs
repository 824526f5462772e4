//! The dates of a certificate (RFC 5280, 4.1).
//!
//! The library that checks paths keeps them to itself, and checks no dates of a root. All else in
//! certificates is its business: what is read here has passed its parser.

use stdx::Timestamp;

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// From when to when a certificate is valid, both ends included.
pub(super) struct Validity {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// The dates of a certificate in DER.
pub(super) fn validity(certificate: &[u8]) -> Option<Validity> {
    let mut certificate = Elements(certificate).next_as(SEQUENCE)?;
    let mut body = certificate.next_as(SEQUENCE)?;
    body.next_as(VERSION)?;
    body.next_as(INTEGER)?;
    body.next_as(SEQUENCE)?;
    body.next_as(SEQUENCE)?;
    let mut validity = body.next_as(SEQUENCE)?;
    Some(Validity {
        from: validity.next_time()?,
        to: validity.next_time()?,
    })
}

/// Elements of DER, one after the other.
struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    fn next(&mut self) -> Option<(u8, Self)> {
        let (&[tag, first], rest) = self.0.split_first_chunk()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81 => {
                let (&[length], rest) = rest.split_first_chunk()?;
                (usize::from(length), rest)
            }
            0x82 => {
                let (&length, rest) = rest.split_first_chunk()?;
                (usize::from(u16::from_be_bytes(length)), rest)
            }
            // No certificate of a server has 64 KiB.
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, Self(content)))
    }

    fn next_as(&mut self, expected: u8) -> Option<Self> {
        let (tag, content) = self.next()?;
        (tag == expected).then_some(content)
    }

    fn next_time(&mut self) -> Option<Timestamp> {
        let (tag, Self(text)) = self.next()?;
        let text = std::str::from_utf8(text).ok()?;
        let century = match tag {
            GENERALIZED_TIME => "",
            // Two digits of a year mean 1950 to 2049.
            UTC_TIME if text < "50" => "20",
            UTC_TIME => "19",
            _ => return None,
        };
        let time = format!("{century}{text}");
        let (date, hour) = time.split_at_checked(8)?;
        Timestamp::from_basic_iso8601(&format!("{date}T{hour}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dates of a certificate with the fields before them, and nothing after.
    fn certificate(dates: &[(u8, &str)]) -> Vec<u8> {
        let element = |tag: u8, content: &[u8]| {
            let length = u8::try_from(content.len()).expect("short");
            [&[tag, 0x81, length][..], content].concat()
        };
        let dates: Vec<u8> = dates
            .iter()
            .flat_map(|(tag, text)| element(*tag, text.as_bytes()))
            .collect();
        let before = [
            element(VERSION, &[2, 1, 2]),
            element(INTEGER, &[1]),
            element(SEQUENCE, &[]),
            element(SEQUENCE, &[]),
        ];
        let body = [before.concat(), element(SEQUENCE, &dates)].concat();
        element(SEQUENCE, &element(SEQUENCE, &body))
    }

    #[test]
    fn reads_dates() {
        let found = |first, second| {
            let found = validity(&certificate(&[first, second]))?;
            Some((found.from.to_iso8601(), found.to.to_iso8601()))
        };
        let dates = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(
            found((UTC_TIME, "260105101500Z"), (UTC_TIME, "491231235959Z")),
            dates("2026-01-05T10:15:00Z", "2049-12-31T23:59:59Z")
        );
        assert_eq!(
            found((UTC_TIME, "500101000000Z"), (GENERALIZED_TIME, "20500101000000Z")),
            dates("1950-01-01T00:00:00Z", "2050-01-01T00:00:00Z")
        );
        for bad in [
            (UTC_TIME, "2601051015Z"),
            (UTC_TIME, "260105101500+0100"),
            (GENERALIZED_TIME, "20261305101500Z"),
            (INTEGER, "260105101500Z"),
            (UTC_TIME, "é"),
            (UTC_TIME, ""),
        ] {
            assert_eq!(found(bad, bad), None, "{bad:?}");
        }
    }

    #[test]
    fn survives_every_cut() {
        let whole = certificate(&[(UTC_TIME, "260105101500Z"), (UTC_TIME, "260105101500Z")]);
        assert!(validity(&whole).is_some());
        for length in 0..whole.len() {
            assert!(validity(&whole[..length]).is_none(), "{length}");
        }
    }
}
