//! `ecr`: inputs and outputs, `list`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    ImageIdentifier, ImageReferrer, ListImageReferrersFilter, ListImagesFilter, ReplicationBackfillSummary,
    SubjectIdentifier, Tag,
};
use crate::rule::Structure;

/// `ListImageReferrersRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListImageReferrersRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `subjectId`: `SubjectIdentifier`.
    pub subject_id: SubjectIdentifier,
    /// `filter`: `ListImageReferrersFilter`.
    pub filter: Option<ListImageReferrersFilter>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `FiftyMaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for ListImageReferrersRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let subject_id = members.required("subjectId", &Structure::<SubjectIdentifier>::new())?;
        let filter = members.optional("filter", &Structure::<ListImageReferrersFilter>::new())?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::FIFTY_MAX_RESULTS)?;
        let (Some(repository_name), Some(subject_id)) = (repository_name, subject_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            subject_id,
            filter,
            next_token,
            max_results,
        }))
    }
}

/// `ListImageReferrersResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListImageReferrersResponse {
    /// `referrers`: `ImageReferrerList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrers: Option<Vec<ImageReferrer>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `ListImagesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListImagesRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
    /// `filter`: `ListImagesFilter`.
    pub filter: Option<ListImagesFilter>,
}

impl Shape for ListImagesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let filter = members.optional("filter", &Structure::<ListImagesFilter>::new())?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            next_token,
            max_results,
            filter,
        }))
    }
}

/// `ListImagesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListImagesResponse {
    /// `imageIds`: `ImageIdentifierList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_ids: Option<Vec<ImageIdentifier>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `ListPullTimeUpdateExclusionsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPullTimeUpdateExclusionsRequest {
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
}

impl Shape for ListPullTimeUpdateExclusionsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        Ok(Some(Self {
            max_results,
            next_token,
        }))
    }
}

/// `ListPullTimeUpdateExclusionsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListPullTimeUpdateExclusionsResponse {
    /// `pullTimeUpdateExclusions`: `PullTimeUpdateExclusionList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_time_update_exclusions: Option<Vec<String>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `ListReplicationBackfillsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListReplicationBackfillsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `maxResults`: `FiftyMaxResults`.
    pub max_results: Option<i32>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
}

impl Shape for ListReplicationBackfillsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let max_results = members.optional("maxResults", &rules::FIFTY_MAX_RESULTS)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        Ok(Some(Self {
            registry_id,
            max_results,
            next_token,
        }))
    }
}

/// `ListReplicationBackfillsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListReplicationBackfillsResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `backfills`: `ReplicationBackfillSummaryList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backfills: Option<Vec<ReplicationBackfillSummary>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
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
