//! `ecr`: inputs and outputs, `describe`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    DescribeImagesFilter, ImageDetail, ImageIdentifier, ImageReplicationStatus, ImageScanFindings,
    ImageScanStatus, ImageSigningStatus, PullThroughCacheRule, ReplicationBackfillProgress,
    ReplicationBackfillResult, ReplicationBackfillResultStatus, ReplicationBackfillStatus,
    ReplicationConfiguration, ReplicationDestination, Repository, RepositoryCreationTemplate,
};
use crate::rule::Structure;

/// `DescribeImageReplicationStatusRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeImageReplicationStatusRequest {
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
}

impl Shape for DescribeImageReplicationStatusRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let (Some(repository_name), Some(image_id)) = (repository_name, image_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            repository_name,
            image_id,
            registry_id,
        }))
    }
}

/// `DescribeImageReplicationStatusResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeImageReplicationStatusResponse {
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `replicationStatuses`: `ImageReplicationStatusList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_statuses: Option<Vec<ImageReplicationStatus>>,
}

/// `DescribeImageScanFindingsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeImageScanFindingsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for DescribeImageScanFindingsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let (Some(repository_name), Some(image_id)) = (repository_name, image_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_id,
            next_token,
            max_results,
        }))
    }
}

/// `DescribeImageScanFindingsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeImageScanFindingsResponse {
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
    /// `imageScanFindings`: `ImageScanFindings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_scan_findings: Option<ImageScanFindings>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `DescribeImageSigningStatusRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeImageSigningStatusRequest {
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
}

impl Shape for DescribeImageSigningStatusRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let (Some(repository_name), Some(image_id)) = (repository_name, image_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            repository_name,
            image_id,
            registry_id,
        }))
    }
}

/// `DescribeImageSigningStatusResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeImageSigningStatusResponse {
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `signingStatuses`: `ImageSigningStatusList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_statuses: Option<Vec<ImageSigningStatus>>,
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
    /// `filter`: `DescribeImagesFilter`.
    pub filter: Option<DescribeImagesFilter>,
}

impl Shape for DescribeImagesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_ids = members.optional("imageIds", &rules::IMAGE_IDENTIFIER_LIST)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let filter = members.optional("filter", &Structure::<DescribeImagesFilter>::new())?;
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

/// `DescribePullThroughCacheRulesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribePullThroughCacheRulesRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `ecrRepositoryPrefixes`: `PullThroughCacheRuleRepositoryPrefixList`.
    pub ecr_repository_prefixes: Option<Vec<String>>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for DescribePullThroughCacheRulesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let ecr_repository_prefixes = members.optional(
            "ecrRepositoryPrefixes",
            &rules::PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX_LIST,
        )?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        Ok(Some(Self {
            registry_id,
            ecr_repository_prefixes,
            next_token,
            max_results,
        }))
    }
}

/// `DescribePullThroughCacheRulesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribePullThroughCacheRulesResponse {
    /// `pullThroughCacheRules`: `PullThroughCacheRuleList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_through_cache_rules: Option<Vec<PullThroughCacheRule>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `DescribeRegistryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeRegistryRequest {}

impl Shape for DescribeRegistryRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `DescribeRegistryResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeRegistryResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `replicationConfiguration`: `ReplicationConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replication_configuration: Option<ReplicationConfiguration>,
}

/// `DescribeReplicationBackfillResultsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeReplicationBackfillResultsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `replicationBackfillId`: `ReplicationBackfillId`.
    pub replication_backfill_id: String,
    /// `resultStatusFilter`: `ReplicationBackfillResultStatus`.
    pub result_status_filter: Option<ReplicationBackfillResultStatus>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
}

impl Shape for DescribeReplicationBackfillResultsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let replication_backfill_id =
            members.required("replicationBackfillId", &rules::REPLICATION_BACKFILL_ID)?;
        let result_status_filter =
            members.optional("resultStatusFilter", &rules::REPLICATION_BACKFILL_RESULT_STATUS)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let Some(replication_backfill_id) = replication_backfill_id else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            replication_backfill_id,
            result_status_filter,
            max_results,
            next_token,
        }))
    }
}

/// `DescribeReplicationBackfillResultsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeReplicationBackfillResultsResponse {
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
    /// `failureCode`: `ReplicationBackfillError`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<String>,
    /// `progress`: `ReplicationBackfillProgress`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<ReplicationBackfillProgress>,
    /// `results`: `ReplicationBackfillResultList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<ReplicationBackfillResult>>,
    /// `startedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub started_at: Option<Timestamp>,
    /// `endedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub ended_at: Option<Timestamp>,
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

/// `DescribeRepositoryCreationTemplatesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeRepositoryCreationTemplatesRequest {
    /// `prefixes`: `PrefixList`.
    pub prefixes: Option<Vec<String>>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for DescribeRepositoryCreationTemplatesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let prefixes = members.optional("prefixes", &rules::PREFIX_LIST)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        Ok(Some(Self {
            prefixes,
            next_token,
            max_results,
        }))
    }
}

/// `DescribeRepositoryCreationTemplatesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeRepositoryCreationTemplatesResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryCreationTemplates`: `RepositoryCreationTemplateList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_creation_templates: Option<Vec<RepositoryCreationTemplate>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
