//! `ecr`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{ReplicationBackfillStatus, ReplicationDestination, Tag};
use crate::rule::Flag;

/// `CompleteLayerUploadRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CompleteLayerUploadRequest {
    /// `registryId`: `RegistryId`.
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
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
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

/// `DeregisterPullTimeUpdateExclusionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeregisterPullTimeUpdateExclusionRequest {
    /// `principalArn`: `PrincipalArn`.
    pub principal_arn: String,
}

impl Shape for DeregisterPullTimeUpdateExclusionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let principal_arn = members.required("principalArn", &rules::PRINCIPAL_ARN)?;
        let Some(principal_arn) = principal_arn else {
            return Ok(None);
        };
        Ok(Some(Self { principal_arn }))
    }
}

/// `DeregisterPullTimeUpdateExclusionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeregisterPullTimeUpdateExclusionResponse {
    /// `principalArn`: `PrincipalArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal_arn: Option<String>,
}

/// `InitiateLayerUploadRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InitiateLayerUploadRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for InitiateLayerUploadRequest {
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

/// `RegisterPullTimeUpdateExclusionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RegisterPullTimeUpdateExclusionRequest {
    /// `principalArn`: `PrincipalArn`.
    pub principal_arn: String,
}

impl Shape for RegisterPullTimeUpdateExclusionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let principal_arn = members.required("principalArn", &rules::PRINCIPAL_ARN)?;
        let Some(principal_arn) = principal_arn else {
            return Ok(None);
        };
        Ok(Some(Self { principal_arn }))
    }
}

/// `RegisterPullTimeUpdateExclusionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterPullTimeUpdateExclusionResponse {
    /// `principalArn`: `PrincipalArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal_arn: Option<String>,
    /// `createdAt`: `CreationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
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

/// `StopReplicationBackfillRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StopReplicationBackfillRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `replicationBackfillId`: `ReplicationBackfillId`.
    pub replication_backfill_id: String,
}

impl Shape for StopReplicationBackfillRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let replication_backfill_id =
            members.required("replicationBackfillId", &rules::REPLICATION_BACKFILL_ID)?;
        let Some(replication_backfill_id) = replication_backfill_id else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            replication_backfill_id,
        }))
    }
}

/// `StopReplicationBackfillResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StopReplicationBackfillResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `replicationBackfillId`: `ReplicationBackfillId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_backfill_id: Option<String>,
    /// `destination`: `ReplicationDestination`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<ReplicationDestination>,
    /// `status`: `ReplicationBackfillStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ReplicationBackfillStatus>,
    /// `startedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub started_at: Option<Timestamp>,
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
    /// `registryId`: `RegistryId`.
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
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
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

/// `ValidatePullThroughCacheRuleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValidatePullThroughCacheRuleRequest {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    pub ecr_repository_prefix: String,
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
}

impl Shape for ValidatePullThroughCacheRuleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let ecr_repository_prefix = members.required(
            "ecrRepositoryPrefix",
            &rules::PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX,
        )?;
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let Some(ecr_repository_prefix) = ecr_repository_prefix else {
            return Ok(None);
        };
        Ok(Some(Self {
            ecr_repository_prefix,
            registry_id,
        }))
    }
}

/// `ValidatePullThroughCacheRuleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidatePullThroughCacheRuleResponse {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecr_repository_prefix: Option<String>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `upstreamRegistryUrl`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_registry_url: Option<String>,
    /// `credentialArn`: `CredentialArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential_arn: Option<String>,
    /// `customRoleArn`: `CustomRoleArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_role_arn: Option<String>,
    /// `upstreamRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_repository_prefix: Option<String>,
    /// `isValid`: `IsPTCRuleValid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_valid: Option<bool>,
    /// `failure`: `PTCValidateFailure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}
