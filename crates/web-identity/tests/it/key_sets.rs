//! Key sets that are accepted, and keys in them that are not used.

use serde_json::{Value, json};
use web_identity::{Expected, KeySet, KeySetFault, TokenFault, verify};

use super::signer::{CLIENT, NOW, PROVIDER, claims, encode, header};

const ISSUER: &str = "https://issuer.example";

fn set(keys: &[Value]) -> Result<KeySet, KeySetFault> {
    KeySet::parse(json!({ "keys": keys }).to_string().as_bytes())
}

/// A key for `algorithm` but for some members, of which a null one is left out.
fn key(algorithm: &str, change: Value) -> Value {
    let mut key = PROVIDER.key(algorithm);
    let members = key.as_object_mut().expect("an object");
    for (name, value) in change.as_object().expect("an object") {
        match value {
            Value::Null => members.remove(name),
            value => members.insert(name.clone(), value.clone()),
        };
    }
    key
}

#[test]
fn texts() {
    let one = PROVIDER.key("RS256").to_string();
    for (text, fault) in [
        (String::new(), KeySetFault::Form),
        ("<html>".to_owned(), KeySetFault::Form),
        ("{}".to_owned(), KeySetFault::Form),
        (format!("[{one}]"), KeySetFault::Form),
        (r#"{"keys":{}}"#.to_owned(), KeySetFault::Form),
        (r#"{"keys":["a"]}"#.to_owned(), KeySetFault::Form),
        (format!(r#"{{"keys":[],"keys":[{one}]}}"#), KeySetFault::Form),
        (
            format!(r#"{{"keys":[{one}]}}"#).replacen(r#""kid""#, r#""kid":"a","kid""#, 1),
            KeySetFault::Form,
        ),
        (format!(r#"{{"keys":[{one},{one}]}}"#), KeySetFault::SameId),
        (r#"{"keys":[]}"#.to_owned(), KeySetFault::Empty),
    ] {
        assert_eq!(KeySet::parse(text.as_bytes()).err(), Some(fault), "{text}");
    }
}

#[test]
fn at_most_100_keys() {
    let many = |count: usize| {
        let id = |number| key("RS256", json!({"kid": format!("{number}")}));
        set(&(0..count).map(id).collect::<Vec<_>>())
    };
    assert!(many(100).is_ok());
    assert_eq!(many(101).err(), Some(KeySetFault::TooMany(101)));
}

#[test]
fn keys_that_are_left_out() {
    let short = encode(&PROVIDER.modulus()[..255]);
    let long = encode(&PROVIDER.modulus().repeat(5));
    for (algorithm, change) in [
        ("RS256", json!({"kid": null})),
        ("RS256", json!({"kid": 1})),
        ("RS256", json!({"use": "enc"})),
        ("RS256", json!({"use": 1})),
        ("RS256", json!({"key_ops": ["sign"]})),
        ("RS256", json!({"key_ops": "verify"})),
        ("RS256", json!({"alg": "RSA-OAEP"})),
        ("RS256", json!({"alg": "HS256"})),
        ("RS256", json!({"alg": "none"})),
        ("RS256", json!({"alg": "ES256"})),
        ("RS256", json!({"alg": null, "kty": null})),
        ("RS256", json!({"kty": "oct", "k": "AAAA", "alg": "HS256"})),
        ("RS256", json!({"n": short})),
        ("RS256", json!({"n": long})),
        ("RS256", json!({"n": ""})),
        ("RS256", json!({"n": "a+b/"})),
        ("RS256", json!({"n": null})),
        ("RS256", json!({"e": "AQ"})),
        ("RS256", json!({"e": "AQAA"})),
        ("RS256", json!({"e": "AQAAAAE"})),
        ("RS256", json!({"e": ""})),
        ("ES256", json!({"alg": "ES384"})),
        ("ES256", json!({"crv": "P-384", "alg": null})),
        ("ES256", json!({"crv": "secp256k1", "alg": null})),
        ("ES256", json!({"crv": null, "alg": null})),
        ("ES256", json!({"x": "AAAA"})),
        ("ES256", json!({"y": null})),
        ("Ed25519", json!({"crv": "X25519", "alg": null})),
        ("Ed25519", json!({"crv": "Ed448"})),
        ("Ed25519", json!({"x": "AAAA"})),
    ] {
        let found = set(&[key(algorithm, change.clone())]);
        assert_eq!(found.err(), Some(KeySetFault::Empty), "{algorithm} {change}");
        // They do not harm the others.
        let others = set(&[key(algorithm, change.clone()), key("PS256", json!({}))]);
        assert!(others.is_ok(), "{algorithm} {change}");
    }
}

#[test]
fn a_key_without_an_algorithm_has_the_one_of_its_type() {
    let padded = encode(&[&[0][..], &PROVIDER.modulus()].concat());
    for (algorithm, change, fault) in [
        ("RS256", json!({"alg": null}), None),
        ("ES256", json!({"alg": null}), None),
        ("ES384", json!({"alg": null}), None),
        ("ES512", json!({"alg": null}), None),
        ("EdDSA", json!({"alg": null}), None),
        ("EdDSA", json!({"alg": "Ed25519"}), None),
        ("Ed25519", json!({"alg": "EdDSA"}), None),
        ("RS512", json!({"alg": null}), Some(TokenFault::OtherAlgorithm)),
        ("PS256", json!({"alg": null}), Some(TokenFault::OtherAlgorithm)),
        (
            "RS256",
            json!({"n": padded, "use": null, "key_ops": ["verify"]}),
            None,
        ),
        (
            "RS256",
            json!({"use": null, "x5c": ["AAAA"], "x5t": "AAAA"}),
            None,
        ),
        // A point that is not on the curve.
        (
            "ES256",
            json!({"x": encode(&[1; 32])}),
            Some(TokenFault::Signature),
        ),
    ] {
        let keys = set(&[key(algorithm, change.clone())]).expect("a key set");
        let token = PROVIDER.sign(algorithm, &header(algorithm), &claims(ISSUER));
        let expected = Expected {
            issuer: ISSUER,
            audiences: &[CLIENT.to_owned()],
            now: NOW,
        };
        let found = verify(&token, &keys, &expected);
        assert_eq!(found.err(), fault, "{algorithm} {change}");
    }
}

#[test]
fn one_id_may_name_keys_of_several_algorithms() {
    let keys = set(&[
        key("RS256", json!({"kid": "a"})),
        key("ES256", json!({"kid": "a"})),
    ]);
    let keys = keys.expect("a key set");
    for algorithm in ["RS256", "ES256"] {
        let header = json!({"alg": algorithm, "kid": "a"});
        let token = PROVIDER.sign(algorithm, &header, &claims(ISSUER));
        let expected = Expected {
            issuer: ISSUER,
            audiences: &[CLIENT.to_owned()],
            now: NOW,
        };
        assert!(verify(&token, &keys, &expected).is_ok(), "{algorithm}");
    }
}
