//! `ecr`: structures, `repository`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    EncryptionConfiguration, EncryptionConfigurationForRepositoryCreationTemplate,
    ImageScanningConfiguration, ImageTagMutability, ImageTagMutabilityExclusionFilter, RCTAppliedFor,
    RepositoryFilterType, ScanFrequency, ScanningConfigurationFailureCode, ScanningRepositoryFilter, Tag,
};

/// `Repository` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Repository {
    /// `repositoryArn`: `Arn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_arn: Option<String>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `repositoryUri`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_uri: Option<String>,
    /// `createdAt`: `CreationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
    /// `imageTagMutability`: `ImageTagMutability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag_mutability: Option<ImageTagMutability>,
    /// `imageTagMutabilityExclusionFilters`: `ImageTagMutabilityExclusionFilters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
    /// `imageScanningConfiguration`: `ImageScanningConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_scanning_configuration: Option<ImageScanningConfiguration>,
    /// `encryptionConfiguration`: `EncryptionConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_configuration: Option<EncryptionConfiguration>,
}

/// `RepositoryCreationTemplate` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepositoryCreationTemplate {
    /// `prefix`: `Prefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// `description`: `RepositoryTemplateDescription`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `encryptionConfiguration`: `EncryptionConfigurationForRepositoryCreationTemplate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption_configuration: Option<EncryptionConfigurationForRepositoryCreationTemplate>,
    /// `resourceTags`: `TagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_tags: Option<Vec<Tag>>,
    /// `imageTagMutability`: `ImageTagMutability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag_mutability: Option<ImageTagMutability>,
    /// `imageTagMutabilityExclusionFilters`: `ImageTagMutabilityExclusionFilters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
    /// `repositoryPolicy`: `RepositoryPolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_policy: Option<String>,
    /// `lifecyclePolicy`: `LifecyclePolicyTextForRepositoryCreationTemplate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_policy: Option<String>,
    /// `appliedFor`: `RCTAppliedForList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_for: Option<Vec<RCTAppliedFor>>,
    /// `customRoleArn`: `CustomRoleArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_role_arn: Option<String>,
    /// `createdAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
    /// `updatedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub updated_at: Option<Timestamp>,
}

/// `RepositoryFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepositoryFilter {
    /// `filter`: `RepositoryFilterValue`.
    pub filter: String,
    /// `filterType`: `RepositoryFilterType`.
    pub filter_type: RepositoryFilterType,
}

impl Shape for RepositoryFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let filter = members.required("filter", &rules::REPOSITORY_FILTER_VALUE)?;
        let filter_type = members.required("filterType", &rules::REPOSITORY_FILTER_TYPE)?;
        let (Some(filter), Some(filter_type)) = (filter, filter_type) else {
            return Ok(None);
        };
        Ok(Some(Self { filter, filter_type }))
    }
}

/// `RepositoryScanningConfiguration` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepositoryScanningConfiguration {
    /// `repositoryArn`: `Arn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_arn: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `scanOnPush`: `ScanOnPushFlag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan_on_push: Option<bool>,
    /// `scanFrequency`: `ScanFrequency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan_frequency: Option<ScanFrequency>,
    /// `appliedScanFilters`: `ScanningRepositoryFilterList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_scan_filters: Option<Vec<ScanningRepositoryFilter>>,
}

/// `RepositoryScanningConfigurationFailure` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepositoryScanningConfigurationFailure {
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `failureCode`: `ScanningConfigurationFailureCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<ScanningConfigurationFailureCode>,
    /// `failureReason`: `ScanningConfigurationFailureReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
}
