//! The name of an alias of a key of KMS.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// `alias/` and 1 to 250 letters, digits, `/`, `_` and `-` (KMS `CreateAlias`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KmsAlias(Arc<str>);

impl KmsAlias {
    /// Reads an alias name, prefix included.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let valid = text.len() <= 256
            && text.strip_prefix("alias/").is_some_and(|name| {
                !name.is_empty()
                    && name
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"/_-".contains(&byte))
            });
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }

    /// Whether the name is kept for keys that services make: `alias/aws/…`.
    pub fn is_reserved(&self) -> bool {
        self.0.starts_with("alias/aws/")
    }
}

const INVALID: Invalid = Invalid {
    name: "alias",
    rule: "alias/ and 1 to 250 letters, digits, '/', '_' and '-'",
};

text_name!(KmsAlias);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for (good, reserved) in [
            ("alias/a", false),
            ("alias/aws/ecr", true),
            ("alias/A_b-1/c", false),
        ] {
            assert_eq!(
                KmsAlias::parse(good).map(|alias| alias.is_reserved()),
                Ok(reserved)
            );
        }
        for bad in [
            "",
            "alias/",
            "a",
            "alias/a:b",
            "alias/a b",
            &format!("alias/{}", "a".repeat(251)),
        ] {
            assert!(KmsAlias::parse(bad).is_err(), "{bad}");
        }
    }
}
