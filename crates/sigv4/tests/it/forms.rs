//! The two forms of a signature, well-formed and not.

use std::time::Duration;

use sigv4::{ClaimKind, Error, ScopeFault, is_signed};

use crate::fixture::{KEY, NOW, Wire};

fn refusal(wire: &Wire) -> Error {
    wire.check().expect_err("this request must be refused")
}

#[test]
fn claims_are_read() {
    let header = Wire::signed().claim().unwrap();
    assert_eq!(header.access_key_id().as_str(), KEY);
    assert_eq!(header.region().as_str(), "eu-west-1");
    assert_eq!(header.service(), "ecr");
    assert_eq!(header.scope().date(), "20260105");
    assert_eq!(header.signed_at(), NOW);
    assert_eq!(header.security_token(), None);
    assert_eq!(header.kind(), ClaimKind::Header);
    let query = Wire::presigned(60).claim().unwrap();
    assert_eq!(query.scope(), header.scope());
    assert_eq!(
        query.kind(),
        ClaimKind::Query {
            expires_in: Duration::from_secs(60)
        }
    );
}

#[test]
fn signed_or_not() {
    for (wire, expect) in [
        (Wire::new(), false),
        (Wire::signed(), true),
        (Wire::presigned(60), true),
        (Wire::new().with("Authorization", "Basic QVdTOng="), false),
        (Wire::new().with("Authorization", ""), false),
        (Wire::new().with("AUTHORIZATION", "aws4-hmac-sha256"), true),
        (
            Wire::new().with("Authorization", "AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtOLCwo="),
            true,
        ),
        (
            Wire {
                query: "x-amz-signature=0".into(),
                ..Wire::new()
            },
            true,
        ),
        (
            Wire {
                query: "X%2DAmz-Credential".into(),
                ..Wire::new()
            },
            true,
        ),
        (
            Wire {
                query: "X-Amz-Date=20260105T101500Z&last=X-Amz-Signature".into(),
                ..Wire::new()
            },
            false,
        ),
    ] {
        assert_eq!(
            wire.borrowed(is_signed),
            expect,
            "{:?} {}",
            wire.headers,
            wire.query
        );
        assert_eq!(matches!(wire.claim(), Err(Error::Missing)), !expect);
    }
}

#[test]
fn authorization_headers() {
    let header = |value: &str| {
        refusal(
            &Wire::new()
                .with("Authorization", value)
                .with("x-amz-date", "20260105T101500Z"),
        )
    };
    let incomplete = |sentences: [&'static str; 3]| Error::Incomplete(sentences.into());
    let absent = incomplete([
        "Authorization header requires 'Credential' parameter.",
        "Authorization header requires 'Signature' parameter.",
        "Authorization header requires 'SignedHeaders' parameter.",
    ]);
    assert_eq!(header("AWS4-HMAC-SHA256"), absent);
    assert_eq!(header("AWS4-HMAC-SHA256  "), absent);
    assert_eq!(
        header("AWS4-HMAC-SHA256 Credential=, Signature=,SignedHeaders="),
        absent
    );
    for algorithm in [
        "AWS4-HMAC-SHA1",
        "aws4-hmac-sha256",
        "AWS4-HMAC-SHA256,",
        "AWS",
        "AWS4-ECDSA-P256-SHA256",
    ] {
        assert_eq!(
            header(&format!("{algorithm} Credential=a")),
            Error::UnsupportedAlgorithm(algorithm.into())
        );
    }
    for malformed in [
        "Credential",
        "Credential=a,",
        ",Credential=a",
        "credential=a",
        "Credential=a,Other=b",
    ] {
        let error = header(&format!("AWS4-HMAC-SHA256 {malformed}"));
        assert!(matches!(error, Error::Malformed(_)), "{malformed}: {error:?}");
    }
    assert_eq!(
        header("AWS4-HMAC-SHA256 Credential=a,Credential=b"),
        Error::Duplicate("Credential".into())
    );
    assert!(matches!(
        header("AWS4-HMAC-SHA256 Credential=é"),
        Error::Malformed(_)
    ));
    let (fits, over) = ("a".repeat(8192 - 28), "a".repeat(8192 - 27));
    assert!(matches!(
        header(&format!("AWS4-HMAC-SHA256 Credential={fits}")),
        Error::Incomplete(_)
    ));
    assert!(matches!(
        header(&format!("AWS4-HMAC-SHA256 Credential={over}")),
        Error::TooLarge { limit: 8192, .. }
    ));
}

#[test]
fn separators_may_be_bare_commas() {
    assert_eq!(Wire::signed().reauthorized(", ", ",").check(), Ok(()));
    assert!(
        Wire::signed().reauthorized(", ", " ,\t ").check().is_err(),
        "tabs are not printable"
    );
    assert_eq!(Wire::signed().reauthorized(", ", "  ,  ").check(), Ok(()));
}

#[test]
fn signatures_and_header_lists() {
    let signed = Wire::signed;
    let signature = {
        let wire = signed();
        let value = &wire
            .headers
            .iter()
            .find(|(name, _)| name == "authorization")
            .unwrap()
            .1;
        String::from_utf8(value.clone())
            .unwrap()
            .rsplit('=')
            .next()
            .unwrap()
            .to_owned()
    };
    for bad in [
        "",
        "0",
        &signature[1..],
        &signature.to_uppercase(),
        &format!("{signature}0"),
    ] {
        let error = refusal(&signed().reauthorized(&signature, bad));
        assert!(
            matches!(error, Error::Malformed(_) | Error::Incomplete(_)),
            "{bad}: {error:?}"
        );
    }
    let list = "host;x-amz-date;x-amz-target";
    for bad in [
        ";host;x-amz-date;x-amz-target",
        "host;x-amz-date;x-amz-target;",
        "host;host;x-amz-date;x-amz-target",
        "x-amz-date;host;x-amz-target",
        "Host;x-amz-date;x-amz-target",
        "host;x-amz-date;x-amz-ta rget",
    ] {
        let error = refusal(&signed().reauthorized(list, bad));
        assert!(matches!(error, Error::Malformed(_)), "{bad}: {error:?}");
    }
    let many = |count: usize| {
        (0..count)
            .map(|index| format!("h{index:03}"))
            .collect::<Vec<_>>()
            .join(";")
    };
    assert_eq!(
        refusal(&signed().reauthorized(list, &many(100))),
        Error::HostNotSigned
    );
    assert!(matches!(
        refusal(&signed().reauthorized(list, &many(101))),
        Error::TooLarge { limit: 100, .. }
    ));
}

#[test]
fn credential_scopes() {
    let scope = |fault| Error::WrongScope(fault);
    let good = format!("{KEY}/20260105/eu-west-1/ecr/aws4_request");
    for (bad, expect) in [
        ("AKIAIOSFODNN7EXAMPLE".to_owned(), scope(ScopeFault::Shape)),
        (format!("{good}/"), scope(ScopeFault::Shape)),
        (format!("/{good}"), scope(ScopeFault::Shape)),
        (good.replace("/ecr/", "//"), scope(ScopeFault::Shape)),
        (good.replace("/ecr/", "/ECR/"), scope(ScopeFault::Shape)),
        (good.replace("ecr", &"e".repeat(65)), scope(ScopeFault::Shape)),
        (
            good.replace("aws4_request", "aws4"),
            scope(ScopeFault::Terminator("aws4".into())),
        ),
        (
            good.replace("eu-west-1", "EU"),
            scope(ScopeFault::Region("EU".into())),
        ),
        (
            good.replace("eu-west-1", ""),
            scope(ScopeFault::Region(String::new())),
        ),
        (
            good.replace("0105", "0104"),
            scope(ScopeFault::Date {
                scope: "20260104".into(),
                signed_at: NOW,
            }),
        ),
        (
            good.replace("0105", "0106"),
            scope(ScopeFault::Date {
                scope: "20260106".into(),
                signed_at: NOW,
            }),
        ),
        (
            good.replace("20260105", ""),
            scope(ScopeFault::Date {
                scope: String::new(),
                signed_at: NOW,
            }),
        ),
        (good.replace(KEY, "AKIA"), Error::UnknownKey),
        (good.replace(KEY, ""), Error::UnknownKey),
    ] {
        assert_eq!(
            refusal(&Wire::signed().reauthorized(&good, &bad)),
            expect,
            "{bad}"
        );
        let (good, bad) = (good.replace('/', "%2F"), bad.replace('/', "%2F"));
        assert_eq!(
            refusal(&Wire::presigned(60).requeried(&good, &bad)),
            expect,
            "{bad}"
        );
    }
}

#[test]
fn another_scope_is_another_key() {
    for (from, to) in [("eu-west-1", "eu-west-2"), ("/ecr/", "/sts/")] {
        let error = refusal(&Wire::signed().reauthorized(from, to));
        assert!(matches!(error, Error::SignatureMismatch(_)), "{to}: {error:?}");
    }
}

#[test]
fn presigned_queries() {
    let names = [
        "Algorithm",
        "Credential",
        "Signature",
        "SignedHeaders",
        "Date",
        "Expires",
    ];
    for name in names {
        let error = refusal(&Wire::presigned(60).requeried(&format!("X-Amz-{name}="), "other="));
        let Error::Incomplete(sentences) = error else {
            panic!("{name}: {error:?}")
        };
        assert_eq!(
            sentences[0],
            format!("AWS query-string parameters must include 'X-Amz-{name}'.")
        );
        let lower = name.to_lowercase();
        let error =
            refusal(&Wire::presigned(60).requeried(&format!("X-Amz-{name}="), &format!("X-Amz-{lower}=")));
        assert!(matches!(error, Error::Malformed(_)), "{lower}: {error:?}");
        for twin in [
            format!("&X-Amz-{name}=1"),
            format!("&x-amz-{lower}=1"),
            format!("&X%2DAmz%2D{name}"),
        ] {
            let mut wire = Wire::presigned(60);
            wire.query.push_str(&twin);
            assert_eq!(
                refusal(&wire),
                Error::Duplicate(format!("x-amz-{lower}")),
                "{twin}"
            );
        }
    }
    let algorithm = Wire::presigned(60).requeried("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1");
    assert_eq!(
        refusal(&algorithm),
        Error::UnsupportedAlgorithm("AWS4-HMAC-SHA1".into())
    );
    let invalid = Wire::presigned(60).requeried("X-Amz-Signature=", "X-Amz-Signature=%FF");
    assert!(matches!(refusal(&invalid), Error::Malformed(_)));
    let long = Wire {
        query: "a".repeat(32 * 1024 + 1),
        ..Wire::new()
    };
    assert!(matches!(refusal(&long), Error::TooLarge { .. }));
}

#[test]
fn paths_start_with_a_slash() {
    for path in [".", "*", "x", "..//", "localhost:5000", "%2F"] {
        let wire = Wire {
            path: path.into(),
            ..Wire::signed()
        };
        assert!(matches!(refusal(&wire), Error::Malformed(_)), "{path}");
    }
    assert_eq!(
        Wire {
            path: String::new(),
            ..Wire::signed()
        }
        .check(),
        Ok(())
    );
}

#[test]
fn one_place_only() {
    let mut both = Wire::signed();
    both.query = Wire::presigned(60).query;
    assert_eq!(refusal(&both), Error::Ambiguous);
    let basic = Wire::presigned(60).with("authorization", "Basic QVdTOng=");
    assert_eq!(refusal(&basic), Error::Ambiguous);
    let part = Wire {
        query: "X-Amz-Signature=0".into(),
        ..Wire::signed()
    };
    assert_eq!(refusal(&part), Error::Ambiguous);
}
