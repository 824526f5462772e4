//! What a request claims, before any secret is known.

use std::time::Duration;

use names::{AccessKeyId, Region};
use stdx::{Timestamp, hex};

use crate::{Error, KeyScope, Request, header_form, query_form};

const MAX_HEADERS: usize = 200;
const MAX_QUERY: usize = 32 * 1024;
const MAX_SIGNED_HEADERS: usize = 100;

/// Headers that may occur once only.
const SINGLE: [&str; 6] = [
    "authorization",
    "host",
    "date",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-content-sha256",
];

const SIGNATURE: Error = Error::Malformed("Signature must be 64 lower-case hexadecimal digits.");
const PATH: Error = Error::Malformed("The path of a signed request must start with a slash.");
const SIGNED_HEADERS: Error = Error::Malformed(
    "SignedHeaders must be lower-case header names, sorted, each once, with semicolons between.",
);

/// Where the signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimKind {
    /// In the `Authorization` header.
    Header,
    /// In the query: a presigned request.
    Query {
        /// How long after signing the request stays valid, 1 second to 7 days.
        expires_in: Duration,
    },
}

/// What a request claims, well-formed but unproven: who signed it, when, for what.
///
/// Nothing in it may be trusted before one of the `verify` methods has returned `Ok`.
pub struct Claim {
    pub(crate) scope: KeyScope,
    pub(crate) signed_at: Timestamp,
    pub(crate) security_token: Option<String>,
    pub(crate) kind: ClaimKind,
    pub(crate) signed_headers: String,
    pub(crate) signature: [u8; 32],
}

impl Claim {
    /// Whose key is said to have signed.
    pub fn access_key_id(&self) -> &AccessKeyId {
        self.scope.access_key_id()
    }

    /// The region that the credential is scoped to.
    pub fn region(&self) -> &Region {
        self.scope.region()
    }

    /// The service that the credential is scoped to, such as `ecr`.
    pub fn service(&self) -> &str {
        self.scope.service()
    }

    /// Under what to look for a cached signing key.
    pub fn scope(&self) -> &KeyScope {
        &self.scope
    }

    /// When the request was signed, to the second.
    pub fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// The session token of temporary credentials.
    pub fn security_token(&self) -> Option<&str> {
        self.security_token.as_deref()
    }

    /// Where the signature stands.
    pub fn kind(&self) -> ClaimKind {
        self.kind
    }
}

impl std::fmt::Debug for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Claim")
            .field("scope", &self.scope)
            .field("signed_at", &self.signed_at)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The parts of a signature, from wherever it stands.
pub(crate) struct Parts {
    pub credential: String,
    pub signature: String,
    pub signed_headers: String,
    pub signed_at: Timestamp,
    pub security_token: Option<String>,
    pub kind: ClaimKind,
}

/// Whether the request carries AWS credentials in its header or query at all, well-formed or not:
/// whether [`claim`] is to be asked.
pub fn is_signed(request: &Request<'_>) -> bool {
    in_header(request) || query_form::is_presigned(request.query)
}

/// Reads the claim of a request.
///
/// # Errors
/// [`Error::Missing`] without credentials; otherwise what is wrong with their form.
/// [`Error::UnknownKey`] for an access key that no key can be called.
pub fn claim(request: &Request<'_>) -> Result<Claim, Error> {
    refuse_excess(request)?;
    refuse_repetition(request)?;
    if !request.path.is_empty() && !request.path.starts_with('/') {
        return Err(PATH);
    }
    let parts = match (in_header(request), query_form::is_presigned(request.query)) {
        (false, false) => return Err(Error::Missing),
        (true, false) => header_form::parse(request)?,
        // A presigned request with credentials of any other kind is as ambiguous.
        (_, true) if request.value("authorization").is_some() => return Err(Error::Ambiguous),
        (_, true) => query_form::parse(request)?,
    };
    check_signed_headers(&parts.signed_headers)?;
    Ok(Claim {
        scope: KeyScope::parse(&parts.credential, parts.signed_at)?,
        signed_at: parts.signed_at,
        security_token: parts.security_token,
        kind: parts.kind,
        signature: hex::decode(&parts.signature).ok_or(SIGNATURE)?,
        signed_headers: parts.signed_headers,
    })
}

/// A header value as text of printable ASCII, or an error that says `rule`.
pub(crate) fn text<'a>(value: &'a [u8], rule: &'static str) -> Result<&'a str, Error> {
    std::str::from_utf8(value)
        .ok()
        .filter(|text| text.bytes().all(|byte| (b' '..=b'~').contains(&byte)))
        .ok_or(Error::Malformed(rule))
}

fn in_header(request: &Request<'_>) -> bool {
    request.values("authorization").any(|value| {
        value
            .get(..3)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"AWS"))
    })
}

fn refuse_excess(request: &Request<'_>) -> Result<(), Error> {
    if request.headers.len() > MAX_HEADERS {
        return Err(Error::TooLarge {
            part: "The number of headers",
            limit: MAX_HEADERS,
        });
    }
    if request.query.len() > MAX_QUERY {
        return Err(Error::TooLarge {
            part: "The query string, in bytes,",
            limit: MAX_QUERY,
        });
    }
    Ok(())
}

/// Refuses repeated headers and parameters of which the engine and the server could each read
/// another one.
fn refuse_repetition(request: &Request<'_>) -> Result<(), Error> {
    match SINGLE
        .into_iter()
        .find(|name| request.values(name).nth(1).is_some())
    {
        Some(name) => Err(Error::Duplicate(name.into())),
        None => query_form::refuse_duplicates(request.query),
    }
}

fn check_signed_headers(list: &str) -> Result<(), Error> {
    let mut previous = "";
    for (index, name) in list.split(';').enumerate() {
        if index == MAX_SIGNED_HEADERS {
            return Err(Error::TooLarge {
                part: "The number of signed headers",
                limit: MAX_SIGNED_HEADERS,
            });
        }
        if !name.bytes().all(is_name) || name <= previous {
            return Err(SIGNED_HEADERS);
        }
        previous = name;
    }
    Ok(())
}

/// A character of a lower-case header name (RFC 9110, 5.6.2).
fn is_name(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
