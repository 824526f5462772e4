//! One POST of JSON: TLS that is verified, no redirects, no proxies, bounded in time and length.

use std::error::Error as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use serde_json::Value;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::Fault;

/// How long a connection may take, TLS included.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a call may take.
const TOTAL: Duration = Duration::from_secs(10);
/// The longest answer, in bytes.
const LONGEST: usize = 64 * 1024;
/// How much of a service's own words is repeated, in characters.
const QUOTED: usize = 300;

/// Who vouches for the certificate of a service.
#[derive(Debug, Clone)]
pub enum Trust {
    /// Whoever the system trusts.
    System,
    /// The authorities in this text, PEM.
    Authorities(Vec<u8>),
}

/// Why there is no such endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EndpointFault {
    /// It is no address of a service.
    #[error("must be https://, a host and perhaps a port; http:// is for this machine only")]
    Url,
    /// The authorities are none.
    #[error("the authorities are not certificates in PEM")]
    Authorities,
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}

/// Where a service is.
#[derive(Debug, Clone)]
pub struct Endpoint {
    url: Url,
    client: Client,
}

/// What a service answered.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Null where it is no JSON.
    pub(crate) body: Value,
}

impl Endpoint {
    /// The service at this address. Nothing is sent yet.
    pub fn new(url: &str, trust: &Trust) -> Result<Self, EndpointFault> {
        let url = parse(url).ok_or(EndpointFault::Url)?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls(&url, trust)?)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .http1_only()
            .referer(false)
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .user_agent("hythe")
            .build()
            .map_err(|error| EndpointFault::Tls(error.to_string()))?;
        Ok(Self { url, client })
    }

    /// The URL of a path, whose segments are taken as they are.
    pub(crate) fn at(&self, segments: &[&str]) -> Url {
        let mut url = self.url.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().extend(segments);
        }
        url
    }

    /// The value of the header `host`.
    pub(crate) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Sends `body`, which may hold secrets, and reads the answer.
    pub(crate) async fn post(
        &self,
        url: Url,
        headers: &[(&str, String)],
        body: Zeroizing<String>,
    ) -> Result<Answer, Fault> {
        let mut request = self.client.post(url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let sent = request.body(body.to_string()).send().await;
        let mut response = sent.map_err(|error| lost(&error))?;
        let status = response.status();
        let mut bytes = Zeroizing::new(Vec::new());
        while let Some(chunk) = response.chunk().await.map_err(|error| lost(&error))? {
            if bytes.len() + chunk.len() > LONGEST {
                return Err(Fault::Unavailable("its answer is too long".to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok(Answer { status, body })
    }
}

impl Answer {
    /// The body of an answer that says yes. `words` finds what the service says otherwise.
    pub(crate) fn accepted(self, words: impl Fn(&Value) -> Option<String>) -> Result<Value, Fault> {
        if self.status == StatusCode::OK {
            return Ok(self.body);
        }
        let status = self.status;
        let words = words(&self.body).unwrap_or_else(|| "it says nothing".to_owned());
        let words: String = words
            .chars()
            .filter(|char| !char.is_control())
            .take(QUOTED)
            .collect();
        let text = format!("it answers {}: {words}", status.as_u16());
        // It is the caller who is refused; anything else may be over the next time.
        let is_no = status.is_client_error()
            && status != StatusCode::REQUEST_TIMEOUT
            && status != StatusCode::TOO_MANY_REQUESTS;
        Err(if is_no {
            Fault::Refused(text)
        } else {
            Fault::Unavailable(text)
        })
    }
}

fn parse(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?;
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    let is_here = host == "localhost" || address.is_ok_and(|address: IpAddr| address.is_loopback());
    let is_plain = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_here;
    (is_plain && is_safe).then_some(url)
}

fn tls(url: &Url, trust: &Trust) -> Result<ClientConfig, EndpointFault> {
    let fault = |error: rustls::Error| EndpointFault::Tls(error.to_string());
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(fault)?;
    let builder = match trust {
        // The system's authorities are not looked for where none is needed.
        Trust::System if url.scheme() == "https" => builder.with_platform_verifier().map_err(fault)?,
        Trust::System => builder.with_root_certificates(RootCertStore::empty()),
        Trust::Authorities(pem) => builder.with_root_certificates(authorities(pem)?),
    };
    Ok(builder.with_no_client_auth())
}

fn authorities(pem: &[u8]) -> Result<RootCertStore, EndpointFault> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| EndpointFault::Authorities)?;
        roots.add(certificate).map_err(|_| EndpointFault::Authorities)?;
    }
    (!roots.is_empty())
        .then_some(roots)
        .ok_or(EndpointFault::Authorities)
}

/// There is no whole answer. The URL says nothing that the operator does not know.
fn lost(error: &reqwest::Error) -> Fault {
    let mut text = "there is no answer".to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    Fault::Unavailable(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints() {
        for (text, is_one) in [
            ("https://vault.lan:8200", true),
            ("https://kms.eu-west-1.amazonaws.com/", true),
            ("http://127.0.0.1:8200", true),
            ("http://[::1]:8200", true),
            ("http://localhost:8200", true),
            ("http://vault.lan:8200", false),
            ("http://127.0.0.1.lan", false),
            ("https://vault.lan/v1", false),
            ("https://user:secret@vault.lan", false),
            ("https://vault.lan?a", false),
            ("ftp://vault.lan", false),
            ("vault.lan", false),
        ] {
            assert_eq!(parse(text).is_some(), is_one, "{text}");
        }
        let none = Endpoint::new("https://a.test", &Trust::Authorities(b"none".to_vec()));
        assert_eq!(none.err(), Some(EndpointFault::Authorities));
    }
}
