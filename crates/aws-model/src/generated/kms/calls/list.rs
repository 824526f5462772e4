//! `kms`: inputs and outputs, `list`. Written by `cargo xtask codegen` from `models/kms`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::kms::{
    AliasListEntry, GrantListEntry, IncludeKeyMaterial, KeyListEntry, ResourceOwnerType, RotationsListEntry,
    Tag,
};

/// `ListAliasesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAliasesRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: Option<String>,
    /// `Limit`: `LimitType`.
    pub limit: Option<i32>,
    /// `Marker`: `MarkerType`.
    pub marker: Option<String>,
}

impl Shape for ListAliasesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.optional("KeyId", &rules::KEY_ID_TYPE)?;
        let limit = members.optional("Limit", &rules::LIMIT_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        Ok(Some(Self {
            key_id,
            limit,
            marker,
        }))
    }
}

/// `ListAliasesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ListAliasesResponse {
    /// `Aliases`: `AliasList`.
    #[serde(rename = "Aliases", skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Vec<AliasListEntry>>,
    /// `NextMarker`: `MarkerType`.
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// `Truncated`: `BooleanType`.
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

/// `ListGrantsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGrantsRequest {
    /// `Limit`: `LimitType`.
    pub limit: Option<i32>,
    /// `Marker`: `MarkerType`.
    pub marker: Option<String>,
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `GrantId`: `GrantIdType`.
    pub grant_id: Option<String>,
    /// `GranteePrincipal`: `PrincipalIdType`.
    pub grantee_principal: Option<String>,
    /// `GranteeServicePrincipal`: `ServicePrincipalType`.
    pub grantee_service_principal: Option<String>,
}

impl Shape for ListGrantsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let limit = members.optional("Limit", &rules::LIMIT_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let grant_id = members.optional("GrantId", &rules::GRANT_ID_TYPE)?;
        let grantee_principal = members.optional("GranteePrincipal", &rules::PRINCIPAL_ID_TYPE)?;
        let grantee_service_principal =
            members.optional("GranteeServicePrincipal", &rules::SERVICE_PRINCIPAL_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            limit,
            marker,
            key_id,
            grant_id,
            grantee_principal,
            grantee_service_principal,
        }))
    }
}

/// `ListGrantsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ListGrantsResponse {
    /// `Grants`: `GrantList`.
    #[serde(rename = "Grants", skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<GrantListEntry>>,
    /// `NextMarker`: `MarkerType`.
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// `Truncated`: `BooleanType`.
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

/// `ListKeyPoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListKeyPoliciesRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `Limit`: `LimitType`.
    pub limit: Option<i32>,
    /// `Marker`: `MarkerType`.
    pub marker: Option<String>,
}

impl Shape for ListKeyPoliciesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let limit = members.optional("Limit", &rules::LIMIT_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            key_id,
            limit,
            marker,
        }))
    }
}

/// `ListKeyPoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ListKeyPoliciesResponse {
    /// `PolicyNames`: `PolicyNameList`.
    #[serde(rename = "PolicyNames", skip_serializing_if = "Option::is_none")]
    pub policy_names: Option<Vec<String>>,
    /// `NextMarker`: `MarkerType`.
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// `Truncated`: `BooleanType`.
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

/// `ListKeyRotationsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListKeyRotationsRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `IncludeKeyMaterial`: `IncludeKeyMaterial`.
    pub include_key_material: Option<IncludeKeyMaterial>,
    /// `Limit`: `LimitType`.
    pub limit: Option<i32>,
    /// `Marker`: `MarkerType`.
    pub marker: Option<String>,
}

impl Shape for ListKeyRotationsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let include_key_material = members.optional("IncludeKeyMaterial", &rules::INCLUDE_KEY_MATERIAL)?;
        let limit = members.optional("Limit", &rules::LIMIT_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            key_id,
            include_key_material,
            limit,
            marker,
        }))
    }
}

/// `ListKeyRotationsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ListKeyRotationsResponse {
    /// `Rotations`: `RotationsList`.
    #[serde(rename = "Rotations", skip_serializing_if = "Option::is_none")]
    pub rotations: Option<Vec<RotationsListEntry>>,
    /// `NextMarker`: `MarkerType`.
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// `Truncated`: `BooleanType`.
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

/// `ListKeysRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListKeysRequest {
    /// `Limit`: `LimitType`.
    pub limit: Option<i32>,
    /// `Marker`: `MarkerType`.
    pub marker: Option<String>,
    /// `ResourceOwners`: `ResourceOwnersList`.
    pub resource_owners: Option<Vec<ResourceOwnerType>>,
}

impl Shape for ListKeysRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let limit = members.optional("Limit", &rules::LIMIT_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let resource_owners = members.optional("ResourceOwners", &rules::RESOURCE_OWNERS_LIST)?;
        Ok(Some(Self {
            limit,
            marker,
            resource_owners,
        }))
    }
}

/// `ListKeysResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ListKeysResponse {
    /// `Keys`: `KeyList`.
    #[serde(rename = "Keys", skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<KeyListEntry>>,
    /// `NextMarker`: `MarkerType`.
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// `Truncated`: `BooleanType`.
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

/// `ListResourceTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListResourceTagsRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `Limit`: `LimitType`.
    pub limit: Option<i32>,
    /// `Marker`: `MarkerType`.
    pub marker: Option<String>,
}

impl Shape for ListResourceTagsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let limit = members.optional("Limit", &rules::LIMIT_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            key_id,
            limit,
            marker,
        }))
    }
}

/// `ListResourceTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ListResourceTagsResponse {
    /// `Tags`: `TagList`.
    #[serde(rename = "Tags", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// `NextMarker`: `MarkerType`.
    #[serde(rename = "NextMarker", skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// `Truncated`: `BooleanType`.
    #[serde(rename = "Truncated", skip_serializing_if = "Option::is_none")]
    pub truncated: Option<bool>,
}

/// `ListRetirableGrantsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRetirableGrantsRequest {
    /// `Limit`: `LimitType`.
    pub limit: Option<i32>,
    /// `Marker`: `MarkerType`.
    pub marker: Option<String>,
    /// `RetiringPrincipal`: `PrincipalIdType`.
    pub retiring_principal: Option<String>,
    /// `RetiringServicePrincipal`: `ServicePrincipalType`.
    pub retiring_service_principal: Option<String>,
}

impl Shape for ListRetirableGrantsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let limit = members.optional("Limit", &rules::LIMIT_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let retiring_principal = members.optional("RetiringPrincipal", &rules::PRINCIPAL_ID_TYPE)?;
        let retiring_service_principal =
            members.optional("RetiringServicePrincipal", &rules::SERVICE_PRINCIPAL_TYPE)?;
        Ok(Some(Self {
            limit,
            marker,
            retiring_principal,
            retiring_service_principal,
        }))
    }
}
