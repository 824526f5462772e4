//! Who sends a request. Each protocol has exactly one function that turns a request into a
//! principal; nothing behind them sees an access key or a token that was not verified.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header;
use http::request::Parts;
use names::RegistryKey;
use registry::{Call, CalledOperation, Caller, Credential, Front, Parameters, TokenError};
use sha2::{Digest as _, Sha256};
use sigv4::{Claim, Limits, Received, SecretKey};

use crate::errors::{AwsError, OciError};
use crate::exchange::Exchange;

/// Longest `Authorization` header that is looked at, in bytes.
const MAX_AUTHORIZATION: usize = 16 << 10;

/// The caller of a signed request.
pub(crate) struct Signed {
    /// Who, and from where.
    pub(crate) caller: Caller,
    /// The account of the caller in the region of the signature.
    pub(crate) registry: RegistryKey,
}

/// The caller of a request to the OCI API.
pub(crate) struct LoggedIn {
    /// Who, and from where.
    pub(crate) caller: Caller,
    /// The registry that the request is for: the host's, else the token's.
    pub(crate) registry: RegistryKey,
}

/// Opens the Basic credential of the OCI API: user `AWS`, the token as password. `call` is told the
/// registry.
pub(crate) async fn token(
    exchange: &Exchange,
    call: impl FnOnce(&RegistryKey) -> Call,
) -> Result<LoggedIn, OciError> {
    let password = basic_password(&exchange.parts).ok_or(OciError::Unauthenticated)?;
    let claims = exchange
        .app
        .registry
        .token_open(&password)
        .await?
        .map_err(OciError::BadCredential)?;
    let registry = exchange
        .host
        .registry()
        .cloned()
        .unwrap_or_else(|| claims.registry.clone());
    if registry.region != claims.registry.region {
        return Err(OciError::BadCredential(TokenError::Invalid));
    }
    let caller = Caller {
        principal: claims.principal.clone(),
        origin: exchange.origin.clone(),
        call: Arc::new(call(&registry)),
    };
    Ok(LoggedIn { caller, registry })
}

fn basic_password(parts: &Parts) -> Option<String> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let value = values
        .next()?
        .to_str()
        .ok()
        .filter(|value| value.len() <= MAX_AUTHORIZATION)?;
    if values.next().is_some() {
        return None;
    }
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let plain = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (user, password) = plain.split_once(':')?;
    (user == "AWS").then(|| password.to_owned())
}

/// A request that says who signed it, before the body is read and anything is proven.
pub(crate) struct Unproven {
    claim: Claim,
    credential: Option<Credential>,
}

/// Reads what a signed request claims and looks its access key up.
pub(crate) async fn claim(exchange: &Exchange) -> Result<Unproven, AwsError> {
    let headers = headers(exchange);
    let request = request(&exchange.parts, &headers);
    let claim = sigv4::claim(&request).map_err(|error| AwsError::signature(&error))?;
    let registry = &exchange.app.registry;
    let credential = registry
        .credential(claim.access_key_id(), claim.security_token())
        .await?;
    Ok(Unproven { claim, credential })
}

impl Unproven {
    /// Proves the claim over head and body, for one of `services`; `call` is what is asked for.
    pub(crate) fn prove(
        self,
        exchange: &Exchange,
        body: &[u8],
        services: &'static [&'static str],
        (operation, parameters): (CalledOperation, Parameters),
    ) -> Result<Signed, AwsError> {
        let headers = headers(exchange);
        let request = request(&exchange.parts, &headers);
        let now = exchange.app.registry.now();
        let received = Received {
            request,
            body_sha256: Sha256::digest(body).into(),
            now,
        };
        let limits = Limits {
            services,
            ..Limits::default()
        };
        let Some(Credential { principal, secret }) = self.credential else {
            return Err(AwsError::signature(&self.claim.dummy_verify(&received, &limits)));
        };
        self.claim
            .verify(&received, &SecretKey::new(secret.to_string()), &limits)
            .map_err(|error| AwsError::signature(&error))?;
        let (service, region) = (self.claim.service(), self.claim.region());
        exchange.app.registry.last_used_note(&principal, service, region);
        let registry = RegistryKey {
            account: principal.account(),
            region: self.claim.region().clone(),
        };
        let (region, from) = (registry.region.clone(), (Front::Aws, exchange.request_id));
        let caller = Caller {
            principal,
            origin: exchange.origin.clone(),
            call: Arc::new(Call::new(operation, region, from, parameters)),
        };
        Ok(Signed { caller, registry })
    }
}

/// The headers as the signature covers them: in HTTP/2 the authority stands in for `host`.
fn headers(exchange: &Exchange) -> Vec<(&str, &[u8])> {
    let parts = &exchange.parts;
    let mut headers: Vec<(&str, &[u8])> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    if !parts.headers.contains_key(header::HOST) {
        headers.push(("host", exchange.host.authority().as_bytes()));
    }
    headers
}

fn request<'a>(parts: &'a Parts, headers: &'a [(&'a str, &'a [u8])]) -> sigv4::Request<'a> {
    sigv4::Request {
        method: parts.method.as_str(),
        path: parts.uri.path(),
        query: parts.uri.query().unwrap_or_default(),
        headers,
    }
}
