//! Input that nobody honest sends: no panic, and never an `Ok`.

use proptest::prelude::*;
use sigv4::{Limits, PathStyle, PayloadRule, Received, Request, claim, is_signed};

use crate::fixture::{NOW, Wire, secret};

fn refused(request: &Request<'_>) {
    is_signed(request);
    let Ok(claim) = claim(request) else { return };
    for path in [PathStyle::Normalized, PathStyle::DoubleEncoded, PathStyle::Raw] {
        let limits = Limits {
            path,
            payload: PayloadRule::UnsignedAllowed,
            unsigned_headers: &["x-amz-security-token"],
            ..Limits::default()
        };
        let received = Received {
            request: *request,
            body_sha256: [0; 32],
            now: NOW,
        };
        let error = claim
            .verify(&received, &secret(), &limits)
            .expect_err("nobody signed this");
        assert!(!format!("{error} {error:?}").is_empty());
        assert!(!claim.dummy_verify(&received, &limits).to_string().is_empty());
    }
}

fn header_name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Authorization".to_owned()),
        Just("x-amz-date".to_owned()),
        Just("date".to_owned()),
        Just("host".to_owned()),
        "\\PC{0,12}",
    ]
}

fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("AWS4-HMAC-SHA256 ".to_owned()),
        Just("Credential=AKIAIOSFODNN7EXAMPLE/20260105/eu-west-1/ecr/aws4_request".to_owned()),
        Just("SignedHeaders=host".to_owned()),
        Just(format!("Signature={}", "0".repeat(64))),
        Just("20260105T101500Z".to_owned()),
        Just("X-Amz-".to_owned()),
        Just("&".to_owned()),
        Just(",".to_owned()),
        Just("=".to_owned()),
        "[ -~]{0,8}",
        "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(
        method in "\\PC{0,8}",
        path in "\\PC{0,40}",
        query in "\\PC{0,80}",
        headers in prop::collection::vec((header_name(), prop::collection::vec(any::<u8>(), 0..60)), 0..6),
    ) {
        let headers: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
        refused(&Request { method: &method, path: &path, query: &query, headers: &headers });
    }

    #[test]
    fn shuffled_fragments(
        query in prop::collection::vec(fragment(), 0..12),
        headers in prop::collection::vec((header_name(), prop::collection::vec(fragment(), 0..8)), 0..6),
    ) {
        let headers: Vec<(String, String)> =
            headers.into_iter().map(|(name, value)| (name, value.concat())).collect();
        let headers: Vec<(&str, &[u8])> =
            headers.iter().map(|(name, value)| (&**name, value.as_bytes())).collect();
        refused(&Request { method: "GET", path: "/", query: &query.concat(), headers: &headers });
    }

    #[test]
    fn damaged_authorization(cut in 0..200_usize, insert in "\\PC{1,6}") {
        let mut wire = Wire::signed();
        let value = &mut wire.headers.last_mut().unwrap().1;
        let cut = cut.min(value.len());
        value.splice(cut..cut, insert.bytes());
        // Spaces around a parameter are the one thing that may be added.
        if !insert.bytes().all(|byte| byte == b' ') {
            wire.borrowed(refused);
        }
    }
}
