//! The header of a token: which key, which algorithm, and nothing that steers the verification.

use serde_json::{Map, Value};

use super::TokenFault;
use crate::key_set::Algorithm;

/// Members that bring keys, name where to get them, or change what the signature means.
const REFUSED: &[&str] = &["jwk", "jku", "x5u", "x5c", "crit", "b64", "enc", "zip"];

/// What is read of a header.
pub(super) struct Header<'a> {
    pub(super) key_id: &'a str,
    pub(super) algorithm: Algorithm,
}

impl<'a> Header<'a> {
    pub(super) fn read(members: &'a Map<String, Value>) -> Result<Self, TokenFault> {
        if let Some(member) = REFUSED.iter().find(|member| members.contains_key(**member)) {
            return Err(TokenFault::Header(member));
        }
        check_type(members)?;
        let algorithm = text(members, "alg")?;
        Ok(Self {
            algorithm: Algorithm::parse(algorithm).ok_or(TokenFault::Algorithm)?,
            key_id: text(members, "kid")?,
        })
    }
}

/// Tokens of other kinds (`at+jwt`, `logout+jwt`) are signed by the same keys; one kind must not
/// pass for another (RFC 8725, 3.11). `JOSE` is what SPIFFE's JWT-SVIDs may say.
fn check_type(members: &Map<String, Value>) -> Result<(), TokenFault> {
    let Some(kind) = members.get("typ") else {
        return Ok(());
    };
    let known = |kind: &str| kind.eq_ignore_ascii_case("jwt") || kind.eq_ignore_ascii_case("jose");
    match kind.as_str() {
        Some(kind) if known(kind) => Ok(()),
        _ => Err(TokenFault::Header("typ")),
    }
}

fn text<'a>(members: &'a Map<String, Value>, member: &'static str) -> Result<&'a str, TokenFault> {
    let value = members.get(member).and_then(Value::as_str);
    value.ok_or(TokenFault::Header(member))
}
