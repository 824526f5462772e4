//! What is noted of something that is deleted, beside what it was.

use stdx::Timestamp;

use crate::Error;
use crate::row::corrupt;

/// Who deletes something, when and why, and whether it can be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// When.
    pub at: Timestamp,
    /// The principal that asked for it, or the name of the job that did it.
    pub by: String,
    /// Why.
    pub cause: RemovalCause,
    /// Whether it stays restorable.
    pub keep: Keep,
}

/// Why something was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemovalCause {
    /// Somebody asked for it.
    Request,
    /// The lifecycle policy of the repository.
    LifecyclePolicy,
}

/// Whether what is deleted stays restorable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// For a while.
    Restorable,
    /// It is gone.
    Nothing,
}

impl RemovalCause {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::LifecyclePolicy => "LIFECYCLE_POLICY",
        }
    }

    pub(crate) fn read(text: &str, column: &str) -> Result<Self, Error> {
        match text {
            "REQUEST" => Ok(Self::Request),
            "LIFECYCLE_POLICY" => Ok(Self::LifecyclePolicy),
            _ => Err(corrupt(column)),
        }
    }
}
