//! `ecr-public`: inputs and outputs, `batch`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr_public::{ImageFailure, ImageIdentifier, Layer, LayerFailure};

/// `BatchCheckLayerAvailabilityRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BatchCheckLayerAvailabilityRequest {
    /// `registryId`: `RegistryIdOrAlias`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `layerDigests`: `BatchedOperationLayerDigestList`.
    pub layer_digests: Vec<String>,
}

impl Shape for BatchCheckLayerAvailabilityRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID_OR_ALIAS)?;
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
    /// `registryId`: `RegistryIdOrAlias`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageIds`: `ImageIdentifierList`.
    pub image_ids: Vec<ImageIdentifier>,
}

impl Shape for BatchDeleteImageRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID_OR_ALIAS)?;
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
