//! `ecr-public`: structures, `registry`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;

use crate::generated::ecr_public::RegistryAliasStatus;

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
