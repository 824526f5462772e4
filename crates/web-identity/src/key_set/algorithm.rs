//! The algorithms of signatures (RFC 7518, 3.1; RFC 8037; RFC 9864): public keys only.

/// An algorithm. There is none without a key and none with a shared secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    Es512,
    Ed25519,
}

impl Algorithm {
    /// The algorithm that `alg` names.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            "PS384" => Self::Ps384,
            "PS512" => Self::Ps512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "ES512" => Self::Es512,
            // Two names of one algorithm, since no other curve of EdDSA is supported.
            "EdDSA" | "Ed25519" => Self::Ed25519,
            _ => return None,
        })
    }

    /// The one algorithm of a key that names none. An RSA key is for RS256 then, which is what
    /// OpenID Connect asks every provider to sign with (Core 1.0, 15.1).
    pub(super) fn of_type(key_type: &str, curve: Option<&str>) -> Option<Self> {
        match (key_type, curve) {
            ("RSA", None) => Some(Self::Rs256),
            ("EC", Some("P-256")) => Some(Self::Es256),
            ("EC", Some("P-384")) => Some(Self::Es384),
            ("EC", Some("P-521")) => Some(Self::Es512),
            ("OKP", Some("Ed25519")) => Some(Self::Ed25519),
            _ => None,
        }
    }

    /// Whether this is one of the algorithms of RSA, which all take the same keys.
    pub(super) fn is_rsa(self) -> bool {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => true,
            Self::Es256 | Self::Es384 | Self::Es512 | Self::Ed25519 => false,
        }
    }
}
