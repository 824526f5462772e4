//! HTTPS: which certificate the listener shows, and how it stays fresh while the server runs.
//!
//! The certificate is the operator's (`--tls-cert`, `--tls-key`) or comes from an authority of
//! the server's own (`--tls auto`, see `authority`). Either way [`Certificates::refresh`] takes a
//! new one into use without a restart.

mod authority;
mod issued;
mod name;

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use anyhow::{Context as _, Result, ensure};
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use stdx::Timestamp;

pub(crate) use authority::Authority;
pub(crate) use name::{CertificateName, names_of};

/// Where a certificate comes from.
#[derive(Debug)]
pub(crate) enum Source {
    /// The operator's files, PEM.
    Files {
        /// The chain, the server's certificate first.
        cert: PathBuf,
        /// The private key.
        key: PathBuf,
    },
    /// The server's own authority.
    Authority(Authority),
}

/// The certificate that is shown now, and where the next one comes from.
#[derive(Debug)]
pub(crate) struct Certificates {
    source: Source,
    provider: Arc<CryptoProvider>,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificates {
    /// Loads a certificate, or has it made.
    pub(crate) fn open(source: Source, now: Timestamp) -> Result<Arc<Self>> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let current = RwLock::new(Arc::new(source.load(&provider, now)?));
        Ok(Arc::new(Self {
            source,
            provider,
            current,
        }))
    }

    /// Loads the certificate again: files that were replaced, or a new certificate when the old
    /// one nears its end. When that fails, the old one stays in use. Blocks on small files.
    pub(crate) fn refresh(&self, now: Timestamp) -> Result<()> {
        let fresh = Arc::new(self.source.load(&self.provider, now)?);
        if fresh.cert != self.current().cert {
            tracing::info!("the server's certificate was renewed");
        }
        *self
            .current
            .write()
            .expect("nobody panics holding the certificate") = fresh;
        Ok(())
    }

    /// The configuration of a listener that shows the current certificate, whatever it is then.
    pub(crate) fn server_config(self: &Arc<Self>) -> Result<Arc<ServerConfig>> {
        let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(self) as _;
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .context("could not configure TLS")?
            .with_no_client_auth()
            .with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(
            &self
                .current
                .read()
                .expect("nobody panics holding the certificate"),
        )
    }
}

impl ResolvesServerCert for Certificates {
    /// There is one certificate, for every name: a client that finds its name missing says so
    /// more clearly than a refused handshake does.
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

impl Source {
    fn load(&self, provider: &CryptoProvider, now: Timestamp) -> Result<CertifiedKey> {
        match self {
            Self::Files { cert, key } => {
                let read = |path: &PathBuf| {
                    std::fs::read(path).with_context(|| format!("could not read {}", path.display()))
                };
                certified_key(&read(cert)?, &read(key)?, provider).with_context(|| {
                    let (cert, key) = (cert.display(), key.display());
                    format!("the certificate {cert} with the key {key} cannot be used")
                })
            }
            Self::Authority(authority) => {
                let issued = authority.server_certificate(now)?;
                certified_key(issued.certificate.as_bytes(), issued.key.as_bytes(), provider)
            }
        }
    }
}

fn certified_key(chain: &[u8], key: &[u8], provider: &CryptoProvider) -> Result<CertifiedKey> {
    let chain = CertificateDer::pem_slice_iter(chain)
        .collect::<Result<Vec<_>, _>>()
        .context("the certificate is not PEM")?;
    ensure!(!chain.is_empty(), "there is no certificate in the PEM file");
    let key = PrivateKeyDer::from_pem_slice(key).context("there is no private key in the PEM file")?;
    CertifiedKey::from_der(chain, key, provider).context("the certificate does not fit the key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaced_files_are_taken_into_use() {
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        let make = |name: &str| rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let put = |made: &rcgen::CertifiedKey<rcgen::KeyPair>| {
            std::fs::write(path("cert"), made.cert.pem()).unwrap();
            std::fs::write(path("key"), made.signing_key.serialize_pem()).unwrap();
        };
        let now = Timestamp::from_seconds(0);
        let (one, two) = (make("one.test"), make("two.test"));
        put(&one);
        let source = Source::Files {
            cert: path("cert"),
            key: path("key"),
        };
        let certificates = Certificates::open(source, now).unwrap();
        put(&two);
        certificates.refresh(now).unwrap();
        assert_eq!(certificates.current().cert, [two.cert.der().clone()]);
        std::fs::write(path("key"), one.signing_key.serialize_pem()).unwrap();
        let error = format!("{:#}", certificates.refresh(now).unwrap_err());
        assert!(error.contains("does not fit the key"), "{error}");
        assert_eq!(certificates.current().cert, [two.cert.der().clone()]);
    }
}
