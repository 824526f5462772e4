//! One token: take it apart, find its key, verify its signature, then believe its claims.

mod claims;
mod fault;
mod header;
pub(crate) mod json;
mod session_tags;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use stdx::Timestamp;

pub use self::claims::Claims;
pub use self::fault::TokenFault;
use self::header::Header;
pub use self::session_tags::SessionTags;
use crate::KeySet;

/// The longest token, in characters (AWS: `WebIdentityToken`, 20,000).
const LONGEST: usize = 20_000;

/// What a token must say to be accepted.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The `iss` claim, exactly.
    pub issuer: &'a str,
    /// The client ids that are registered with the provider. One of them must be in `aud`, or be
    /// `azp`. No token is for an empty list.
    pub audiences: &'a [String],
    /// The current instant.
    pub now: Timestamp,
}

/// The claims of `token`, if it is signed by one of `keys` and is what is `expected`.
///
/// The key says the algorithm, never the token: a header that names another one is refused, as
/// are keys in headers (`jwk`, `jku`, `x5u`, `x5c`), critical extensions, encryption, and objects
/// with a member twice. Claims are looked at only after the signature.
///
/// Times, in whole seconds: a token has expired at its `exp`, without leeway. `nbf` and `iat` may
/// be at most 60 s ahead of us. A token is not accepted more than 24 h after its `iat`, however
/// long it says that it lives (AWS: "Token must be redeemed within 24 hours of issuance").
pub fn verify(token: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<Claims, TokenFault> {
    let parts = Parts::split(token)?;
    let header = object(parts.header)?;
    let header = Header::read(&header)?;
    let key = keys.find(header.key_id, header.algorithm)?;
    key.verify(parts.signed, &decode(parts.signature)?)?;
    claims::accept(object(parts.payload)?, expected)
}

/// What `token` says its issuer is, to find the provider whose keys [`verify`] is called with.
/// Anybody can write a token that says this.
pub fn unverified_issuer(token: &str) -> Result<String, TokenFault> {
    let claims = object(Parts::split(token)?.payload)?;
    claims::issuer(&claims).map(str::to_owned)
}

/// The parts of a JWS in its compact form (RFC 7515, 7.1).
struct Parts<'a> {
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
    /// Header and payload with the dot between them: what the signature is over.
    signed: &'a str,
}

impl<'a> Parts<'a> {
    fn split(token: &'a str) -> Result<Self, TokenFault> {
        // Bytes are no fewer than characters, and a token has only ASCII characters.
        if token.len() > LONGEST {
            return Err(TokenFault::TooLong);
        }
        let parts: Vec<&str> = token.split('.').take(6).collect();
        match parts[..] {
            [header, payload, signature] => Ok(Self {
                header,
                payload,
                signature,
                signed: &token[..header.len() + 1 + payload.len()],
            }),
            // A JWE has five (RFC 7516, 7.1).
            [_, _, _, _, _] => Err(TokenFault::Encrypted),
            _ => Err(TokenFault::Form),
        }
    }
}

/// Base64url without padding and without stray bits, so that one token has one spelling.
fn decode(part: &str) -> Result<Vec<u8>, TokenFault> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenFault::Form)
}

fn object(part: &str) -> Result<Map<String, Value>, TokenFault> {
    json::object(&decode(part)?).ok_or(TokenFault::Form)
}
