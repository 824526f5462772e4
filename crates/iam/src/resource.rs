//! The elements `Resource` and `NotResource` ("IAM JSON policy elements: Resource").
//!
//! A pattern is matched with the whole ARN, so that a star also stands for colons and slashes.

use crate::context::Key;
use crate::error::{PolicyError, Problem};
use crate::json::{Node, Place, one_or_more, text};
use crate::pairs::Pairs;
use crate::pattern::{Pattern, Syntax};
use crate::question::Question;
use crate::statement::Grammar;
use crate::{Effect, PolicyKind, Request};

/// Which resources a statement is about. Case matters.
#[derive(Debug, Clone)]
pub(crate) struct Resources {
    negated: bool,
    /// What a resource must have to match any of the patterns.
    pairs: Pairs,
    patterns: Box<[Pattern]>,
}

impl Resources {
    pub(crate) fn parse(
        node: &Node,
        place: Place<'_>,
        negated: bool,
        grammar: Grammar,
    ) -> Result<Self, PolicyError> {
        let variables = grammar.variables;
        let patterns = one_or_more(node, place, |node, place| {
            let text = text(node, place)?;
            let whole = complete(text, grammar).map_err(|problem| place.fail(problem))?;
            let syntax = Syntax {
                wildcards: true,
                variables,
            };
            Pattern::parse(&whole, syntax).map_err(|problem| place.fail(problem))
        })?;
        let pairs = patterns.iter().map(Pattern::pairs);
        Ok(Self {
            negated,
            pairs: pairs.reduce(Pairs::and).unwrap_or_default(),
            patterns,
        })
    }

    /// The keys of variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.patterns.iter().flat_map(Pattern::keys)
    }

    /// Whether the pairs alone say that the statement is not about the resource of a request.
    pub(crate) fn is_passed_over(&self, question: &Question<'_>) -> bool {
        !self.negated && !question.pairs.has(self.pairs)
    }

    /// Whether a statement with this effect is about the resource of a request. A
    /// variable that the request does not have is treated as in conditions.
    pub(crate) fn cover(&self, question: &Question<'_>, effect: Effect) -> bool {
        let Request {
            resource, context, ..
        } = question.request;
        let resource = (*resource, question.pairs);
        let unresolved = self.negated && effect == Effect::Allow;
        let matches = |pattern: &Pattern| pattern.matches_pairs(resource, context, unresolved);
        self.patterns.iter().any(matches) != self.negated
    }
}

const RULE: &str = "* or an ARN, with wildcards not in the service and with variables only \
                    behind the fifth colon";
const SESSION_RULE: &str = "* or an ARN of six components; session policies do not have shorter ones";

/// Checks an ARN's first components and completes one that has fewer than six with wildcards, as
/// IAM does ("IAM identifiers"). STS refuses such ones in session policies ("Using an incomplete
/// ARN in a session policy will result in a MalformedPolicyDocumentException").
fn complete(text: &str, Grammar { kind, variables }: Grammar) -> Result<String, Problem> {
    if text == "*" {
        return Ok(text.to_owned());
    }
    let components: Vec<&str> = text.splitn(6, ':').collect();
    let has_variable = |component: &&str| variables && component.contains("${");
    let head = components.iter().take(5);
    let legal = components[0] == "arn"
        && components.len() >= 3
        && !components[1].is_empty()
        && !components[2].is_empty()
        && !components[2].contains(['*', '?'])
        && components.get(5) != Some(&"")
        && !head.clone().any(has_variable);
    if !legal {
        return Err(Problem::malformed(text, RULE));
    }
    if kind == PolicyKind::Session && components.len() < 6 {
        return Err(Problem::malformed(text, SESSION_RULE));
    }
    let missing = ":*".repeat(6 - components.len());
    Ok(format!("{text}{missing}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar() {
        for (text, expect) in [
            ("*", Some("*")),
            ("arn:aws:ecr", Some("arn:aws:ecr:*:*:*")),
            ("arn:aws:ecr:*", Some("arn:aws:ecr:*:*:*")),
            (
                "arn:aws:ecr:eu-west-1:111122223333:repository/a:b",
                Some("arn:aws:ecr:eu-west-1:111122223333:repository/a:b"),
            ),
            (
                "arn:*:ecr:*:*:repository/${aws:username}",
                Some("arn:*:ecr:*:*:repository/${aws:username}"),
            ),
            ("arn:aws:s3:::x", Some("arn:aws:s3:::x")),
            ("", None),
            ("**", None),
            ("repository/a", None),
            ("arn", None),
            ("arn:aws", None),
            ("arn:aws:*:*:*:*", None),
            ("arn::ecr:*:*:*", None),
            ("arn:aws:ecr:eu-west-1:111122223333:", None),
            ("arn:aws:ecr:${aws:RequestedRegion}:1:x", None),
        ] {
            let grammar = |kind| Grammar {
                kind,
                variables: true,
            };
            let completed = |kind| complete(text, grammar(kind)).ok();
            assert_eq!(completed(PolicyKind::Identity).as_deref(), expect, "{text}");
            let expect = expect.filter(|expect| *expect == text);
            assert_eq!(completed(PolicyKind::Session).as_deref(), expect, "{text}");
        }
    }
}
