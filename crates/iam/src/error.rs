//! Why a document is no policy.

use crate::PolicyKind;

/// A refusal: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{problem}", shown_path(.path))]
pub struct PolicyError {
    /// Where, such as `Statement[0].Condition.Bool.aws:SecureTransport[1]`; empty for the whole.
    pub path: String,
    /// What.
    pub problem: Problem,
}

fn shown_path(path: &str) -> String {
    if path.is_empty() {
        String::new()
    } else {
        format!("{path}: ")
    }
}

/// What is wrong with an element of a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The document is longer than [`crate::Limits`] admit.
    #[error("the policy must not have more than {characters} characters")]
    TooLong {
        /// The limit.
        characters: usize,
    },
    /// Not one JSON text, or one that nests deeper than 127 levels.
    #[error("the policy must be one JSON object")]
    NotJson,
    /// An element of no name that the grammar has. Case matters.
    #[error("unknown element {name:?}")]
    Unknown {
        /// The name, cut to a length that can be shown.
        name: String,
    },
    /// A name that occurs twice in one object; condition keys are the same in any case.
    #[error("{name:?} is repeated")]
    Repeated {
        /// The name, cut to a length that can be shown.
        name: String,
    },
    /// A value of another JSON type.
    #[error("must be {expected}")]
    WrongType {
        /// What is wanted.
        expected: &'static str,
    },
    /// A list or text without content.
    #[error("must not be empty")]
    Empty,
    /// An element that must be there.
    #[error("{element} is required")]
    Missing {
        /// Which, or which pair.
        element: &'static str,
    },
    /// Two elements that exclude each other.
    #[error("{first} and {second} must not both be given")]
    Exclusive {
        /// The one.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// An element that policies of this kind do not have.
    #[error("{} must not have {element}", .kind.name())]
    NotOfKind {
        /// Which element.
        element: &'static str,
        /// The policy's kind.
        kind: PolicyKind,
    },
    /// A value that does not follow its grammar.
    #[error("{value:?} must be {rule}")]
    Malformed {
        /// The value, cut to a length that can be shown.
        value: String,
        /// The grammar in words.
        rule: &'static str,
    },
}

impl Problem {
    pub(crate) fn malformed(value: &str, rule: &'static str) -> Self {
        let value = shown(value);
        Self::Malformed { value, rule }
    }
}

/// A text of the document in a length that a message can hold.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(64).collect()
}
