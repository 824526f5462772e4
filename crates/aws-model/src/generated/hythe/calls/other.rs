//! `hythe`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::hythe::{
    DeletionProtection, ImageHold, ImageIdentifier, ImagePull, LifecyclePreviewResult,
    LifecyclePreviewSummary,
};
use crate::rule::{Flag, Structure};

/// `CopyImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CopyImageRequest {
    /// `sourceRegistryId`: `RegistryId`.
    pub source_registry_id: Option<String>,
    /// `sourceRepositoryName`: `RepositoryName`.
    pub source_repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageTag`: `ImageTag`.
    pub image_tag: Option<String>,
    /// `expectedImageDigest`: `ExpectedImageDigest`.
    pub expected_image_digest: Option<String>,
    /// `includeReferrers`: `IncludeReferrers`.
    pub include_referrers: Option<bool>,
}

impl Shape for CopyImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let source_registry_id = members.optional("sourceRegistryId", &rules::REGISTRY_ID)?;
        let source_repository_name = members.required("sourceRepositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_tag = members.optional("imageTag", &rules::IMAGE_TAG)?;
        let expected_image_digest = members.optional("expectedImageDigest", &rules::EXPECTED_IMAGE_DIGEST)?;
        let include_referrers = members.optional("includeReferrers", &Flag)?;
        let (Some(source_repository_name), Some(image_id), Some(repository_name)) =
            (source_repository_name, image_id, repository_name)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            source_registry_id,
            source_repository_name,
            image_id,
            registry_id,
            repository_name,
            image_tag,
            expected_image_digest,
            include_referrers,
        }))
    }
}

/// `CopyImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CopyImageResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `copiedImageCount`: `CopiedImageCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copied_image_count: Option<i32>,
}

/// `DeleteImageHoldRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteImageHoldRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
}

impl Shape for DeleteImageHoldRequest {
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

/// `DeleteImageHoldResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteImageHoldResponse {
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

/// `DescribeImagePullsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeImagePullsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
}

impl Shape for DescribeImagePullsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            max_results,
            next_token,
        }))
    }
}

/// `DescribeImagePullsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeImagePullsResponse {
    /// `imagePulls`: `ImagePullList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_pulls: Option<Vec<ImagePull>>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `GetRepositorySettingsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRepositorySettingsRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for GetRepositorySettingsRequest {
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

/// `GetRepositorySettingsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRepositorySettingsResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `deletionProtection`: `DeletionProtection`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_protection: Option<DeletionProtection>,
    /// `deletionProtectedBy`: `PrincipalArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_protected_by: Option<String>,
    /// `deletionProtectedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub deletion_protected_at: Option<Timestamp>,
}

/// `PreviewLifecyclePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PreviewLifecyclePolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    pub lifecycle_policy_text: Option<String>,
    /// `nextToken`: `NextToken`.
    pub next_token: Option<String>,
    /// `maxResults`: `MaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for PreviewLifecyclePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let lifecycle_policy_text = members.optional("lifecyclePolicyText", &rules::LIFECYCLE_POLICY_TEXT)?;
        let next_token = members.optional("nextToken", &rules::NEXT_TOKEN)?;
        let max_results = members.optional("maxResults", &rules::MAX_RESULTS)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            lifecycle_policy_text,
            next_token,
            max_results,
        }))
    }
}

/// `PreviewLifecyclePolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewLifecyclePolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_policy_text: Option<String>,
    /// `evaluatedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub evaluated_at: Option<Timestamp>,
    /// `previewResults`: `LifecyclePreviewResultList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preview_results: Option<Vec<LifecyclePreviewResult>>,
    /// `summary`: `LifecyclePreviewSummary`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<LifecyclePreviewSummary>,
    /// `nextToken`: `NextToken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// `RenameRepositoryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RenameRepositoryRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `newRepositoryName`: `RepositoryName`.
    pub new_repository_name: String,
}

impl Shape for RenameRepositoryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let new_repository_name = members.required("newRepositoryName", &rules::REPOSITORY_NAME)?;
        let (Some(repository_name), Some(new_repository_name)) = (repository_name, new_repository_name)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            new_repository_name,
        }))
    }
}

/// `RenameRepositoryResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RenameRepositoryResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `repositoryArn`: `Arn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_arn: Option<String>,
    /// `repositoryUri`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_uri: Option<String>,
}

/// `TagImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagImageRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `imageTag`: `ImageTag`.
    pub image_tag: String,
    /// `expectedImageDigest`: `ExpectedImageDigest`.
    pub expected_image_digest: Option<String>,
}

impl Shape for TagImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_id = members.required("imageId", &Structure::<ImageIdentifier>::new())?;
        let image_tag = members.required("imageTag", &rules::IMAGE_TAG)?;
        let expected_image_digest = members.optional("expectedImageDigest", &rules::EXPECTED_IMAGE_DIGEST)?;
        let (Some(repository_name), Some(image_id), Some(image_tag)) = (repository_name, image_id, image_tag)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_id,
            image_tag,
            expected_image_digest,
        }))
    }
}

/// `TagImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TagImageResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `previousImageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_image_digest: Option<String>,
}

/// `UntagImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagImageRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageTag`: `ImageTag`.
    pub image_tag: String,
    /// `expectedImageDigest`: `ExpectedImageDigest`.
    pub expected_image_digest: Option<String>,
}

impl Shape for UntagImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_tag = members.required("imageTag", &rules::IMAGE_TAG)?;
        let expected_image_digest = members.optional("expectedImageDigest", &rules::EXPECTED_IMAGE_DIGEST)?;
        let (Some(repository_name), Some(image_tag)) = (repository_name, image_tag) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_tag,
            expected_image_digest,
        }))
    }
}

/// `UntagImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UntagImageResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
}
