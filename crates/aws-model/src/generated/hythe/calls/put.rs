//! `hythe`: inputs and outputs, `put`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::hythe::{DeletionProtection, ImageHold, ImageIdentifier};
use crate::rule::Structure;

/// `PutImageHoldRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutImageHoldRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `reason`: `HoldReason`.
    pub reason: String,
    /// `durationDays`: `DurationDays`.
    pub duration_days: Option<i32>,
}

impl Shape for PutImageHoldRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let reason = members.required("reason", &rules::HOLD_REASON)?;
        let duration_days = members.optional("durationDays", &rules::DURATION_DAYS)?;
        let (Some(repository_name), Some(image_id), Some(reason)) = (repository_name, image_id, reason)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_id,
            reason,
            duration_days,
        }))
    }
}

/// `PutImageHoldResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutImageHoldResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageHold`: `ImageHold`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_hold: Option<ImageHold>,
}

/// `PutRepositoryDeletionProtectionRequest` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct PutRepositoryDeletionProtectionRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `deletionProtection`: `DeletionProtection`.
    pub deletion_protection: DeletionProtection,
}

impl Shape for PutRepositoryDeletionProtectionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let deletion_protection = members.required("deletionProtection", &rules::DELETION_PROTECTION)?;
        let (Some(repository_name), Some(deletion_protection)) = (repository_name, deletion_protection)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            deletion_protection,
        }))
    }
}

/// `PutRepositoryDeletionProtectionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutRepositoryDeletionProtectionResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `deletionProtection`: `DeletionProtection`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_protection: Option<DeletionProtection>,
}
