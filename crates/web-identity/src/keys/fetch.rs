//! Fetching: the provider's configuration, then the keys that it points to (OpenID Connect
//! Discovery 1.0, 4).
//!
//! No redirects, no proxies, no connections that are kept: keys are fetched once an hour.

use std::error::Error;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use stdx::Clock;

use super::resolver::{OutOfReach, Resolver};
use super::trust::{self, SystemTrust};
use super::{FetchFault, Reach};
use crate::token::json;
use crate::{KeySet, Provider};

/// How long a connection may take, TLS included.
const CONNECT: Duration = Duration::from_secs(5);

/// How long both requests together may take.
const TOTAL: Duration = Duration::from_secs(10);

/// The longest answer, in bytes.
const LONGEST: usize = 256 * 1024;

/// Fetches keys.
pub(super) struct Fetcher {
    clock: Arc<dyn Clock>,
    reach: Reach,
    cryptography: Arc<CryptoProvider>,
    /// Read when first needed: most installations have no provider.
    system: OnceLock<SystemTrust>,
}

impl Fetcher {
    pub(super) fn new(clock: Arc<dyn Clock>, reach: Reach) -> Self {
        Self {
            clock,
            reach,
            cryptography: Arc::new(aws_lc_rs::default_provider()),
            system: OnceLock::new(),
        }
    }

    /// The current keys of `provider`.
    pub(super) async fn fetch(&self, provider: &Provider) -> Result<KeySet, FetchFault> {
        let fetched = tokio::time::timeout(TOTAL, self.fetch_both(provider)).await;
        fetched.unwrap_or_else(|_| Err(FetchFault::Unreachable("no whole answer in 10 s".to_owned())))
    }

    async fn fetch_both(&self, provider: &Provider) -> Result<KeySet, FetchFault> {
        let issuer = provider.issuer();
        if !is_plain(&provider.url) {
            return Err(FetchFault::Url(issuer));
        }
        // A slash at the end of the issuer is not doubled (Discovery, 4.1).
        let base = issuer.strip_suffix('/').unwrap_or(&issuer);
        let client = self.client(provider)?;
        let configuration = format!("{base}/.well-known/openid-configuration");
        let configuration = self.get(&client, &configuration).await?;
        let keys = keys_url(&configuration, &issuer)?;
        Ok(KeySet::parse(&self.get(&client, &keys).await?)?)
    }

    fn client(&self, provider: &Provider) -> Result<Client, FetchFault> {
        let system = self.system.get_or_init(|| trust::system(&self.cryptography));
        let trust = trust::Trust {
            system: system.clone(),
            thumbprints: provider.thumbprints.clone(),
            cryptography: Arc::clone(&self.cryptography),
        };
        let client = Client::builder()
            .tls_backend_preconfigured(trust::configuration(trust, Arc::clone(&self.clock)))
            .dns_resolver(Resolver(self.reach))
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .https_only(true)
            .http1_only()
            .referer(false)
            .pool_max_idle_per_host(0)
            .connect_timeout(CONNECT)
            .user_agent("hythe");
        client.build().map_err(|error| fault(&error))
    }

    async fn get(&self, client: &Client, url: &str) -> Result<Vec<u8>, FetchFault> {
        let url = self.check(url)?;
        let mut response = client.get(url).send().await.map_err(|error| fault(&error))?;
        if response.status() != StatusCode::OK {
            return Err(FetchFault::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(bytes) = response.chunk().await.map_err(|error| fault(&error))? {
            if body.len() + bytes.len() > LONGEST {
                return Err(FetchFault::TooLarge);
            }
            body.extend_from_slice(&bytes);
        }
        Ok(body)
    }

    /// Addresses that stand in the URL never come to the resolver. The parser has brought every
    /// spelling of them to one.
    fn check(&self, url: &str) -> Result<Url, FetchFault> {
        let fault = || FetchFault::Url(url.to_owned());
        let parsed = Url::parse(url).map_err(|_| fault())?;
        let host = parsed.host_str().ok_or_else(fault)?;
        let is_plain = parsed.scheme() == "https"
            && parsed.username().is_empty()
            && parsed.password().is_none()
            && parsed.fragment().is_none();
        if !is_plain {
            return Err(fault());
        }
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse();
        match literal {
            Ok::<IpAddr, _>(address) if !self.reach.allows(address) => {
                Err(FetchFault::Address(host.to_owned()))
            }
            _ => Ok(parsed),
        }
    }
}

/// Whether a path can be put after `url`: it is a host, perhaps a port, perhaps a path.
fn is_plain(url: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'@' | b'\\');
    !url.is_empty() && !url.starts_with('/') && url.bytes().all(known)
}

/// The URL of the keys in the configuration of `issuer`.
fn keys_url(configuration: &[u8], issuer: &str) -> Result<String, FetchFault> {
    let members = json::object(configuration);
    let members = members.ok_or(FetchFault::Configuration("not a JSON object"))?;
    let text = |name| members.get(name).and_then(|value| value.as_str());
    // A server that answers for somebody else (Discovery, 4.3).
    if text("issuer") != Some(issuer) {
        return Err(FetchFault::Configuration("another issuer"));
    }
    let keys = text("jwks_uri").ok_or(FetchFault::Configuration("no jwks_uri"))?;
    Ok(keys.to_owned())
}

/// What an error of the client comes from.
fn fault(error: &reqwest::Error) -> FetchFault {
    let host = || error.url().and_then(Url::host_str).unwrap_or_default().to_owned();
    let mut texts = Vec::new();
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<OutOfReach>() {
            return FetchFault::Address(host());
        }
        if let Some(rustls::Error::InvalidCertificate(reason)) = error.downcast_ref() {
            return FetchFault::Certificate(reason.to_string());
        }
        texts.push(error.to_string());
        // An `io::Error` gives the source of what it wraps, and hides what it wraps.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = match inner {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    FetchFault::Unreachable(texts.join(": "))
}
