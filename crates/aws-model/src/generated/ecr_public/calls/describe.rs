//! `ecr-public`: inputs and outputs, `describe`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr_public::{ImageDetail, ImageIdentifier, ImageTagDetail, Registry, Repository};

/// `DescribeImageTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeImageTagsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for DescribeImageTagsRequest {
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

/// `DescribeImageTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeImageTagsResponse {
    /// `imageTagDetails`: `ImageTagDetailList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag_details: Option<Vec<ImageTagDetail>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `DescribeImagesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeImagesRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageIds`: `ImageIdentifierList`.
    pub image_ids: Option<Vec<ImageIdentifier>>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for DescribeImagesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_ids = members.optional("imageIds", &rules::IMAGE_IDENTIFIER_LIST)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_ids,
            next_token,
            max_results,
        }))
    }
}

/// `DescribeImagesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeImagesResponse {
    /// `imageDetails`: `ImageDetailList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_details: Option<Vec<ImageDetail>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `DescribeRegistriesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeRegistriesRequest {
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for DescribeRegistriesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        Ok(Some(Self {
            next_token,
            max_results,
        }))
    }
}

/// `DescribeRegistriesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeRegistriesResponse {
    /// `registries`: `RegistryList`.
    pub registries: Vec<Registry>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `DescribeRepositoriesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeRepositoriesRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryNames`: `RepositoryNameList`.
    pub repository_names: Option<Vec<String>>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for DescribeRepositoriesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_names = members.optional("repositoryNames", &rules::REPOSITORY_NAME_LIST)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        Ok(Some(Self {
            registry_id,
            repository_names,
            next_token,
            max_results,
        }))
    }
}

/// `DescribeRepositoriesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeRepositoriesResponse {
    /// `repositories`: `RepositoryList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repositories: Option<Vec<Repository>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
