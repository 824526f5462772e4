//! Typed values of conditions: numbers, dates, networks. Each is read once, when the policy is
//! compiled; the value of the request is read when it is compared.

use core::iter;
use core::net::IpAddr;

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A decimal number, exact: billionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decimal(i128);

/// Digits behind the point; as an instant, nanoseconds.
const SCALE: usize = 9;

impl Decimal {
    /// Reads up to 18 digits, and up to nine behind a point.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (digits, ""),
        };
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=18).contains(&whole.len()) && fraction.len() <= SCALE;
        if !fits || !is_number(whole) || !is_number(fraction) {
            return None;
        }
        let digit = |number: i128, byte: u8| number * 10 + i128::from(byte - b'0');
        let zeros = iter::repeat_n(b'0', SCALE - fraction.len());
        let magnitude = whole.bytes().chain(fraction.bytes()).chain(zeros).fold(0, digit);
        Some(Self(if negative { -magnitude } else { magnitude }))
    }

    /// Reads an instant: W3C's profile of ISO 8601 (year, month, day, or a time with its zone), or
    /// seconds since 1970. Four digits alone are a year. Dates without a time begin in UTC.
    pub(crate) fn parse_instant(text: &str) -> Option<Self> {
        let is_date = match text.len() {
            4 => text.bytes().all(|byte| byte.is_ascii_digit()),
            _ => text.as_bytes().get(4) == Some(&b'-'),
        };
        if !is_date {
            return Self::parse(text);
        }
        let shape = |byte: u8| byte.is_ascii_digit() || b"-:.+TZ".contains(&byte);
        if !text.bytes().all(shape) {
            return None;
        }
        let instant = match text.len() {
            4 => start_of(Date::new(text.parse().ok()?, 1, 1).ok()?)?,
            7 => {
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                let (year, month) = text.split_once('-').filter(|_| digits == 6)?;
                start_of(Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?)?
            }
            10 => start_of(text.parse().ok()?)?,
            _ => text.parse().ok()?,
        };
        Some(Self(instant.as_nanosecond()))
    }
}

fn start_of(day: Date) -> Option<jiff::Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Addresses that have their first bits in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    first: u128,
    mask: u128,
    is_v6: bool,
}

impl Network {
    /// Reads an address, or an address with the length of its prefix (RFC 4632, RFC 4291). Bits
    /// behind the prefix do not count.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let (is_v6, bits) = bits(address.parse().ok()?);
        let width: u32 = if is_v6 { 128 } else { 32 };
        let length = match length {
            None => width,
            Some(length) if length.bytes().all(|byte| byte.is_ascii_digit()) => length.parse().ok()?,
            Some(_) => return None,
        };
        let rest = width.checked_sub(length)?;
        let mask = u128::MAX.checked_shl(rest).unwrap_or(0);
        Some(Self {
            first: bits & mask,
            mask,
            is_v6,
        })
    }

    /// Whether an address is in the network. An IPv4 address that is written as an IPv6 one
    /// (RFC 4291, 2.5.5.2) is the IPv4 address, so that it passes no list that the other form
    /// would not pass.
    pub(crate) fn contains(&self, address: &str) -> bool {
        let Ok(address) = address.parse::<IpAddr>() else {
            return false;
        };
        let (is_v6, bits) = bits(address.to_canonical());
        self.is_v6 == is_v6 && bits & self.mask == self.first
    }
}

fn bits(address: IpAddr) -> (bool, u128) {
    match address {
        IpAddr::V4(address) => (false, u128::from(address.to_bits())),
        IpAddr::V6(address) => (true, address.to_bits()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals() {
        for (text, expect) in [
            ("0", Some(0)),
            ("-0", Some(0)),
            ("007", Some(7_000_000_000)),
            ("1.5", Some(1_500_000_000)),
            ("-1.000000001", Some(-1_000_000_001)),
            (
                "999999999999999999.999999999",
                Some(999_999_999_999_999_999_999_999_999),
            ),
            ("1000000000000000000", None),
            ("0.0000000001", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("5.", None),
            ("+5", None),
            ("1e3", None),
            ("0x1", None),
            (" 1", None),
            ("٣", None),
        ] {
            assert_eq!(Decimal::parse(text).map(|number| number.0), expect, "{text}");
        }
    }

    #[test]
    fn instants() {
        let seconds = |text: &str| Decimal::parse_instant(text).map(|instant| instant.0 / 1_000_000_000);
        for (text, expect) in [
            ("1970", Some(0)),
            ("1970-02", Some(2_678_400)),
            ("1970-01-02", Some(86_400)),
            ("1970-01-02T00:00Z", Some(86_400)),
            ("1970-01-02T00:00:00Z", Some(86_400)),
            ("1970-01-02T01:00:00+01:00", Some(86_400)),
            ("1970-01-02T00:00:00.999Z", Some(86_400)),
            ("1767608100", Some(1_767_608_100)),
            ("1767608100.5", Some(1_767_608_100)),
            ("2026-01-05T10:15:00", None),
            ("2026-13-01", None),
            ("2026-13", None),
            ("2026-+1", None),
            ("2026--1", None),
            ("+026-01", None),
            ("2026-02-30T00:00:00Z", None),
            ("20260105", Some(20_260_105)),
            ("2026-01-05t10:15:00z", None),
            ("tomorrow", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expect, "{text}");
        }
    }

    #[test]
    fn networks() {
        for (network, address, expect) in [
            ("203.0.113.0/24", "203.0.113.255", Some(true)),
            ("203.0.113.0/24", "203.0.114.0", Some(false)),
            ("203.0.113.77/24", "203.0.113.1", Some(true)),
            ("203.0.113.7", "203.0.113.7", Some(true)),
            ("203.0.113.7", "203.0.113.8", Some(false)),
            ("203.0.113.0/24", "::ffff:203.0.113.9", Some(true)),
            ("0.0.0.0/0", "8.8.8.8", Some(true)),
            ("0.0.0.0/0", "2001:db8::1", Some(false)),
            ("::/0", "8.8.8.8", Some(false)),
            ("2001:db8::/32", "2001:db8:ffff::1", Some(true)),
            ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1", Some(true)),
            ("203.0.113.0/24", "no address", Some(false)),
            ("203.0.113.0/33", "", None),
            ("203.0.113.0/", "", None),
            ("203.0.113.0/+1", "", None),
            ("203.0.113/24", "", None),
            ("2001:db8::/129", "", None),
            ("*", "", None),
        ] {
            let found = Network::parse(network).map(|network| network.contains(address));
            assert_eq!(found, expect, "{network} {address}");
        }
    }
}
