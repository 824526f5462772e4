//! Paths of IAM's entities.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// The path of an IAM entity: `/`, or `/…/` with printable ASCII in between; at most 512
/// characters (IAM `pathType`). It is part of the entity's ARN, not of what makes it unique.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityPath(Arc<str>);

impl EntityPath {
    /// Reads a path.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let valid = text.len() <= 512
            && text.starts_with('/')
            && text.ends_with('/')
            && text.bytes().all(|byte| byte.is_ascii_graphic());
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }
}

/// The path `/`, which IAM gives to an entity that is created without one.
impl Default for EntityPath {
    fn default() -> Self {
        Self("/".into())
    }
}

const INVALID: Invalid = Invalid {
    name: "path",
    rule: "/ or up to 512 printable characters that begin and end with /",
};

text_name!(EntityPath);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let longest = format!("/{}/", "a".repeat(510));
        for good in ["/", "//", "/team/", "/a/b!/", &longest] {
            assert!(EntityPath::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "/a",
            "a/",
            "/a b/",
            "/é/",
            "/\u{7f}/",
            &format!("{longest}/"),
        ] {
            assert!(EntityPath::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(EntityPath::parse("/"), Ok(EntityPath::default()));
    }
}
