//! `hythe`: inputs and outputs, `list`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::hythe::{DeletedImage, DeletedRepository, DeletedTag, ImageHold};

/// `ListDeletedImagesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListDeletedImagesRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for ListDeletedImagesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            next_token,
            max_results,
        }))
    }
}

/// `ListDeletedImagesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListDeletedImagesResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `deletedImages`: `DeletedImageList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_images: Option<Vec<DeletedImage>>,
    /// `heldSizeInBytes`: `ByteCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_size_in_bytes: Option<i64>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `ListDeletedRepositoriesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListDeletedRepositoriesRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for ListDeletedRepositoriesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        Ok(Some(Self {
            registry_id,
            next_token,
            max_results,
        }))
    }
}

/// `ListDeletedRepositoriesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListDeletedRepositoriesResponse {
    /// `deletedRepositories`: `DeletedRepositoryList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_repositories: Option<Vec<DeletedRepository>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `ListDeletedTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListDeletedTagsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageTag`: `ImageTag`.
    pub image_tag: Option<String>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for ListDeletedTagsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_tag = members.optional("imageTag", &rules::IMAGE_TAG)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_tag,
            next_token,
            max_results,
        }))
    }
}

/// `ListDeletedTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListDeletedTagsResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `deletedTags`: `DeletedTagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_tags: Option<Vec<DeletedTag>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `ListImageHoldsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListImageHoldsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for ListImageHoldsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            next_token,
            max_results,
        }))
    }
}

/// `ListImageHoldsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListImageHoldsResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageHolds`: `ImageHoldList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_holds: Option<Vec<ImageHold>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
