//! `ecr-public`: inputs and outputs, `put`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr_public::{
    Image, RegistryCatalogData, RepositoryCatalogData, RepositoryCatalogDataInput,
};
use crate::rule::Structure;

/// `PutImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutImageRequest {
    /// `registryId`: `RegistryIdOrAlias`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageManifest`: `ImageManifest`.
    pub image_manifest: String,
    /// `imageManifestMediaType`: `MediaType`.
    pub image_manifest_media_type: Option<String>,
    /// `imageTag`: `ImageTag`.
    pub image_tag: Option<String>,
    /// `imageDigest`: `ImageDigest`.
    pub image_digest: Option<String>,
}

impl Shape for PutImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID_OR_ALIAS)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_manifest = members.required("imageManifest", &rules::IMAGE_MANIFEST)?;
        let image_manifest_media_type = members.optional("imageManifestMediaType", &rules::MEDIA_TYPE)?;
        let image_tag = members.optional("imageTag", &rules::IMAGE_TAG)?;
        let image_digest = members.optional("imageDigest", &rules::IMAGE_DIGEST)?;
        let (Some(repository_name), Some(image_manifest)) = (repository_name, image_manifest) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_manifest,
            image_manifest_media_type,
            image_tag,
            image_digest,
        }))
    }
}

/// `PutImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutImageResponse {
    /// `image`: `Image`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
}

/// `PutRegistryCatalogDataRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutRegistryCatalogDataRequest {
    /// `displayName`: `RegistryDisplayName`.
    pub display_name: Option<String>,
}

impl Shape for PutRegistryCatalogDataRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let display_name = members.optional("displayName", &rules::REGISTRY_DISPLAY_NAME)?;
        Ok(Some(Self { display_name }))
    }
}

/// `PutRegistryCatalogDataResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutRegistryCatalogDataResponse {
    /// `registryCatalogData`: `RegistryCatalogData`.
    pub registry_catalog_data: RegistryCatalogData,
}

/// `PutRepositoryCatalogDataRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutRepositoryCatalogDataRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `catalogData`: `RepositoryCatalogDataInput`.
    pub catalog_data: RepositoryCatalogDataInput,
}

impl Shape for PutRepositoryCatalogDataRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let catalog_data =
            members.required("catalogData", &Structure::<RepositoryCatalogDataInput>::new())?;
        let (Some(repository_name), Some(catalog_data)) = (repository_name, catalog_data) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            catalog_data,
        }))
    }
}

/// `PutRepositoryCatalogDataResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PutRepositoryCatalogDataResponse {
    /// `catalogData`: `RepositoryCatalogData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog_data: Option<RepositoryCatalogData>,
}
