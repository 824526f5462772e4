//! A registered OpenID Connect provider.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use stdx::hex;

/// What is registered of an OpenID Connect provider and needed to believe its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its URL without `https://`, with or without a slash at the end: `iss` is exactly this.
    pub url: String,
    /// The client ids that its tokens may be for.
    pub client_ids: Vec<String>,
    /// Certificates that are accepted of its servers beside those that the system trusts.
    pub thumbprints: Vec<Thumbprint>,
}

impl Provider {
    /// The `iss` of its tokens.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.url)
    }
}

/// The SHA-1 digest of a certificate, as IAM registers it with a provider. Only a second preimage
/// would help an attacker, and SHA-1 still withstands that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thumbprint([u8; 20]);

impl Thumbprint {
    /// Reads 40 hexadecimal digits of either case.
    pub fn parse(text: &str) -> Option<Self> {
        hex::decode(&text.to_ascii_lowercase()).map(Self)
    }

    /// The thumbprint of a certificate in DER.
    pub fn of(certificate: &[u8]) -> Self {
        let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate);
        let digest = digest.as_ref().try_into();
        Self(digest.expect("a SHA-1 digest has 20 bytes"))
    }
}
