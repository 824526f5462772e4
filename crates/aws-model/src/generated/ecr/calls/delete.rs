//! `ecr`: inputs and outputs, `delete`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{Repository, RepositoryCreationTemplate, SigningConfiguration};
use crate::rule::Flag;

/// `DeleteLifecyclePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteLifecyclePolicyRequest {
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
}

impl Shape for DeleteLifecyclePolicyRequest {
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

/// `DeleteLifecyclePolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteLifecyclePolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `lifecyclePolicyText`: `LifecyclePolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifecycle_policy_text: Option<String>,
    /// `lastEvaluatedAt`: `EvaluationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_evaluated_at: Option<Timestamp>,
}

/// `DeletePullThroughCacheRuleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeletePullThroughCacheRuleRequest {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    pub ecr_repository_prefix: String,
    /// `registryId`: `RegistryId`.
    pub registry_id: Option<String>,
}

impl Shape for DeletePullThroughCacheRuleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let ecr_repository_prefix = members.required(
            "ecrRepositoryPrefix",
            &rules::PULL_THROUGH_CACHE_RULE_REPOSITORY_PREFIX,
        )?;
        let registry_id = members.optional("registryId", &rules::REGISTRY_ID)?;
        let Some(ecr_repository_prefix) = ecr_repository_prefix else {
            return Ok(None);
        };
        Ok(Some(Self {
            ecr_repository_prefix,
            registry_id,
        }))
    }
}

/// `DeletePullThroughCacheRuleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletePullThroughCacheRuleResponse {
    /// `ecrRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ecr_repository_prefix: Option<String>,
    /// `upstreamRegistryUrl`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_registry_url: Option<String>,
    /// `createdAt`: `CreationTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `credentialArn`: `CredentialArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential_arn: Option<String>,
    /// `customRoleArn`: `CustomRoleArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_role_arn: Option<String>,
    /// `upstreamRepositoryPrefix`: `PullThroughCacheRuleRepositoryPrefix`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upstream_repository_prefix: Option<String>,
}

/// `DeleteRegistryPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteRegistryPolicyRequest {}

impl Shape for DeleteRegistryPolicyRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `DeleteRegistryPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteRegistryPolicyResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `policyText`: `RegistryPolicyText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_text: Option<String>,
}

/// `DeleteRepositoryCreationTemplateRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteRepositoryCreationTemplateRequest {
    /// `prefix`: `Prefix`.
    pub prefix: String,
}

impl Shape for DeleteRepositoryCreationTemplateRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let prefix = members.required("prefix", &rules::PREFIX)?;
        let Some(prefix) = prefix else { return Ok(None) };
        Ok(Some(Self { prefix }))
    }
}

/// `DeleteRepositoryCreationTemplateResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteRepositoryCreationTemplateResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryCreationTemplate`: `RepositoryCreationTemplate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_creation_template: Option<RepositoryCreationTemplate>,
}

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

/// `DeleteSigningConfigurationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteSigningConfigurationRequest {}

impl Shape for DeleteSigningConfigurationRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `DeleteSigningConfigurationResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteSigningConfigurationResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `signingConfiguration`: `SigningConfiguration`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_configuration: Option<SigningConfiguration>,
}
