//! The elements `Action` and `NotAction`.

use crate::Context;
use crate::error::{PolicyError, Problem};
use crate::glob::Reach;
use crate::json::{Node, Place, one_or_more, text};
use crate::pattern::{Pattern, Syntax};
use crate::question::Question;

/// Which actions a statement is about. Case does not matter, so patterns are in lower case.
#[derive(Debug, Clone)]
pub(crate) struct Actions {
    negated: bool,
    /// Of all patterns together.
    marks: ActionMarks,
    patterns: Box<[Pattern]>,
    /// The patterns as the document has them.
    written: Box<[Box<str>]>,
}

impl Actions {
    pub(crate) fn parse(node: &Node, place: Place<'_>, negated: bool) -> Result<Self, PolicyError> {
        let patterns = one_or_more(node, place, |node, place| {
            let text = text(node, place)?;
            check(text).map_err(|problem| place.fail(problem))?;
            let syntax = Syntax {
                wildcards: true,
                variables: false,
            };
            Pattern::parse(&text.to_ascii_lowercase(), syntax).map_err(|problem| place.fail(problem))
        })?;
        let written: Box<[Box<str>]> =
            one_or_more(node, place, |node, place| text(node, place).map(Box::from))?;
        let marks = written
            .iter()
            .map(|text| ActionMarks::of(&text.to_ascii_lowercase()));
        Ok(Self {
            negated,
            marks: marks.fold(ActionMarks::NONE, ActionMarks::or),
            patterns,
            written,
        })
    }

    /// A pattern, as it was written, of another service than `services`, which are in lower case.
    pub(crate) fn foreign(&self, services: &[&str]) -> Option<&str> {
        let is_foreign = |written: &&str| {
            let named = written.split_once(':');
            let is_own = |prefix: &str| services.iter().any(|own| prefix.eq_ignore_ascii_case(own));
            named.is_some_and(|(prefix, _)| !is_own(prefix))
        };
        self.written.iter().map(|written| &**written).find(is_foreign)
    }

    /// Whether the marks alone say that the statement is not about the action of a request.
    pub(crate) fn is_passed_over(&self, question: &Question<'_>) -> bool {
        !self.negated && !self.marks.meet(question.marks)
    }

    /// Whether the statement is about the action of a request.
    pub(crate) fn cover(&self, question: &Question<'_>) -> bool {
        let context = const { &Context::new() };
        let matches = |pattern: &Pattern| pattern.matches(question.action, context, Reach::Whole);
        self.patterns.iter().any(|pattern| matches(pattern) == Some(true)) != self.negated
    }
}

/// What an action begins with, as bits: most statements are about other services, or actions with
/// another verb, and are passed over by them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ActionMarks {
    service: u64,
    verb: u64,
}

impl ActionMarks {
    const NONE: Self = Self { service: 0, verb: 0 };
    const ANY: u64 = u64::MAX;

    /// Of an action, or of a pattern of actions, in lower case. Where a wildcard or the end of the
    /// text leaves open what is marked, all bits are set.
    pub(crate) fn of(action: &str) -> Self {
        let bit = |text: &[u8]| {
            let sum = text
                .iter()
                .fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte));
            1 << (sum % 64)
        };
        let action = action.as_bytes();
        let Some(colon) = action.iter().position(|byte| *byte == b':') else {
            return Self {
                service: Self::ANY,
                verb: Self::ANY,
            };
        };
        let verb = action[colon + 1..].first_chunk::<2>();
        let verb = verb.filter(|verb| !verb.contains(&b'*') && !verb.contains(&b'?'));
        Self {
            service: bit(&action[..colon]),
            verb: verb.map_or(Self::ANY, |verb| bit(verb)),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            service: self.service | other.service,
            verb: self.verb | other.verb,
        }
    }

    fn meet(self, other: Self) -> bool {
        self.service & other.service != 0 && self.verb & other.verb != 0
    }
}

/// An action's name in lower case. It is on the stack, unless it is longer than any that exists.
pub(crate) struct FoldedAction {
    short: [u8; SHORT],
    length: usize,
    long: String,
}

const SHORT: usize = 128;

impl FoldedAction {
    pub(crate) fn new(action: &str) -> Self {
        let mut short = [0; SHORT];
        let mut long = String::new();
        match short.get_mut(..action.len()) {
            Some(name) => {
                name.copy_from_slice(action.as_bytes());
                name.make_ascii_lowercase();
            }
            None => long = action.to_ascii_lowercase(),
        }
        let length = action.len();
        Self { short, length, long }
    }

    pub(crate) fn as_str(&self) -> &str {
        match self.short.get(..self.length) {
            Some(name) => str::from_utf8(name).expect("ASCII letters became ASCII letters"),
            None => &self.long,
        }
    }
}

/// `*`, or a service's prefix without wildcards and a name that may have some.
fn check(text: &str) -> Result<(), Problem> {
    let is_prefix = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.*?".contains(&byte);
    let named = text.split_once(':').is_some_and(|(prefix, name)| {
        !prefix.is_empty() && prefix.bytes().all(is_prefix) && !name.is_empty() && name.bytes().all(is_name)
    });
    let rule = "* or an action, <service>:<name>";
    (named || text == "*")
        .then_some(())
        .ok_or_else(|| Problem::malformed(text, rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_pass_over_only_what_cannot_match() {
        for (pattern, action, meet) in [
            ("*", "ecr:putimage", true),
            ("*", "no action", true),
            ("ecr:*", "ecr:putimage", true),
            ("ecr:p*", "ecr:putimage", true),
            ("ecr:p?t*", "ecr:putimage", true),
            ("ecr:pu*", "ecr:putimage", true),
            ("ecr:putimage", "ecr:putimage", true),
            ("ecr:a", "ecr:a", true),
            ("ecr:a*", "ecr:a", true),
            ("ecr:ge*", "ecr:putimage", false),
            ("s3:*", "ecr:putimage", false),
            ("s3:putobject", "ecr:putimage", false),
        ] {
            let marks = ActionMarks::NONE.or(ActionMarks::of(pattern));
            assert_eq!(marks.meet(ActionMarks::of(action)), meet, "{pattern} {action}");
        }
    }

    #[test]
    fn actions_are_folded_whatever_their_length() {
        for length in [0, 1, SHORT - 1, SHORT, SHORT + 1, 3 * SHORT] {
            let folded = FoldedAction::new(&"A".repeat(length));
            assert_eq!(folded.as_str(), "a".repeat(length), "{length}");
        }
        assert_eq!(FoldedAction::new("ecr:ÄB").as_str(), "ecr:Äb");
    }
}
