//! `GET /layers/<account>/<region>/<digest>/<repository>?…`: a layer under a signed URL, which
//! `GetDownloadUrlForLayer` hands out. The URL is the whole credential.

use http::{Method, Response, StatusCode};
use names::{AccountId, Digest, PrincipalArn, Region, RegistryKey, RepositoryArn, RepositoryName};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use registry::{Error, SignedUrl, SignedUrlError};
use stdx::Timestamp;

use crate::answer::text;
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
    let principal = signed.principal.to_string();
    format!(
        "/layers/{account}/{region}/{}/{name}?principal={}&expires={}&signature={}",
        signed.digest,
        utf8_percent_encode(&principal, NON_ALPHANUMERIC),
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
    let layer = match exchange.app.registry.layer_get_signed(&signed).await {
        Ok(Ok(layer)) => layer,
        Ok(Err(error)) => return refused(error),
        Err(error) => return failed(error),
    };
    layer_content::read(exchange, layer).await.unwrap_or_else(failed)
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
    let principal = parameters.next()?.strip_prefix("principal=")?;
    let principal = PrincipalArn::parse(&percent_decode_str(principal).decode_utf8().ok()?).ok()?;
    let expires: i64 = parameters.next()?.strip_prefix("expires=")?.parse().ok()?;
    let signature = parameters.next()?.strip_prefix("signature=")?.to_owned();
    let repository = RepositoryArn {
        registry: RegistryKey { account, region },
        name,
    };
    let signed = SignedUrl {
        repository,
        digest,
        principal,
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
