//! `ecr`: inputs and outputs, `create`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    EncryptionConfiguration, EncryptionConfigurationForRepositoryCreationTemplate,
    ImageScanningConfiguration, ImageTagMutability, ImageTagMutabilityExclusionFilter, RCTAppliedFor,
    Repository, RepositoryCreationTemplate, Tag, UpstreamRegistry,
};
use crate::rule::Structure;

/// `CreatePullThroughCacheRuleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePullThroughCacheRuleRequest {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    pub ecr_repository_prefix: String,
    /// `upstreamRegistryUrl`: `Url`.
    pub upstream_registry_url: String,
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `upstreamRegistry`: `UpstreamRegistry`.
    pub upstream_registry: Option<UpstreamRegistry>,
    /// `credentialArn`: `CredentialArn`.
    pub credential_arn: Option<String>,
    /// `customRoleArn`: `CustomRoleArn`.
    pub custom_role_arn: Option<String>,
    /// `upstreamRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    pub upstream_repository_prefix: Option<String>,
}

impl Shape for CreatePullThroughCacheRuleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let ecr_repository_prefix = members.required(
            "ecrRepositoryPrefix",
            &rules::PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX,
        )?;
        let upstream_registry_url = members.required("upstreamRegistryUrl", &rules::URL)?;
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let upstream_registry = members.optional("upstreamRegistry", &rules::UPSTREAM_REGISTRY)?;
        let credential_arn = members.optional("credentialArn", &rules::CREDENTIAL_ARN)?;
        let custom_role_arn = members.optional("customRoleArn", &rules::CUSTOM_ROLE_ARN)?;
        let upstream_repository_prefix = members.optional(
            "upstreamRepositoryPrefix",
            &rules::PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX,
        )?;
        let (Some(ecr_repository_prefix), Some(upstream_registry_url)) =
            (ecr_repository_prefix, upstream_registry_url)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            ecr_repository_prefix,
            upstream_registry_url,
            registry_id,
            upstream_registry,
            credential_arn,
            custom_role_arn,
            upstream_repository_prefix,
        }))
    }
}

/// `CreatePullThroughCacheRuleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatePullThroughCacheRuleResponse {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecr_repository_prefix: Option<String>,
    /// `upstreamRegistryUrl`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_registry_url: Option<String>,
    /// `createdAt`: `CreationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `upstreamRegistry`: `UpstreamRegistry`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_registry: Option<UpstreamRegistry>,
    /// `credentialArn`: `CredentialArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential_arn: Option<String>,
    /// `customRoleArn`: `CustomRoleArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_role_arn: Option<String>,
    /// `upstreamRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_repository_prefix: Option<String>,
}

/// `CreateRepositoryCreationTemplateRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateRepositoryCreationTemplateRequest {
    /// `prefix`: `Prefix`.
    pub prefix: String,
    /// `description`: `RepositoryTemplateDescription`.
    pub description: Option<String>,
    /// `encryptionConfiguration`: `EncryptionConfigurationForRepositoryCreationTemplate`.
    pub encryption_configuration: Option<EncryptionConfigurationForRepositoryCreationTemplate>,
    /// `resourceTags`: `TagList`.
    pub resource_tags: Option<Vec<Tag>>,
    /// `imageTagMutability`: `ImageTagMutability`.
    pub image_tag_mutability: Option<ImageTagMutability>,
    /// `imageTagMutabilityExclusionFilters`: `ImageTagMutabilityExclusionFilters`.
    pub image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
    /// `repositoryPolicy`: `RepositoryPolicyText`.
    pub repository_policy: Option<String>,
    /// `lifecyclePolicy`: `LifecyclePolicyTextForRepositoryCreationTemplate`.
    pub lifecycle_policy: Option<String>,
    /// `appliedFor`: `RCTAppliedForList`.
    pub applied_for: Vec<RCTAppliedFor>,
    /// `customRoleArn`: `CustomRoleArn`.
    pub custom_role_arn: Option<String>,
}

impl Shape for CreateRepositoryCreationTemplateRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let prefix = members.required("prefix", &rules::PREFIX)?;
        let description = members.optional("description", &rules::REPOSITORY_TEMPLATE_DESCRIPTION)?;
        let encryption_configuration = members.optional(
            "encryptionConfiguration",
            &Structure::<EncryptionConfigurationForRepositoryCreationTemplate>::new(),
        )?;
        let resource_tags = members.optional("resourceTags", &rules::TAG_LIST)?;
        let image_tag_mutability = members.optional("imageTagMutability", &rules::IMAGE_TAG_MUTABILITY)?;
        let image_tag_mutability_exclusion_filters = members.optional(
            "imageTagMutabilityExclusionFilters",
            &rules::IMAGE_TAG_MUTABILITY_EXCLUSION_FILTERS,
        )?;
        let repository_policy = members.optional("repositoryPolicy", &rules::REPOSITORY_POLICY_TEXT)?;
        let lifecycle_policy = members.optional(
            "lifecyclePolicy",
            &rules::LIFECYCLE_POLICY_TEXT_FOR_REPOSITORY_CREATION_TEMPLATE,
        )?;
        let applied_for = members.required("appliedFor", &rules::RCT_APPLIED_FOR_LIST)?;
        let custom_role_arn = members.optional("customRoleArn", &rules::CUSTOM_ROLE_ARN)?;
        let (Some(prefix), Some(applied_for)) = (prefix, applied_for) else {
            return Ok(None);
        };
        Ok(Some(Self {
            prefix,
            description,
            encryption_configuration,
            resource_tags,
            image_tag_mutability,
            image_tag_mutability_exclusion_filters,
            repository_policy,
            lifecycle_policy,
            applied_for,
            custom_role_arn,
        }))
    }
}

/// `CreateRepositoryCreationTemplateResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateRepositoryCreationTemplateResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryCreationTemplate`: `RepositoryCreationTemplate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_creation_template: Option<RepositoryCreationTemplate>,
}

/// `CreateRepositoryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateRepositoryRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `tags`: `TagList`.
    pub tags: Option<Vec<Tag>>,
    /// `imageTagMutability`: `ImageTagMutability`.
    pub image_tag_mutability: Option<ImageTagMutability>,
    /// `imageTagMutabilityExclusionFilters`: `ImageTagMutabilityExclusionFilters`.
    pub image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
    /// `imageScanningConfiguration`: `ImageScanningConfiguration`.
    pub image_scanning_configuration: Option<ImageScanningConfiguration>,
    /// `encryptionConfiguration`: `EncryptionConfiguration`.
    pub encryption_configuration: Option<EncryptionConfiguration>,
}

impl Shape for CreateRepositoryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let tags = members.optional("tags", &rules::TAG_LIST)?;
        let image_tag_mutability = members.optional("imageTagMutability", &rules::IMAGE_TAG_MUTABILITY)?;
        let image_tag_mutability_exclusion_filters = members.optional(
            "imageTagMutabilityExclusionFilters",
            &rules::IMAGE_TAG_MUTABILITY_EXCLUSION_FILTERS,
        )?;
        let image_scanning_configuration = members.optional(
            "imageScanningConfiguration",
            &Structure::<ImageScanningConfiguration>::new(),
        )?;
        let encryption_configuration = members.optional(
            "encryptionConfiguration",
            &Structure::<EncryptionConfiguration>::new(),
        )?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            tags,
            image_tag_mutability,
            image_tag_mutability_exclusion_filters,
            image_scanning_configuration,
            encryption_configuration,
        }))
    }
}

/// `CreateRepositoryResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateRepositoryResponse {
    /// `repository`: `Repository`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
}
