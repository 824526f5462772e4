//! A signature in the query: a presigned request.

use std::time::Duration;

use crate::canonical::ALGORITHM;
use crate::claim::{ClaimKind, Parts};
use crate::error::clipped;
use crate::query::pairs;
use crate::{Error, Request, date};

/// The longest life that the protocol knows: seven days.
const MAX_EXPIRES: u64 = 604_800;

/// The parameters that make a presigned request, with what AWS says when one is missing. The
/// session token has no sentence, for it may be missing.
const PARAMETERS: [(&str, &str); 7] = [
    (
        "X-Amz-Algorithm",
        "AWS query-string parameters must include 'X-Amz-Algorithm'.",
    ),
    (
        "X-Amz-Credential",
        "AWS query-string parameters must include 'X-Amz-Credential'.",
    ),
    (
        "X-Amz-Signature",
        "AWS query-string parameters must include 'X-Amz-Signature'.",
    ),
    (
        "X-Amz-SignedHeaders",
        "AWS query-string parameters must include 'X-Amz-SignedHeaders'.",
    ),
    (
        "X-Amz-Date",
        "AWS query-string parameters must include 'X-Amz-Date'.",
    ),
    (
        "X-Amz-Expires",
        "AWS query-string parameters must include 'X-Amz-Expires'.",
    ),
    ("X-Amz-Security-Token", ""),
];

/// How many of [`PARAMETERS`] say by themselves that a request is presigned.
const TELLING: usize = 4;

const SPELLING: Error =
    Error::Malformed("The X-Amz-* query-string parameters must be spelled in their documented case.");
const NOT_UTF8: Error = Error::Malformed("The X-Amz-* query-string parameters must be UTF-8.");
const EXPIRES: Error = Error::Malformed("X-Amz-Expires must be a number of seconds from 1 to 604800.");

/// Whether the query carries part of a signature, in whatever case it spells the names.
pub(crate) fn is_presigned(query: &str) -> bool {
    pairs(query).any(|(name, _)| {
        PARAMETERS[..TELLING]
            .iter()
            .any(|(telling, _)| name.eq_ignore_ascii_case(telling.as_bytes()))
    })
}

/// Refuses a query in which one `X-Amz-*` parameter occurs twice, whatever the case.
pub(crate) fn refuse_duplicates(query: &str) -> Result<(), Error> {
    let mut names: Vec<Vec<u8>> = pairs(query)
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| name.starts_with(b"x-amz-"))
        .collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Error::Duplicate(clipped(&String::from_utf8_lossy(&pair[0])))),
        None => Ok(()),
    }
}

/// Reads the parts of a signature from the query.
pub(crate) fn parse(request: &Request<'_>) -> Result<Parts, Error> {
    let found = named(request.query)?;
    let mut missing: Vec<&'static str> = PARAMETERS[..PARAMETERS.len() - 1]
        .iter()
        .zip(&found)
        .filter_map(|((_, sentence), value)| value.is_none().then_some(*sentence))
        .collect();
    let [
        Some(algorithm),
        Some(credential),
        Some(signature),
        Some(signed_headers),
        Some(signed_at),
        Some(expires),
        security_token,
    ] = found
    else {
        missing.push("Re-examine the query-string parameters.");
        return Err(Error::Incomplete(missing));
    };
    if algorithm != ALGORITHM {
        return Err(Error::UnsupportedAlgorithm(clipped(&algorithm)));
    }
    Ok(Parts {
        credential,
        signature,
        signed_headers,
        signed_at: date::parse_basic(&signed_at)?,
        security_token,
        kind: ClaimKind::Query {
            expires_in: expires_in(&expires)?,
        },
    })
}

/// The values of [`PARAMETERS`]; an empty value is as good as none.
fn named(query: &str) -> Result<[Option<String>; 7], Error> {
    let mut found = [const { None }; 7];
    for (name, value) in pairs(query) {
        let index = PARAMETERS
            .iter()
            .position(|(parameter, _)| name.eq_ignore_ascii_case(parameter.as_bytes()));
        let Some(index) = index else { continue };
        if name != PARAMETERS[index].0.as_bytes() {
            return Err(SPELLING);
        }
        let value = String::from_utf8(value).map_err(|_| NOT_UTF8)?;
        found[index] = Some(value).filter(|value| !value.is_empty());
    }
    Ok(found)
}

fn expires_in(text: &str) -> Result<Duration, Error> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EXPIRES);
    }
    match text.parse() {
        Ok(seconds) if (1..=MAX_EXPIRES).contains(&seconds) => Ok(Duration::from_secs(seconds)),
        _ => Err(EXPIRES),
    }
}
