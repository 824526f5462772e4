//! `ecr`: operations. Written by `cargo xtask codegen` from `models/ecr`.

use super::ErrorCode;
use super::operation_table::FACTS;
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
