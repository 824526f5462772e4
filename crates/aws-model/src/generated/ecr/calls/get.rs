//! `ecr`: inputs and outputs, `get`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    AuthorizationData, ImageIdentifier, LifecyclePolicyPreviewFilter, LifecyclePolicyPreviewResult,
    LifecyclePolicyPreviewStatus, LifecyclePolicyPreviewSummary, RegistryScanningConfiguration,
    SigningConfiguration,
};
use crate::rule::Structure;

/// `GetAccountSettingRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccountSettingRequest {
    /// `name`: `AccountSettingName`.
    pub name: String,
}

impl Shape for GetAccountSettingRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let name = members.required("name", &rules::ACCOUNT_SETTING_NAME)?;
        let Some(name) = name else { return Ok(None) };
        Ok(Some(Self { name }))
    }
}

/// `GetAccountSettingResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetAccountSettingResponse {
    /// `name`: `AccountSettingName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `value`: `AccountSettingName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// `GetAuthorizationTokenRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAuthorizationTokenRequest {
    /// `registryIds`: `GetAuthorizationTokenRegistryIdList`.
    pub registry_ids: Option<Vec<String>>,
}

impl Shape for GetAuthorizationTokenRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_ids =
            members.optional("registryIds", &rules::GET_AUTHORIZATION_TOKEN_REGISTRY_ID_LIST)?;
        Ok(Some(Self { registry_ids }))
    }
}

/// `GetAuthorizationTokenResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetAuthorizationTokenResponse {
    /// `authorizationData`: `AuthorizationDataList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_data: Option<Vec<AuthorizationData>>,
}

/// `GetDownloadUrlForLayerRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetDownloadUrlForLayerRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `layerDigest`: `LayerDigest`.
    pub layer_digest: String,
}

impl Shape for GetDownloadUrlForLayerRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let layer_digest = members.required("layerDigest", &rules::LAYER_DIGEST)?;
        let (Some(repository_name), Some(layer_digest)) = (repository_name, layer_digest) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            layer_digest,
        }))
    }
}

/// `GetDownloadUrlForLayerResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetDownloadUrlForLayerResponse {
    /// `downloadUrl`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub download_url: Option<String>,
    /// `layerDigest`: `LayerDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_digest: Option<String>,
}

/// `GetLifecyclePolicyPreviewRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetLifecyclePolicyPreviewRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageIds`: `ImageIdentifierList`.
    pub image_ids: Option<Vec<ImageIdentifier>>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `LifecyclePreviewMaxResults`.
    pub max_results: Option<i32>,
    /// `filter`: `LifecyclePolicyPreviewFilter`.
    pub filter: Option<LifecyclePolicyPreviewFilter>,
}

impl Shape for GetLifecyclePolicyPreviewRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_ids = members.optional("imageIds", &rules::IMAGE_IDENTIFIER_LIST)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::LIFECYCLE_PREVIEW_MAX_RESULTS)?;
        let filter = members.optional("filter", &Structure::<LifecyclePolicyPreviewFilter>::new())?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_ids,
            next_token,
            max_results,
            filter,
        }))
    }
}

/// `GetLifecyclePolicyPreviewResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLifecyclePolicyPreviewResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_policy_text: Option<String>,
    /// `status`: `LifecyclePolicyPreviewStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<LifecyclePolicyPreviewStatus>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// `previewResults`: `LifecyclePolicyPreviewResultList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview_results: Option<Vec<LifecyclePolicyPreviewResult>>,
    /// `summary`: `LifecyclePolicyPreviewSummary`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<LifecyclePolicyPreviewSummary>,
}

/// `GetLifecyclePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetLifecyclePolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for GetLifecyclePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
        }))
    }
}

/// `GetLifecyclePolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetLifecyclePolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_policy_text: Option<String>,
    /// `lastEvaluatedAt`: `EvaluationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_evaluated_at: Option<Timestamp>,
}

/// `GetRegistryPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRegistryPolicyRequest {}

impl Shape for GetRegistryPolicyRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `GetRegistryPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRegistryPolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `policyText`: `RegistryPolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_text: Option<String>,
}

/// `GetRegistryScanningConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRegistryScanningConfigurationRequest {}

impl Shape for GetRegistryScanningConfigurationRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `GetRegistryScanningConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRegistryScanningConfigurationResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `scanningConfiguration`: `RegistryScanningConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scanning_configuration: Option<RegistryScanningConfiguration>,
}

/// `GetRepositoryPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRepositoryPolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for GetRepositoryPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
        }))
    }
}

/// `GetRepositoryPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRepositoryPolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `policyText`: `RepositoryPolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_text: Option<String>,
}

/// `GetSigningConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetSigningConfigurationRequest {}

impl Shape for GetSigningConfigurationRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `GetSigningConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetSigningConfigurationResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `signingConfiguration`: `SigningConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_configuration: Option<SigningConfiguration>,
}
