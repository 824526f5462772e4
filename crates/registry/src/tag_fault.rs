//! What can be wrong with work on tags by our own API, where ECR has no error for it.

use std::fmt;

use names::{RepositoryArn, Tag};

/// Why a tag stays as it is. `Display` is a sentence of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagFault {
    /// The tag may not be taken away.
    Immutable(Tag, RepositoryArn),
    /// The tag does not name the image that the caller expects.
    Mismatch(Tag, RepositoryArn),
}

impl fmt::Display for TagFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Immutable(tag, repository) => write!(
                f,
                "The image tag '{tag}' in the '{}' repository cannot be removed because the tag is immutable.",
                repository.name
            ),
            Self::Mismatch(tag, repository) => write!(
                f,
                "The image tag '{tag}' in the '{}' repository does not name the expected image.",
                repository.name
            ),
        }
    }
}
