//! Structures: `other` of `ecr-public`. Written by `cargo xtask codegen` from `models/ecr-public`.

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr_public::{LayerAvailability, LayerFailureCode, RegistryAliasStatus};
use serde::Serialize;
use stdx::Timestamp;

/// `AuthorizationData` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationData {
    /// `authorizationToken`: `Base64`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_token: Option<String>,
    /// `expiresAt`: `ExpirationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub expires_at: Option<Timestamp>,
}
/// `Layer` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Layer {
    /// `layerDigest`: `LayerDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_digest: Option<String>,
    /// `layerAvailability`: `LayerAvailability`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_availability: Option<LayerAvailability>,
    /// `layerSize`: `LayerSizeInBytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_size: Option<i64>,
    /// `mediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
}
/// `LayerFailure` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LayerFailure {
    /// `layerDigest`: `BatchedOperationLayerDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer_digest: Option<String>,
    /// `failureCode`: `LayerFailureCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<LayerFailureCode>,
    /// `failureReason`: `LayerFailureReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
}
/// `ReferencedImageDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReferencedImageDetail {
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imageSizeInBytes`: `ImageSizeInBytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_size_in_bytes: Option<i64>,
    /// `imagePushedAt`: `PushTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub image_pushed_at: Option<Timestamp>,
    /// `imageManifestMediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_manifest_media_type: Option<String>,
    /// `artifactMediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact_media_type: Option<String>,
}
/// `Registry` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Registry {
    /// `registryId`: `RegistryId`.
    pub registry_id: String,
    /// `registryArn`: `Arn`.
    pub registry_arn: String,
    /// `registryUri`: `Url`.
    pub registry_uri: String,
    /// `verified`: `RegistryVerified`.
    pub verified: bool,
    /// `aliases`: `RegistryAliasList`.
    pub aliases: Vec<RegistryAlias>,
}
/// `RegistryAlias` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistryAlias {
    /// `name`: `RegistryAliasName`.
    pub name: String,
    /// `status`: `RegistryAliasStatus`.
    pub status: RegistryAliasStatus,
    /// `primaryRegistryAlias`: `PrimaryRegistryAliasFlag`.
    pub primary_registry_alias: bool,
    /// `defaultRegistryAlias`: `DefaultRegistryAliasFlag`.
    pub default_registry_alias: bool,
}
/// `RegistryCatalogData` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistryCatalogData {
    /// `displayName`: `RegistryDisplayName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}
/// `Repository` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Repository {
    /// `repositoryArn`: `Arn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_arn: Option<String>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `repositoryUri`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_uri: Option<String>,
    /// `createdAt`: `CreationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
}
/// `RepositoryCatalogData` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RepositoryCatalogData {
    /// `description`: `RepositoryDescription`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `architectures`: `ArchitectureList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub architectures: Option<Vec<String>>,
    /// `operatingSystems`: `OperatingSystemList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operating_systems: Option<Vec<String>>,
    /// `logoUrl`: `ResourceUrl`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
    /// `aboutText`: `AboutText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about_text: Option<String>,
    /// `usageText`: `UsageText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_text: Option<String>,
    /// `marketplaceCertified`: `MarketplaceCertified`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marketplace_certified: Option<bool>,
}
/// `RepositoryCatalogDataInput` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RepositoryCatalogDataInput {
    /// `description`: `RepositoryDescription`.
    pub description: Option<String>,
    /// `architectures`: `ArchitectureList`.
    pub architectures: Option<Vec<String>>,
    /// `operatingSystems`: `OperatingSystemList`.
    pub operating_systems: Option<Vec<String>>,
    /// `logoImageBlob`: `LogoImageBlob`.
    pub logo_image_blob: Option<Blob>,
    /// `aboutText`: `AboutText`.
    pub about_text: Option<String>,
    /// `usageText`: `UsageText`.
    pub usage_text: Option<String>,
}
impl Shape for RepositoryCatalogDataInput {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let description = members.optional("description", &rules::REPOSITORY_DESCRIPTION)?;
        let architectures = members.optional("architectures", &rules::ARCHITECTURE_LIST)?;
        let operating_systems = members.optional("operatingSystems", &rules::OPERATING_SYSTEM_LIST)?;
        let logo_image_blob = members.optional("logoImageBlob", &rules::LOGO_IMAGE_BLOB)?;
        let about_text = members.optional("aboutText", &rules::ABOUT_TEXT)?;
        let usage_text = members.optional("usageText", &rules::USAGE_TEXT)?;
        Ok(Some(Self {
            description,
            architectures,
            operating_systems,
            logo_image_blob,
            about_text,
            usage_text,
        }))
    }
}
/// `Tag` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Tag {
    /// `Key`: `TagKey`.
    #[serde(rename = "Key", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// `Value`: `TagValue`.
    #[serde(rename = "Value", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
impl Shape for Tag {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key = members.optional("Key", &rules::TAG_KEY)?;
        let value = members.optional("Value", &rules::TAG_VALUE)?;
        Ok(Some(Self { key, value }))
    }
}
