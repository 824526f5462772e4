//! `kms`: inputs and outputs, `create`. Written by `cargo xtask codegen` from `models/kms`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::kms::{
    CustomerMasterKeySpec, GrantConstraints, GrantOperation, KeyMetadata, KeySpec, KeyUsageType, OriginType,
    Tag,
};
use crate::rule::{Flag, Structure};

/// `CreateAliasRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateAliasRequest {
    /// `AliasName`: `AliasNameType`.
    pub alias_name: String,
    /// `TargetKeyId`: `KeyIdType`.
    pub target_key_id: String,
}

impl Shape for CreateAliasRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let alias_name = members.required("AliasName", &rules::ALIAS_NAME_TYPE)?;
        let target_key_id = members.required("TargetKeyId", &rules::KEY_ID_TYPE)?;
        let (Some(alias_name), Some(target_key_id)) = (alias_name, target_key_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            alias_name,
            target_key_id,
        }))
    }
}

/// `CreateGrantRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateGrantRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `GranteePrincipal`: `PrincipalIdType`.
    pub grantee_principal: Option<String>,
    /// `RetiringPrincipal`: `PrincipalIdType`.
    pub retiring_principal: Option<String>,
    /// `Operations`: `GrantOperationList`.
    pub operations: Vec<GrantOperation>,
    /// `Constraints`: `GrantConstraints`.
    pub constraints: Option<GrantConstraints>,
    /// `GrantTokens`: `GrantTokenList`.
    pub grant_tokens: Option<Vec<String>>,
    /// `Name`: `GrantNameType`.
    pub name: Option<String>,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
    /// `GranteeServicePrincipal`: `ServicePrincipalType`.
    pub grantee_service_principal: Option<String>,
    /// `RetiringServicePrincipal`: `ServicePrincipalType`.
    pub retiring_service_principal: Option<String>,
}

impl Shape for CreateGrantRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let grantee_principal = members.optional("GranteePrincipal", &rules::PRINCIPAL_ID_TYPE)?;
        let retiring_principal = members.optional("RetiringPrincipal", &rules::PRINCIPAL_ID_TYPE)?;
        let operations = members.required("Operations", &rules::GRANT_OPERATION_LIST)?;
        let constraints = members.optional("Constraints", &Structure::<GrantConstraints>::new())?;
        let grant_tokens = members.optional("GrantTokens", &rules::GRANT_TOKEN_LIST)?;
        let name = members.optional("Name", &rules::GRANT_NAME_TYPE)?;
        let dry_run = members.optional("DryRun", &Flag)?;
        let grantee_service_principal =
            members.optional("GranteeServicePrincipal", &rules::SERVICE_PRINCIPAL_TYPE)?;
        let retiring_service_principal =
            members.optional("RetiringServicePrincipal", &rules::SERVICE_PRINCIPAL_TYPE)?;
        let (Some(key_id), Some(operations)) = (key_id, operations) else {
            return Ok(None);
        };
        Ok(Some(Self {
            key_id,
            grantee_principal,
            retiring_principal,
            operations,
            constraints,
            grant_tokens,
            name,
            dry_run,
            grantee_service_principal,
            retiring_service_principal,
        }))
    }
}

/// `CreateGrantResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CreateGrantResponse {
    /// `GrantToken`: `GrantTokenType`.
    #[serde(rename = "GrantToken", skip_serializing_if = "Option::is_none")]
    pub grant_token: Option<String>,
    /// `GrantId`: `GrantIdType`.
    #[serde(rename = "GrantId", skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
}

/// `CreateKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateKeyRequest {
    /// `Policy`: `PolicyType`.
    pub policy: Option<String>,
    /// `Description`: `DescriptionType`.
    pub description: Option<String>,
    /// `KeyUsage`: `KeyUsageType`.
    pub key_usage: Option<KeyUsageType>,
    /// `CustomerMasterKeySpec`: `CustomerMasterKeySpec`.
    pub customer_master_key_spec: Option<CustomerMasterKeySpec>,
    /// `KeySpec`: `KeySpec`.
    pub key_spec: Option<KeySpec>,
    /// `Origin`: `OriginType`.
    pub origin: Option<OriginType>,
    /// `CustomKeyStoreId`: `CustomKeyStoreIdType`.
    pub custom_key_store_id: Option<String>,
    /// `BypassPolicyLockoutSafetyCheck`: `BooleanType`.
    pub bypass_policy_lockout_safety_check: Option<bool>,
    /// `Tags`: `TagList`.
    pub tags: Option<Vec<Tag>>,
    /// `MultiRegion`: `NullableBooleanType`.
    pub multi_region: Option<bool>,
    /// `XksKeyId`: `XksKeyIdType`.
    pub xks_key_id: Option<String>,
}

impl Shape for CreateKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy = members.optional("Policy", &rules::POLICY_TYPE)?;
        let description = members.optional("Description", &rules::DESCRIPTION_TYPE)?;
        let key_usage = members.optional("KeyUsage", &rules::KEY_USAGE_TYPE)?;
        let customer_master_key_spec =
            members.optional("CustomerMasterKeySpec", &rules::CUSTOMER_MASTER_KEY_SPEC)?;
        let key_spec = members.optional("KeySpec", &rules::KEY_SPEC)?;
        let origin = members.optional("Origin", &rules::ORIGIN_TYPE)?;
        let custom_key_store_id = members.optional("CustomKeyStoreId", &rules::CUSTOM_KEY_STORE_ID_TYPE)?;
        let bypass_policy_lockout_safety_check = members.optional("BypassPolicyLockoutSafetyCheck", &Flag)?;
        let tags = members.optional("Tags", &rules::TAG_LIST)?;
        let multi_region = members.optional("MultiRegion", &Flag)?;
        let xks_key_id = members.optional("XksKeyId", &rules::XKS_KEY_ID_TYPE)?;
        Ok(Some(Self {
            policy,
            description,
            key_usage,
            customer_master_key_spec,
            key_spec,
            origin,
            custom_key_store_id,
            bypass_policy_lockout_safety_check,
            tags,
            multi_region,
            xks_key_id,
        }))
    }
}

/// `CreateKeyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CreateKeyResponse {
    /// `KeyMetadata`: `KeyMetadata`.
    #[serde(rename = "KeyMetadata", skip_serializing_if = "Option::is_none")]
    pub key_metadata: Option<KeyMetadata>,
}
