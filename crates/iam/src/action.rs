//! The elements `Action` and `NotAction`.

use crate::Context;
use crate::error::{PolicyError, Problem};
use crate::glob::Reach;
use crate::json::{Node, Place, one_or_more, text};
use crate::pattern::{Pattern, Syntax};

/// Which actions a statement is about. Case does not matter, so patterns are in lower case.
#[derive(Debug, Clone)]
pub(crate) struct Actions {
    negated: bool,
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
        let written = one_or_more(node, place, |node, place| text(node, place).map(Box::from))?;
        Ok(Self {
            negated,
            patterns,
            written,
        })
    }

    /// A pattern, as it was written, of another service than `service`, which is in lower case.
    pub(crate) fn foreign(&self, service: &str) -> Option<&str> {
        let is_foreign = |written: &&str| {
            let named = written.split_once(':');
            named.is_some_and(|(prefix, _)| !prefix.eq_ignore_ascii_case(service))
        };
        self.written.iter().map(|written| &**written).find(is_foreign)
    }

    /// Whether the statement is about an action, given in lower case.
    pub(crate) fn cover(&self, action: &str) -> bool {
        let context = const { &Context::new() };
        let matches = |pattern: &Pattern| pattern.matches(action, context, Reach::Whole) == Some(true);
        self.patterns.iter().any(matches) != self.negated
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
