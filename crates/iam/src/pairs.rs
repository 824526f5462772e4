//! A cheap look at two texts that says of most that they do not match.

/// Which pairs of neighbouring bytes a text has, as bits. A text that lacks a pair of a pattern
/// does not match it, and most texts lack one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Pairs([u64; 2]);

impl Pairs {
    pub(crate) fn of(text: &str) -> Self {
        let mut pairs = Self::default();
        for pair in text.as_bytes().windows(2) {
            let number = pair[0].wrapping_mul(31).wrapping_add(pair[1]);
            pairs.0[usize::from(number >> 6 & 1)] |= 1 << (number & 63);
        }
        pairs
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self([self.0[0] & other.0[0], self.0[1] & other.0[1]])
    }

    pub(crate) fn has(self, other: Self) -> bool {
        other.0[0] & !self.0[0] == 0 && other.0[1] & !self.0[1] == 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::Context;
    use crate::glob::Reach;
    use crate::pattern::{Pattern, Syntax};

    /// Whether a pattern with wildcards matches, by definition.
    fn matches(pattern: &[u8], text: &[u8]) -> bool {
        match (pattern, text) {
            ([], []) => true,
            ([b'*', rest @ ..], _) => matches(rest, text) || !text.is_empty() && matches(pattern, &text[1..]),
            ([b'?', rest @ ..], [_, tail @ ..]) => matches(rest, tail),
            ([own, rest @ ..], [first, tail @ ..]) => own == first && matches(rest, tail),
            _ => false,
        }
    }

    fn text(letters: &'static [u8], length: usize) -> impl Strategy<Value = String> {
        let letters = vec(proptest::sample::select(letters), 0..length);
        letters.prop_map(|letters| String::from_utf8(letters).expect("ASCII"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Neither the pairs nor the ways around the matcher change what it says.
        #[test]
        fn nothing_that_matches_is_passed_over(own in text(b"ab:/*?", 9), text in text(b"ab:/", 12)) {
            let syntax = Syntax { wildcards: true, variables: false };
            let pattern = Pattern::parse(&own, syntax).expect("no variables");
            let expect = matches(own.as_bytes(), text.as_bytes());
            prop_assert_eq!(pattern.matches(&text, &Context::new(), Reach::Whole), Some(expect));
            let asked = (text.as_str(), Pairs::of(&text));
            prop_assert_eq!(pattern.matches_pairs(asked, &Context::new(), true), expect);
            prop_assert!(!expect || Pairs::of(&text).has(pattern.pairs()));
        }
    }
}
