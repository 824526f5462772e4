//! `ecr-public`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr_public::{Repository, RepositoryCatalogData, RepositoryCatalogDataInput, Tag};
use crate::rule::{Flag, Structure};

/// `CompleteLayerUploadRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CompleteLayerUploadRequest {
    /// `registryId`: `RegistryIdOrAlias`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `uploadId`: `UploadId`.
    pub upload_id: String,
    /// `layerDigests`: `LayerDigestList`.
    pub layer_digests: Vec<String>,
}

impl Shape for CompleteLayerUploadRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID_OR_ALIAS)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let upload_id = members.required("uploadId", &rules::UPLOAD_ID)?;
        let layer_digests = members.required("layerDigests", &rules::LAYER_DIGEST_LIST)?;
        let (Some(repository_name), Some(upload_id), Some(layer_digests)) =
            (repository_name, upload_id, layer_digests)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            upload_id,
            layer_digests,
        }))
    }
}

/// `CompleteLayerUploadResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompleteLayerUploadResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `uploadId`: `UploadId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload_id: Option<String>,
    /// `layerDigest`: `LayerDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_digest: Option<String>,
}

/// `CreateRepositoryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateRepositoryRequest {
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `catalogData`: `RepositoryCatalogDataInput`.
    pub catalog_data: Option<RepositoryCatalogDataInput>,
    /// `tags`: `TagList`.
    pub tags: Option<Vec<Tag>>,
}

impl Shape for CreateRepositoryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let catalog_data =
            members.optional("catalogData", &Structure::<RepositoryCatalogDataInput>::new())?;
        let tags = members.optional("tags", &rules::TAG_LIST)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            repository_name,
            catalog_data,
            tags,
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
    /// `catalogData`: `RepositoryCatalogData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog_data: Option<RepositoryCatalogData>,
}

/// `InitiateLayerUploadRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InitiateLayerUploadRequest {
    /// `registryId`: `RegistryIdOrAlias`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for InitiateLayerUploadRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID_OR_ALIAS)?;
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

/// `InitiateLayerUploadResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InitiateLayerUploadResponse {
    /// `uploadId`: `UploadId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload_id: Option<String>,
    /// `partSize`: `PartSize`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_size: Option<i64>,
}

/// `ListTagsForResourceRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListTagsForResourceRequest {
    /// `resourceArn`: `Arn`.
    pub resource_arn: String,
}

impl Shape for ListTagsForResourceRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let resource_arn = members.required("resourceArn", &rules::ARN)?;
        let Some(resource_arn) = resource_arn else {
            return Ok(None);
        };
        Ok(Some(Self { resource_arn }))
    }
}

/// `ListTagsForResourceResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListTagsForResourceResponse {
    /// `tags`: `TagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

/// `SetRepositoryPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SetRepositoryPolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `policyText`: `RepositoryPolicyText`.
    pub policy_text: String,
    /// `force`: `ForceFlag`.
    pub force: Option<bool>,
}

impl Shape for SetRepositoryPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let policy_text = members.required("policyText", &rules::REPOSITORY_POLICY_TEXT)?;
        let force = members.optional("force", &Flag)?;
        let (Some(repository_name), Some(policy_text)) = (repository_name, policy_text) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            policy_text,
            force,
        }))
    }
}

/// `SetRepositoryPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetRepositoryPolicyResponse {
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

/// `TagResourceRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagResourceRequest {
    /// `resourceArn`: `Arn`.
    pub resource_arn: String,
    /// `tags`: `TagList`.
    pub tags: Vec<Tag>,
}

impl Shape for TagResourceRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let resource_arn = members.required("resourceArn", &rules::ARN)?;
        let tags = members.required("tags", &rules::TAG_LIST)?;
        let (Some(resource_arn), Some(tags)) = (resource_arn, tags) else {
            return Ok(None);
        };
        Ok(Some(Self { resource_arn, tags }))
    }
}

/// `TagResourceResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TagResourceResponse {}

/// `UntagResourceRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagResourceRequest {
    /// `resourceArn`: `Arn`.
    pub resource_arn: String,
    /// `tagKeys`: `TagKeyList`.
    pub tag_keys: Vec<String>,
}

impl Shape for UntagResourceRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let resource_arn = members.required("resourceArn", &rules::ARN)?;
        let tag_keys = members.required("tagKeys", &rules::TAG_KEY_LIST)?;
        let (Some(resource_arn), Some(tag_keys)) = (resource_arn, tag_keys) else {
            return Ok(None);
        };
        Ok(Some(Self {
            resource_arn,
            tag_keys,
        }))
    }
}

/// `UntagResourceResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct UntagResourceResponse {}

/// `UploadLayerPartRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UploadLayerPartRequest {
    /// `registryId`: `RegistryIdOrAlias`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `uploadId`: `UploadId`.
    pub upload_id: String,
    /// `partFirstByte`: `PartSize`.
    pub part_first_byte: i64,
    /// `partLastByte`: `PartSize`.
    pub part_last_byte: i64,
    /// `layerPartBlob`: `LayerPartBlob`.
    pub layer_part_blob: Blob,
}

impl Shape for UploadLayerPartRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID_OR_ALIAS)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let upload_id = members.required("uploadId", &rules::UPLOAD_ID)?;
        let part_first_byte = members.required("partFirstByte", &rules::PART_SIZE)?;
        let part_last_byte = members.required("partLastByte", &rules::PART_SIZE)?;
        let layer_part_blob = members.required("layerPartBlob", &rules::LAYER_PART_BLOB)?;
        let (
            Some(repository_name),
            Some(upload_id),
            Some(part_first_byte),
            Some(part_last_byte),
            Some(layer_part_blob),
        ) = (
            repository_name,
            upload_id,
            part_first_byte,
            part_last_byte,
            layer_part_blob,
        )
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            upload_id,
            part_first_byte,
            part_last_byte,
            layer_part_blob,
        }))
    }
}

/// `UploadLayerPartResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadLayerPartResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `uploadId`: `UploadId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upload_id: Option<String>,
    /// `lastByteReceived`: `PartSize`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_byte_received: Option<i64>,
}
