//! What can be wrong with work on tags, images and names by our own API, where ECR has no error for it.

use std::fmt;

use names::{RepositoryArn, Tag};

/// Why a tag, an image or a repository stays where it is. `Display` is a sentence of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagFault {
    /// The tag may not be taken away.
    Immutable(Tag, RepositoryArn),
    /// The tag does not name the image that the caller expects.
    Mismatch(Tag, RepositoryArn),
    /// The first repository cannot give its layers to the second, which is encrypted otherwise.
    Encryption(RepositoryArn, RepositoryArn),
    /// The name of the repository is bound to its key.
    Bound(RepositoryArn),
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
            Self::Encryption(source, target) => write!(
                f,
                "The repositories '{source}' and '{target}' are not encrypted alike, so that no image can be copied \
                 from one to the other. Pull it and push it."
            ),
            Self::Bound(repository) => write!(
                f,
                "The repository '{repository}' is encrypted with a KMS key, which is bound to its name. It cannot be \
                 renamed."
            ),
        }
    }
}
