//! How long a policy may be.

use crate::PolicyKind;

/// Which characters of a document count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// All.
    All,
    /// All but the white space outside of strings (IAM: "IAM doesn't count white space when
    /// calculating the size of a policy").
    NotWhiteSpace,
}

/// The length of one document, in characters. Sums over several policies, such as all inline
/// policies of a user, are the caller's to check: it hands down what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most characters that may count.
    pub characters: usize,
    /// Which ones count.
    pub counted: Counted,
}

impl Limits {
    /// AWS's own limit of each kind (IAM and STS quotas; ECR `policyText`: 10,240). For identities
    /// it is the managed policy's, 6,144; inline ones are up to 2,048 for a user, 5,120 for a
    /// group and 10,240 for a role, all of them together.
    pub const fn of(kind: PolicyKind) -> Self {
        let (characters, counted) = match kind {
            PolicyKind::Identity | PolicyKind::Boundary => (6_144, Counted::NotWhiteSpace),
            PolicyKind::Session => (2_048, Counted::All),
            PolicyKind::ServiceControl => (5_120, Counted::All),
            PolicyKind::Repository | PolicyKind::Registry => (10_240, Counted::All),
            // "Resource quotas" of KMS: 32 KB.
            PolicyKind::Key => (32_768, Counted::All),
            PolicyKind::RoleTrust => (2_048, Counted::NotWhiteSpace),
        };
        Self { characters, counted }
    }

    /// Whether a text is short enough.
    pub fn admit(&self, text: &str) -> bool {
        let length = match self.counted {
            Counted::All => text.chars().count(),
            Counted::NotWhiteSpace => significant(text),
        };
        length <= self.characters
    }
}

/// Counts the characters of a JSON text that are not white space between tokens.
fn significant(text: &str) -> usize {
    let (mut count, mut in_string, mut escaped) = (0, false, false);
    for character in text.chars() {
        if !in_string && matches!(character, ' ' | '\t' | '\n' | '\r') {
            continue;
        }
        count += 1;
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_characters() {
        for (text, all, significant) in [
            ("", 0, 0),
            ("{ \"a b\" : 1 }\n", 14, 9),
            ("{\"a\\\" b\": 1}", 12, 11),
            ("\"äöü\"", 5, 5),
        ] {
            for (counted, length) in [(Counted::All, all), (Counted::NotWhiteSpace, significant)] {
                let fits = |characters| Limits { characters, counted }.admit(text);
                assert!(fits(length), "{text} {counted:?}");
                assert!(length == 0 || !fits(length - 1), "{text} {counted:?}");
            }
        }
    }
}
