//! Operations of `ecr`. Written by `cargo xtask codegen` from `models/ecr`.

use super::ErrorCode;
use crate::facts::{OperationFacts, Paging};
use crate::{Violation, violation};

/// The service in a signature's credential scope and in IAM actions.
pub const SIGNING_NAME: &str = "ecr";
/// What stands before the dot in `X-Amz-Target`.
pub const TARGET_PREFIX: &str = "AmazonEC2ContainerRegistry_V20150921";
/// The operations of the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `BatchCheckLayerAvailability`.
    BatchCheckLayerAvailability,
    /// `BatchDeleteImage`.
    BatchDeleteImage,
    /// `BatchGetImage`.
    BatchGetImage,
    /// `BatchGetRepositoryScanningConfiguration`.
    BatchGetRepositoryScanningConfiguration,
    /// `CompleteLayerUpload`.
    CompleteLayerUpload,
    /// `CreatePullThroughCacheRule`.
    CreatePullThroughCacheRule,
    /// `CreateRepository`.
    CreateRepository,
    /// `CreateRepositoryCreationTemplate`.
    CreateRepositoryCreationTemplate,
    /// `DeleteLifecyclePolicy`.
    DeleteLifecyclePolicy,
    /// `DeletePullThroughCacheRule`.
    DeletePullThroughCacheRule,
    /// `DeleteRegistryPolicy`.
    DeleteRegistryPolicy,
    /// `DeleteRepository`.
    DeleteRepository,
    /// `DeleteRepositoryCreationTemplate`.
    DeleteRepositoryCreationTemplate,
    /// `DeleteRepositoryPolicy`.
    DeleteRepositoryPolicy,
    /// `DeleteSigningConfiguration`.
    DeleteSigningConfiguration,
    /// `DeregisterPullTimeUpdateExclusion`.
    DeregisterPullTimeUpdateExclusion,
    /// `DescribeImageReplicationStatus`.
    DescribeImageReplicationStatus,
    /// `DescribeImageScanFindings`.
    DescribeImageScanFindings,
    /// `DescribeImageSigningStatus`.
    DescribeImageSigningStatus,
    /// `DescribeImages`.
    DescribeImages,
    /// `DescribePullThroughCacheRules`.
    DescribePullThroughCacheRules,
    /// `DescribeRegistry`.
    DescribeRegistry,
    /// `DescribeReplicationBackfillResults`.
    DescribeReplicationBackfillResults,
    /// `DescribeRepositories`.
    DescribeRepositories,
    /// `DescribeRepositoryCreationTemplates`.
    DescribeRepositoryCreationTemplates,
    /// `GetAccountSetting`.
    GetAccountSetting,
    /// `GetAuthorizationToken`.
    GetAuthorizationToken,
    /// `GetDownloadUrlForLayer`.
    GetDownloadUrlForLayer,
    /// `GetLifecyclePolicy`.
    GetLifecyclePolicy,
    /// `GetLifecyclePolicyPreview`.
    GetLifecyclePolicyPreview,
    /// `GetRegistryPolicy`.
    GetRegistryPolicy,
    /// `GetRegistryScanningConfiguration`.
    GetRegistryScanningConfiguration,
    /// `GetRepositoryPolicy`.
    GetRepositoryPolicy,
    /// `GetSigningConfiguration`.
    GetSigningConfiguration,
    /// `InitiateLayerUpload`.
    InitiateLayerUpload,
    /// `ListImageReferrers`.
    ListImageReferrers,
    /// `ListImages`.
    ListImages,
    /// `ListPullTimeUpdateExclusions`.
    ListPullTimeUpdateExclusions,
    /// `ListReplicationBackfills`.
    ListReplicationBackfills,
    /// `ListTagsForResource`.
    ListTagsForResource,
    /// `PutAccountSetting`.
    PutAccountSetting,
    /// `PutImage`.
    PutImage,
    /// `PutImageScanningConfiguration`.
    PutImageScanningConfiguration,
    /// `PutImageTagMutability`.
    PutImageTagMutability,
    /// `PutLifecyclePolicy`.
    PutLifecyclePolicy,
    /// `PutRegistryPolicy`.
    PutRegistryPolicy,
    /// `PutRegistryScanningConfiguration`.
    PutRegistryScanningConfiguration,
    /// `PutReplicationConfiguration`.
    PutReplicationConfiguration,
    /// `PutSigningConfiguration`.
    PutSigningConfiguration,
    /// `RegisterPullTimeUpdateExclusion`.
    RegisterPullTimeUpdateExclusion,
    /// `SetRepositoryPolicy`.
    SetRepositoryPolicy,
    /// `StartImageScan`.
    StartImageScan,
    /// `StartLifecyclePolicyPreview`.
    StartLifecyclePolicyPreview,
    /// `StartReplicationBackfill`.
    StartReplicationBackfill,
    /// `StopReplicationBackfill`.
    StopReplicationBackfill,
    /// `TagResource`.
    TagResource,
    /// `UntagResource`.
    UntagResource,
    /// `UpdateImageStorageClass`.
    UpdateImageStorageClass,
    /// `UpdatePullThroughCacheRule`.
    UpdatePullThroughCacheRule,
    /// `UpdateRepositoryCreationTemplate`.
    UpdateRepositoryCreationTemplate,
    /// `UploadLayerPart`.
    UploadLayerPart,
    /// `ValidatePullThroughCacheRule`.
    ValidatePullThroughCacheRule,
}
impl Operation {
    /// Every operation, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::BatchCheckLayerAvailability,
        Self::BatchDeleteImage,
        Self::BatchGetImage,
        Self::BatchGetRepositoryScanningConfiguration,
        Self::CompleteLayerUpload,
        Self::CreatePullThroughCacheRule,
        Self::CreateRepository,
        Self::CreateRepositoryCreationTemplate,
        Self::DeleteLifecyclePolicy,
        Self::DeletePullThroughCacheRule,
        Self::DeleteRegistryPolicy,
        Self::DeleteRepository,
        Self::DeleteRepositoryCreationTemplate,
        Self::DeleteRepositoryPolicy,
        Self::DeleteSigningConfiguration,
        Self::DeregisterPullTimeUpdateExclusion,
        Self::DescribeImageReplicationStatus,
        Self::DescribeImageScanFindings,
        Self::DescribeImageSigningStatus,
        Self::DescribeImages,
        Self::DescribePullThroughCacheRules,
        Self::DescribeRegistry,
        Self::DescribeReplicationBackfillResults,
        Self::DescribeRepositories,
        Self::DescribeRepositoryCreationTemplates,
        Self::GetAccountSetting,
        Self::GetAuthorizationToken,
        Self::GetDownloadUrlForLayer,
        Self::GetLifecyclePolicy,
        Self::GetLifecyclePolicyPreview,
        Self::GetRegistryPolicy,
        Self::GetRegistryScanningConfiguration,
        Self::GetRepositoryPolicy,
        Self::GetSigningConfiguration,
        Self::InitiateLayerUpload,
        Self::ListImageReferrers,
        Self::ListImages,
        Self::ListPullTimeUpdateExclusions,
        Self::ListReplicationBackfills,
        Self::ListTagsForResource,
        Self::PutAccountSetting,
        Self::PutImage,
        Self::PutImageScanningConfiguration,
        Self::PutImageTagMutability,
        Self::PutLifecyclePolicy,
        Self::PutRegistryPolicy,
        Self::PutRegistryScanningConfiguration,
        Self::PutReplicationConfiguration,
        Self::PutSigningConfiguration,
        Self::RegisterPullTimeUpdateExclusion,
        Self::SetRepositoryPolicy,
        Self::StartImageScan,
        Self::StartLifecyclePolicyPreview,
        Self::StartReplicationBackfill,
        Self::StopReplicationBackfill,
        Self::TagResource,
        Self::UntagResource,
        Self::UpdateImageStorageClass,
        Self::UpdatePullThroughCacheRule,
        Self::UpdateRepositoryCreationTemplate,
        Self::UploadLayerPart,
        Self::ValidatePullThroughCacheRule,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Whether the operation changes nothing that a caller can see.
    pub fn is_read_only(self) -> bool {
        self.facts().is_read_only
    }

    /// The errors that the model declares for the operation.
    pub fn errors(self) -> &'static [ErrorCode] {
        self.facts().errors
    }

    /// How the operation pages; none when it does not.
    pub fn paging(self) -> Option<&'static Paging> {
        self.facts().paging.as_ref()
    }

    fn facts(self) -> &'static OperationFacts<ErrorCode> {
        &FACTS[self as usize]
    }

    /// Finds an operation by its name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operation| operation.name() == name)
    }

    /// Finds an operation by the value of `X-Amz-Target`.
    pub fn from_target(target: &str) -> Option<Self> {
        Self::from_name(target.strip_prefix(TARGET_PREFIX)?.strip_prefix('.')?)
    }

    /// The error that reports broken constraints of the operation's input, and its message.
    pub fn constraint_error(self, violations: &[Violation]) -> (ErrorCode, String) {
        let declares = |code| self.errors().contains(&code);
        if declares(ErrorCode::Validation) && !declares(ErrorCode::InvalidParameter) {
            return (ErrorCode::Validation, violation::validation_message(violations));
        }

        (
            ErrorCode::InvalidParameter,
            violation::first_as_invalid_parameter(violations),
        )
    }
}
static FACTS: [OperationFacts<ErrorCode>; 62] = [
    OperationFacts {
        name: "BatchCheckLayerAvailability",
        is_read_only: true,
        errors: &[
            ErrorCode::RepositoryNotFound,
            ErrorCode::InvalidParameter,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "BatchDeleteImage",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "BatchGetImage",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::LimitExceeded,
            ErrorCode::UnableToGetUpstreamImage,
        ],
        paging: None,
    },
    OperationFacts {
        name: "BatchGetRepositoryScanningConfiguration",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "CompleteLayerUpload",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::UploadNotFound,
            ErrorCode::InvalidLayer,
            ErrorCode::LayerPartTooSmall,
            ErrorCode::LayerAlreadyExists,
            ErrorCode::EmptyUpload,
            ErrorCode::Kms,
        ],
        paging: None,
    },
    OperationFacts {
        name: "CreatePullThroughCacheRule",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::PullThroughCacheRuleAlreadyExists,
            ErrorCode::UnsupportedUpstreamRegistry,
            ErrorCode::LimitExceeded,
            ErrorCode::UnableToAccessSecret,
            ErrorCode::SecretNotFound,
            ErrorCode::UnableToDecryptSecretValue,
        ],
        paging: None,
    },
    OperationFacts {
        name: "CreateRepository",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::InvalidTagParameter,
            ErrorCode::TooManyTags,
            ErrorCode::RepositoryAlreadyExists,
            ErrorCode::LimitExceeded,
            ErrorCode::Kms,
        ],
        paging: None,
    },
    OperationFacts {
        name: "CreateRepositoryCreationTemplate",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::Validation,
            ErrorCode::InvalidParameter,
            ErrorCode::LimitExceeded,
            ErrorCode::TemplateAlreadyExists,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeleteLifecyclePolicy",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::LifecyclePolicyNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeletePullThroughCacheRule",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::PullThroughCacheRuleNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeleteRegistryPolicy",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RegistryPolicyNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeleteRepository",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::RepositoryNotEmpty,
            ErrorCode::Kms,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeleteRepositoryCreationTemplate",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::Validation,
            ErrorCode::InvalidParameter,
            ErrorCode::TemplateNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeleteRepositoryPolicy",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::RepositoryPolicyNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeleteSigningConfiguration",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::Validation,
            ErrorCode::SigningConfigurationNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DeregisterPullTimeUpdateExclusion",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::ExclusionNotFound,
            ErrorCode::LimitExceeded,
            ErrorCode::Validation,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DescribeImageReplicationStatus",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::ImageNotFound,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DescribeImageScanFindings",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::ImageNotFound,
            ErrorCode::ScanNotFound,
            ErrorCode::Validation,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["imageScanFindings.findings", "imageScanFindings.enhancedFindings"],
        }),
    },
    OperationFacts {
        name: "DescribeImageSigningStatus",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::ImageNotFound,
            ErrorCode::RepositoryNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DescribeImages",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::ImageNotFound,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["imageDetails"],
        }),
    },
    OperationFacts {
        name: "DescribePullThroughCacheRules",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::PullThroughCacheRuleNotFound,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["pullThroughCacheRules"],
        }),
    },
    OperationFacts {
        name: "DescribeRegistry",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DescribeReplicationBackfillResults",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::ReplicationBackfillNotFound,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["results"],
        }),
    },
    OperationFacts {
        name: "DescribeRepositories",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["repositories"],
        }),
    },
    OperationFacts {
        name: "DescribeRepositoryCreationTemplates",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::Validation,
            ErrorCode::InvalidParameter,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["repositoryCreationTemplates"],
        }),
    },
    OperationFacts {
        name: "GetAccountSetting",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::Validation,
            ErrorCode::InvalidParameter,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetAuthorizationToken",
        is_read_only: true,
        errors: &[ErrorCode::Server, ErrorCode::InvalidParameter],
        paging: None,
    },
    OperationFacts {
        name: "GetDownloadUrlForLayer",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::LayersNotFound,
            ErrorCode::LayerInaccessible,
            ErrorCode::RepositoryNotFound,
            ErrorCode::UnableToGetUpstreamLayer,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetLifecyclePolicy",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::LifecyclePolicyNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetLifecyclePolicyPreview",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::LifecyclePolicyPreviewNotFound,
            ErrorCode::Validation,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 100,
            results: &["previewResults"],
        }),
    },
    OperationFacts {
        name: "GetRegistryPolicy",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RegistryPolicyNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetRegistryScanningConfiguration",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetRepositoryPolicy",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::RepositoryPolicyNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetSigningConfiguration",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::SigningConfigurationNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "InitiateLayerUpload",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Kms,
        ],
        paging: None,
    },
    OperationFacts {
        name: "ListImageReferrers",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Validation,
            ErrorCode::UnableToListUpstreamImageReferrers,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 50,
            results: &["referrers"],
        }),
    },
    OperationFacts {
        name: "ListImages",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["imageIds"],
        }),
    },
    OperationFacts {
        name: "ListPullTimeUpdateExclusions",
        is_read_only: true,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::LimitExceeded,
            ErrorCode::Server,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["pullTimeUpdateExclusions"],
        }),
    },
    OperationFacts {
        name: "ListReplicationBackfills",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 50,
            results: &["backfills"],
        }),
    },
    OperationFacts {
        name: "ListTagsForResource",
        is_read_only: true,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutAccountSetting",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::Validation,
            ErrorCode::InvalidParameter,
            ErrorCode::LimitExceeded,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutImage",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::ImageAlreadyExists,
            ErrorCode::LayersNotFound,
            ErrorCode::ReferencedImagesNotFound,
            ErrorCode::LimitExceeded,
            ErrorCode::ImageTagAlreadyExists,
            ErrorCode::ImageDigestDoesNotMatch,
            ErrorCode::Kms,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutImageScanningConfiguration",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutImageTagMutability",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutLifecyclePolicy",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutRegistryPolicy",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutRegistryScanningConfiguration",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::BlockedByOrganizationPolicy,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutReplicationConfiguration",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutSigningConfiguration",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "RegisterPullTimeUpdateExclusion",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::ExclusionAlreadyExists,
            ErrorCode::LimitExceeded,
            ErrorCode::Validation,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "SetRepositoryPolicy",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "StartImageScan",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::UnsupportedImageType,
            ErrorCode::LimitExceeded,
            ErrorCode::RepositoryNotFound,
            ErrorCode::ImageNotFound,
            ErrorCode::Validation,
            ErrorCode::ImageArchived,
        ],
        paging: None,
    },
    OperationFacts {
        name: "StartLifecyclePolicyPreview",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::LifecyclePolicyNotFound,
            ErrorCode::LifecyclePolicyPreviewInProgress,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "StartReplicationBackfill",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::LimitExceeded,
            ErrorCode::ReplicationBackfillInProgress,
        ],
        paging: None,
    },
    OperationFacts {
        name: "StopReplicationBackfill",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::ReplicationBackfillNotFound,
            ErrorCode::ReplicationBackfillInvalidStatus,
        ],
        paging: None,
    },
    OperationFacts {
        name: "TagResource",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::InvalidTagParameter,
            ErrorCode::TooManyTags,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UntagResource",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::InvalidTagParameter,
            ErrorCode::TooManyTags,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UpdateImageStorageClass",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::ImageNotFound,
            ErrorCode::ImageStorageClassUpdateNotSupported,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
            ErrorCode::Validation,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UpdatePullThroughCacheRule",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::UnableToAccessSecret,
            ErrorCode::PullThroughCacheRuleNotFound,
            ErrorCode::SecretNotFound,
            ErrorCode::UnableToDecryptSecretValue,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UpdateRepositoryCreationTemplate",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::Validation,
            ErrorCode::InvalidParameter,
            ErrorCode::TemplateNotFound,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UploadLayerPart",
        is_read_only: false,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::InvalidLayerPart,
            ErrorCode::RepositoryNotFound,
            ErrorCode::UploadNotFound,
            ErrorCode::LimitExceeded,
            ErrorCode::Kms,
        ],
        paging: None,
    },
    OperationFacts {
        name: "ValidatePullThroughCacheRule",
        is_read_only: true,
        errors: &[
            ErrorCode::Server,
            ErrorCode::InvalidParameter,
            ErrorCode::Validation,
            ErrorCode::PullThroughCacheRuleNotFound,
        ],
        paging: None,
    },
];
