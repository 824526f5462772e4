//! `ecr`: inputs and outputs, `batch`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    Image, ImageFailure, ImageIdentifier, Layer, LayerFailure, RepositoryScanningConfiguration,
    RepositoryScanningConfigurationFailure,
};

/// `BatchCheckLayerAvailabilityRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchCheckLayerAvailabilityRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `layerDigests`: `BatchedOperationLayerDigestList`.
    pub layer_digests: Vec<String>,
}

impl Shape for BatchCheckLayerAvailabilityRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let layer_digests = members.required("layerDigests", &rules::BATCHED_OPERATION_LAYER_DIGEST_LIST)?;
        let (Some(repository_name), Some(layer_digests)) = (repository_name, layer_digests) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            layer_digests,
        }))
    }
}

/// `BatchCheckLayerAvailabilityResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchCheckLayerAvailabilityResponse {
    /// `layers`: `LayerList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<Vec<Layer>>,
    /// `failures`: `LayerFailureList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<LayerFailure>>,
}

/// `BatchDeleteImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchDeleteImageRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageIds`: `ImageIdentifierList`.
    pub image_ids: Vec<ImageIdentifier>,
}

impl Shape for BatchDeleteImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_ids = members.required("imageIds", &rules::IMAGE_IDENTIFIER_LIST)?;
        let (Some(repository_name), Some(image_ids)) = (repository_name, image_ids) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_ids,
        }))
    }
}

/// `BatchDeleteImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchDeleteImageResponse {
    /// `imageIds`: `ImageIdentifierList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_ids: Option<Vec<ImageIdentifier>>,
    /// `failures`: `ImageFailureList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<ImageFailure>>,
}

/// `BatchGetImageRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchGetImageRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageIds`: `ImageIdentifierList`.
    pub image_ids: Vec<ImageIdentifier>,
    /// `acceptedMediaTypes`: `MediaTypeList`.
    pub accepted_media_types: Option<Vec<String>>,
}

impl Shape for BatchGetImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let image_ids = members.required("imageIds", &rules::IMAGE_IDENTIFIER_LIST)?;
        let accepted_media_types = members.optional("acceptedMediaTypes", &rules::MEDIA_TYPE_LIST)?;
        let (Some(repository_name), Some(image_ids)) = (repository_name, image_ids) else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            image_ids,
            accepted_media_types,
        }))
    }
}

/// `BatchGetImageResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchGetImageResponse {
    /// `images`: `ImageList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub images: Option<Vec<Image>>,
    /// `failures`: `ImageFailureList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<ImageFailure>>,
}

/// `BatchGetRepositoryScanningConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchGetRepositoryScanningConfigurationRequest {
    /// `repositoryNames`: `ScanningConfigurationRepositoryNameList`.
    pub repository_names: Vec<String>,
}

impl Shape for BatchGetRepositoryScanningConfigurationRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let repository_names = members.required(
            "repositoryNames",
            &rules::SCANNING_CONFIGURATION_REPOSITORY_NAME_LIST,
        )?;
        let Some(repository_names) = repository_names else {
            return Ok(None);
        };
        Ok(Some(Self { repository_names }))
    }
}

/// `BatchGetRepositoryScanningConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchGetRepositoryScanningConfigurationResponse {
    /// `scanningConfigurations`: `RepositoryScanningConfigurationList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scanning_configurations: Option<Vec<RepositoryScanningConfiguration>>,
    /// `failures`: `RepositoryScanningConfigurationFailureList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failures: Option<Vec<RepositoryScanningConfigurationFailure>>,
}
