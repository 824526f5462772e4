//! Media types of manifests, configurations, layers and artifacts.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// A media type `type/subtype` without parameters (RFC 6838, 4.2): each half 1 to 127
/// restricted characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaType(Arc<str>);

impl MediaType {
    /// Reads a media type; parameters are refused.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        match text.split_once('/') {
            Some((top, sub)) if is_restricted_name(top) && is_restricted_name(sub) => Ok(Self(text.into())),
            _ => Err(INVALID),
        }
    }

    /// Reads the media type of a `Content-Type` header, whose parameters are dropped.
    pub fn parse_content_type(header: &str) -> Result<Self, Invalid> {
        let essence = header.split(';').next().unwrap_or_default();
        Self::parse(essence.trim())
    }
}

fn is_restricted_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    (1..=127).contains(&bytes.len())
        && bytes[0].is_ascii_alphanumeric()
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(byte))
}

const INVALID: Invalid = Invalid {
    name: "media type",
    rule: "type/subtype in the characters of RFC 6838",
};

text_name!(MediaType);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        assert!(MediaType::parse("application/vnd.oci.image.manifest.v1+json").is_ok());
        for bad in [
            "",
            "json",
            "/json",
            "application/",
            "a/b/c",
            "a/b;c=d",
            "a b/c",
            "a/é",
        ] {
            assert!(MediaType::parse(bad).is_err(), "{bad}");
        }
        let parsed = MediaType::parse_content_type("application/json ; charset=utf-8");
        assert_eq!(
            parsed.map(|media_type| media_type.to_string()),
            Ok("application/json".to_owned())
        );
    }
}
