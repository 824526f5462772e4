//! `hythe`: inputs and outputs, `purge`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::rule::Flag;

/// `PurgeDeletedImagesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PurgeDeletedImagesRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `deletionIds`: `DeletionIdList`.
    pub deletion_ids: Option<Vec<String>>,
    /// `all`: `PurgeAll`.
    pub all: Option<bool>,
}

impl Shape for PurgeDeletedImagesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let deletion_ids = members.optional("deletionIds", &rules::DELETION_ID_LIST)?;
        let all = members.optional("all", &Flag)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            deletion_ids,
            all,
        }))
    }
}

/// `PurgeDeletedImagesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PurgeDeletedImagesResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `purgedCount`: `ImageCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purged_count: Option<i64>,
}

/// `PurgeDeletedRepositoryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PurgeDeletedRepositoryRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `deletionId`: `DeletionId`.
    pub deletion_id: String,
}

impl Shape for PurgeDeletedRepositoryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let deletion_id = members.required("deletionId", &rules::DELETION_ID)?;
        let (Some(repository_name), Some(deletion_id)) = (repository_name, deletion_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            deletion_id,
        }))
    }
}

/// `PurgeDeletedRepositoryResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PurgeDeletedRepositoryResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
}
