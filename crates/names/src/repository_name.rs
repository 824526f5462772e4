//! Names of private repositories.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// The grammar as ECR's model writes it and ECR's errors quote it.
pub const REPOSITORY_NAME_PATTERN: &str =
    r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*";

/// A repository name: 2 to 256 characters, lower-case segments between slashes
/// (ECR `RepositoryName`; OCI distribution-spec `<name>`).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepositoryName(Arc<str>);

impl RepositoryName {
    /// Reads a repository name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let valid = (2..=256).contains(&text.len()) && text.split('/').all(is_segment);
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }
}

/// Runs of letters and digits, joined by `.`, `_`, `__` or any run of `-`.
pub(crate) fn is_segment(segment: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut rest = segment.as_bytes();
    loop {
        let word = rest.iter().take_while(|byte| is_word(**byte)).count();
        if word == 0 {
            return false;
        }
        rest = &rest[word..];
        if rest.is_empty() {
            return true;
        }
        let joint = rest.iter().take_while(|byte| !is_word(**byte)).count();
        let (joint, after) = rest.split_at(joint);
        if !matches!(joint, b"." | b"_" | b"__") && !joint.iter().all(|byte| *byte == b'-') {
            return false;
        }
        rest = after;
    }
}

const INVALID: Invalid = Invalid {
    name: "repository name",
    rule: "2 to 256 characters of lower-case segments between slashes",
};

text_name!(RepositoryName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let longest = format!("a/{}", "b".repeat(254));
        for good in ["ab", "0a", "shop/api", "a.b_c__d-e---f/g", &longest] {
            assert!(RepositoryName::parse(good).is_ok(), "{good}");
        }
        let too_long = format!("{longest}b");
        for bad in [
            "", "a", "A/b", "a//b", "/ab", "ab/", "a..b", "a___b", "a._b", "-ab", "ab-", "a b", "aé",
            "../ab", "a/../b", "a%2fb", "a\0b", &too_long,
        ] {
            assert!(RepositoryName::parse(bad).is_err(), "{bad}");
        }
    }
}
