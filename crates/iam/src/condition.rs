//! The `Condition` element ("IAM JSON policy elements: Condition", "Conditions with multiple
//! context keys or values", "Single-valued vs. multivalued context keys").
//!
//! All operators and all keys must hold; of a key's values in the policy one suffices, or for a
//! negated operator none may match. A key that the request lacks makes a plain operator false, a
//! negated one true, `…IfExists` true, `ForAllValues` true and `ForAnyValue` false.
//!
//! Left open by AWS's pages, and chosen here: an operator without a qualifier, compared with a key
//! of several values, holds if one of them matches, and if negated when none does. A value of the
//! request that is not of the operator's type matches nothing.

use std::iter;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::context::{Key, fold};
use crate::error::{PolicyError, Problem};
use crate::glob::Reach;
use crate::json::{Node, Object, Place, one_or_more};
use crate::operator::{Comparison, Operator, Order, Quantifier};
use crate::pattern::{Pattern, Syntax};
use crate::value::{Decimal, Network};
use crate::{Context, Effect};

/// One key of one operator.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    key: Key,
    negated: bool,
    quantifier: Quantifier,
    if_exists: bool,
    values: Values,
}

/// What the policy compares with.
#[derive(Debug, Clone)]
enum Values {
    Like(Reach, Box<[Pattern]>),
    AnyCase(Box<[Pattern]>),
    Number(Order, Box<[Decimal]>),
    Date(Order, Box<[Decimal]>),
    Address(Box<[Network]>),
    /// Whether the key must be absent.
    Null(Box<[bool]>),
}

/// Reads the whole element. An empty object says nothing, as in AWS.
pub(crate) fn parse(node: &Node, place: Place<'_>, variables: bool) -> Result<Box<[Condition]>, PolicyError> {
    let mut conditions = Vec::new();
    for (name, keys) in Object::read_free(node, place, str::to_owned)?.members {
        let place = place.member(name);
        let operator = Operator::parse(name).map_err(|problem| place.fail(problem))?;
        for (key, values) in Object::read_free(keys, place, |key| fold(key).into())?.members {
            let place = place.member(key);
            check_key(key).map_err(|problem| place.fail(problem))?;
            conditions.push(Condition {
                key: Key::new(key),
                negated: operator.negated,
                quantifier: operator.quantifier,
                if_exists: operator.if_exists,
                values: Values::parse(operator.comparison, values, place, variables)?,
            });
        }
    }
    Ok(conditions.into())
}

fn check_key(key: &str) -> Result<(), Problem> {
    let named = key.split_once(':').is_some_and(|(service, name)| {
        let service_is_name = service
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_/".contains(&byte));
        !service.is_empty() && service_is_name && !name.is_empty()
    });
    let rule = "a condition key, <service>:<name>";
    named.then_some(()).ok_or_else(|| Problem::malformed(key, rule))
}

impl Values {
    fn parse(
        comparison: Comparison,
        node: &Node,
        place: Place<'_>,
        variables: bool,
    ) -> Result<Self, PolicyError> {
        let patterns = |wildcards| {
            let syntax = Syntax { wildcards, variables };
            each(node, place, |text| Pattern::parse(text, syntax))
        };
        Ok(match comparison {
            Comparison::Equal => Self::Like(Reach::Whole, patterns(false)?),
            Comparison::EqualAnyCase => Self::AnyCase(patterns(false)?),
            Comparison::Like => Self::Like(Reach::Whole, patterns(true)?),
            Comparison::Arn => Self::Like(Reach::Component, patterns(true)?),
            Comparison::Number(order) => Self::Number(order, each(node, place, number)?),
            Comparison::Date(order) => Self::Date(order, each(node, place, date)?),
            Comparison::Bool => Self::AnyCase(each(node, place, |text| truth_pattern(text, variables))?),
            Comparison::Binary => Self::Like(Reach::Whole, each(node, place, binary)?),
            Comparison::Address => Self::Address(each(node, place, network)?),
            Comparison::Null => Self::Null(each(node, place, truth)?),
        })
    }

    /// The values that can have variables.
    fn patterns(&self) -> &[Pattern] {
        match self {
            Self::Like(_, patterns) | Self::AnyCase(patterns) => patterns,
            Self::Number(..) | Self::Date(..) | Self::Address(_) | Self::Null(_) => &[],
        }
    }

    /// Whether some value of the policy matches `value`. `unresolved` is what a value counts as
    /// of which that cannot be said.
    fn one_matches(&self, value: &str, context: &Context, unresolved: bool) -> bool {
        match self {
            Self::Like(reach, patterns) => patterns
                .iter()
                .any(|pattern| pattern.matches_or(value, context, *reach, unresolved)),
            Self::AnyCase(patterns) => patterns.iter().any(|pattern| {
                let matched = pattern.matches_any_case(value, context);
                matched.unwrap_or(unresolved)
            }),
            Self::Number(order, numbers) => {
                let value = Decimal::parse(value);
                value.is_some_and(|value| numbers.iter().any(|own| order.holds(value.cmp(own))))
            }
            Self::Date(order, instants) => {
                let value = Decimal::parse_instant(value);
                value.is_some_and(|value| instants.iter().any(|own| order.holds(value.cmp(own))))
            }
            Self::Address(networks) => networks.iter().any(|network| network.contains(value)),
            Self::Null(_) => false,
        }
    }
}

impl Condition {
    /// The key, and those of variables in its values.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        iter::once(&self.key).chain(self.values.patterns().iter().flat_map(Pattern::keys))
    }

    /// Whether the request meets the condition of a statement with this effect.
    ///
    /// A variable that the request does not have, and a pattern of an ARN that lacks components,
    /// match nothing. Turned round by a negated operator that would be a grant, so there an
    /// `Allow` does not hold; a `Deny` does ("If AWS cannot resolve a variable this might cause
    /// the entire statement to be invalid").
    pub(crate) fn holds(&self, context: &Context, effect: Effect) -> bool {
        let values = context.get(&self.key);
        if let Values::Null(absent) = &self.values {
            return absent.contains(&values.is_empty());
        }
        if values.is_empty() {
            return match self.quantifier {
                Quantifier::All => true,
                Quantifier::Any => self.if_exists,
                Quantifier::Plain => self.if_exists || self.negated,
            };
        }
        let unresolved = self.negated && effect == Effect::Allow;
        let matches = values
            .iter()
            .map(|value| self.values.one_matches(value, context, unresolved));
        let mut holds = matches.map(|matches| matches != self.negated);
        match self.quantifier {
            Quantifier::All => holds.all(|holds| holds),
            Quantifier::Any => holds.any(|holds| holds),
            Quantifier::Plain if self.negated => holds.all(|holds| holds),
            Quantifier::Plain => holds.any(|holds| holds),
        }
    }
}

/// Reads each value, which may be a string, a number or a truth value, as text.
fn each<T>(
    node: &Node,
    place: Place<'_>,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Result<Box<[T]>, PolicyError> {
    one_or_more(node, place, |node, place| {
        let text = match node {
            Node::Text(text) | Node::Number(text) => text,
            Node::Bool(true) => "true",
            Node::Bool(false) => "false",
            Node::Null | Node::List(_) | Node::Object(_) => {
                let expected = "a string, a number or a truth value";
                return Err(place.fail(Problem::WrongType { expected }));
            }
        };
        read(text).map_err(|problem| place.fail(problem))
    })
}

fn number(text: &str) -> Result<Decimal, Problem> {
    let rule = "a decimal number of at most 18 digits, and nine behind the point";
    Decimal::parse(text).ok_or_else(|| Problem::malformed(text, rule))
}

fn date(text: &str) -> Result<Decimal, Problem> {
    let rule = "a date as 2026-01-05T10:15:00Z, or seconds since 1970";
    Decimal::parse_instant(text).ok_or_else(|| Problem::malformed(text, rule))
}

fn network(text: &str) -> Result<Network, Problem> {
    let rule = "an IP address or a range in CIDR form";
    Network::parse(text).ok_or_else(|| Problem::malformed(text, rule))
}

fn truth(text: &str) -> Result<bool, Problem> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Ok(true),
        _ if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(Problem::malformed(text, "true or false")),
    }
}

/// `Bool` takes variables too; without one the text must be a truth value.
fn truth_pattern(text: &str, variables: bool) -> Result<Pattern, Problem> {
    let syntax = Syntax {
        wildcards: false,
        variables,
    };
    let pattern = Pattern::parse(text, syntax)?;
    if !pattern.has_variables() {
        truth(text)?;
    }
    Ok(pattern)
}

/// Base64 that is in canonical form stands for one sequence of bytes, so that bytes are equal
/// where texts are.
fn binary(text: &str) -> Result<Pattern, Problem> {
    let decoded = STANDARD.decode(text).ok();
    decoded.ok_or_else(|| Problem::malformed(text, "padded base64"))?;
    let syntax = Syntax {
        wildcards: false,
        variables: false,
    };
    Pattern::parse(text, syntax)
}
