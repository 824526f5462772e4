//! Identifiers of uploads in progress.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::Invalid;

/// A UUID in its hyphenated lower-case form (ECR `UploadId`). Its random part is what keeps
/// an upload of someone else's from being guessed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UploadId(Uuid);

impl UploadId {
    /// The identifier with these 128 bits; make them with a random (version 4) UUID.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// Reads the hyphenated form.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let hyphenated = text.len() == 36 && text.bytes().all(|byte| !byte.is_ascii_uppercase());
        match Uuid::try_parse(text) {
            Ok(uuid) if hyphenated => Ok(Self(uuid)),
            _ => Err(Invalid {
                name: "upload id",
                rule: "a UUID in its hyphenated lower-case form",
            }),
        }
    }
}

impl fmt::Display for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for UploadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UploadId({self})")
    }
}

impl FromStr for UploadId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let text = "0e4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33";
        assert_eq!(
            UploadId::parse(text).map(|id| id.to_string()),
            Ok(text.to_owned())
        );
        for bad in [
            "",
            "0e4b1c1e6f0a4b5e9a5d6b8f0a2d1c33",
            "0E4b1c1e-6f0a-4b5e-9a5d-6b8f0a2d1c33",
            "../etc",
        ] {
            assert!(UploadId::parse(bad).is_err(), "{bad}");
        }
    }
}
