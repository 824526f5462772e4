//! Image tags.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// An image tag: `[A-Za-z0-9_][A-Za-z0-9._-]{0,127}` (OCI distribution-spec `<reference>`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(Arc<str>);

impl Tag {
    /// Reads a tag.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let bytes = text.as_bytes();
        let valid = (1..=128).contains(&bytes.len())
            && !matches!(bytes[0], b'.' | b'-')
            && bytes
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte));
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }
}

const INVALID: Invalid = Invalid {
    name: "tag",
    rule: "1 to 128 letters, digits, underscores, periods and hyphens, none of the last two first",
};

text_name!(Tag);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let longest = "t".repeat(128);
        for good in ["latest", "1.4", "_x", "A-b.c_d", &longest] {
            assert!(Tag::parse(good).is_ok(), "{good}");
        }
        let too_long = format!("{longest}t");
        for bad in ["", ".x", "-x", "a b", "a/b", "a:b", "é", "a\0", &too_long] {
            assert!(Tag::parse(bad).is_err(), "{bad}");
        }
    }
}
