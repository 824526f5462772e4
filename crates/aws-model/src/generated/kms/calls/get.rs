//! `kms`: inputs and outputs, `get`. Written by `cargo xtask codegen` from `models/kms`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};

/// `GetKeyPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetKeyPolicyRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `PolicyName`: `PolicyNameType`.
    pub policy_name: Option<String>,
}

impl Shape for GetKeyPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let policy_name = members.optional("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id, policy_name }))
    }
}

/// `GetKeyPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GetKeyPolicyResponse {
    /// `Policy`: `PolicyType`.
    #[serde(rename = "Policy", skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// `PolicyName`: `PolicyNameType`.
    #[serde(rename = "PolicyName", skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
}

/// `GetKeyRotationStatusRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetKeyRotationStatusRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
}

impl Shape for GetKeyRotationStatusRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id }))
    }
}

/// `GetKeyRotationStatusResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GetKeyRotationStatusResponse {
    /// `KeyRotationEnabled`: `BooleanType`.
    #[serde(rename = "KeyRotationEnabled", skip_serializing_if = "Option::is_none")]
    pub key_rotation_enabled: Option<bool>,
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `RotationPeriodInDays`: `RotationPeriodInDaysType`.
    #[serde(rename = "RotationPeriodInDays", skip_serializing_if = "Option::is_none")]
    pub rotation_period_in_days: Option<i32>,
    /// `NextRotationDate`: `DateType`.
    #[serde(
        rename = "NextRotationDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub next_rotation_date: Option<Timestamp>,
    /// `OnDemandRotationStartDate`: `DateType`.
    #[serde(
        rename = "OnDemandRotationStartDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub on_demand_rotation_start_date: Option<Timestamp>,
}
