//! Unique identifiers of IAM's entities.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// The identifier that IAM gives an entity beside its name, such as `AIDA…` for a user and
/// `AROA…` for a role: 16 to 128 word characters (IAM `idType`). An entity that is deleted and
/// created again under the same name has another one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UniqueId(Arc<str>);

impl UniqueId {
    /// Reads a unique identifier.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if (16..=128).contains(&text.len()) && text.bytes().all(word) {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }
}

const INVALID: Invalid = Invalid {
    name: "unique id",
    rule: "16 to 128 letters, digits or underscores",
};

text_name!(UniqueId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for good in ["AIDACKCEVSQ6C2EXAMPLE", "AROA000000000000", &"A".repeat(128)] {
            assert!(UniqueId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "AIDA", "AIDA-00000000000", &"A".repeat(129)] {
            assert!(UniqueId::parse(bad).is_err(), "{bad}");
        }
    }
}
