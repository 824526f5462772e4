//! Prefixes of repository names, under which a registry keeps rules for repositories to come.

use std::sync::Arc;

use crate::repository_name::is_segment;
use crate::text::text_name;
use crate::{Invalid, RepositoryName};

/// What stands for every repository.
const ROOT: &str = "ROOT";

/// The namespace of repositories that a rule is for: lower-case segments between slashes, at most
/// 256 characters, or `ROOT` for all repositories (ECR `Prefix`). A slash at the end says nothing:
/// there is always one, so `prod` is about `prod/api` and neither about `production` nor `prod`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RepositoryPrefix(Arc<str>);

impl RepositoryPrefix {
    /// Reads a prefix.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let key = text.strip_suffix('/').unwrap_or(text);
        let valid = text == ROOT || text.len() <= 256 && key.split('/').all(is_segment);
        if valid {
            Ok(Self(text.into()))
        } else {
            Err(INVALID)
        }
    }

    /// The prefix without the slash that may stand at its end: two prefixes with one key are about
    /// the same repositories.
    pub fn key(&self) -> &str {
        self.0.strip_suffix('/').unwrap_or(&self.0)
    }

    /// Whether it is about every repository.
    pub fn is_root(&self) -> bool {
        *self.0 == *ROOT
    }

    /// The prefixes that are about a repository, the most specific one first and `ROOT` last.
    pub fn of(name: &RepositoryName) -> impl Iterator<Item = Self> {
        let text = name.as_str();
        let ends: Vec<usize> = text.match_indices('/').map(|(end, _)| end).collect();
        let prefixes: Vec<Self> = ends.iter().rev().map(|end| Self(text[..*end].into())).collect();
        prefixes.into_iter().chain([Self(ROOT.into())])
    }
}

const INVALID: Invalid = Invalid {
    name: "repository prefix",
    rule: "at most 256 characters of lower-case segments between slashes, or ROOT",
};

text_name!(RepositoryPrefix);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        let longest = "b".repeat(256);
        for good in ["a", "ab/", "a/b.c", "a/b/", "ROOT", &longest] {
            let prefix = RepositoryPrefix::parse(good).expect(good);
            assert_eq!(prefix.as_str(), good);
            assert_eq!(prefix.key(), good.trim_end_matches('/'));
            assert_eq!(prefix.is_root(), good == "ROOT");
        }
        let too_long = format!("{longest}b");
        for bad in ["", "/", "a//", "/a", "Root", "ROOT/", "a b", "a..b", &too_long] {
            assert!(RepositoryPrefix::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_most_specific_comes_first() {
        for (name, expected) in [
            ("api", "ROOT"),
            ("shop/api", "shop ROOT"),
            ("a/b/c-d", "a/b a ROOT"),
        ] {
            let name = RepositoryName::parse(name).expect(name);
            let prefixes: Vec<String> = RepositoryPrefix::of(&name)
                .map(|prefix| prefix.to_string())
                .collect();
            assert_eq!(prefixes.join(" "), expected);
        }
    }
}
