//! `GET /layers/<account>/<region>/<digest>/<repository>?…`: a layer under a signed URL, which
//! `GetDownloadUrlForLayer` hands out. The URL is the whole credential; whether its caller still
//! may read the layer is decided when it is used.

use std::sync::Arc;

use http::{Method, Response, StatusCode};
use names::{AccountId, Digest, Region, RegistryKey, RepositoryArn, RepositoryName};
use registry::{Action, Caller, Error, SignedUrl, SignedUrlError};
use stdx::Timestamp;

use crate::answer::text;
use crate::called;
use crate::edge::body::Body;
use crate::errors::{self, OciError};
use crate::exchange::{Answer, Exchange};
use crate::host::Host;
use crate::layer_content;

/// The URL as a client gets it.
pub(crate) fn url(host: &Host, signed: &SignedUrl) -> String {
    format!("{}{}", host.base_url(), target(signed))
}

fn target(signed: &SignedUrl) -> String {
    let RepositoryArn {
        registry: RegistryKey { account, region },
        name,
    } = &signed.repository;
    format!(
        "/layers/{account}/{region}/{}/{name}?credential={}&expires={}&signature={}",
        signed.digest,
        signed.credential,
        signed.expires_at.as_seconds(),
        signed.signature,
    )
}

/// Answers with the layer, or with the part of it that `Range` selects.
pub(crate) async fn answer(exchange: &Exchange) -> Answer {
    let response = match exchange.parts.method {
        Method::GET => read(exchange).await,
        _ => errors::method_not_allowed("GET"),
    };
    Answer {
        operation: "layer_get",
        response,
    }
}

async fn read(exchange: &Exchange) -> Response<Body> {
    let uri = &exchange.parts.uri;
    let Some(signed) = parse(uri.path(), uri.query().unwrap_or_default()) else {
        return refused(SignedUrlError::SignatureMismatch);
    };
    let registry = &exchange.app.registry;
    let call = Arc::new(called::probe(exchange, &signed.repository.registry));
    match registry.url_open(&signed, exchange.origin.clone(), call) {
        Ok(caller) => layer(exchange, &caller, &signed).await.unwrap_or_else(failed),
        Err(error) => refused(error),
    }
}

/// The layer, if the caller for whom the URL was signed may still read it.
async fn layer(exchange: &Exchange, caller: &Caller, signed: &SignedUrl) -> Result<Response<Body>, Error> {
    let registry = &exchange.app.registry;
    let action = Action::GetDownloadUrlForLayer;
    let grant = registry.authorize(caller, action, &signed.repository).await?;
    let layer = registry.layer_get(&grant, signed.digest).await?;
    layer_content::read(exchange, &grant, layer).await
}

fn refused(error: SignedUrlError) -> Response<Body> {
    text(StatusCode::FORBIDDEN, format!("{error}\n"))
}

fn failed(error: Error) -> Response<Body> {
    OciError::from(error).response()
}

/// Reads the URL back. It must be written just as [`url`] writes it: what is not signed, not even
/// another spelling of the same, is not there.
fn parse(path: &str, query: &str) -> Option<SignedUrl> {
    let mut parts = path.strip_prefix("/layers/")?.splitn(4, '/');
    let account = AccountId::parse(parts.next()?).ok()?;
    let region = Region::parse(parts.next()?).ok()?;
    let digest = Digest::parse(parts.next()?).ok()?;
    let name = RepositoryName::parse(parts.next()?).ok()?;
    let mut parameters = query.splitn(3, '&');
    let credential = parameters.next()?.strip_prefix("credential=")?.to_owned();
    let expires: i64 = parameters.next()?.strip_prefix("expires=")?.parse().ok()?;
    let signature = parameters.next()?.strip_prefix("signature=")?.to_owned();
    let repository = RepositoryArn {
        registry: RegistryKey { account, region },
        name,
    };
    let signed = SignedUrl {
        repository,
        digest,
        credential,
        expires_at: Timestamp::from_seconds(expires),
        signature,
    };
    let canonical = signed
        .signature
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && target(&signed) == format!("{path}?{query}");
    canonical.then_some(signed)
}
