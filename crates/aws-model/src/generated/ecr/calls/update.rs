//! `ecr`: inputs and outputs, `update`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    EncryptionConfigurationForRepositoryCreationTemplate, ImageIdentifier, ImageStatus, ImageTagMutability,
    ImageTagMutabilityExclusionFilter, RCTAppliedFor, RepositoryCreationTemplate, Tag, TargetStorageClass,
};
use crate::rule::Structure;

/// `UpdateImageStorageClassRequest` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateImageStorageClassRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `targetStorageClass`: `TargetStorageClass`.
    pub target_storage_class: TargetStorageClass,
}

impl Shape for UpdateImageStorageClassRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let target_storage_class = members.required("targetStorageClass", &rules::TARGET_STORAGE_CLASS)?;
        let (Some(repository_name), Some(image_id), Some(target_storage_class)) =
            (repository_name, image_id, target_storage_class)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_id,
            target_storage_class,
        }))
    }
}

/// `UpdateImageStorageClassResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateImageStorageClassResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `imageStatus`: `ImageStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_status: Option<ImageStatus>,
}

/// `UpdatePullThroughCacheRuleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdatePullThroughCacheRuleRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    pub ecr_repository_prefix: String,
    /// `credentialArn`: `CredentialArn`.
    pub credential_arn: Option<String>,
    /// `customRoleArn`: `CustomRoleArn`.
    pub custom_role_arn: Option<String>,
}

impl Shape for UpdatePullThroughCacheRuleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let ecr_repository_prefix = members.required(
            "ecrRepositoryPrefix",
            &rules::PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX,
        )?;
        let credential_arn = members.optional("credentialArn", &rules::CREDENTIAL_ARN)?;
        let custom_role_arn = members.optional("customRoleArn", &rules::CUSTOM_ROLE_ARN)?;
        let Some(ecr_repository_prefix) = ecr_repository_prefix else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            ecr_repository_prefix,
            credential_arn,
            custom_role_arn,
        }))
    }
}

/// `UpdatePullThroughCacheRuleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatePullThroughCacheRuleResponse {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecr_repository_prefix: Option<String>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `updatedAt`: `UpdatedTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub updated_at: Option<Timestamp>,
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

/// `UpdateRepositoryCreationTemplateRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRepositoryCreationTemplateRequest {
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
    pub applied_for: Option<Vec<RCTAppliedFor>>,
    /// `customRoleArn`: `CustomRoleArn`.
    pub custom_role_arn: Option<String>,
}

impl Shape for UpdateRepositoryCreationTemplateRequest {
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
        let applied_for = members.optional("appliedFor", &rules::RCT_APPLIED_FOR_LIST)?;
        let custom_role_arn = members.optional("customRoleArn", &rules::CUSTOM_ROLE_ARN)?;
        let Some(prefix) = prefix else { return Ok(None) };
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

/// `UpdateRepositoryCreationTemplateResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRepositoryCreationTemplateResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryCreationTemplate`: `RepositoryCreationTemplate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_creation_template: Option<RepositoryCreationTemplate>,
}
