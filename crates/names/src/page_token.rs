//! Where the next page of a list starts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Invalid;

/// The key after which the next page of a list starts, opaque to clients.
///
/// A token is bound to the kind of list that made it. It holds no secret and grants nothing: a
/// client that makes up a token only chooses where its own page starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageToken {
    kind: String,
    key: Vec<String>,
}

impl PageToken {
    /// The longest token, in characters, that [`PageToken::parse`] reads.
    pub const MAX_LENGTH: usize = 4096;

    /// A token of a list of `kind` whose last shown entry has `key`.
    pub fn new<const N: usize>(kind: &str, key: [&str; N]) -> Self {
        Self {
            kind: kind.to_owned(),
            key: key.map(str::to_owned).to_vec(),
        }
    }

    /// Reads a token that a list of `kind` with a key of `N` parts made.
    pub fn parse<const N: usize>(kind: &str, text: &str) -> Result<[String; N], Invalid> {
        let token = Self::decode(text).filter(|token| token.kind == kind);
        token.and_then(|token| token.key.try_into().ok()).ok_or(INVALID)
    }

    fn decode(text: &str) -> Option<Self> {
        if text.len() > Self::MAX_LENGTH {
            return None;
        }
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = plain.split('\0').map(str::to_owned);
        let kind = parts.next()?;
        Some(Self {
            kind,
            key: parts.collect(),
        })
    }
}

const INVALID: Invalid = Invalid {
    name: "page token",
    rule: "a token that the same list returned",
};

impl std::fmt::Display for PageToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut plain = self.kind.clone();
        for part in &self.key {
            plain.push('\0');
            plain.push_str(part);
        }
        f.write_str(&URL_SAFE_NO_PAD.encode(plain))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_for_its_own_list_only() {
        let text = PageToken::new("images", ["latest", "sha256:aa"]).to_string();
        let expected = ["latest".to_owned(), "sha256:aa".to_owned()];
        assert_eq!(PageToken::parse::<2>("images", &text), Ok(expected));
        assert!(PageToken::parse::<2>("repositories", &text).is_err());
        assert!(PageToken::parse::<1>("images", &text).is_err());
        for bad in ["", "***", "aGVsbG8", &"a".repeat(5000)] {
            assert!(PageToken::parse::<1>("images", bad).is_err(), "{bad}");
        }
    }
}
