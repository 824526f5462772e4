//! A signature in the `Authorization` header.

use crate::canonical::ALGORITHM;
use crate::claim::{ClaimKind, Parts, text};
use crate::error::clipped;
use crate::{Error, Request, date};

const MAX_AUTHORIZATION: usize = 8 * 1024;

const NOT_A_PAIR: Error =
    Error::Malformed("A part is not a valid key=value pair (missing equal-sign) in Authorization header.");
const UNKNOWN: Error = Error::Malformed(
    "Authorization header takes the parameters 'Credential', 'SignedHeaders' and 'Signature' only.",
);

/// Reads the parts of a signature from the headers.
pub(crate) fn parse(request: &Request<'_>) -> Result<Parts, Error> {
    let value = request.value("authorization").ok_or(Error::Missing)?;
    if value.len() > MAX_AUTHORIZATION {
        return Err(Error::TooLarge {
            part: "Authorization header, in bytes,",
            limit: MAX_AUTHORIZATION,
        });
    }
    let value = text(value, "Authorization header must be printable ASCII.")?;
    let (algorithm, parameters) = value.split_once(' ').unwrap_or((value, ""));
    if algorithm != ALGORITHM {
        return Err(Error::UnsupportedAlgorithm(clipped(algorithm)));
    }
    let [credential, signature, signed_headers] = named(parameters)?;
    let dated = request.value("x-amz-date").is_some() || request.value("date").is_some();
    let missing: Vec<&'static str> = [
        (
            credential.is_none(),
            "Authorization header requires 'Credential' parameter.",
        ),
        (
            signature.is_none(),
            "Authorization header requires 'Signature' parameter.",
        ),
        (
            signed_headers.is_none(),
            "Authorization header requires 'SignedHeaders' parameter.",
        ),
        (
            !dated,
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        ),
    ]
    .into_iter()
    .filter_map(|(missing, sentence)| missing.then_some(sentence))
    .collect();
    let (Some(credential), Some(signature), Some(signed_headers), true) =
        (credential, signature, signed_headers, dated)
    else {
        return Err(Error::Incomplete(missing));
    };
    Ok(Parts {
        credential: credential.into(),
        signature: signature.into(),
        signed_headers: signed_headers.into(),
        signed_at: signed_at(request)?,
        security_token: security_token(request)?,
        kind: ClaimKind::Header,
    })
}

/// The parameters `Credential`, `Signature` and `SignedHeaders`.
fn named(parameters: &str) -> Result<[Option<&str>; 3], Error> {
    let mut found = [None; 3];
    if parameters.trim().is_empty() {
        return Ok(found);
    }
    for parameter in parameters.split(',') {
        let (name, value) = parameter
            .trim_matches([' ', '\t'])
            .split_once('=')
            .ok_or(NOT_A_PAIR)?;
        let index = match name {
            "Credential" => 0,
            "Signature" => 1,
            "SignedHeaders" => 2,
            _ => return Err(UNKNOWN),
        };
        if found[index].replace(value).is_some() {
            return Err(Error::Duplicate(name.into()));
        }
    }
    // An empty value is as good as none.
    Ok(found.map(|value| value.filter(|value| !value.is_empty())))
}

fn signed_at(request: &Request<'_>) -> Result<stdx::Timestamp, Error> {
    let ascii = |value| text(value, "The date of signing must be printable ASCII.");
    match request.value("x-amz-date") {
        Some(value) => date::parse_basic(ascii(value)?),
        None => date::parse_header(ascii(request.value("date").unwrap_or_default())?),
    }
}

fn security_token(request: &Request<'_>) -> Result<Option<String>, Error> {
    request
        .value("x-amz-security-token")
        .map(|value| text(value, "x-amz-security-token must be printable ASCII.").map(String::from))
        .transpose()
}
