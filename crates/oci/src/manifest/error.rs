//! Why some bytes are no manifest.

use names::MediaType;

use super::{MAX_DEPTH, MAX_LENGTH};
use crate::ErrorCode;

/// Why a manifest is refused. The text of each is the constraint that ECR's errors quote, as
/// in `Invalid parameter at 'ImageManifest' failed to satisfy constraint: '<text>'`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Longer than [`MAX_LENGTH`].
    #[error("Member must have length less than or equal to {MAX_LENGTH}")]
    TooLarge,
    /// Not one JSON text in UTF-8, or more than that.
    #[error("Invalid JSON syntax")]
    InvalidJson,
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("Invalid JSON syntax: nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// Some object has this key twice, and readers differ on which one counts.
    #[error("Invalid JSON syntax: the key {key:?} is repeated")]
    DuplicateKey {
        /// The key, cut to a length that can be shown.
        key: String,
    },
    /// Some readers take this key for a defined one that is spelled in other case.
    #[error("the member {key:?} of {place} must be spelled '{expected}'")]
    MisspelledKey {
        /// Where the key is.
        place: String,
        /// The key as it is.
        key: String,
        /// The key as the specification has it.
        expected: &'static str,
    },
    /// The document has the members of more than one kind of manifest.
    #[error("the members {members} must not occur in one manifest")]
    Ambiguous {
        /// The members that exclude each other.
        members: &'static str,
    },
    /// `schemaVersion` is missing or neither 1 nor 2.
    #[error("schemaVersion must be 2")]
    SchemaVersion,
    /// A Docker image manifest of schema 1.
    #[error("image manifests of schema 1 are not supported; push the image again with a current client")]
    Schema1,
    /// Some other kind of document, such as the artifact manifest of ORAS.
    #[error(
        "the media type '{media_type}' is not supported; push an image manifest or an image index of \
         OCI or Docker schema 2"
    )]
    UnsupportedMediaType {
        /// What the document is.
        media_type: MediaType,
    },
    /// Neither the client nor the document says what the document is.
    #[error("imageManifestMediaType must be given for a manifest without the member mediaType")]
    MissingMediaType,
    /// The client and the document say different things.
    #[error("the manifest's mediaType '{own}' must be the media type given, '{given}'")]
    MediaTypeMismatch {
        /// What the client says.
        given: MediaType,
        /// What the document says.
        own: MediaType,
    },
    /// A member that must be there is not.
    #[error("{place} must be present")]
    Missing {
        /// Which member.
        place: String,
    },
    /// A member is not of the type or form that it must have.
    #[error("{place} must be {rule}")]
    Malformed {
        /// Which member.
        place: String,
        /// What it must be.
        rule: &'static str,
    },
    /// A digest does not follow the grammar of digests.
    #[error("{place} must be a digest")]
    Digest {
        /// Which member.
        place: String,
    },
    /// A digest of an algorithm that this registry does not compute.
    #[error("{place} must be a digest of sha256 or sha512")]
    DigestAlgorithm {
        /// Which member.
        place: String,
    },
}

impl ManifestError {
    /// The code of the error in the OCI API.
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Digest { .. } | Self::DigestAlgorithm { .. } => ErrorCode::DigestInvalid,
            _ => ErrorCode::ManifestInvalid,
        }
    }
}

/// A key of the document in a length that a message can hold.
pub(super) fn shown(key: &str) -> String {
    key.chars().take(64).collect()
}
