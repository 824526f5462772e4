//! `hythe`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::hythe::ImageIdentifier;

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
