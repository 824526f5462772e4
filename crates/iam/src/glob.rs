//! Matching a text with `*` and `?`.
//!
//! A star that was followed by a match is never widened again, so the work is at most the text's
//! length times the longest run of tokens between two stars: there is no exponential case.

/// One element of a pattern whose variables have their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// These characters.
    Text(&'a str),
    /// `*`: any characters, or none.
    Any,
    /// `?`: one character.
    One,
}

/// What wildcards may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Every character.
    Whole,
    /// Every character but the five colons between the components of an ARN.
    Component,
}

/// Whether a pattern of `count` tokens matches the whole text.
pub(crate) fn matches<'a>(
    count: usize,
    token: impl Fn(usize) -> Token<'a>,
    text: &str,
    reach: Reach,
) -> bool {
    let Some(fence) = fence(text, reach) else {
        return false;
    };
    // The length of the character at a place, if a wildcard may stand for it.
    let step = |at: usize| {
        let character = text[at..].chars().next()?;
        let fenced = character == ':' && at < fence;
        (!fenced).then(|| character.len_utf8())
    };
    // Where a star ends that goes no further than it must: at what can begin the token behind it.
    let skip = |after: usize, from: usize| match (after < count).then(|| token(after)) {
        Some(Token::Text(part)) => skip_to(text, from, part, fence),
        Some(Token::Any | Token::One) | None => Some(from),
    };
    let (mut next, mut at) = (0, 0);
    let mut star = None;
    loop {
        let current = (next < count).then(|| token(next));
        let taken = match current {
            None if at == text.len() => return true,
            None => None,
            Some(Token::Any) if next + 1 == count && at >= fence => return true,
            Some(Token::Any) => {
                let Some(end) = skip(next + 1, at) else {
                    return false;
                };
                star = Some((next + 1, end));
                Some(end - at)
            }
            Some(Token::One) => step(at),
            Some(Token::Text(part)) => text[at..].starts_with(part).then_some(part.len()),
        };
        if let Some(taken) = taken {
            (next, at) = (next + 1, at + taken);
            continue;
        }
        // The last star takes one character more, and what follows it is tried again.
        let longer = star.and_then(|(after, from)| Some((after, skip(after, from + step(from)?)?)));
        let Some((after, end)) = longer else {
            return false;
        };
        star = longer;
        (next, at) = (after, end);
    }
}

/// The first place from `from` on where a part, which is not empty, can begin, if wildcards may
/// stand for all that is before it.
fn skip_to(text: &str, from: usize, part: &str, fence: usize) -> Option<usize> {
    let first = part.as_bytes()[0];
    let mut places = text.as_bytes().iter().enumerate().skip(from);
    let found = places.find(|(at, byte)| **byte == first || **byte == b':' && *at < fence);
    found.filter(|(_, byte)| **byte == first).map(|(at, _)| at)
}

/// Where the part of a text begins in which wildcards may stand for colons; `None` if the text
/// would have to be an ARN and is none.
fn fence(text: &str, reach: Reach) -> Option<usize> {
    match reach {
        Reach::Whole => Some(0),
        Reach::Component => {
            let fifth = text.match_indices(':').nth(4);
            fifth.map(|(at, _)| at + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    fn tokens(pattern: &str) -> Vec<Token<'_>> {
        let mut found = Vec::new();
        for piece in pattern.split_inclusive(['*', '?']) {
            let text = piece.trim_end_matches(['*', '?']);
            found.extend((!text.is_empty()).then_some(Token::Text(text)));
            match &piece[text.len()..] {
                "*" => found.push(Token::Any),
                "?" => found.push(Token::One),
                _ => {}
            }
        }
        found
    }

    fn steps(pattern: &str, text: &str, reach: Reach) -> (bool, usize) {
        let tokens = tokens(pattern);
        let count = Cell::new(0);
        let token = |index: usize| {
            count.set(count.get() + 1);
            tokens[index]
        };
        (matches(tokens.len(), token, text, reach), count.get())
    }

    #[test]
    fn whole_texts() {
        for (pattern, text, expect) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("*", "a/b:c", true),
            ("?", "", false),
            ("?", "ä", true),
            ("??", "ä", false),
            ("*??", "ä", false),
            ("a*c", "abc", true),
            ("a*c", "ac", true),
            ("a*c", "acb", false),
            ("*ab", "aab", true),
            ("*a?b*", "xab", false),
            ("*a?b*", "xaabx", true),
            ("team", "team/app", false),
            ("team/*", "team", false),
            ("Team", "team", false),
        ] {
            assert_eq!(steps(pattern, text, Reach::Whole).0, expect, "{pattern} {text}");
        }
    }

    /// "Each of the six colon-delimited components of the ARN is checked separately."
    #[test]
    fn components_of_arns() {
        let role = "arn:aws:iam::111122223333:role/team/ci:x";
        for (pattern, text, expect) in [
            ("arn:aws:iam::111122223333:role/*", role, true),
            ("arn:aws:iam::*:role/team/*", role, true),
            ("arn:aws:iam::1111222233??:*", role, true),
            ("arn:*:*:*:*:*", role, true),
            ("*:*:*:*:*:*", role, true),
            ("*", role, false),
            ("arn:aws:iam::*", role, false),
            ("arn:*:role/*", role, false),
            ("arn:aws:iam:*111122223333:role/*", role, false),
            ("arn:aws:iam:?111122223333:role/*", role, false),
            ("arn:aws:iam::111122223333:role/*:x", role, true),
            ("*:*:*:*:*:*", "not an ARN", false),
        ] {
            assert_eq!(steps(pattern, text, Reach::Component).0, expect, "{pattern}");
        }
    }

    /// POLICY-012: 40 stars against 256 characters.
    #[test]
    fn stars_cost_a_step_for_each_character() {
        let text = "a".repeat(256);
        for pattern in [
            "a*".repeat(40) + "b",
            "*a".repeat(40) + "*b*",
            "*?".repeat(40) + "b",
        ] {
            let (matched, steps) = steps(&pattern, &text, Reach::Whole);
            assert!(!matched, "{pattern}");
            assert!(steps <= 4 * (256 + 81), "{pattern}: {steps} steps");
        }
    }

    proptest! {
        /// The header's bound: what is behind a star is tried again once for each character.
        #[test]
        fn work_is_bounded(pattern in "[ab*?]{0,40}", text in "[ab]{0,60}") {
            let longest = pattern.split('*').map(str::len).max().unwrap_or(0);
            let (_, steps) = steps(&pattern, &text, Reach::Whole);
            prop_assert!(steps <= pattern.len() + 2 * (text.len() + 1) * (longest + 2), "{steps} steps");
        }
    }
}
