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
        Ok(Self { negated, patterns })
    }

    /// Whether the statement is about an action, given in lower case.
    pub(crate) fn cover(&self, action: &str, context: &Context) -> bool {
        let matches = |pattern: &Pattern| pattern.matches(action, context, Reach::Whole) == Some(true);
        self.patterns.iter().any(matches) != self.negated
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
