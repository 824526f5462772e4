//! Skew and expiry, second by second.

use std::time::Duration;

use sigv4::{Error, Limits, Payload};
use stdx::Timestamp;

use crate::fixture::{NOW, Wire};

#[derive(Debug, PartialEq)]
enum Answer {
    Ok,
    NotYet,
    Expired,
    TooLong,
    Malformed,
}

fn answer(result: Result<(), Error>) -> Answer {
    match result {
        Ok(()) => Answer::Ok,
        Err(Error::NotYetCurrent { .. }) => Answer::NotYet,
        Err(Error::Expired { .. }) => Answer::Expired,
        Err(Error::ExpiryTooLong(_)) => Answer::TooLong,
        Err(Error::Malformed(_)) => Answer::Malformed,
        Err(error) => panic!("{error:?}"),
    }
}

/// `offset` microseconds after the signature.
fn at(offset: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() + offset)
}

const SECOND: i64 = 1_000_000;

#[test]
fn skew_of_header_signatures() {
    let limits = |skew| Limits {
        skew: Duration::from_secs(skew),
        ..Limits::default()
    };
    for (skew, offset, expect) in [
        (300, 0, Answer::Ok),
        (300, 300 * SECOND, Answer::Ok),
        (300, 301 * SECOND - 1, Answer::Ok),
        (300, 301 * SECOND, Answer::Expired),
        (300, -300 * SECOND, Answer::Ok),
        (300, -300 * SECOND - 1, Answer::NotYet),
        (900, 900 * SECOND, Answer::Ok),
        (900, 901 * SECOND, Answer::Expired),
        (0, 0, Answer::Ok),
        (0, -1, Answer::NotYet),
        (300, i64::MAX - NOW.as_micros(), Answer::Expired),
        (300, -2 * NOW.as_micros(), Answer::NotYet),
    ] {
        assert_eq!(
            answer(Wire::signed().verify(at(offset), &limits(skew))),
            expect,
            "{skew} {offset}"
        );
    }
}

#[test]
fn life_of_presigned_requests() {
    let limits = |max| Limits {
        max_expiry: Duration::from_secs(max),
        ..Limits::default()
    };
    for (expires, max, offset, expect) in [
        (1, 604_800, 0, Answer::Ok),
        (1, 604_800, SECOND, Answer::Ok),
        (1, 604_800, 2 * SECOND, Answer::Expired),
        (604_800, 604_800, 604_800 * SECOND, Answer::Ok),
        (604_800, 604_800, 604_801 * SECOND, Answer::Expired),
        // The skew helps against clocks behind the signer's, not after the end.
        (60, 604_800, -300 * SECOND, Answer::Ok),
        (60, 604_800, -301 * SECOND, Answer::NotYet),
        (60, 60, 0, Answer::Ok),
        (61, 60, 0, Answer::TooLong),
        (0, 604_800, 0, Answer::Malformed),
        (604_801, u64::MAX, 0, Answer::Malformed),
        (u64::MAX, u64::MAX, 0, Answer::Malformed),
    ] {
        let result = Wire::presigned(expires).verify(at(offset), &limits(max));
        assert_eq!(answer(result), expect, "{expires} {max} {offset}");
    }
    for bad in ["-1", "+60", "6e1", "60.0", "%2060", "0x3c", "١"] {
        let wire = Wire::presigned(60).requeried("X-Amz-Expires=60", &format!("X-Amz-Expires={bad}"));
        assert_eq!(answer(wire.check()), Answer::Malformed, "{bad}");
    }
}

#[test]
fn dates() {
    let dated = |name: &str, value: &str| Wire::signed().without("x-amz-date").with(name, value);
    for bad in [
        "",
        "20260105T101500",
        "Mon, 05 Jan 2026 10:15:00 GMT",
        "20260105T101500Z,20260105T101500Z",
    ] {
        assert_eq!(
            dated("x-amz-date", bad).check(),
            Err(Error::MalformedDate(bad.into())),
            "{bad}"
        );
    }
    assert_eq!(
        Wire::signed().without("x-amz-date").check(),
        Err(Error::Incomplete(vec![
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        ]))
    );
    // The instant is signed through the string to sign even where its header is not.
    for value in ["20260105T101500Z", "Mon, 05 Jan 2026 10:15:00 GMT"] {
        let error = dated("Date", value).check();
        assert_eq!(error, Err(Error::AbsentHeader("x-amz-date".into())), "{value}");
        let mut wire = Wire::new().with("date", value);
        wire.sign(Payload::Sha256(wire.body_sha256), None);
        assert_eq!(wire.clone().check(), Ok(()));
        assert_eq!(wire.claim().unwrap().signed_at(), NOW);
    }
}
