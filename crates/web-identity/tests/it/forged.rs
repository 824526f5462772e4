//! Tokens that are malformed, or that want to be verified in a way of their own.

use aws_lc_rs::hmac;
use serde_json::{Value, json};
use web_identity::TokenFault;

use super::signer::{PROVIDER, STRANGER, claims, encode, header};
use super::tokens::{ISSUER, check, good, with};

/// A header for an algorithm and a key.
fn named(algorithm: &str, id: &str) -> Value {
    json!({"alg": algorithm, "kid": id})
}

/// A token whose signature `sign` makes.
fn token(header: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let (header, claims) = (header.to_string(), claims(ISSUER).to_string());
    let signed = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
    format!("{signed}.{}", encode(&sign(signed.as_bytes())))
}

fn refused(rows: &[(&str, String, TokenFault)]) {
    for (name, token, fault) in rows {
        assert_eq!(check(token).as_ref(), Err(fault), "{name}");
    }
}

#[test]
fn tokens_without_a_public_key() {
    let unsigned = |algorithm| token(&named(algorithm, "RS256"), |_| Vec::new());
    let shared = |secret: &[u8]| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        token(&named("HS256", "RS256"), |signed| {
            hmac::sign(&key, signed).as_ref().to_vec()
        })
    };
    refused(&[
        ("none", unsigned("none"), TokenFault::Algorithm),
        ("None", unsigned("None"), TokenFault::Algorithm),
        ("no algorithm", unsigned(""), TokenFault::Algorithm),
        ("RS256 in lower case", unsigned("rs256"), TokenFault::Algorithm),
        ("no signature", unsigned("RS256"), TokenFault::Signature),
        (
            "modulus as secret",
            shared(&PROVIDER.modulus()),
            TokenFault::Algorithm,
        ),
        (
            "key as secret",
            shared(PROVIDER.key("RS256").to_string().as_bytes()),
            TokenFault::Algorithm,
        ),
        ("empty secret", shared(b""), TokenFault::Algorithm),
    ]);
}

#[test]
fn keys_that_the_token_brings() {
    let brought = |member: &str, value: Value| {
        let mut header = header("RS256");
        header[member] = value;
        STRANGER.sign("RS256", &header, &claims(ISSUER))
    };
    let elsewhere = json!("https://evil.example/keys");
    refused(&[
        (
            "jwk",
            brought("jwk", STRANGER.key("RS256")),
            TokenFault::Header("jwk"),
        ),
        (
            "jku",
            brought("jku", elsewhere.clone()),
            TokenFault::Header("jku"),
        ),
        ("x5u", brought("x5u", elsewhere), TokenFault::Header("x5u")),
        ("x5c", brought("x5c", json!([])), TokenFault::Header("x5c")),
        ("null", brought("jwk", Value::Null), TokenFault::Header("jwk")),
        ("stranger", brought("typ", json!("JWT")), TokenFault::Signature),
    ]);
}

#[test]
fn algorithms_that_the_key_is_not_for() {
    let signed = |by, says, id| PROVIDER.sign(by, &named(says, id), &claims(ISSUER));
    let other = TokenFault::OtherAlgorithm;
    refused(&[
        ("RS to PS", signed("PS256", "PS256", "RS256"), other.clone()),
        ("PS to RS", signed("RS256", "RS256", "PS256"), other.clone()),
        ("RS256 to RS512", signed("RS512", "RS512", "RS256"), other.clone()),
        ("EC to RS", signed("ES256", "RS256", "ES256"), other.clone()),
        ("RS to EC", signed("ES256", "ES256", "RS256"), other),
        (
            "says PS, is RS",
            signed("RS256", "PS256", "PS256"),
            TokenFault::Signature,
        ),
        (
            "says RS, is PS",
            signed("PS256", "RS256", "RS256"),
            TokenFault::Signature,
        ),
        (
            "says RS256, is RS512",
            signed("RS512", "RS256", "RS256"),
            TokenFault::Signature,
        ),
        (
            "unknown id",
            signed("RS256", "RS256", "rotated"),
            TokenFault::UnknownKey,
        ),
        (
            "id in another case",
            signed("RS256", "RS256", "rs256"),
            TokenFault::UnknownKey,
        ),
    ]);
}

#[test]
fn signatures_of_curves_have_one_form() {
    let der = |signed: &[u8]| {
        let plain = PROVIDER.signature("ES256", signed);
        [&[0x30, 68, 2, 32][..], &plain[..32], &[2, 32], &plain[32..]].concat()
    };
    let header = header("ES256");
    refused(&[
        ("zeros", token(&header, |_| vec![0; 64]), TokenFault::Signature),
        ("nothing", token(&header, |_| Vec::new()), TokenFault::Signature),
        ("DER", token(&header, der), TokenFault::Signature),
    ]);
    assert!(check(&token(&header, |signed| PROVIDER.signature("ES256", signed))).is_ok());
}

#[test]
fn parts() {
    let token = good("RS256");
    let parts: Vec<&str> = token.split('.').collect();
    let long = "A".repeat(20_001 - token.len());
    refused(&[
        ("nothing", String::new(), TokenFault::Form),
        ("dots", "..".to_owned(), TokenFault::Form),
        ("two", parts[..2].join("."), TokenFault::Form),
        ("four", format!("{token}.{}", parts[2]), TokenFault::Form),
        (
            "five",
            format!("{token}.{}.{}", parts[1], parts[2]),
            TokenFault::Encrypted,
        ),
        ("six", format!("{token}..."), TokenFault::Form),
        ("many", ".".repeat(20_000), TokenFault::Form),
        ("too long", format!("{token}{long}"), TokenFault::TooLong),
        ("padding", format!("{token}="), TokenFault::Form),
        ("a line's end", format!("{token}\n"), TokenFault::Form),
        ("a space", format!(" {token}"), TokenFault::Form),
        ("not ASCII", format!("é{token}"), TokenFault::Form),
    ]);
    let padding = "a".repeat(14_000);
    let longest = with(json!({}), json!({"padding": padding}));
    assert!(
        longest.len() <= 20_000 && check(&longest).is_ok(),
        "{}",
        longest.len()
    );
}

#[test]
fn texts() {
    let signed = |header: &str, claims: &str| PROVIDER.sign_text("RS256", header, claims);
    let (header, claims) = (header("RS256").to_string(), claims(ISSUER).to_string());
    let algorithm_twice = header.replacen('{', "{\"alg\":\"RS256\",", 1);
    let subject_twice = claims.replacen('{', "{\"sub\":\"administrator\",", 1);
    let escaped = claims.replacen('{', "{\"\\u0073ub\":\"administrator\",", 1);
    let within = claims.replacen('{', "{\"a\":{\"b\":1,\"b\":2},", 1);
    refused(&[
        (
            "header twice",
            signed(&algorithm_twice, &claims),
            TokenFault::Form,
        ),
        ("claim twice", signed(&header, &subject_twice), TokenFault::Form),
        (
            "claim twice, once escaped",
            signed(&header, &escaped),
            TokenFault::Form,
        ),
        ("within a claim", signed(&header, &within), TokenFault::Form),
        (
            "byte order mark",
            signed(&header, &format!("\u{feff}{claims}")),
            TokenFault::Form,
        ),
        (
            "a list of claims",
            signed(&header, &format!("[{claims}]")),
            TokenFault::Form,
        ),
        ("a list for a header", signed("[]", &claims), TokenFault::Form),
        ("no claims", signed(&header, ""), TokenFault::Form),
    ]);
}

#[test]
fn headers() {
    for (change, member) in [
        (json!({"crit": ["exp"]}), "crit"),
        (json!({"b64": false}), "b64"),
        (json!({"enc": "A128GCM"}), "enc"),
        (json!({"zip": "DEF"}), "zip"),
        (json!({"typ": "at+jwt"}), "typ"),
        (json!({"typ": "logout+jwt"}), "typ"),
        (json!({"typ": 1}), "typ"),
        (json!({"alg": ["RS256"]}), "alg"),
        (json!({"alg": null}), "alg"),
        (json!({"kid": null}), "kid"),
        (json!({"kid": 1}), "kid"),
    ] {
        let found = check(&with(change.clone(), json!({})));
        assert_eq!(found, Err(TokenFault::Header(member)), "{change}");
    }
    for kind in [Value::Null, json!("jwt"), json!("JWT"), json!("JOSE")] {
        assert!(check(&with(json!({"typ": kind}), json!({}))).is_ok(), "{kind}");
    }
}
