//! Broken constraints, and the sentences in which AWS reports them (`ecr-behaviour`, section 2).

use std::fmt;

use crate::Constraint;

/// What a message tells of a value that breaks a constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// It is absent or null.
    Nothing,
    /// The value as AWS prints it, cut where it is long.
    Text(String),
    /// There is one, which the model calls sensitive.
    Secret,
}

/// One constraint that one value of a request breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The member's path, as AWS writes it: `imageIds.1.member.imageDigest`. Elements count from one.
    pub path: String,
    /// The value.
    pub value: Given,
    /// What it breaks.
    pub constraint: Constraint,
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Given::Text(value) => write!(out, "Value '{value}'")?,
            Given::Nothing => out.write_str("Value null")?,
            Given::Secret => out.write_str("Value")?,
        }
        write!(
            out,
            " at '{}' failed to satisfy constraint: {}",
            self.path, self.constraint
        )
    }
}

/// The code under which the Query services report broken constraints.
pub(crate) const QUERY_CODE: &str = "ValidationError";

/// The code under which JSON services report them whose models declare no such error.
pub(crate) const UNDECLARED_CODE: &str = "ValidationException";

/// The message of a `ValidationException` or `ValidationError`: a count, then each violation.
pub fn validation_message(violations: &[Violation]) -> String {
    let errors = if violations.len() == 1 { "error" } else { "errors" };
    let each: Vec<String> = violations.iter().map(Violation::to_string).collect();
    format!(
        "{} validation {errors} detected: {}",
        violations.len(),
        each.join("; ")
    )
}

/// The message of ECR's `InvalidParameterException`, for constraints and for what lies beyond them.
pub fn invalid_parameter_message(parameter: &str, why: &str) -> String {
    format!("Invalid parameter at '{parameter}' failed to satisfy constraint: '{why}'")
}

/// The first violation in the form of an `InvalidParameterException`, which names only one.
pub(crate) fn first_as_invalid_parameter(violations: &[Violation]) -> String {
    match violations.first() {
        Some(Violation {
            path,
            constraint: Constraint::Pattern(pattern),
            ..
        }) => invalid_parameter_message(path, &format!("must satisfy regular expression '{pattern}'")),
        Some(Violation { path, constraint, .. }) => invalid_parameter_message(path, &constraint.to_string()),
        None => validation_message(violations),
    }
}
