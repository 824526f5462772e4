//! Tokens that are accepted, and claims for which they are not.

use std::sync::LazyLock;

use serde_json::{Value, json};
use stdx::Timestamp;
use web_identity::{Claims, Expected, KeySet, TokenFault, unverified_issuer, verify};

use super::signer::{ALGORITHMS, CLIENT, NOW, PROVIDER, claims, header};

/// The provider.
pub const ISSUER: &str = "https://issuer.example";

/// What `token` is for a client of [`ISSUER`] now.
pub fn check(token: &str) -> Result<Claims, TokenFault> {
    static KEYS: LazyLock<KeySet> =
        LazyLock::new(|| KeySet::parse(PROVIDER.key_set().as_bytes()).expect("a key set"));
    let expected = Expected {
        issuer: ISSUER,
        audiences: &["other-client".to_owned(), CLIENT.to_owned()],
        now: NOW,
    };
    verify(token, &KEYS, &expected)
}

/// A good token.
pub fn good(algorithm: &str) -> String {
    PROVIDER.sign(algorithm, &header(algorithm), &claims(ISSUER))
}

/// A good token but for some members, of which a null one is left out.
pub fn with(change_header: Value, change_claims: Value) -> String {
    let (mut header, mut claims) = (header("RS256"), claims(ISSUER));
    for (target, change) in [(&mut header, change_header), (&mut claims, change_claims)] {
        for (name, value) in change.as_object().expect("an object") {
            let target = target.as_object_mut().expect("an object");
            match value {
                Value::Null => target.remove(name),
                value => target.insert(name.clone(), value.clone()),
            };
        }
    }
    PROVIDER.sign("RS256", &header, &claims)
}

#[test]
fn every_algorithm_verifies() {
    for algorithm in ALGORITHMS {
        let claims = check(&good(algorithm)).unwrap_or_else(|fault| panic!("{algorithm}: {fault}"));
        assert_eq!(claims.issuer, ISSUER, "{algorithm}");
        assert_eq!(claims.subject, "repo:a/b:ref:refs/heads/main", "{algorithm}");
        assert_eq!(claims.client_id, CLIENT, "{algorithm}");
        assert_eq!(
            claims.expires,
            Timestamp::from_seconds(NOW.as_seconds() + 300),
            "{algorithm}"
        );
    }
    assert_eq!(unverified_issuer(&good("RS256")).as_deref(), Ok(ISSUER));
}

#[test]
fn no_character_can_be_changed_and_none_is_superfluous() {
    for algorithm in ["RS256", "ES256", "Ed25519"] {
        let token = good(algorithm);
        for (place, old) in token.char_indices() {
            let new = if old == 'A' { 'B' } else { 'A' };
            let changed = format!("{}{new}{}", &token[..place], &token[place + 1..]);
            assert!(check(&changed).is_err(), "{algorithm}: {place}");
            assert!(check(&token[..place]).is_err(), "{algorithm}: cut at {place}");
        }
        // The last character of a signature has bits that mean nothing; another spelling of them
        // is refused too.
        let (rest, last) = token.split_at(token.len() - 1);
        for other in ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['-', '_']) {
            let changed = format!("{rest}{other}");
            assert_eq!(
                check(&changed).is_ok(),
                last == other.to_string(),
                "{algorithm}: {other}"
            );
        }
    }
}

#[test]
fn issuer_audience_and_subject() {
    for (change, fault) in [
        (json!({"iss": "https://evil.example"}), TokenFault::Issuer),
        (json!({"iss": "https://issuer.example/"}), TokenFault::Issuer),
        (json!({"iss": "http://issuer.example"}), TokenFault::Issuer),
        (json!({"iss": "issuer.example"}), TokenFault::Issuer),
        (json!({"iss": "https://ISSUER.example"}), TokenFault::Issuer),
        (json!({"iss": [ISSUER]}), TokenFault::Claim("iss")),
        (json!({"iss": null}), TokenFault::Missing("iss")),
        (json!({"aud": "evil"}), TokenFault::Audience),
        (
            json!({"aud": ["evil", "worse"], "azp": "evil"}),
            TokenFault::Audience,
        ),
        (json!({"aud": []}), TokenFault::Audience),
        (json!({"aud": ""}), TokenFault::Audience),
        (json!({"aud": "STS.amazonaws.com"}), TokenFault::Audience),
        (json!({"aud": [CLIENT, 1]}), TokenFault::Claim("aud")),
        (json!({"aud": {"aud": CLIENT}}), TokenFault::Claim("aud")),
        (json!({"aud": null, "azp": CLIENT}), TokenFault::Missing("aud")),
        (json!({"azp": [CLIENT]}), TokenFault::Claim("azp")),
        (json!({"sub": null}), TokenFault::Missing("sub")),
        (json!({"sub": ""}), TokenFault::Missing("sub")),
        (json!({"sub": 7}), TokenFault::Claim("sub")),
        (
            json!({"https://aws.amazon.com/source_identity": 7}),
            TokenFault::Claim("https://aws.amazon.com/source_identity"),
        ),
        (
            json!({"https://aws.amazon.com/tags": 7}),
            TokenFault::Claim("https://aws.amazon.com/tags"),
        ),
    ] {
        assert_eq!(check(&with(json!({}), change.clone())), Err(fault), "{change}");
    }
    let keys = KeySet::parse(PROVIDER.key_set().as_bytes()).expect("a key set");
    let nobody = Expected {
        issuer: ISSUER,
        audiences: &[],
        now: NOW,
    };
    assert_eq!(verify(&good("RS256"), &keys, &nobody), Err(TokenFault::Audience));
}

#[test]
fn times() {
    let now = NOW.as_seconds();
    let day = 24 * 60 * 60;
    let expired = |seconds| TokenFault::Expired {
        expires: Timestamp::from_seconds(seconds),
        now: NOW,
    };
    for (change, fault) in [
        (json!({"exp": now + 1}), None),
        (json!({"exp": now}), Some(expired(now))),
        (json!({"exp": now - 1}), Some(expired(now - 1))),
        (json!({"exp": now as f64 + 0.9}), Some(expired(now))),
        (json!({"exp": 0}), Some(expired(0))),
        (json!({"exp": null}), Some(TokenFault::Missing("exp"))),
        (
            json!({"exp": (now + 300).to_string()}),
            Some(TokenFault::Claim("exp")),
        ),
        (json!({"exp": -1}), Some(TokenFault::Claim("exp"))),
        (json!({"exp": 1e300}), Some(TokenFault::Claim("exp"))),
        (json!({"exp": u64::MAX}), Some(TokenFault::Claim("exp"))),
        // Milliseconds are a mistake of others, and no token lives for 50,000 years.
        (json!({"exp": (now + 300) * 1000}), Some(TokenFault::Claim("exp"))),
        (json!({"iat": now + 60, "nbf": now + 60}), None),
        (json!({"iat": now + 61}), Some(TokenFault::Early("iat"))),
        (json!({"nbf": now + 61}), Some(TokenFault::Early("nbf"))),
        (json!({"nbf": true}), Some(TokenFault::Claim("nbf"))),
        (json!({"iat": "now"}), Some(TokenFault::Claim("iat"))),
        (json!({"iat": null}), None),
        (json!({"iat": now - day, "exp": now + day}), None),
        (
            json!({"iat": now - day - 1, "exp": now + day}),
            Some(TokenFault::Stale),
        ),
    ] {
        assert_eq!(check(&with(json!({}), change.clone())).err(), fault, "{change}");
    }
}

#[test]
fn claims_become_condition_keys() {
    let token = with(
        json!({}),
        json!({
            "aud": ["account", "other-client"], "azp": CLIENT, "amr": ["mfa", "pwd"], "email": "a@b.example",
            "email_verified": true, "run_number": 10, "repositoryOwner": "a", "groups": ["x", "y"],
            "nested": {"a": "b"}, "mixed": ["a", 1], "nothing": [], "": "empty", "a/b": "slash",
            "Twice": "one", "twice": "two", "SUB": "administrator", "Aud": "evil", "OAUD": "evil",
            "https://aws.amazon.com/source_identity": "alice",
            "https://aws.amazon.com/tags": {"principal_tags": {"Team": ["A"]}, "transitive_tag_keys": ["Team"]},
        }),
    );
    let claims = check(&token).expect("a good token");
    let values = |name: &str| claims.conditions.get(name).map(|values| values.join(","));
    for (name, expected) in [
        ("sub", Some("repo:a/b:ref:refs/heads/main")),
        ("aud", Some(CLIENT)),
        ("oaud", Some("account,other-client")),
        ("azp", Some(CLIENT)),
        ("amr", Some("mfa,pwd")),
        ("email", Some("a@b.example")),
        ("email_verified", Some("true")),
        ("run_number", Some("10")),
        ("repositoryowner", Some("a")),
        ("groups", Some("x,y")),
        ("nothing", Some("")),
        ("repositoryOwner", None),
        ("nested", None),
        ("mixed", None),
        ("", None),
        ("a/b", None),
        ("twice", None),
        ("SUB", None),
        ("Email", None),
    ] {
        assert_eq!(values(name).as_deref(), expected, "{name}");
    }
    assert_eq!(claims.client_id, CLIENT);
    assert_eq!(claims.source_identity.as_deref(), Some("alice"));
    assert_eq!(claims.session_tags.tags, [("Team".to_owned(), "A".to_owned())]);
    assert_eq!(claims.session_tags.transitive_keys, ["Team"]);

    let token = with(
        json!({}),
        json!({"Email": "boss@b.example", "AZP": "evil", "AMR": "mfa"}),
    );
    let claims = check(&token).expect("a good token");
    for (name, expected) in [
        ("email", None),
        ("azp", None),
        ("amr", None),
        ("aud", Some(CLIENT)),
    ] {
        let found = claims.conditions.get(name).map(|values| values.join(","));
        assert_eq!(found.as_deref(), expected, "{name}");
    }
}
