//! Tokens that are accepted, and every way in which they are not.

use aws_lc_rs::hmac;
use serde_json::{Value, json};
use stdx::Timestamp;
use web_identity::{Claims, Expected, KeySet, TokenFault, unverified_issuer, verify};

use super::signer::{ALGORITHMS, CLIENT, NOW, PROVIDER, STRANGER, claims, encode, header};

const ISSUER: &str = "https://issuer.example";

fn check(token: &str) -> Result<Claims, TokenFault> {
    let keys = KeySet::parse(PROVIDER.key_set().as_bytes()).expect("a key set");
    let expected = Expected {
        issuer: ISSUER,
        audiences: &["other-client".to_owned(), CLIENT.to_owned()],
        now: NOW,
    };
    verify(token, &keys, &expected)
}

fn good(algorithm: &str) -> String {
    PROVIDER.sign(algorithm, &header(algorithm), &claims(ISSUER))
}

/// A good token but for some members, of which a null one is left out.
fn with(change_header: Value, change_claims: Value) -> String {
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
fn keys_and_algorithms_of_the_token_are_not_obeyed() {
    let claims = claims(ISSUER);
    let jwk = STRANGER.key("RS256");
    let unsigned = |algorithm: &str| {
        let header = json!({"alg": algorithm, "kid": "RS256"});
        format!(
            "{}.{}.",
            encode(header.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        )
    };
    let shared = |secret: &[u8]| {
        let header = json!({"alg": "HS256", "kid": "RS256"}).to_string();
        let signed = format!(
            "{}.{}",
            encode(header.as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), signed.as_bytes());
        format!("{signed}.{}", encode(tag.as_ref()))
    };
    let brought = |member: &str, value: Value| {
        let mut header = header("RS256");
        header[member] = value;
        STRANGER.sign("RS256", &header, &claims)
    };
    let named = |algorithm: &str, id: &str| json!({"alg": algorithm, "kid": id});
    let zeros = format!(
        "{}{}",
        &unsigned("ES256").replace("UlMyNTYi", "RVMyNTYi"),
        encode(&[0; 64])
    );
    let rows = [
        ("none", unsigned("none"), TokenFault::Algorithm),
        ("None", unsigned("None"), TokenFault::Algorithm),
        ("no algorithm", unsigned(""), TokenFault::Algorithm),
        ("RS256 in lower case", unsigned("rs256"), TokenFault::Algorithm),
        (
            "shared secret",
            shared(&PROVIDER.modulus()),
            TokenFault::Algorithm,
        ),
        ("empty secret", shared(b""), TokenFault::Algorithm),
        ("no signature", unsigned("RS256"), TokenFault::Signature),
        ("zeros for a signature", zeros, TokenFault::OtherAlgorithm),
        ("jwk", brought("jwk", jwk.clone()), TokenFault::Header("jwk")),
        (
            "jku",
            brought("jku", json!("https://evil.example/keys")),
            TokenFault::Header("jku"),
        ),
        (
            "x5u",
            brought("x5u", json!("https://evil.example/chain")),
            TokenFault::Header("x5u"),
        ),
        ("x5c", brought("x5c", json!([])), TokenFault::Header("x5c")),
        (
            "stranger",
            STRANGER.sign("RS256", &header("RS256"), &claims),
            TokenFault::Signature,
        ),
        (
            "RS to PS",
            PROVIDER.sign("PS256", &named("PS256", "RS256"), &claims),
            TokenFault::OtherAlgorithm,
        ),
        (
            "PS to RS",
            PROVIDER.sign("RS256", &named("RS256", "PS256"), &claims),
            TokenFault::OtherAlgorithm,
        ),
        (
            "says PS, is RS",
            PROVIDER.sign("RS256", &header("PS256"), &claims),
            TokenFault::Signature,
        ),
        (
            "RS256 to RS512",
            PROVIDER.sign("RS512", &named("RS512", "RS256"), &claims),
            TokenFault::OtherAlgorithm,
        ),
        (
            "EC to RS",
            PROVIDER.sign("ES256", &named("RS256", "ES256"), &claims),
            TokenFault::OtherAlgorithm,
        ),
        (
            "unknown id",
            PROVIDER.sign("RS256", &named("RS256", "rotated"), &claims),
            TokenFault::UnknownKey,
        ),
        (
            "id with another case",
            PROVIDER.sign("RS256", &named("RS256", "rs256"), &claims),
            TokenFault::UnknownKey,
        ),
        (
            "no id",
            with(json!({"kid": null}), json!({})),
            TokenFault::Header("kid"),
        ),
        (
            "a number for an id",
            with(json!({"kid": 1}), json!({})),
            TokenFault::Header("kid"),
        ),
    ];
    for (name, token, fault) in rows {
        assert_eq!(check(&token), Err(fault), "{name}");
    }
}

#[test]
fn signatures_of_curves_have_one_form() {
    let signed = good("ES256");
    let signed = signed.rsplit_once('.').expect("three parts").0;
    let good = PROVIDER.signature("ES256", signed.as_bytes());
    let der = [&[0x30, 68, 2, 32][..], &good[..32], &[2, 32], &good[32..]].concat();
    for (name, signature) in [("zeros", vec![0; 64]), ("none", Vec::new()), ("DER", der)] {
        let token = format!("{signed}.{}", encode(&signature));
        assert_eq!(check(&token), Err(TokenFault::Signature), "{name}");
    }
}

#[test]
fn forms() {
    let token = good("RS256");
    let parts: Vec<&str> = token.split('.').collect();
    let text = |header: &str, claims: &str| PROVIDER.sign_text("RS256", header, claims);
    let (header, claims) = (header("RS256").to_string(), claims(ISSUER).to_string());
    let twice_in_header = header.replacen('{', "{\"alg\":\"RS256\",", 1);
    let twice_in_claims = claims.replacen('{', "{\"sub\":\"administrator\",", 1);
    let escaped = claims.replacen('{', "{\"\\u0073ub\":\"administrator\",", 1);
    let rows = [
        ("nothing", String::new(), TokenFault::Form),
        ("dots", "..".to_owned(), TokenFault::Form),
        ("two parts", parts[..2].join("."), TokenFault::Form),
        ("four parts", format!("{token}.{}", parts[2]), TokenFault::Form),
        (
            "five parts",
            format!("{token}.{}.{}", parts[1], parts[2]),
            TokenFault::Encrypted,
        ),
        ("six parts", format!("{token}...."), TokenFault::Form),
        ("many parts", ".".repeat(20_000), TokenFault::Form),
        (
            "too long",
            format!("{token}{}", "A".repeat(20_001 - token.len())),
            TokenFault::TooLong,
        ),
        ("padding", format!("{token}="), TokenFault::Form),
        ("a line's end", format!("{token}\n"), TokenFault::Form),
        ("a space", format!(" {token}"), TokenFault::Form),
        ("not ASCII", format!("é{token}"), TokenFault::Form),
        ("header twice", text(&twice_in_header, &claims), TokenFault::Form),
        ("claim twice", text(&header, &twice_in_claims), TokenFault::Form),
        (
            "claim twice, once escaped",
            text(&header, &escaped),
            TokenFault::Form,
        ),
        (
            "byte order mark",
            text(&header, &format!("\u{feff}{claims}")),
            TokenFault::Form,
        ),
        (
            "a list of claims",
            text(&header, &format!("[{claims}]")),
            TokenFault::Form,
        ),
        ("a list for a header", text("[]", &claims), TokenFault::Form),
        ("no claims", text(&header, ""), TokenFault::Form),
        (
            "crit",
            with(json!({"crit": ["exp"]}), json!({})),
            TokenFault::Header("crit"),
        ),
        (
            "b64",
            with(json!({"b64": false}), json!({})),
            TokenFault::Header("b64"),
        ),
        (
            "enc",
            with(json!({"enc": "A128GCM"}), json!({})),
            TokenFault::Header("enc"),
        ),
        (
            "zip",
            with(json!({"zip": "DEF"}), json!({})),
            TokenFault::Header("zip"),
        ),
        (
            "an access token",
            with(json!({"typ": "at+jwt"}), json!({})),
            TokenFault::Header("typ"),
        ),
        (
            "a type that is no text",
            with(json!({"typ": 1}), json!({})),
            TokenFault::Header("typ"),
        ),
        (
            "an algorithm that is no text",
            with(json!({"alg": ["RS256"]}), json!({})),
            TokenFault::Header("alg"),
        ),
    ];
    for (name, token, fault) in rows {
        assert_eq!(check(&token), Err(fault), "{name}");
    }
    let longest = PROVIDER.sign_text(
        "RS256",
        &header,
        &claims.replacen('}', &format!(",\"pad\":\"{}\"}}", "a".repeat(14_000)), 1),
    );
    assert!(
        longest.len() <= 20_000 && check(&longest).is_ok(),
        "{}",
        longest.len()
    );
    for kind in [Value::Null, json!("jwt"), json!("JOSE")] {
        assert!(check(&with(json!({"typ": kind}), json!({}))).is_ok(), "{kind}");
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
