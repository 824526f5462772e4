//! Content digests (OCI image-spec, descriptor.md, "Digests").

use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// A digest algorithm that this registry can compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestAlgorithm {
    /// SHA-256, the algorithm of ECR and of every client's default.
    Sha256,
    /// SHA-512, the other algorithm that the OCI specification registers.
    Sha512,
}

impl DigestAlgorithm {
    /// The name before the colon.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }
}

/// The digest of some content: algorithm and hash value. Written `sha256:<64 hex digits>` or
/// `sha512:<128 hex digits>`, hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Digest {
    /// A SHA-256 value.
    Sha256([u8; 32]),
    /// A SHA-512 value.
    Sha512([u8; 64]),
}

impl Digest {
    /// Reads a digest of a supported algorithm.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let digest = match text.split_once(':') {
            Some(("sha256", value)) => stdx::hex::decode(value).map(Self::Sha256),
            Some(("sha512", value)) => stdx::hex::decode(value).map(Self::Sha512),
            _ => None,
        };
        digest.ok_or(Invalid {
            name: "digest",
            rule: "sha256: or sha512: and the lower-case hexadecimal value",
        })
    }

    /// Which algorithm made this digest.
    pub const fn algorithm(&self) -> DigestAlgorithm {
        match self {
            Self::Sha256(_) => DigestAlgorithm::Sha256,
            Self::Sha512(_) => DigestAlgorithm::Sha512,
        }
    }

    /// The hash value in lower-case hexadecimal, without the algorithm.
    pub fn hex(&self) -> String {
        match self {
            Self::Sha256(value) => stdx::hex::encode(value),
            Self::Sha512(value) => stdx::hex::encode(value),
        }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm().as_str(), self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips() {
        for text in [
            format!("sha256:{}", "0a".repeat(32)),
            format!("sha512:{}", "ff".repeat(64)),
        ] {
            assert_eq!(Digest::parse(&text).map(|digest| digest.to_string()), Ok(text));
        }
    }

    #[test]
    fn refuses_everything_else() {
        let short = format!("sha256:{}", "a".repeat(63));
        let upper = format!("sha256:{}", "A".repeat(64));
        let foreign = format!("sha1:{}", "a".repeat(40));
        let swapped = format!("sha512:{}", "a".repeat(64));
        let climbing = format!("sha256:../{}", "a".repeat(61));
        for bad in [
            "", "sha256", "sha256:", &short, &upper, &foreign, &swapped, &climbing,
        ] {
            assert!(Digest::parse(bad).is_err(), "{bad}");
        }
    }
}
