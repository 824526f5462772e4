//! From a request to a checked value of the operation's input shape.
//!
//! A value that comes out of [`decode`] has every required member and meets every constraint of
//! the model; so has one out of [`decode_query`]. Two things can go wrong: the request is not of the shape's form (the first such place is
//! reported), or constraints are broken (all of them are).

use std::fmt;

use crate::form::{Form, Pairs};
use crate::json::{self, Json, Object};
use crate::rule::{Rule, Structure};
use crate::{Constraint, Given, Violation};

/// The most violations kept of one request: none that a person writes has as many.
const MAX_VIOLATIONS: usize = 1_000;

/// A structure of a service model that can be read from JSON or a form. Implemented by generated code only.
pub trait Shape: Sized {
    /// Reads the members; none when a constraint is broken, which the report then holds.
    #[doc(hidden)]
    fn read(members: &mut Members<'_, '_>) -> Read<Self>;
}

/// The outcome of reading one value: the value, or none where a constraint is broken.
pub(crate) type Read<T> = Result<Option<T>, Malformed>;

/// Why a request is not an input of the operation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The body is not JSON of the right form: a `SerializationException` with this message. Or the
    /// form's members are not those of the input: a `MalformedInput` of the Query protocol.
    #[error("{0}")]
    Malformed(Malformed),
    /// The body has the right form and breaks these constraints, at least one, in member order.
    /// `Operation::constraint_error` chooses the error code and the message.
    #[error("{} constraints are broken", .0.len())]
    Constraints(Vec<Violation>),
}

/// The first place where a body does not have the form of the shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The member's path; empty where the body as a whole is meant.
    pub path: String,
    /// What is wrong, in AWS's words: `NUMBER_VALUE can not be converted to a String`.
    pub message: String,
}

/// The message alone, as a `SerializationException` carries it.
impl fmt::Display for Malformed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

/// Reads a request body (AWS JSON 1.1) as `T`. An empty body is an empty object, unknown members
/// are ignored, a null member is an absent one.
pub fn decode<T: Shape>(body: &[u8]) -> Result<T, DecodeError> {
    let body = if body.is_empty() { b"{}" } else { body };
    let tree = json::parse(body).map_err(|message| {
        DecodeError::Malformed(Malformed {
            path: String::new(),
            message,
        })
    })?;
    finish(|report| Structure::<T>::new().read(&tree, report))
}

/// Reads the members of a form (AWS Query), names and values percent-decoded, as `T`. Unknown members
/// are ignored, so `Action` and `Version` may stay among them. An empty list is `Name=`.
pub fn decode_query<'a, T: Shape>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<T, DecodeError> {
    let pairs = Pairs::new(pairs).map_err(DecodeError::Malformed)?;
    finish(|report| T::read(&mut Members::of_form(pairs.whole(), report)))
}

fn finish<T>(read: impl FnOnce(&mut Report) -> Read<T>) -> Result<T, DecodeError> {
    let mut report = Report::default();
    let value = read(&mut report).map_err(DecodeError::Malformed)?;
    match value {
        Some(value) if report.violations.is_empty() => Ok(value),
        _ => Err(DecodeError::Constraints(report.violations)),
    }
}

/// The members of one structure, with the place for what is wrong with them.
pub struct Members<'a, 'r> {
    source: Source<'a>,
    report: &'r mut Report,
}

/// Where the members stand.
enum Source<'a> {
    Object(&'a Object<'a>),
    Form(Form<'a>),
}

impl<'a, 'r> Members<'a, 'r> {
    pub(crate) fn of_object(object: &'a Object<'a>, report: &'r mut Report) -> Self {
        let source = Source::Object(object);
        Self { source, report }
    }

    pub(crate) fn of_form(form: Form<'a>, report: &'r mut Report) -> Self {
        let source = Source::Form(form);
        Self { source, report }
    }

    /// Reads a member that may be absent.
    pub(crate) fn optional<R: Rule>(&mut self, name: &'static str, rule: &R) -> Read<R::Value> {
        self.read(name, rule, |_| Ok(None))
    }

    /// Reads a member that must be there.
    pub(crate) fn required<R: Rule>(&mut self, name: &'static str, rule: &R) -> Read<R::Value> {
        self.read(name, rule, absent)
    }

    fn read<R: Rule>(
        &mut self,
        name: &'static str,
        rule: &R,
        absent: impl FnOnce(&mut Report) -> Read<R::Value>,
    ) -> Read<R::Value> {
        match self.source {
            Source::Object(object) => self.report.within(name, |report| match object.get(name) {
                None | Some(Json::Null) => absent(report),
                Some(node) => rule.read(node, report),
            }),
            Source::Form(form) => self
                .report
                .within(LowerFirst(name), |report| match form.member(name) {
                    None => absent(report),
                    Some(member) => {
                        let node = rule.typed(member, report)?;
                        rule.read(&node, report)
                    }
                }),
        }
    }
}

/// A member's name as the Query services tell it in messages: `UserName` as `userName`.
struct LowerFirst(&'static str);

impl fmt::Display for LowerFirst {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, rest) = self.0.split_at(1);
        write!(out, "{}{rest}", first.to_ascii_lowercase())
    }
}

/// Reads a value that may not be null.
pub(crate) fn read_present<R: Rule>(node: &Json<'_>, rule: &R, report: &mut Report) -> Read<R::Value> {
    match node {
        Json::Null => absent(report),
        node => rule.read(node, report),
    }
}

/// Notes that a value is not there.
fn absent<T>(report: &mut Report) -> Read<T> {
    report.violate(Given::Nothing, Constraint::NotNull);
    Ok(None)
}

/// Where the reader is, and what it has found.
#[derive(Default)]
pub(crate) struct Report {
    path: String,
    violations: Vec<Violation>,
}

impl Report {
    /// Runs `read` one step further down the path.
    pub(crate) fn within<T>(&mut self, step: impl fmt::Display, read: impl FnOnce(&mut Self) -> T) -> T {
        use fmt::Write as _;
        let length = self.path.len();
        let dot = if length == 0 { "" } else { "." };
        write!(self.path, "{dot}{step}").expect("writing to a string cannot fail");
        let outcome = read(self);
        self.path.truncate(length);
        outcome
    }

    /// Notes a broken constraint at the current path.
    pub(crate) fn violate(&mut self, value: Given, constraint: Constraint) {
        if self.violations.len() < MAX_VIOLATIONS {
            self.violations.push(Violation {
                path: self.path.clone(),
                value,
                constraint,
            });
        }
    }

    /// How many violations are noted.
    pub(crate) fn count(&self) -> usize {
        self.violations.len()
    }

    /// Forgets the violations after the first `count`; tells whether there were any.
    pub(crate) fn forget_after(&mut self, count: usize) -> bool {
        let any = self.violations.len() > count;
        self.violations.truncate(count);
        any
    }

    /// Hides the values of the violations after the first `count`.
    pub(crate) fn hide_after(&mut self, count: usize) {
        for violation in self.violations.iter_mut().skip(count) {
            violation.value = Given::Secret;
        }
    }

    /// The error of a value of the wrong form at the current path.
    pub(crate) fn malformed(&self, message: String) -> Malformed {
        Malformed {
            path: self.path.clone(),
            message,
        }
    }

    /// The error of a value that is not what `wanted` (with its article) names.
    pub(crate) fn mismatch(&self, node: &Json<'_>, wanted: &str) -> Malformed {
        let token = match node {
            Json::List(_) => return self.malformed("Start of list found where not expected".to_owned()),
            Json::Object(_) | Json::Form(_) => {
                return self.malformed("Start of structure or map found where not expected".to_owned());
            }
            Json::Null => "NULL_VALUE",
            Json::Bool(true) => "TRUE_VALUE",
            Json::Bool(false) => "FALSE_VALUE",
            Json::Number(_) => "NUMBER_VALUE",
            Json::Text(_) => "STRING_VALUE",
        };
        self.malformed(format!("{token} can not be converted to {wanted}"))
    }
}
