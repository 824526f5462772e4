//! What must be signed, what may be repeated, what may be said of the body.

use names::{AccessKeyId, Region};
use sigv4::{Error, KeyScope, Limits, Payload, PayloadRule, Received, ScopeFault, SecretKey, SigningKey};

use crate::fixture::{EMPTY_HASH, KEY, NOW, Wire, secret};

#[test]
fn both_forms_verify() {
    assert_eq!(Wire::signed().check(), Ok(()));
    assert_eq!(Wire::presigned(60).check(), Ok(()));
}

#[test]
fn every_amz_header_must_be_signed() {
    for wire in [Wire::signed(), Wire::presigned(60)] {
        for name in [
            "x-amz-copy-source",
            "X-AMZ-Meta",
            "x-amz-",
            "x-amz-security-token",
        ] {
            let error = Err(Error::UnsignedHeader(name.to_lowercase()));
            assert_eq!(wire.clone().with(name, "1").check(), error);
        }
        for name in ["x-amzn-trace-id", "x-am", "x-ámz-a", "user-agent", "content-type"] {
            assert_eq!(wire.clone().with(name, "1").check(), Ok(()), "{name}");
        }
        let limits = Limits {
            unsigned_headers: &["x-amz-cf-id"],
            ..Limits::default()
        };
        assert_eq!(wire.clone().with("X-Amz-Cf-Id", "1").verify(NOW, &limits), Ok(()));
        assert!(wire.with("x-amz-cf-ids", "1").verify(NOW, &limits).is_err());
    }
}

#[test]
fn signed_headers_must_be_there() {
    for wire in [Wire::signed(), Wire::presigned(60)] {
        assert_eq!(
            wire.clone().without("host").check(),
            Err(Error::AbsentHeader("host".into()))
        );
        let other = Err(Error::AbsentHeader("x-amz-target".into()));
        assert_eq!(wire.without("X-Amz-Target").check(), other);
    }
    let hostless = Wire::signed().reauthorized("=host;", "=");
    assert_eq!(hostless.check(), Err(Error::HostNotSigned));
}

#[test]
fn line_breaks_do_not_enter_the_canonical_request() {
    for value in ["a\nx-other:b", "a\r", "a\0"] {
        let wire = Wire::signed().without("x-amz-target").with("x-amz-target", value);
        assert!(matches!(wire.check(), Err(Error::Malformed(_))), "{value:?}");
    }
}

#[test]
fn single_headers_are_not_repeated() {
    let date = Wire::signed().with("date", "").with("Date", "");
    assert_eq!(date.check(), Err(Error::Duplicate("date".into())));
    for name in ["Authorization", "HOST", "X-Amz-Date"] {
        let wire = Wire::signed();
        let value = wire
            .headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .unwrap()
            .1
            .clone();
        let twin = wire.with(name, std::str::from_utf8(&value).unwrap());
        assert_eq!(twin.check(), Err(Error::Duplicate(name.to_lowercase())));
    }
    for name in ["x-amz-content-sha256", "x-amz-security-token"] {
        let wire = Wire::signed().with(name, "a").with(name, "a");
        assert_eq!(wire.check(), Err(Error::Duplicate(name.into())));
    }
}

#[test]
fn repeated_headers_join_in_order() {
    let wire = |values: [&str; 2]| {
        let mut wire = Wire::new()
            .with("My-Header", values[0])
            .with("my-header", values[1]);
        wire.sign(Payload::Sha256(wire.body_sha256), None);
        wire
    };
    let swapped = |from: Wire, to: Wire| Wire {
        headers: to.headers[..4]
            .iter()
            .chain(&from.headers[4..])
            .cloned()
            .collect(),
        ..from
    };
    assert_eq!(wire(["a", "b"]).check(), Ok(()));
    assert!(matches!(
        swapped(wire(["a", "b"]), wire(["b", "a"])).check(),
        Err(Error::SignatureMismatch(_))
    ));
    assert_eq!(swapped(wire(["a", "b"]), wire(["  a ", "b  "])).check(), Ok(()));
}

#[test]
fn session_tokens() {
    let signed = |token| {
        let mut wire = Wire::new();
        wire.sign(Payload::Sha256(wire.body_sha256), token);
        wire
    };
    let presigned = |token| {
        let mut wire = Wire::new();
        wire.presign(Payload::Sha256(wire.body_sha256), token, 60);
        wire
    };
    for wire in [signed(Some("to/ken==")), presigned(Some("to/ken=="))] {
        assert_eq!(wire.claim().unwrap().security_token(), Some("to/ken=="));
        assert_eq!(wire.check(), Ok(()));
    }
    // Added after signing: only where the rules say so.
    let late = Limits {
        unsigned_headers: &["x-amz-security-token"],
        ..Limits::default()
    };
    let header = signed(None).with("X-Amz-Security-Token", "token");
    let mut query = presigned(None);
    query.query.push_str("&X-Amz-Security-Token=token");
    for wire in [&header, &query] {
        assert_eq!(wire.claim().unwrap().security_token(), Some("token"));
        assert_eq!(wire.verify(NOW, &late), Ok(()));
        assert!(wire.check().is_err());
    }
    assert_eq!(presigned(Some("token")).verify(NOW, &late), Ok(()));
    assert!(
        presigned(Some("token"))
            .requeried("&X-Amz-Security-Token=token", "")
            .verify(NOW, &late)
            .is_err()
    );
}

#[test]
fn bodies() {
    let allowed = Limits {
        payload: PayloadRule::UnsignedAllowed,
        ..Limits::default()
    };
    let strict = Limits::default();
    let other = [7; 32];
    let ours = stdx::hex::decode(EMPTY_HASH).unwrap();
    let header = |payload, body_sha256| {
        let mut wire = Wire::new();
        wire.sign(payload, None);
        Wire { body_sha256, ..wire }
    };
    let unsupported = || Err(Error::UnsupportedPayload("UNSIGNED-PAYLOAD".into()));
    assert_eq!(
        header(Payload::DeclaredSha256(ours), ours).verify(NOW, &strict),
        Ok(())
    );
    assert_eq!(
        header(Payload::DeclaredSha256(ours), other).verify(NOW, &strict),
        Err(Error::PayloadMismatch)
    );
    assert_eq!(
        header(Payload::DeclaredSha256(ours), other).verify(NOW, &allowed),
        Err(Error::PayloadMismatch)
    );
    assert!(matches!(
        header(Payload::Sha256(ours), other).verify(NOW, &allowed),
        Err(Error::SignatureMismatch(_))
    ));
    assert_eq!(header(Payload::Unsigned, other).verify(NOW, &allowed), Ok(()));
    assert_eq!(
        header(Payload::Unsigned, ours).verify(NOW, &strict),
        unsupported()
    );
    let query = |payload, body_sha256| {
        let mut wire = Wire::new();
        wire.presign(payload, None, 60);
        Wire { body_sha256, ..wire }
    };
    assert_eq!(
        query(Payload::DeclaredSha256(ours), ours).verify(NOW, &strict),
        Ok(())
    );
    assert_eq!(
        query(Payload::DeclaredSha256(ours), other).verify(NOW, &strict),
        Err(Error::PayloadMismatch)
    );
    assert_eq!(query(Payload::Unsigned, other).verify(NOW, &allowed), Ok(()));
    assert!(query(Payload::Unsigned, ours).verify(NOW, &strict).is_err());
    assert!(query(Payload::Sha256(ours), other).verify(NOW, &strict).is_err());
}

#[test]
fn other_words_for_a_body_are_refused() {
    let limits = Limits {
        payload: PayloadRule::UnsignedAllowed,
        ..Limits::default()
    };
    for word in [
        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
        "unsigned-payload",
        "",
        &EMPTY_HASH.to_uppercase(),
        &EMPTY_HASH[1..],
    ] {
        let mut wire = Wire::new().with("x-amz-content-sha256", word);
        wire.sign(Payload::Sha256(wire.body_sha256), None);
        let expect = match word.starts_with("STREAMING-") {
            true => Error::UnsupportedPayload(word.into()),
            false => Error::PayloadMismatch,
        };
        assert_eq!(wire.verify(NOW, &limits), Err(expect), "{word}");
    }
}

#[test]
fn services() {
    let limits = |services| Limits {
        services,
        ..Limits::default()
    };
    assert_eq!(Wire::signed().verify(NOW, &limits(&["sts", "ecr"])), Ok(()));
    for services in [&["sts"][..], &["ecr-public", "sts"]] {
        let fault = Error::WrongScope(ScopeFault::Service(services[0]));
        assert_eq!(Wire::signed().verify(NOW, &limits(services)), Err(fault));
    }
}

#[test]
fn keys() {
    let wire = Wire::signed();
    let claim = wire.claim().unwrap();
    let limits = Limits::default();
    wire.borrowed(|request| {
        let received = Received {
            request: *request,
            body_sha256: wire.body_sha256,
            now: NOW,
        };
        let key = SigningKey::derive(&secret(), claim.scope());
        assert_eq!(claim.verify_with_signing_key(&received, &key, &limits), Ok(()));
        let wrong = SecretKey::new("another".into());
        let error = claim.verify(&received, &wrong, &limits).unwrap_err();
        assert!(matches!(error, Error::SignatureMismatch(_)));
        assert_eq!(claim.dummy_verify(&received, &limits), Error::UnknownKey);
        let late = Received {
            now: stdx::Timestamp::from_seconds(0),
            ..received
        };
        assert!(matches!(
            claim.dummy_verify(&late, &limits),
            Error::NotYetCurrent { .. }
        ));
        let region = Region::parse("eu-west-2").unwrap();
        let other = KeyScope::new(AccessKeyId::parse(KEY).unwrap(), NOW, region, "ecr");
        let key = SigningKey::derive(&secret(), &other);
        assert!(claim.verify_with_signing_key(&received, &key, &limits).is_err());
    });
}
