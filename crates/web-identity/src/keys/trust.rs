//! Which servers are believed to be a provider's.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use stdx::{Clock, Timestamp};

use super::certificate;
use crate::Thumbprint;

/// What the system trusts; `None` where it trusts nobody.
pub(super) type SystemTrust = Option<Arc<dyn ServerCertVerifier>>;

/// Reads the certificates that the system trusts.
pub(super) fn system(cryptography: &Arc<CryptoProvider>) -> SystemTrust {
    match rustls_platform_verifier::Verifier::new(Arc::clone(cryptography)) {
        Ok(verifier) => Some(Arc::new(verifier)),
        Err(error) => {
            tracing::warn!(%error, "the system trusts no certificates: providers need thumbprints");
            None
        }
    }
}

/// The TLS of one fetch.
pub(super) fn configuration(trust: Trust, clock: Arc<dyn Clock>) -> ClientConfig {
    let cryptography = Arc::clone(&trust.cryptography);
    let builder = ClientConfig::builder_with_details(cryptography, Arc::new(Time(clock)));
    let builder = builder
        .with_safe_default_protocol_versions()
        .expect("aws-lc-rs has the suites of TLS 1.2 and 1.3");
    let mut configuration = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust))
        .with_no_client_auth();
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    configuration
}

/// Accepts a chain that the system trusts, or in which a certificate has a registered thumbprint.
///
/// A thumbprint is of an authority that the server sends with its certificate (IAM: the last one
/// in the chain), from which a path to the server's certificate must lead; or of the server's
/// certificate itself, which is accepted then whoever signed it. The host's name and the dates of
/// all certificates on the path are checked in each case.
#[derive(Debug)]
pub(super) struct Trust {
    pub(super) system: SystemTrust,
    pub(super) thumbprints: Vec<Thumbprint>,
    pub(super) cryptography: Arc<CryptoProvider>,
}

impl Trust {
    fn has(&self, certificate: &CertificateDer<'_>) -> bool {
        self.thumbprints.contains(&Thumbprint::of(certificate))
    }

    /// The server's certificate itself is registered.
    fn accepts_leaf(
        &self,
        leaf: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        verify_server_name(&ParsedCertificate::try_from(leaf)?, name)?;
        check_dates(leaf, now)
    }

    /// A path from `authority` to the server's certificate, by the rules for any other root.
    fn accepts_path(
        &self,
        authority: &CertificateDer<'_>,
        chain: &Chain<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        check_dates(authority, now)?;
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        let cryptography = Arc::clone(&self.cryptography);
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), cryptography);
        let verifier = verifier
            .build()
            .map_err(|error| Error::General(error.to_string()))?;
        verifier.verify_server_cert(chain.leaf, chain.others, chain.name, &[], now)?;
        Ok(())
    }

    /// Whether a registered thumbprint says that this server is the provider's; `None` when no
    /// certificate has one.
    fn accepts_registered(&self, chain: &Chain<'_>, now: UnixTime) -> Option<Result<(), Error>> {
        if self.has(chain.leaf) {
            return Some(self.accepts_leaf(chain.leaf, chain.name, now));
        }
        let authorities = chain.others.iter().filter(|other| self.has(other));
        let paths = authorities.map(|authority| self.accepts_path(authority, chain, now));
        paths.reduce(|one, other| one.or(other))
    }
}

/// What a server sent, and whom it was asked for.
struct Chain<'a> {
    leaf: &'a CertificateDer<'a>,
    others: &'a [CertificateDer<'a>],
    name: &'a ServerName<'a>,
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = Chain {
            leaf: end_entity,
            others: intermediates,
            name: server_name,
        };
        // Before the system is asked, which would log that it does not trust the chain.
        let registered = self.accepts_registered(&chain, now);
        if let Some(Ok(())) = registered {
            return Ok(ServerCertVerified::assertion());
        }
        let of_system = match &self.system {
            Some(system) => {
                system.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            None => Err(CertificateError::UnknownIssuer.into()),
        };
        // The reason that a registered certificate was not enough says more.
        of_system.map_err(|error| registered.and_then(Result::err).unwrap_or(error))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.cryptography.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.cryptography.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.cryptography.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

fn check_dates(certificate: &CertificateDer<'_>, now: UnixTime) -> Result<(), Error> {
    let validity = certificate::validity(certificate).ok_or(CertificateError::BadEncoding)?;
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let now = Timestamp::from_seconds(seconds);
    if now < validity.from {
        return Err(CertificateError::NotValidYet.into());
    }
    if now > validity.to {
        return Err(CertificateError::Expired.into());
    }
    Ok(())
}

/// The clock that TLS goes by.
struct Time(Arc<dyn Clock>);

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().as_seconds()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Time")
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

    use super::*;

    const NOW: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(1_767_608_100));

    fn authority() -> CertifiedIssuer<'static, KeyPair> {
        let mut parameters = CertificateParams::default();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        CertifiedIssuer::self_signed(parameters, key).expect("a certificate")
    }

    /// What the system trusts needs no thumbprint, and suffices beside a wrong one.
    #[test]
    fn the_system_is_asked_too() {
        let (trusted, stranger) = (authority(), authority());
        let cryptography = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(trusted.der().clone()).expect("a root");
        let system = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), cryptography.clone());
        let system: Arc<dyn ServerCertVerifier> = system.build().expect("a verifier");
        for (name, signer, host, thumbprints, accepted) in [
            ("good", &trusted, "issuer.example", vec![], true),
            (
                "beside a thumbprint",
                &trusted,
                "issuer.example",
                vec![Thumbprint::of(b"")],
                true,
            ),
            ("of another host", &trusted, "other.example", vec![], false),
            ("of a stranger", &stranger, "issuer.example", vec![], false),
        ] {
            let key = KeyPair::generate().expect("a key");
            let leaf = CertificateParams::new(["issuer.example".to_owned()]).expect("a name");
            let leaf = leaf.signed_by(&key, signer).expect("a certificate");
            let trust = Trust {
                system: Some(Arc::clone(&system)),
                thumbprints,
                cryptography: Arc::clone(&cryptography),
            };
            let host = ServerName::try_from(host).expect("a name");
            let found = trust.verify_server_cert(leaf.der(), &[], &host, &[], NOW);
            assert_eq!(found.is_ok(), accepted, "{name}: {found:?}");
        }
    }
}
