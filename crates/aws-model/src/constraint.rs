//! What a model may ask of a value, in AWS's words.

use std::fmt;

/// A constraint of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// A required member is absent or null.
    NotNull,
    /// At most so many characters (UTF-16 units), bytes or elements.
    MaxLength(u64),
    /// At least so many characters (UTF-16 units), bytes or elements.
    MinLength(u64),
    /// The whole text matches the model's pattern.
    Pattern(&'static str),
    /// The text is one of the model's values.
    Values(&'static [&'static str]),
    /// The number is at most this.
    Max(i64),
    /// The number is at least this.
    Min(i64),
    /// Each element of a list of plain values meets these.
    Each(Vec<Constraint>),
}

impl fmt::Display for Constraint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotNull => out.write_str("Member must not be null"),
            Self::MaxLength(max) => write!(out, "Member must have length less than or equal to {max}"),
            Self::MinLength(min) => write!(out, "Member must have length greater than or equal to {min}"),
            Self::Pattern(pattern) => {
                write!(out, "Member must satisfy regular expression pattern: {pattern}")
            }
            Self::Values(values) => {
                write!(out, "Member must satisfy enum value set: [{}]", values.join(", "))
            }
            Self::Max(max) => write!(out, "Member must have value less than or equal to {max}"),
            Self::Min(min) => write!(out, "Member must have value greater than or equal to {min}"),
            Self::Each(constraints) => {
                out.write_str("Member must satisfy constraint: [")?;
                for (index, constraint) in constraints.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    write!(out, "{comma}{constraint}")?;
                }
                out.write_str("]")
            }
        }
    }
}
