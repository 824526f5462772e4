//! `kms`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/kms`.

use std::collections::BTreeMap;

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};
use crate::generated::kms::{
    DryRunModifierType, EncryptionAlgorithmSpec, KeyMetadata, KeyState, RecipientInfo, Tag,
};
use crate::rule::{Flag, Structure};

/// `CancelKeyDeletionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CancelKeyDeletionRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
}

impl Shape for CancelKeyDeletionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id }))
    }
}

/// `CancelKeyDeletionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CancelKeyDeletionResponse {
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

/// `DecryptRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DecryptRequest {
    /// `CiphertextBlob`: `CiphertextType`.
    pub ciphertext_blob: Option<Blob>,
    /// `EncryptionContext`: `EncryptionContextType`.
    pub encryption_context: Option<BTreeMap<String, String>>,
    /// `GrantTokens`: `GrantTokenList`.
    pub grant_tokens: Option<Vec<String>>,
    /// `KeyId`: `KeyIdType`.
    pub key_id: Option<String>,
    /// `EncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// `Recipient`: `RecipientInfo`.
    pub recipient: Option<RecipientInfo>,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
    /// `DryRunModifiers`: `DryRunModifierList`.
    pub dry_run_modifiers: Option<Vec<DryRunModifierType>>,
}

impl Shape for DecryptRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let ciphertext_blob = members.optional("CiphertextBlob", &rules::CIPHERTEXT_TYPE)?;
        let encryption_context = members.optional("EncryptionContext", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let grant_tokens = members.optional("GrantTokens", &rules::GRANT_TOKEN_LIST)?;
        let key_id = members.optional("KeyId", &rules::KEY_ID_TYPE)?;
        let encryption_algorithm =
            members.optional("EncryptionAlgorithm", &rules::ENCRYPTION_ALGORITHM_SPEC)?;
        let recipient = members.optional("Recipient", &Structure::<RecipientInfo>::new())?;
        let dry_run = members.optional("DryRun", &Flag)?;
        let dry_run_modifiers = members.optional("DryRunModifiers", &rules::DRY_RUN_MODIFIER_LIST)?;
        Ok(Some(Self {
            ciphertext_blob,
            encryption_context,
            grant_tokens,
            key_id,
            encryption_algorithm,
            recipient,
            dry_run,
            dry_run_modifiers,
        }))
    }
}

/// `DecryptResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DecryptResponse {
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `Plaintext`: `PlaintextType`.
    #[serde(rename = "Plaintext", skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<Blob>,
    /// `EncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    #[serde(rename = "EncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// `CiphertextForRecipient`: `CiphertextType`.
    #[serde(rename = "CiphertextForRecipient", skip_serializing_if = "Option::is_none")]
    pub ciphertext_for_recipient: Option<Blob>,
    /// `KeyMaterialId`: `BackingKeyIdType`.
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

/// `DeleteAliasRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteAliasRequest {
    /// `AliasName`: `AliasNameType`.
    pub alias_name: String,
}

impl Shape for DeleteAliasRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let alias_name = members.required("AliasName", &rules::ALIAS_NAME_TYPE)?;
        let Some(alias_name) = alias_name else {
            return Ok(None);
        };
        Ok(Some(Self { alias_name }))
    }
}

/// `DescribeKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DescribeKeyRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `GrantTokens`: `GrantTokenList`.
    pub grant_tokens: Option<Vec<String>>,
}

impl Shape for DescribeKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let grant_tokens = members.optional("GrantTokens", &rules::GRANT_TOKEN_LIST)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id, grant_tokens }))
    }
}

/// `DescribeKeyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DescribeKeyResponse {
    /// `KeyMetadata`: `KeyMetadata`.
    #[serde(rename = "KeyMetadata", skip_serializing_if = "Option::is_none")]
    pub key_metadata: Option<KeyMetadata>,
}

/// `DisableKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DisableKeyRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
}

impl Shape for DisableKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id }))
    }
}

/// `DisableKeyRotationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DisableKeyRotationRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
}

impl Shape for DisableKeyRotationRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id }))
    }
}

/// `EnableKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EnableKeyRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
}

impl Shape for EnableKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id }))
    }
}

/// `EnableKeyRotationRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EnableKeyRotationRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `RotationPeriodInDays`: `RotationPeriodInDaysType`.
    pub rotation_period_in_days: Option<i32>,
}

impl Shape for EnableKeyRotationRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let rotation_period_in_days =
            members.optional("RotationPeriodInDays", &rules::ROTATION_PERIOD_IN_DAYS_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            key_id,
            rotation_period_in_days,
        }))
    }
}

/// `EncryptRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EncryptRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `Plaintext`: `PlaintextType`.
    pub plaintext: Blob,
    /// `EncryptionContext`: `EncryptionContextType`.
    pub encryption_context: Option<BTreeMap<String, String>>,
    /// `GrantTokens`: `GrantTokenList`.
    pub grant_tokens: Option<Vec<String>>,
    /// `EncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
}

impl Shape for EncryptRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let plaintext = members.required("Plaintext", &rules::PLAINTEXT_TYPE)?;
        let encryption_context = members.optional("EncryptionContext", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let grant_tokens = members.optional("GrantTokens", &rules::GRANT_TOKEN_LIST)?;
        let encryption_algorithm =
            members.optional("EncryptionAlgorithm", &rules::ENCRYPTION_ALGORITHM_SPEC)?;
        let dry_run = members.optional("DryRun", &Flag)?;
        let (Some(key_id), Some(plaintext)) = (key_id, plaintext) else {
            return Ok(None);
        };
        Ok(Some(Self {
            key_id,
            plaintext,
            encryption_context,
            grant_tokens,
            encryption_algorithm,
            dry_run,
        }))
    }
}

/// `EncryptResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct EncryptResponse {
    /// `CiphertextBlob`: `CiphertextType`.
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `EncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    #[serde(rename = "EncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithm: Option<EncryptionAlgorithmSpec>,
}

/// `PutKeyPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutKeyPolicyRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `PolicyName`: `PolicyNameType`.
    pub policy_name: Option<String>,
    /// `Policy`: `PolicyType`.
    pub policy: String,
    /// `BypassPolicyLockoutSafetyCheck`: `BooleanType`.
    pub bypass_policy_lockout_safety_check: Option<bool>,
}

impl Shape for PutKeyPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let policy_name = members.optional("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let policy = members.required("Policy", &rules::POLICY_TYPE)?;
        let bypass_policy_lockout_safety_check = members.optional("BypassPolicyLockoutSafetyCheck", &Flag)?;
        let (Some(key_id), Some(policy)) = (key_id, policy) else {
            return Ok(None);
        };
        Ok(Some(Self {
            key_id,
            policy_name,
            policy,
            bypass_policy_lockout_safety_check,
        }))
    }
}

/// `ReEncryptRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReEncryptRequest {
    /// `CiphertextBlob`: `CiphertextType`.
    pub ciphertext_blob: Option<Blob>,
    /// `SourceEncryptionContext`: `EncryptionContextType`.
    pub source_encryption_context: Option<BTreeMap<String, String>>,
    /// `SourceKeyId`: `KeyIdType`.
    pub source_key_id: Option<String>,
    /// `DestinationKeyId`: `KeyIdType`.
    pub destination_key_id: String,
    /// `DestinationEncryptionContext`: `EncryptionContextType`.
    pub destination_encryption_context: Option<BTreeMap<String, String>>,
    /// `SourceEncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    pub source_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// `DestinationEncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    pub destination_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// `GrantTokens`: `GrantTokenList`.
    pub grant_tokens: Option<Vec<String>>,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
    /// `DryRunModifiers`: `DryRunModifierList`.
    pub dry_run_modifiers: Option<Vec<DryRunModifierType>>,
}

impl Shape for ReEncryptRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let ciphertext_blob = members.optional("CiphertextBlob", &rules::CIPHERTEXT_TYPE)?;
        let source_encryption_context =
            members.optional("SourceEncryptionContext", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let source_key_id = members.optional("SourceKeyId", &rules::KEY_ID_TYPE)?;
        let destination_key_id = members.required("DestinationKeyId", &rules::KEY_ID_TYPE)?;
        let destination_encryption_context =
            members.optional("DestinationEncryptionContext", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let source_encryption_algorithm =
            members.optional("SourceEncryptionAlgorithm", &rules::ENCRYPTION_ALGORITHM_SPEC)?;
        let destination_encryption_algorithm = members.optional(
            "DestinationEncryptionAlgorithm",
            &rules::ENCRYPTION_ALGORITHM_SPEC,
        )?;
        let grant_tokens = members.optional("GrantTokens", &rules::GRANT_TOKEN_LIST)?;
        let dry_run = members.optional("DryRun", &Flag)?;
        let dry_run_modifiers = members.optional("DryRunModifiers", &rules::DRY_RUN_MODIFIER_LIST)?;
        let Some(destination_key_id) = destination_key_id else {
            return Ok(None);
        };
        Ok(Some(Self {
            ciphertext_blob,
            source_encryption_context,
            source_key_id,
            destination_key_id,
            destination_encryption_context,
            source_encryption_algorithm,
            destination_encryption_algorithm,
            grant_tokens,
            dry_run,
            dry_run_modifiers,
        }))
    }
}

/// `ReEncryptResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ReEncryptResponse {
    /// `CiphertextBlob`: `CiphertextType`.
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    /// `SourceKeyId`: `KeyIdType`.
    #[serde(rename = "SourceKeyId", skip_serializing_if = "Option::is_none")]
    pub source_key_id: Option<String>,
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `SourceEncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    #[serde(rename = "SourceEncryptionAlgorithm", skip_serializing_if = "Option::is_none")]
    pub source_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// `DestinationEncryptionAlgorithm`: `EncryptionAlgorithmSpec`.
    #[serde(
        rename = "DestinationEncryptionAlgorithm",
        skip_serializing_if = "Option::is_none"
    )]
    pub destination_encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    /// `SourceKeyMaterialId`: `BackingKeyIdType`.
    #[serde(rename = "SourceKeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub source_key_material_id: Option<String>,
    /// `DestinationKeyMaterialId`: `BackingKeyIdType`.
    #[serde(rename = "DestinationKeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub destination_key_material_id: Option<String>,
}

/// `RetireGrantRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RetireGrantRequest {
    /// `GrantToken`: `GrantTokenType`.
    pub grant_token: Option<String>,
    /// `KeyId`: `KeyIdType`.
    pub key_id: Option<String>,
    /// `GrantId`: `GrantIdType`.
    pub grant_id: Option<String>,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
}

impl Shape for RetireGrantRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let grant_token = members.optional("GrantToken", &rules::GRANT_TOKEN_TYPE)?;
        let key_id = members.optional("KeyId", &rules::KEY_ID_TYPE)?;
        let grant_id = members.optional("GrantId", &rules::GRANT_ID_TYPE)?;
        let dry_run = members.optional("DryRun", &Flag)?;
        Ok(Some(Self {
            grant_token,
            key_id,
            grant_id,
            dry_run,
        }))
    }
}

/// `RevokeGrantRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RevokeGrantRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `GrantId`: `GrantIdType`.
    pub grant_id: String,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
}

impl Shape for RevokeGrantRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let grant_id = members.required("GrantId", &rules::GRANT_ID_TYPE)?;
        let dry_run = members.optional("DryRun", &Flag)?;
        let (Some(key_id), Some(grant_id)) = (key_id, grant_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            key_id,
            grant_id,
            dry_run,
        }))
    }
}

/// `RotateKeyOnDemandRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RotateKeyOnDemandRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
}

impl Shape for RotateKeyOnDemandRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self { key_id }))
    }
}

/// `RotateKeyOnDemandResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RotateKeyOnDemandResponse {
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
}

/// `ScheduleKeyDeletionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScheduleKeyDeletionRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `PendingWindowInDays`: `PendingWindowInDaysType`.
    pub pending_window_in_days: Option<i32>,
}

impl Shape for ScheduleKeyDeletionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let pending_window_in_days =
            members.optional("PendingWindowInDays", &rules::PENDING_WINDOW_IN_DAYS_TYPE)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            key_id,
            pending_window_in_days,
        }))
    }
}

/// `ScheduleKeyDeletionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ScheduleKeyDeletionResponse {
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `DeletionDate`: `DateType`.
    #[serde(
        rename = "DeletionDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub deletion_date: Option<Timestamp>,
    /// `KeyState`: `KeyState`.
    #[serde(rename = "KeyState", skip_serializing_if = "Option::is_none")]
    pub key_state: Option<KeyState>,
    /// `PendingWindowInDays`: `PendingWindowInDaysType`.
    #[serde(rename = "PendingWindowInDays", skip_serializing_if = "Option::is_none")]
    pub pending_window_in_days: Option<i32>,
}

/// `TagResourceRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagResourceRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `Tags`: `TagList`.
    pub tags: Vec<Tag>,
}

impl Shape for TagResourceRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let tags = members.required("Tags", &rules::TAG_LIST)?;
        let (Some(key_id), Some(tags)) = (key_id, tags) else {
            return Ok(None);
        };
        Ok(Some(Self { key_id, tags }))
    }
}

/// `UntagResourceRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagResourceRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `TagKeys`: `TagKeyList`.
    pub tag_keys: Vec<String>,
}

impl Shape for UntagResourceRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let tag_keys = members.required("TagKeys", &rules::TAG_KEY_LIST)?;
        let (Some(key_id), Some(tag_keys)) = (key_id, tag_keys) else {
            return Ok(None);
        };
        Ok(Some(Self { key_id, tag_keys }))
    }
}

/// `UpdateAliasRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateAliasRequest {
    /// `AliasName`: `AliasNameType`.
    pub alias_name: String,
    /// `TargetKeyId`: `KeyIdType`.
    pub target_key_id: String,
}

impl Shape for UpdateAliasRequest {
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

/// `UpdateKeyDescriptionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateKeyDescriptionRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `Description`: `DescriptionType`.
    pub description: String,
}

impl Shape for UpdateKeyDescriptionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let description = members.required("Description", &rules::DESCRIPTION_TYPE)?;
        let (Some(key_id), Some(description)) = (key_id, description) else {
            return Ok(None);
        };
        Ok(Some(Self { key_id, description }))
    }
}
