//! `ecr-public`: structures, `repository`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};

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
