//! The claims of a token whose signature is right.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use serde_json::{Map, Value};
use stdx::Timestamp;

use super::session_tags::{self, SessionTags};
use super::{Expected, TokenFault};

/// How far `nbf` and `iat` may be ahead of our clock.
const SKEW: Duration = Duration::from_secs(60);

/// How long after its `iat` a token is accepted.
const REDEEMED_WITHIN: Duration = Duration::from_secs(24 * 60 * 60);

/// The last second of the year 9999: what is later is no date but a mistake.
const LAST_SECOND: i64 = 253_402_300_799;

/// Claims that have AWS's own condition keys.
const EXACT: &[&str] = &["sub", "azp", "amr", "email"];

const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";

/// What a provider said of a caller, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// `iss`: the provider, with `https://`.
    pub issuer: String,
    /// `sub`: who the caller is to the provider. Not empty.
    pub subject: String,
    /// The registered client id that the token is for: `azp` if that is registered, else the
    /// first registered value of `aud`.
    pub client_id: String,
    /// `exp`: when the token stops. It does not bound the session (AWS: neither does it there).
    pub expires: Timestamp,
    /// The condition keys that the trust policy is evaluated with, without the provider's prefix
    /// and in lower case, each with its values: every claim that is a text, a number, a bool or a
    /// list of texts. `aud` is the token's `azp` where it has one, as in AWS; `oaud` is always the
    /// token's `aud`.
    pub conditions: BTreeMap<String, Vec<String>>,
    /// The claim `https://aws.amazon.com/tags`, in its nested or its flattened form.
    pub session_tags: SessionTags,
    /// The claim `https://aws.amazon.com/source_identity`.
    pub source_identity: Option<String>,
}

/// The `iss` claim.
pub(super) fn issuer(claims: &Map<String, Value>) -> Result<&str, TokenFault> {
    required(text(claims, "iss")?, "iss")
}

/// Compares `claims` with what is expected.
pub(super) fn accept(claims: Map<String, Value>, expected: &Expected<'_>) -> Result<Claims, TokenFault> {
    let issuer = issuer(&claims)?;
    if issuer != expected.issuer {
        return Err(TokenFault::Issuer);
    }
    let audiences = required(texts(&claims, "aud")?, "aud")?;
    let party = text(&claims, "azp")?;
    let mut candidates = party.into_iter().chain(audiences.iter().map(String::as_str));
    let client_id = candidates.find(|candidate| expected.audiences.iter().any(|known| known == candidate));
    let client_id = client_id.ok_or(TokenFault::Audience)?;
    let expires = check_times(&claims, expected.now)?;
    let subject = required(text(&claims, "sub")?.filter(|subject| !subject.is_empty()), "sub")?;
    Ok(Claims {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        client_id: client_id.to_owned(),
        expires,
        conditions: conditions(&claims, &audiences, party),
        session_tags: session_tags::read(&claims)?,
        source_identity: text(&claims, SOURCE_IDENTITY)?.map(str::to_owned),
    })
}

/// When the token expires, if it may be used now.
fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<Timestamp, TokenFault> {
    let expires = required(date(claims, "exp")?, "exp")?;
    if now >= expires {
        return Err(TokenFault::Expired { expires, now });
    }
    let issued = date(claims, "iat")?;
    let latest = now.after(SKEW);
    for (name, start) in [("nbf", date(claims, "nbf")?), ("iat", issued)] {
        if start.is_some_and(|start| start > latest) {
            return Err(TokenFault::Early(name));
        }
    }
    if issued.is_some_and(|issued| now.since(issued) > REDEEMED_WITHIN) {
        return Err(TokenFault::Stale);
    }
    Ok(expires)
}

fn conditions(
    claims: &Map<String, Value>,
    audiences: &[String],
    party: Option<&str>,
) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::<String, Option<Vec<String>>>::new();
    for (name, value) in claims.iter().filter(|(name, _)| is_condition_name(name)) {
        match found.entry(name.to_ascii_lowercase()) {
            Entry::Vacant(entry) => {
                entry.insert(values(value));
            }
            // Condition keys know no case. Of two claims that differ only in case neither counts,
            // since a policy cannot say which one it means.
            Entry::Occupied(mut entry) => {
                entry.insert(None);
            }
        }
    }
    let audience = party.map_or_else(|| audiences.to_vec(), |party| vec![party.to_owned()]);
    found.insert("aud".to_owned(), Some(audience));
    found.insert("oaud".to_owned(), Some(audiences.to_vec()));
    // What policies commonly rely on comes from the claim of exactly that name.
    for name in EXACT {
        let value = claims.get(*name).and_then(values);
        found.insert((*name).to_owned(), value);
    }
    let present = found
        .into_iter()
        .filter_map(|(name, values)| Some((name, values?)));
    present.collect()
}

/// Names of claims that can stand in a policy after the provider's name.
fn is_condition_name(name: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    !name.is_empty() && name.bytes().all(known)
}

fn values(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(value) => Some(vec![value.to_string()]),
        Value::Number(value) => Some(vec![value.to_string()]),
        Value::String(value) => Some(vec![value.clone()]),
        Value::Array(values) => list(values),
    }
}

fn list(values: &[Value]) -> Option<Vec<String>> {
    let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
    texts.collect()
}

fn required<T>(value: Option<T>, name: &'static str) -> Result<T, TokenFault> {
    value.ok_or(TokenFault::Missing(name))
}

fn text<'a>(claims: &'a Map<String, Value>, name: &'static str) -> Result<Option<&'a str>, TokenFault> {
    let value = claims.get(name);
    let text = value.map(|value| value.as_str().ok_or(TokenFault::Claim(name)));
    text.transpose()
}

/// A claim that is a text or a list of texts.
fn texts(claims: &Map<String, Value>, name: &'static str) -> Result<Option<Vec<String>>, TokenFault> {
    let texts = match claims.get(name) {
        None => return Ok(None),
        Some(Value::String(text)) => Some(vec![text.clone()]),
        Some(Value::Array(values)) => list(values),
        Some(_) => None,
    };
    texts.ok_or(TokenFault::Claim(name)).map(Some)
}

/// A `NumericDate` (RFC 7519, 2): seconds, of which a fraction is dropped.
fn date(claims: &Map<String, Value>, name: &'static str) -> Result<Option<Timestamp>, TokenFault> {
    let Some(value) = claims.get(name) else {
        return Ok(None);
    };
    let seconds = value.as_f64().map(f64::floor);
    let seconds = seconds.filter(|seconds| (0.0..=LAST_SECOND as f64).contains(seconds));
    // Whole numbers up to the year 9999 are exact in an `f64`.
    let instant = seconds.map(|seconds| Timestamp::from_seconds(seconds as i64));
    instant.ok_or(TokenFault::Claim(name)).map(Some)
}
