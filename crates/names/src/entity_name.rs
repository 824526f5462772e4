//! Names of IAM's entities.

use std::sync::Arc;

use crate::Invalid;
use crate::text::text_name;

/// The name of an IAM user, group, role, policy, inline policy or instance profile: 1 to 128
/// letters, digits and `_+=,.@-` (IAM `groupNameType`). IAM allows users and roles 64
/// characters only; the model of its API holds that bound.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityName(Arc<str>);

impl EntityName {
    /// Reads an entity's name.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        if (1..=128).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }

    /// The name in lower case. IAM keeps the case of a name, but no two entities of a kind in an
    /// account differ in case alone (IAM User Guide, "IAM identifiers").
    pub fn fold(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

const INVALID: Invalid = Invalid {
    name: "entity name",
    rule: "1 to 128 letters, digits and _+=,.@-",
};

text_name!(EntityName);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for good in ["a", "CI_1+x=y,z.w@v-u", &"a".repeat(128)] {
            assert_eq!(
                EntityName::parse(good).map(|name| name.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in ["", "a b", "a/b", "a:b", "é", "a*", &"a".repeat(129)] {
            assert!(EntityName::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(
            EntityName::parse("Build-Agent").map(|name| name.fold()),
            Ok("build-agent".to_owned())
        );
    }
}
