//! Aliases of accounts.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// A name for an account: 3 to 63 lower-case letters, digits and single inner hyphens
/// (IAM `accountAliasType`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountAlias(Arc<str>);

impl AccountAlias {
    /// Reads an alias.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let valid = (3..=63).contains(&text.len())
            && text.bytes().all(allowed)
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }
}

const INVALID: Invalid = Invalid {
    name: "account alias",
    rule: "3 to 63 lower-case letters, digits and single inner hyphens",
};

text_name!(AccountAlias);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for good in ["abc", "a-b-1", &"a".repeat(63)] {
            assert!(AccountAlias::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "ab", "Abc", "-abc", "abc-", "a--b", "a_b", &"a".repeat(64)] {
            assert!(AccountAlias::parse(bad).is_err(), "{bad}");
        }
    }
}
