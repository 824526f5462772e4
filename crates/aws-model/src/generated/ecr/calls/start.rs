//! `ecr`: inputs and outputs, `start`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    ImageIdentifier, ImageScanStatus, LifecyclePolicyPreviewStatus, ReplicationBackfillStatus,
    ReplicationDestination,
};
use crate::rule::Structure;

/// `StartImageScanRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StartImageScanRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
}

impl Shape for StartImageScanRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let (Some(repository_name), Some(image_id)) = (repository_name, image_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_id,
        }))
    }
}

/// `StartImageScanResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartImageScanResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `imageScanStatus`: `ImageScanStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_scan_status: Option<ImageScanStatus>,
}

/// `StartLifecyclePolicyPreviewRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StartLifecyclePolicyPreviewRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    pub lifecycle_policy_text: Option<String>,
}

impl Shape for StartLifecyclePolicyPreviewRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let lifecycle_policy_text = members.optional("lifecyclePolicyText", &rules::LIFECYCLE_POLICY_TEXT)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            lifecycle_policy_text,
        }))
    }
}

/// `StartLifecyclePolicyPreviewResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartLifecyclePolicyPreviewResponse {
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
}

/// `StartReplicationBackfillRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StartReplicationBackfillRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `destination`: `ReplicationDestination`.
    pub destination: ReplicationDestination,
}

impl Shape for StartReplicationBackfillRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let destination = members.required("destination", &Structure::<ReplicationDestination>::new())?;
        let Some(destination) = destination else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            destination,
        }))
    }
}

/// `StartReplicationBackfillResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StartReplicationBackfillResponse {
    /// `replicationBackfillId`: `ReplicationBackfillId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_backfill_id: Option<String>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
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
