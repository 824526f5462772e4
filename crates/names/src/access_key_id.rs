//! The public half of an access key.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// An access key id such as `AKIAIOSFODNN7EXAMPLE`: 16 to 128 word characters
/// (IAM `accessKeyIdType`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessKeyId(Arc<str>);

impl AccessKeyId {
    /// Reads an access key id.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let valid = (16..=128).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }
}

const INVALID: Invalid = Invalid {
    name: "access key id",
    rule: "16 to 128 letters, digits or underscores",
};

text_name!(AccessKeyId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        assert!(AccessKeyId::parse("AKIAIOSFODNN7EXAMPLE").is_ok());
        for bad in ["", "AKIA", "AKIAIOSFODNN7EXAMPL/", "AKIAIOSFODNN7EXAMPLÉ"] {
            assert!(AccessKeyId::parse(bad).is_err(), "{bad}");
        }
    }
}
