//! Calls of our own API: signed, sent, and what comes back as JSON or as a sentence.
//!
//! Nothing is tried again: a change that was made, and whose answer was lost, would be reported as
//! refused.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, Url};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sigv4::{Credentials, PathStyle, Payload, Request, Signing};
use stdx::Clock as _;
use tokio::runtime::Runtime;

use super::access::Access;
use crate::cli::Place;
use crate::clock::SystemClock;
use crate::exit::Misuse;
use crate::serve;

const SERVICE: &str = "hythe";
const TARGET_PREFIX: &str = "Hythe_20261122";
const CONTENT_TYPE: &str = "application/x-amz-json-1.1";
/// How long a connection may take, TLS included.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a call may take: one that copies much takes its time.
const TOTAL: Duration = Duration::from_secs(300);

/// A client of one server, as one caller.
pub(crate) struct Client {
    access: Access,
    url: Url,
    http: reqwest::Client,
    runtime: Runtime,
}

impl Client {
    /// The client that environment or data folder describe. Nothing is sent yet.
    pub(crate) fn open(place: Place) -> Result<Self> {
        let access = Access::find(place)?;
        let url = endpoint(&access.endpoint)?;
        let http = http(&access, &url)?;
        let runtime = serve::runtime()?;
        Ok(Self {
            access,
            url,
            http,
            runtime,
        })
    }

    /// Calls an operation and returns its output.
    ///
    /// # Errors
    /// When the server refuses: its sentence, with the error's name behind it.
    pub(crate) fn call(&self, operation: &str, input: &Value) -> Result<Value> {
        self.runtime.block_on(self.send(operation, input))
    }

    async fn send(&self, operation: &str, input: &Value) -> Result<Value> {
        let body = input.to_string();
        let target = format!("{TARGET_PREFIX}.{operation}");
        let headers = [("content-type", CONTENT_TYPE), ("x-amz-target", target.as_str())];
        let mut request = self.http.post(self.url.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        for (name, value) in self.signature(&headers, body.as_bytes()) {
            request = request.header(name, value);
        }
        let lost = || format!("no answer from {}", self.url);
        let response = request.body(body).send().await.with_context(lost)?;
        let status = response.status();
        let answer = response.bytes().await.with_context(lost)?;
        output(status, &answer).with_context(|| format!("{operation} failed"))
    }

    /// The headers that sign a request with `headers`.
    fn signature(&self, headers: &[(&str, &str)], body: &[u8]) -> Vec<(&'static str, String)> {
        let host = authority(&self.url);
        let mut signed = vec![("host", host.as_bytes())];
        signed.extend(headers.iter().map(|(name, value)| (*name, value.as_bytes())));
        let request = Request {
            method: "POST",
            path: self.url.path(),
            query: "",
            headers: &signed,
        };
        let signing = Signing {
            credentials: Credentials {
                access_key_id: &self.access.key,
                secret: &self.access.secret,
                security_token: self.access.security_token.as_deref(),
            },
            region: &self.access.region,
            service: SERVICE,
            signed_at: SystemClock.now(),
            path: PathStyle::Normalized,
            payload: Payload::Sha256(Sha256::digest(body).into()),
        };
        sigv4::sign(&request, &signing)
    }
}

/// The output in an answer, or what the server says in place of one.
fn output(status: StatusCode, answer: &[u8]) -> Result<Value> {
    let parsed: Option<Value> = serde_json::from_slice(answer).ok();
    if status == StatusCode::OK {
        return parsed.ok_or_else(|| anyhow!("the server's answer is no JSON"));
    }
    let member = |name: &str| parsed.as_ref()?.get(name)?.as_str();
    match (member("message"), member("__type")) {
        (Some(message), Some(name)) => bail!("{message} ({name})"),
        _ => bail!("the server answered {status}; is it Hythe?"),
    }
}

fn endpoint(text: &str) -> Result<Url, Misuse> {
    let url = Url::parse(text).ok();
    let is_plain = |url: &Url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    };
    url.filter(is_plain).ok_or_else(|| {
        Misuse(format!(
            "{text} is no endpoint: http:// or https://, a host, a port"
        ))
    })
}

/// The value of the header `host`.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn http(access: &Access, url: &Url) -> Result<reqwest::Client> {
    // Whoever installed one before has installed this one.
    drop(aws_lc_rs::default_provider().install_default());
    let mut builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .http1_only()
        .referer(false)
        .connect_timeout(CONNECT)
        .timeout(TOTAL)
        .user_agent(concat!("hythe/", env!("CARGO_PKG_VERSION")));
    if url.scheme() == "http" {
        // The system's authorities are not looked for where none is needed.
        builder = builder.tls_backend_preconfigured(trusting(RootCertStore::empty())?);
    } else if let Some(path) = &access.authorities {
        let unread = || format!("could not read the authorities in {}", path.display());
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(path).with_context(unread)? {
            roots
                .add(certificate.with_context(unread)?)
                .with_context(unread)?;
        }
        ensure!(!roots.is_empty(), "{} holds no certificate", path.display());
        builder = builder.tls_backend_preconfigured(trusting(roots)?);
    }
    builder.build().context("could not set up HTTPS")
}

fn trusting(roots: RootCertStore) -> Result<ClientConfig> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .context("could not set up TLS")?
        .with_root_certificates(roots)
        .with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints() {
        for (text, host) in [
            ("http://127.0.0.1:5000", Some("127.0.0.1:5000")),
            ("https://registry.lan", Some("registry.lan")),
            ("https://registry.lan:443/", Some("registry.lan")),
            ("http://[::1]:80", Some("[::1]")),
            ("registry.lan:5000", None),
            ("ftp://registry.lan", None),
            ("http://registry.lan/path", None),
            ("http://user:secret@registry.lan", None),
            ("", None),
        ] {
            let found = endpoint(text).ok().map(|url| authority(&url));
            assert_eq!(found.as_deref(), host, "{text}");
        }
    }

    #[test]
    fn answers() {
        let refused = br#"{"__type":"ImageNotFoundException","message":"No such image."}"#;
        let ok = output(StatusCode::OK, b"{\"a\":1}").unwrap();
        assert_eq!(ok["a"], 1);
        for (status, answer, sentence) in [
            (
                StatusCode::BAD_REQUEST,
                &refused[..],
                "No such image. (ImageNotFoundException)",
            ),
            (
                StatusCode::BAD_GATEWAY,
                b"<html>",
                "the server answered 502 Bad Gateway; is it Hythe?",
            ),
            (StatusCode::OK, b"<html>", "the server's answer is no JSON"),
        ] {
            assert_eq!(output(status, answer).unwrap_err().to_string(), sentence);
        }
    }
}
