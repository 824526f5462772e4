//! What can go wrong, in the product's words. Status codes and error names are chosen in
//! `server`; the sentences here are ECR's where ECR has one.

use blobs::KeyError;
use names::{Digest, RegistryKey, RepositoryArn, Tag, UploadId};

use crate::{
    Denied, ExclusionFault, IdentityFault, ImageName, KmsFault, MasterKeyError, QuotaFault,
    SessionTokenError, StorageFault, TagFault, TemplateFault,
};

/// Why a call did not do what was asked. `Display` is the sentence that the caller may read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error("{0}")]
    Denied(Denied),
    /// The caller's user, role or access key is gone, or its token was revoked.
    #[error("The security token included in the request is invalid.")]
    CredentialRevoked,
    /// The session token that came with a signature is none of ours, or has ended.
    #[error("{0}")]
    SessionToken(SessionTokenError),
    /// No such repository.
    #[error("The repository with name '{}' does not exist in the registry with id '{}'", .0.name, .0.registry.account)]
    RepositoryNotFound(RepositoryArn),
    /// The name is taken.
    #[error("The repository with name '{}' already exists in the registry with id '{}'", .0.name, .0.registry.account)]
    RepositoryExists(RepositoryArn),
    /// A repository with images is deleted only by force.
    #[error(
        "The repository with name '{}' in registry with id '{}' cannot be deleted because it still contains images",
        .0.name, .0.registry.account
    )]
    RepositoryNotEmpty(RepositoryArn),
    /// A manifest that was read on its own is not there.
    #[error("Requested image not found")]
    ManifestNotFound,
    /// One of the images that were to be described is not there.
    #[error(
        "The image with imageId {{imageDigest:'{}', imageTag:'{}'}} does not exist within the repository with name \
         '{}' in the registry with id '{}'",
        .image.digest.as_deref().unwrap_or("null"), .image.tag.as_deref().unwrap_or("null"),
        .repository.name, .repository.registry.account
    )]
    ImageNotFound {
        /// What was asked for.
        image: ImageName,
        /// Where.
        repository: RepositoryArn,
    },
    /// The image is there already, under that tag.
    #[error(
        "Image with digest '{digest}' and tag '{}' already exists in the repository with name '{}' in registry with \
         id '{}'",
        .tag.as_ref().map_or("null", Tag::as_str), .repository.name, .repository.registry.account
    )]
    ImageExists {
        /// The image.
        digest: Box<Digest>,
        /// The tag that was pushed, if one was.
        tag: Option<Tag>,
        /// Where.
        repository: RepositoryArn,
    },
    /// The tag names another image and may not move.
    #[error(
        "The image tag '{tag}' already exists in the '{}' repository and cannot be overwritten because the tag is \
         immutable.",
        .repository.name
    )]
    TagImmutable {
        /// The tag.
        tag: Tag,
        /// Where.
        repository: RepositoryArn,
    },
    /// The digest that came with a manifest is not the manifest's.
    #[error("The image digest '{given}' does not match the digest '{computed}' of the image manifest")]
    ImageDigestMismatch {
        /// What the caller said.
        given: Box<Digest>,
        /// What the bytes say.
        computed: Digest,
    },
    /// The manifest names layers that are not in the repository.
    #[error(
        "The following layers do not exist in the repository '{}': [{}]",
        .repository.name, join(.digests)
    )]
    LayersNotFound {
        /// Configuration and layers that are missing.
        digests: Vec<Digest>,
        /// Where.
        repository: RepositoryArn,
    },
    /// The index names images that are not in the repository.
    #[error(
        "The following images referenced by the manifest list do not exist in the repository '{}': [{}]",
        .repository.name, join(.digests)
    )]
    ReferencedImagesNotFound {
        /// Children that are missing.
        digests: Vec<Digest>,
        /// Where.
        repository: RepositoryArn,
    },
    /// The manifest's bytes are not an acceptable manifest.
    #[error("Invalid parameter at 'ImageManifest' failed to satisfy constraint: '{0}'")]
    ManifestInvalid(oci::ManifestError),
    /// Something is protected from deletion (ours).
    #[error(transparent)]
    Protection(#[from] crate::ProtectionFault),
    /// An image cannot be deleted while an index lists it.
    #[error("Requested image referenced by manifest list: [{}]", join(.0))]
    ImageReferenced(Vec<Digest>),
    /// No such tag to delete.
    #[error("Requested image not found")]
    TagNotFound,
    /// The storage class of the image cannot be updated.
    #[error("{0}")]
    StorageClass(StorageFault),
    /// A layer that was read on its own is not in the repository.
    #[error("The layer with digest '{digest}' does not exist in the repository with name '{}'", .repository.name)]
    LayerNotFound {
        /// The layer.
        digest: Digest,
        /// Where.
        repository: RepositoryArn,
    },
    /// The layer was uploaded, but no image of the repository has it yet.
    #[error(
        "The layer with digest '{digest}' in the repository with name '{}' is not referenced by any image and cannot \
         be downloaded",
        .repository.name
    )]
    LayerInaccessible {
        /// The layer.
        digest: Digest,
        /// Where.
        repository: RepositoryArn,
    },
    /// Only images that are in the archive have the layer. Our sentence.
    #[error(
        "The layer with digest '{digest}' in the repository with name '{}' is in the storage class ARCHIVE and cannot \
         be downloaded",
        .repository.name
    )]
    LayerArchived {
        /// The layer.
        digest: Digest,
        /// Where.
        repository: RepositoryArn,
    },
    /// The repository has the layer already.
    #[error("Layer with digest '{digest}' already exists in the repository with name '{}'", .repository.name)]
    LayerExists {
        /// The layer.
        digest: Digest,
        /// Where.
        repository: RepositoryArn,
    },
    /// No upload of this caller in this repository has that id.
    #[error(
        "The upload with id '{upload}' does not exist in the repository with name '{}' in the registry with id '{}'",
        .repository.name, .repository.registry.account
    )]
    UploadNotFound {
        /// What was asked for.
        upload: UploadId,
        /// Where.
        repository: RepositoryArn,
    },
    /// A part does not start where the last one ended, or is not as long as it says.
    #[error(
        "The layer part must start at byte {received}, after the bytes received so far, and be as long as its first \
         and last byte say"
    )]
    PartOutOfOrder {
        /// Where.
        repository: RepositoryArn,
        /// Whose part.
        upload: UploadId,
        /// Bytes received so far.
        received: u64,
    },
    /// Another part of the same upload is being received at this moment.
    #[error("Another part of the upload with id '{0}' is being received")]
    UploadBusy(UploadId),
    /// An upload without a byte cannot be completed through the layer API.
    #[error("The upload with id '{0}' holds no layer parts")]
    UploadEmpty(UploadId),
    /// The bytes of a layer do not have the digest that the caller gave.
    #[error("The layer digest '{given}' does not match the digest '{computed}' of the uploaded bytes")]
    LayerDigestMismatch {
        /// What the caller said.
        given: Box<Digest>,
        /// What the bytes say.
        computed: Digest,
    },
    /// A part before the last one was under the limit.
    #[error("All layer parts except the last part should be at least 5MB")]
    LayerPartTooSmall,
    /// There would be more of something than a quota allows.
    #[error("{0}")]
    QuotaExceeded(QuotaFault),
    /// A bound of a size would be exceeded, or one that nobody can change; the text names it.
    #[error("{0}")]
    LimitExceeded(String),
    /// A parameter that the model accepts means nothing here.
    #[error("Invalid parameter at '{parameter}' failed to satisfy constraint: '{why}'")]
    InvalidParameter {
        /// The parameter, as ECR spells it.
        parameter: &'static str,
        /// The rule that it breaks.
        why: String,
    },
    /// More resource tags than a repository may have.
    #[error("The maximum number of tags that can be added to a repository is 50")]
    TooManyTags,
    /// A resource tag outside its bounds.
    #[error("{0}")]
    InvalidTag(String),
    /// The caller's body ended early, stalled or was too long; nothing of it counts.
    #[error("The request body could not be read: {0}")]
    Body(blobs::SourceError),
    /// IAM or STS refuses.
    #[error("{message}")]
    Identity {
        /// Why.
        fault: IdentityFault,
        /// AWS's sentence.
        message: String,
    },
    /// KMS refuses.
    #[error("{message}")]
    Kms {
        /// Why.
        fault: KmsFault,
        /// KMS's sentence.
        message: String,
    },
    /// The repository has no policy.
    #[error(
        "Repository policy does not exist for the repository with name '{}' in the registry with id '{}'",
        .0.name, .0.registry.account
    )]
    RepositoryPolicyNotFound(RepositoryArn),
    /// The repository has no lifecycle policy.
    #[error(
        "Lifecycle policy does not exist for the repository with name '{}' in the registry with id '{}'",
        .0.name, .0.registry.account
    )]
    LifecyclePolicyNotFound(RepositoryArn),
    /// No preview of a lifecycle policy was asked for in the repository. Our sentence.
    #[error(
        "Lifecycle policy preview does not exist for the repository with name '{}' in the registry with id '{}'",
        .0.name, .0.registry.account
    )]
    LifecyclePreviewNotFound(RepositoryArn),
    /// A preview is being made already. Our sentence.
    #[error(
        "The previous lifecycle policy preview for the repository with name '{}' in the registry with id '{}' has not \
         completed. Wait and try again.",
        .0.name, .0.registry.account
    )]
    LifecyclePreviewInProgress(RepositoryArn),
    /// The registry has no policy.
    #[error("Registry policy does not exist in the registry with id '{}'", .0.account)]
    RegistryPolicyNotFound(RegistryKey),
    /// A repository creation template is there, or is not.
    #[error("{0}")]
    Template(TemplateFault),
    /// A tag is not what the caller of our own API expects, or stays where it is.
    #[error("{0}")]
    Tag(TagFault),
    /// A principal is excluded from the recording of pulls, or is not.
    #[error("{0}")]
    Exclusion(ExclusionFault),
    /// The key of a layer's bytes may not be used, or its keeper does not answer.
    #[error("{0}")]
    LayerKey(KeyError),
    /// Nobody but the operator can do anything about it.
    #[error("The server could not complete the request")]
    Internal(#[from] Internal),
}

/// The context of a failure that is not the caller's, for the log and not for the answer.
#[derive(Debug, thiserror::Error)]
pub enum Internal {
    /// The metadata database failed.
    #[error("metadata: {0}")]
    Meta(#[from] meta::Error),
    /// The byte store failed.
    #[error("blob store: {0}")]
    Blobs(#[from] blobs::Error),
    /// The master key does not open the installation.
    #[error("{0}")]
    MasterKey(MasterKeyError),
    /// Something that is always true was not.
    #[error("{0}")]
    Broken(String),
}

impl From<meta::Error> for Error {
    fn from(error: meta::Error) -> Self {
        Self::Internal(Internal::Meta(error))
    }
}

impl From<blobs::Error> for Error {
    fn from(error: blobs::Error) -> Self {
        match error {
            blobs::Error::Key(key) => Self::LayerKey(key),
            other => Self::Internal(Internal::Blobs(other)),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

pub(crate) fn join(digests: &[Digest]) -> String {
    digests
        .iter()
        .map(Digest::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
