//! Wildcard patterns of tags.

use std::fmt;

/// A pattern that a whole tag matches or not; `*` stands for any characters, also for none.
#[derive(Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// What is before the first `*`, between each two, and after the last.
    parts: Vec<String>,
}

impl Pattern {
    /// The most `*` that a pattern may have.
    pub const MAX_WILDCARDS: usize = 4;

    /// Reads a pattern; `None` when it has too many wildcards. Other characters than `*` stand
    /// for themselves, also those that no tag has.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<String> = text.split('*').map(str::to_owned).collect();
        (parts.len() <= Self::MAX_WILDCARDS + 1).then(|| Self {
            text: text.to_owned(),
            parts,
        })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the whole of `tag` matches.
    pub fn matches(&self, tag: &str) -> bool {
        let [first, middle @ .., last] = self.parts.as_slice() else {
            return tag == self.text;
        };
        // Comparing with no bytes is slow on processors that mask the load: it hits no memory.
        let starts = first.is_empty() || tag.starts_with(first.as_str());
        let ends = last.is_empty() || tag.ends_with(last.as_str());
        if !starts || !ends || tag.len() < first.len() + last.len() {
            return false;
        }
        let mut rest = &tag[first.len()..tag.len() - last.len()];
        // The earliest place of each part leaves the most for those after it.
        for part in middle {
            let Some(start) = rest.find(part.as_str()) else {
                return false;
            };
            rest = &rest[start + part.len()..];
        }
        true
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_whole_tags() {
        for (pattern, tag, expect) in [
            ("prod", "prod", true),
            ("prod", "prod1", false),
            ("prod*", "prod", true),
            ("prod*", "prod-1", true),
            ("prod*", "aprod", false),
            ("*prod*", "repo-production", true),
            ("*prod", "repo-prod", true),
            ("*prod", "prod-1", false),
            ("*", "x", true),
            ("**", "x", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*c", "a-b-c", true),
            ("a*b*c", "acb", false),
            ("*ab*b", "ab", false),
            ("*ab*b", "aab-b", true),
            ("*test*1*2*3", "my-test-1-2-3", true),
            ("test*1*2*3*", "test-1-3-2", false),
            ("v1.*", "v1x", false),
            ("PROD*", "prod", false),
            ("é*", "e", false),
        ] {
            let parsed = Pattern::parse(pattern).unwrap();
            assert_eq!(parsed.matches(tag), expect, "{pattern} on {tag}");
            assert_eq!(parsed.as_str(), pattern);
        }
    }

    #[test]
    fn at_most_four_wildcards() {
        assert!(Pattern::parse("*test*1*2*3").is_some());
        assert!(Pattern::parse("test*1*2*3*4*5*6").is_none());
        assert!(Pattern::parse("*****").is_none());
    }
}
