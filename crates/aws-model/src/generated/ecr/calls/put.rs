//! `ecr`: inputs and outputs, `put`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    Image, ImageScanningConfiguration, ImageTagMutability, ImageTagMutabilityExclusionFilter,
    RegistryScanningConfiguration, RegistryScanningRule, ReplicationConfiguration, ScanType,
    SigningConfiguration,
};
use crate::rule::Structure;

/// `PutAccountSettingRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutAccountSettingRequest {
    /// `name`: `AccountSettingName`.
    pub name: String,
    /// `value`: `AccountSettingValue`.
    pub value: String,
}

impl Shape for PutAccountSettingRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let name = members.required("name", &rules::ACCOUNT_SETTING_NAME)?;
        let value = members.required("value", &rules::ACCOUNT_SETTING_VALUE)?;
        let (Some(name), Some(value)) = (name, value) else {
            return Ok(None);
        };
        Ok(Some(Self { name, value }))
    }
}

/// `PutAccountSettingResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutAccountSettingResponse {
    /// `name`: `AccountSettingName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `value`: `AccountSettingValue`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// `PutImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutImageRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageManifest`: `ImageManifest`.
    pub image_manifest: String,
    /// `imageManifestMediaType`: `MediaType`.
    pub image_manifest_media_type: Option<String>,
    /// `imageTag`: `ImageTag`.
    pub image_tag: Option<String>,
    /// `imageDigest`: `ImageDigest`.
    pub image_digest: Option<String>,
}

impl Shape for PutImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_manifest = members.required("imageManifest", &rules::IMAGE_MANIFEST)?;
        let image_manifest_media_type = members.optional("imageManifestMediaType", &rules::MEDIA_TYPE)?;
        let image_tag = members.optional("imageTag", &rules::IMAGE_TAG)?;
        let image_digest = members.optional("imageDigest", &rules::IMAGE_DIGEST)?;
        let (Some(repository_name), Some(image_manifest)) = (repository_name, image_manifest) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_manifest,
            image_manifest_media_type,
            image_tag,
            image_digest,
        }))
    }
}

/// `PutImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutImageResponse {
    /// `image`: `Image`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

/// `PutImageScanningConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutImageScanningConfigurationRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageScanningConfiguration`: `ImageScanningConfiguration`.
    pub image_scanning_configuration: ImageScanningConfiguration,
}

impl Shape for PutImageScanningConfigurationRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_scanning_configuration = members.required(
            "imageScanningConfiguration",
            &Structure::<ImageScanningConfiguration>::new(),
        )?;
        let (Some(repository_name), Some(image_scanning_configuration)) =
            (repository_name, image_scanning_configuration)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_scanning_configuration,
        }))
    }
}

/// `PutImageScanningConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutImageScanningConfigurationResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageScanningConfiguration`: `ImageScanningConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_scanning_configuration: Option<ImageScanningConfiguration>,
}

/// `PutImageTagMutabilityRequest` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct PutImageTagMutabilityRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageTagMutability`: `ImageTagMutability`.
    pub image_tag_mutability: ImageTagMutability,
    /// `imageTagMutabilityExclusionFilters`: `ImageTagMutabilityExclusionFilters`.
    pub image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
}

impl Shape for PutImageTagMutabilityRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_tag_mutability = members.required("imageTagMutability", &rules::IMAGE_TAG_MUTABILITY)?;
        let image_tag_mutability_exclusion_filters = members.optional(
            "imageTagMutabilityExclusionFilters",
            &rules::IMAGE_TAG_MUTABILITY_EXCLUSION_FILTERS,
        )?;
        let (Some(repository_name), Some(image_tag_mutability)) = (repository_name, image_tag_mutability)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_tag_mutability,
            image_tag_mutability_exclusion_filters,
        }))
    }
}

/// `PutImageTagMutabilityResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutImageTagMutabilityResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageTagMutability`: `ImageTagMutability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag_mutability: Option<ImageTagMutability>,
    /// `imageTagMutabilityExclusionFilters`: `ImageTagMutabilityExclusionFilters`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag_mutability_exclusion_filters: Option<Vec<ImageTagMutabilityExclusionFilter>>,
}

/// `PutLifecyclePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutLifecyclePolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    pub lifecycle_policy_text: String,
}

impl Shape for PutLifecyclePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let lifecycle_policy_text = members.required("lifecyclePolicyText", &rules::LIFECYCLE_POLICY_TEXT)?;
        let (Some(repository_name), Some(lifecycle_policy_text)) = (repository_name, lifecycle_policy_text)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            lifecycle_policy_text,
        }))
    }
}

/// `PutLifecyclePolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutLifecyclePolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_policy_text: Option<String>,
}

/// `PutRegistryPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutRegistryPolicyRequest {
    /// `policyText`: `RegistryPolicyText`.
    pub policy_text: String,
}

impl Shape for PutRegistryPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_text = members.required("policyText", &rules::REGISTRY_POLICY_TEXT)?;
        let Some(policy_text) = policy_text else {
            return Ok(None);
        };
        Ok(Some(Self { policy_text }))
    }
}

/// `PutRegistryPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutRegistryPolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `policyText`: `RegistryPolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_text: Option<String>,
}

/// `PutRegistryScanningConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutRegistryScanningConfigurationRequest {
    /// `scanType`: `ScanType`.
    pub scan_type: Option<ScanType>,
    /// `rules`: `RegistryScanningRuleList`.
    pub rules: Option<Vec<RegistryScanningRule>>,
}

impl Shape for PutRegistryScanningConfigurationRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let scan_type = members.optional("scanType", &rules::SCAN_TYPE)?;
        let rules = members.optional("rules", &rules::REGISTRY_SCANNING_RULE_LIST)?;
        Ok(Some(Self { scan_type, rules }))
    }
}

/// `PutRegistryScanningConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutRegistryScanningConfigurationResponse {
    /// `registryScanningConfiguration`: `RegistryScanningConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_scanning_configuration: Option<RegistryScanningConfiguration>,
}

/// `PutReplicationConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutReplicationConfigurationRequest {
    /// `replicationConfiguration`: `ReplicationConfiguration`.
    pub replication_configuration: ReplicationConfiguration,
}

impl Shape for PutReplicationConfigurationRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let replication_configuration = members.required(
            "replicationConfiguration",
            &Structure::<ReplicationConfiguration>::new(),
        )?;
        let Some(replication_configuration) = replication_configuration else {
            return Ok(None);
        };
        Ok(Some(Self {
            replication_configuration,
        }))
    }
}

/// `PutReplicationConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutReplicationConfigurationResponse {
    /// `replicationConfiguration`: `ReplicationConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_configuration: Option<ReplicationConfiguration>,
}

/// `PutSigningConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutSigningConfigurationRequest {
    /// `signingConfiguration`: `SigningConfiguration`.
    pub signing_configuration: SigningConfiguration,
}

impl Shape for PutSigningConfigurationRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let signing_configuration =
            members.required("signingConfiguration", &Structure::<SigningConfiguration>::new())?;
        let Some(signing_configuration) = signing_configuration else {
            return Ok(None);
        };
        Ok(Some(Self {
            signing_configuration,
        }))
    }
}

/// `PutSigningConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutSigningConfigurationResponse {
    /// `signingConfiguration`: `SigningConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_configuration: Option<SigningConfiguration>,
}
