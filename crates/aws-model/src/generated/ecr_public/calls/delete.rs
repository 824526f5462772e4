//! `ecr-public`: inputs and outputs, `delete`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr_public::Repository;
use crate::rule::Flag;

/// `DeleteRepositoryPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteRepositoryPolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for DeleteRepositoryPolicyRequest {
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

/// `DeleteRepositoryPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteRepositoryPolicyResponse {
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

/// `DeleteRepositoryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteRepositoryRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `force`: `ForceFlag`.
    pub force: Option<bool>,
}

impl Shape for DeleteRepositoryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let repository_name = members.required("repositoryName", &rules::REPOSITORY_NAME)?;
        let force = members.optional("force", &Flag)?;
        let Some(repository_name) = repository_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            registry_id,
            repository_name,
            force,
        }))
    }
}

/// `DeleteRepositoryResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteRepositoryResponse {
    /// `repository`: `Repository`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
}
