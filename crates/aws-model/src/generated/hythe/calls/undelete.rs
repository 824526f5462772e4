//! `hythe`: inputs and outputs, `undelete`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::hythe::{ImageIdentifier, RestoredImage, TagConflict};
use crate::rule::Structure;

/// `UndeleteImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UndeleteImageRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: Option<ImageIdentifier>,
    /// `deletionId`: `DeletionId`.
    pub deletion_id: Option<String>,
}

impl Shape for UndeleteImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.optional("imageId", &Structure::<ImageIdentifier>::new())?;
        let deletion_id = members.optional("deletionId", &rules::DELETION_ID)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_id,
            deletion_id,
        }))
    }
}

/// `UndeleteImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UndeleteImageResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `restoredImages`: `RestoredImageList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restored_images: Option<Vec<RestoredImage>>,
    /// `conflicts`: `TagConflictList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Vec<TagConflict>>,
}

/// `UndeleteRepositoryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UndeleteRepositoryRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `deletionId`: `DeletionId`.
    pub deletion_id: Option<String>,
    /// `newRepositoryName`: `RepositoryName`.
    pub new_repository_name: Option<String>,
}

impl Shape for UndeleteRepositoryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let deletion_id = members.optional("deletionId", &rules::DELETION_ID)?;
        let new_repository_name = members.optional("newRepositoryName", &rules::REPOSITORY_NAME)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            deletion_id,
            new_repository_name,
        }))
    }
}

/// `UndeleteRepositoryResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UndeleteRepositoryResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `repositoryArn`: `Arn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_arn: Option<String>,
    /// `createdAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
}
