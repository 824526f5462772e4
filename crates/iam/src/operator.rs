//! Condition operators by name ("IAM JSON policy elements: Condition operators").

use std::cmp::Ordering;

use crate::error::Problem;

/// What an operator compares, without its negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// The same characters.
    Equal,
    /// The same characters in any case.
    EqualAnyCase,
    /// With wildcards.
    Like,
    /// With wildcards, each component of an ARN for itself; also the operators of equality.
    Arn,
    /// Decimal numbers.
    Number(Order),
    /// Instants.
    Date(Order),
    /// Truth values.
    Bool,
    /// Base64 texts.
    Binary,
    /// Addresses in a network.
    Address,
    /// Whether the key is absent.
    Null,
}

/// How the request's value stands to the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    pub(crate) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// Which values of a key with several must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quantifier {
    /// No qualifier: for keys of one value.
    Plain,
    /// `ForAllValues:`
    All,
    /// `ForAnyValue:`
    Any,
}

/// An operator as a policy writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Operator {
    pub(crate) comparison: Comparison,
    pub(crate) negated: bool,
    pub(crate) quantifier: Quantifier,
    /// `…IfExists`: true when the key is absent.
    pub(crate) if_exists: bool,
}

const PLAIN: bool = false;
const NEGATED: bool = true;

/// Every operator: its name, what it compares, whether the result is turned round.
const NAMES: [(&str, Comparison, bool); 27] = [
    ("StringEquals", Comparison::Equal, PLAIN),
    ("StringNotEquals", Comparison::Equal, NEGATED),
    ("StringEqualsIgnoreCase", Comparison::EqualAnyCase, PLAIN),
    ("StringNotEqualsIgnoreCase", Comparison::EqualAnyCase, NEGATED),
    ("StringLike", Comparison::Like, PLAIN),
    ("StringNotLike", Comparison::Like, NEGATED),
    ("NumericEquals", Comparison::Number(Order::Equal), PLAIN),
    ("NumericNotEquals", Comparison::Number(Order::Equal), NEGATED),
    ("NumericLessThan", Comparison::Number(Order::Less), PLAIN),
    (
        "NumericLessThanEquals",
        Comparison::Number(Order::LessOrEqual),
        PLAIN,
    ),
    ("NumericGreaterThan", Comparison::Number(Order::Greater), PLAIN),
    (
        "NumericGreaterThanEquals",
        Comparison::Number(Order::GreaterOrEqual),
        PLAIN,
    ),
    ("DateEquals", Comparison::Date(Order::Equal), PLAIN),
    ("DateNotEquals", Comparison::Date(Order::Equal), NEGATED),
    ("DateLessThan", Comparison::Date(Order::Less), PLAIN),
    ("DateLessThanEquals", Comparison::Date(Order::LessOrEqual), PLAIN),
    ("DateGreaterThan", Comparison::Date(Order::Greater), PLAIN),
    (
        "DateGreaterThanEquals",
        Comparison::Date(Order::GreaterOrEqual),
        PLAIN,
    ),
    ("Bool", Comparison::Bool, PLAIN),
    ("BinaryEquals", Comparison::Binary, PLAIN),
    ("IpAddress", Comparison::Address, PLAIN),
    ("NotIpAddress", Comparison::Address, NEGATED),
    ("ArnEquals", Comparison::Arn, PLAIN),
    ("ArnLike", Comparison::Arn, PLAIN),
    ("ArnNotEquals", Comparison::Arn, NEGATED),
    ("ArnNotLike", Comparison::Arn, NEGATED),
    ("Null", Comparison::Null, PLAIN),
];

impl Operator {
    /// Reads an operator with its qualifier and suffix. Case matters. `Null` has neither, since it
    /// asks about the key and not about its values.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let malformed = || Problem::malformed(text, "a condition operator");
        let (quantifier, rest) = match text.split_once(':') {
            Some(("ForAllValues", rest)) => (Quantifier::All, rest),
            Some(("ForAnyValue", rest)) => (Quantifier::Any, rest),
            Some(_) => return Err(malformed()),
            None => (Quantifier::Plain, text),
        };
        let (name, if_exists) = match rest.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let found = NAMES.iter().find(|(own, _, _)| *own == name);
        let (_, comparison, negated) = *found.ok_or_else(malformed)?;
        let qualified = if_exists || quantifier != Quantifier::Plain;
        if comparison == Comparison::Null && qualified {
            return Err(malformed());
        }
        Ok(Self {
            comparison,
            negated,
            quantifier,
            if_exists,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_takes_qualifier_and_suffix() {
        for (name, comparison, negated) in NAMES {
            for (prefix, quantifier) in [
                ("", Quantifier::Plain),
                ("ForAllValues:", Quantifier::All),
                ("ForAnyValue:", Quantifier::Any),
            ] {
                for (suffix, if_exists) in [("", false), ("IfExists", true)] {
                    let text = format!("{prefix}{name}{suffix}");
                    let expect = Operator {
                        comparison,
                        negated,
                        quantifier,
                        if_exists,
                    };
                    let bare = text == "Null";
                    let legal = comparison != Comparison::Null || bare;
                    assert_eq!(Operator::parse(&text).ok(), legal.then_some(expect), "{text}");
                }
            }
        }
    }

    #[test]
    fn nothing_else_is_an_operator() {
        for bad in [
            "",
            "stringEquals",
            "StringEqual",
            "ForAllValues:",
            "ForSomeValues:StringEquals",
            "forAnyValue:StringEquals",
            "ForAnyValue:ForAllValues:StringEquals",
            "StringEqualsIfExistsIfExists",
            "IfExists",
            "BoolNotEquals",
            " StringEquals",
        ] {
            assert!(Operator::parse(bad).is_err(), "{bad}");
        }
    }
}
