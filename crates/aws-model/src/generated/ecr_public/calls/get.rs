//! `ecr-public`: inputs and outputs, `get`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr_public::{AuthorizationData, RegistryCatalogData, RepositoryCatalogData};

/// `GetAuthorizationTokenRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAuthorizationTokenRequest {}

impl Shape for GetAuthorizationTokenRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `GetAuthorizationTokenResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetAuthorizationTokenResponse {
    /// `authorizationData`: `AuthorizationData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_data: Option<AuthorizationData>,
}

/// `GetRegistryCatalogDataRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRegistryCatalogDataRequest {}

impl Shape for GetRegistryCatalogDataRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `GetRegistryCatalogDataResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRegistryCatalogDataResponse {
    /// `registryCatalogData`: `RegistryCatalogData`.
    pub registry_catalog_data: RegistryCatalogData,
}

/// `GetRepositoryCatalogDataRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRepositoryCatalogDataRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for GetRepositoryCatalogDataRequest {
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

/// `GetRepositoryCatalogDataResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRepositoryCatalogDataResponse {
    /// `catalogData`: `RepositoryCatalogData`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog_data: Option<RepositoryCatalogData>,
}

/// `GetRepositoryPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRepositoryPolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for GetRepositoryPolicyRequest {
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

/// `GetRepositoryPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRepositoryPolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `policyText`: `RepositoryPolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_text: Option<String>,
}
