//! The sentences of AWS services, and what never appears in them.

use std::time::Duration;

use sigv4::{Error, Limits, Mismatch, ScopeFault, SigningKey};
use stdx::Timestamp;

use crate::fixture::{KEY, NOW, SECRET, Wire, secret};

#[test]
fn sentences() {
    let minutes = |count: u64| Duration::from_secs(count * 60);
    for (error, expect) in [
        (Error::Missing, "Missing Authentication Token"),
        (
            Error::Expired {
                signed_at: NOW,
                now: NOW.after(minutes(20)),
                life: minutes(15),
            },
            "Signature expired: 20260105T101500Z is now earlier than 20260105T102000Z (20260105T103500Z - 15 min.)",
        ),
        (
            Error::Expired {
                signed_at: NOW,
                now: NOW.after(minutes(20)),
                life: Duration::from_secs(1),
            },
            "Signature expired: 20260105T101500Z is now earlier than 20260105T103459Z (20260105T103500Z - 1 sec.)",
        ),
        (
            Error::NotYetCurrent {
                signed_at: NOW.after(minutes(20)),
                now: NOW,
                skew: minutes(15),
            },
            "Signature not yet current: 20260105T103500Z is still later than 20260105T103000Z (20260105T101500Z + 15 min.)",
        ),
        (
            Error::WrongScope(ScopeFault::Service("ecr")),
            "Credential should be scoped to correct service: 'ecr'.",
        ),
        (
            Error::WrongScope(ScopeFault::Date {
                scope: "20260104".into(),
                signed_at: NOW,
            }),
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '20260104' != '20260105', from '20260105T101500Z'.",
        ),
        (
            Error::HostNotSigned,
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
        ),
        (
            Error::UnknownKey,
            "The security token included in the request is invalid.",
        ),
        (
            Error::SignatureMismatch(Box::new(Mismatch {
                canonical_request: String::new(),
                string_to_sign: String::new(),
            })),
            "The request signature we calculated does not match the signature you provided. Check your AWS \
             Secret Access Key and signing method. Consult the service documentation for details.",
        ),
    ] {
        assert_eq!(error.to_string(), expect);
    }
}

#[test]
fn every_missing_part_has_its_sentence() {
    assert_eq!(Error::Incomplete(vec!["One.", "Two."]).to_string(), "One. Two.");
}

#[test]
fn extreme_instants_can_be_said() {
    let (first, last) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    for (signed_at, now) in [(first, last), (last, first)] {
        let life = Duration::MAX;
        assert!(!Error::Expired { signed_at, now, life }.to_string().is_empty());
        assert!(
            !Error::NotYetCurrent {
                signed_at,
                now,
                skew: life
            }
            .to_string()
            .is_empty()
        );
    }
}

#[test]
fn a_mismatch_explains_itself() {
    let error = Wire {
        method: "PUT".into(),
        ..Wire::signed()
    }
    .check()
    .unwrap_err();
    let Error::SignatureMismatch(mismatch) = &error else {
        panic!("{error:?}")
    };
    assert!(
        mismatch
            .canonical_request
            .starts_with("PUT\n/\n\nhost:localhost:5000\n")
    );
    let explanation = mismatch.explanation();
    assert!(
        explanation.contains("should have been\n'PUT\n/\n"),
        "{explanation}"
    );
    assert!(
        explanation.contains("'AWS4-HMAC-SHA256\n20260105T101500Z\n20260105/eu-west-1/ecr/aws4_request\n")
    );
}

#[test]
fn nothing_secret_is_printed() {
    let mut wire = Wire::new();
    wire.sign(sigv4::Payload::Sha256(wire.body_sha256), Some("c4n4ry"));
    let claim = wire.claim().unwrap();
    let key = SigningKey::derive(&secret(), claim.scope());
    wire.method = "PUT".into();
    let error = wire.verify(NOW, &Limits::default()).unwrap_err();
    let printed = format!("{claim:?} {key:?} {:?} {error:?} {error}", secret());
    assert!(printed.contains(KEY) && printed.contains("SecretKey(..)"));
    for canary in ["c4n4ry", SECRET, "signature:"] {
        assert!(!printed.contains(canary), "{canary} in {printed}");
    }
}
