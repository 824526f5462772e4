//! `ecr`: error codes. Written by `cargo xtask codegen` from `models/ecr`.

use crate::facts::ErrorFacts;

/// The errors that the service model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
    /// `BlockedByOrganizationPolicyException`.
    BlockedByOrganizationPolicy,
    /// `EmptyUploadException`.
    EmptyUpload,
    /// `ExclusionAlreadyExistsException`.
    ExclusionAlreadyExists,
    /// `ExclusionNotFoundException`.
    ExclusionNotFound,
    /// `ImageAlreadyExistsException`.
    ImageAlreadyExists,
    /// `ImageArchivedException`.
    ImageArchived,
    /// `ImageDigestDoesNotMatchException`.
    ImageDigestDoesNotMatch,
    /// `ImageNotFoundException`.
    ImageNotFound,
    /// `ImageStorageClassUpdateNotSupportedException`.
    ImageStorageClassUpdateNotSupported,
    /// `ImageTagAlreadyExistsException`.
    ImageTagAlreadyExists,
    /// `InvalidLayerException`.
    InvalidLayer,
    /// `InvalidLayerPartException`.
    InvalidLayerPart,
    /// `InvalidParameterException`.
    InvalidParameter,
    /// `InvalidTagParameterException`.
    InvalidTagParameter,
    /// `KmsException`.
    Kms,
    /// `LayerAlreadyExistsException`.
    LayerAlreadyExists,
    /// `LayerInaccessibleException`.
    LayerInaccessible,
    /// `LayerPartTooSmallException`.
    LayerPartTooSmall,
    /// `LayersNotFoundException`.
    LayersNotFound,
    /// `LifecyclePolicyNotFoundException`.
    LifecyclePolicyNotFound,
    /// `LifecyclePolicyPreviewInProgressException`.
    LifecyclePolicyPreviewInProgress,
    /// `LifecyclePolicyPreviewNotFoundException`.
    LifecyclePolicyPreviewNotFound,
    /// `LimitExceededException`.
    LimitExceeded,
    /// `PullThroughCacheRuleAlreadyExistsException`.
    PullThroughCacheRuleAlreadyExists,
    /// `PullThroughCacheRuleNotFoundException`.
    PullThroughCacheRuleNotFound,
    /// `ReferencedImagesNotFoundException`.
    ReferencedImagesNotFound,
    /// `RegistryPolicyNotFoundException`.
    RegistryPolicyNotFound,
    /// `ReplicationBackfillInProgressException`.
    ReplicationBackfillInProgress,
    /// `ReplicationBackfillInvalidStatusException`.
    ReplicationBackfillInvalidStatus,
    /// `ReplicationBackfillNotFoundException`.
    ReplicationBackfillNotFound,
    /// `RepositoryAlreadyExistsException`.
    RepositoryAlreadyExists,
    /// `RepositoryNotEmptyException`.
    RepositoryNotEmpty,
    /// `RepositoryNotFoundException`.
    RepositoryNotFound,
    /// `RepositoryPolicyNotFoundException`.
    RepositoryPolicyNotFound,
    /// `ScanNotFoundException`.
    ScanNotFound,
    /// `SecretNotFoundException`.
    SecretNotFound,
    /// `ServerException`.
    Server,
    /// `SigningConfigurationNotFoundException`.
    SigningConfigurationNotFound,
    /// `TemplateAlreadyExistsException`.
    TemplateAlreadyExists,
    /// `TemplateNotFoundException`.
    TemplateNotFound,
    /// `TooManyTagsException`.
    TooManyTags,
    /// `UnableToAccessSecretException`.
    UnableToAccessSecret,
    /// `UnableToDecryptSecretValueException`.
    UnableToDecryptSecretValue,
    /// `UnableToGetUpstreamImageException`.
    UnableToGetUpstreamImage,
    /// `UnableToGetUpstreamLayerException`.
    UnableToGetUpstreamLayer,
    /// `UnableToListUpstreamImageReferrersException`.
    UnableToListUpstreamImageReferrers,
    /// `UnsupportedImageTypeException`.
    UnsupportedImageType,
    /// `UnsupportedUpstreamRegistryException`.
    UnsupportedUpstreamRegistry,
    /// `UploadNotFoundException`.
    UploadNotFound,
    /// `ValidationException`.
    Validation,
}

impl ErrorCode {
    /// Every code, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::BlockedByOrganizationPolicy,
        Self::EmptyUpload,
        Self::ExclusionAlreadyExists,
        Self::ExclusionNotFound,
        Self::ImageAlreadyExists,
        Self::ImageArchived,
        Self::ImageDigestDoesNotMatch,
        Self::ImageNotFound,
        Self::ImageStorageClassUpdateNotSupported,
        Self::ImageTagAlreadyExists,
        Self::InvalidLayer,
        Self::InvalidLayerPart,
        Self::InvalidParameter,
        Self::InvalidTagParameter,
        Self::Kms,
        Self::LayerAlreadyExists,
        Self::LayerInaccessible,
        Self::LayerPartTooSmall,
        Self::LayersNotFound,
        Self::LifecyclePolicyNotFound,
        Self::LifecyclePolicyPreviewInProgress,
        Self::LifecyclePolicyPreviewNotFound,
        Self::LimitExceeded,
        Self::PullThroughCacheRuleAlreadyExists,
        Self::PullThroughCacheRuleNotFound,
        Self::ReferencedImagesNotFound,
        Self::RegistryPolicyNotFound,
        Self::ReplicationBackfillInProgress,
        Self::ReplicationBackfillInvalidStatus,
        Self::ReplicationBackfillNotFound,
        Self::RepositoryAlreadyExists,
        Self::RepositoryNotEmpty,
        Self::RepositoryNotFound,
        Self::RepositoryPolicyNotFound,
        Self::ScanNotFound,
        Self::SecretNotFound,
        Self::Server,
        Self::SigningConfigurationNotFound,
        Self::TemplateAlreadyExists,
        Self::TemplateNotFound,
        Self::TooManyTags,
        Self::UnableToAccessSecret,
        Self::UnableToDecryptSecretValue,
        Self::UnableToGetUpstreamImage,
        Self::UnableToGetUpstreamLayer,
        Self::UnableToListUpstreamImageReferrers,
        Self::UnsupportedImageType,
        Self::UnsupportedUpstreamRegistry,
        Self::UploadNotFound,
        Self::Validation,
    ];

    /// The name on the wire: the `__type` of an AWS JSON error, the `Code` of an AWS Query one.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The HTTP status of the answer.
    pub fn http_status(self) -> u16 {
        self.facts().http_status
    }

    /// The members that the error has beside its message.
    pub fn members(self) -> &'static [&'static str] {
        self.facts().members
    }

    fn facts(self) -> &'static ErrorFacts {
        &FACTS[self as usize]
    }
}

static FACTS: [ErrorFacts; 50] = [
    ErrorFacts {
        name: "BlockedByOrganizationPolicyException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "EmptyUploadException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ExclusionAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ExclusionNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageArchivedException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageDigestDoesNotMatchException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageStorageClassUpdateNotSupportedException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageTagAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidLayerException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidLayerPartException",
        http_status: 400,
        members: &[
            "registryId",
            "repositoryName",
            "uploadId",
            "lastValidByteReceived",
        ],
    },
    ErrorFacts {
        name: "InvalidParameterException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidTagParameterException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "KmsException",
        http_status: 400,
        members: &["kmsError"],
    },
    ErrorFacts {
        name: "LayerAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LayerInaccessibleException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LayerPartTooSmallException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LayersNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LifecyclePolicyNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LifecyclePolicyPreviewInProgressException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LifecyclePolicyPreviewNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LimitExceededException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "PullThroughCacheRuleAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "PullThroughCacheRuleNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ReferencedImagesNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RegistryPolicyNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ReplicationBackfillInProgressException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ReplicationBackfillInvalidStatusException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ReplicationBackfillNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryNotEmptyException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryPolicyNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ScanNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "SecretNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ServerException",
        http_status: 500,
        members: &[],
    },
    ErrorFacts {
        name: "SigningConfigurationNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "TemplateAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "TemplateNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "TooManyTagsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnableToAccessSecretException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnableToDecryptSecretValueException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnableToGetUpstreamImageException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnableToGetUpstreamLayerException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnableToListUpstreamImageReferrersException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnsupportedImageTypeException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnsupportedUpstreamRegistryException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UploadNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ValidationException",
        http_status: 400,
        members: &[],
    },
];
