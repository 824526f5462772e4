//! `kms`: inputs and outputs, `generate`. Written by `cargo xtask codegen` from `models/kms`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};
use crate::generated::kms::{DataKeySpec, RecipientInfo};
use crate::rule::{Flag, Structure};

/// `GenerateDataKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GenerateDataKeyRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `EncryptionContext`: `EncryptionContextType`.
    pub encryption_context: Option<BTreeMap<String, String>>,
    /// `NumberOfBytes`: `NumberOfBytesType`.
    pub number_of_bytes: Option<i32>,
    /// `KeySpec`: `DataKeySpec`.
    pub key_spec: Option<DataKeySpec>,
    /// `GrantTokens`: `GrantTokenList`.
    pub grant_tokens: Option<Vec<String>>,
    /// `Recipient`: `RecipientInfo`.
    pub recipient: Option<RecipientInfo>,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
}

impl Shape for GenerateDataKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let encryption_context = members.optional("EncryptionContext", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let number_of_bytes = members.optional("NumberOfBytes", &rules::NUMBER_OF_BYTES_TYPE)?;
        let key_spec = members.optional("KeySpec", &rules::DATA_KEY_SPEC)?;
        let grant_tokens = members.optional("GrantTokens", &rules::GRANT_TOKEN_LIST)?;
        let recipient = members.optional("Recipient", &Structure::<RecipientInfo>::new())?;
        let dry_run = members.optional("DryRun", &Flag)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            key_id,
            encryption_context,
            number_of_bytes,
            key_spec,
            grant_tokens,
            recipient,
            dry_run,
        }))
    }
}

/// `GenerateDataKeyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GenerateDataKeyResponse {
    /// `CiphertextBlob`: `CiphertextType`.
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    /// `Plaintext`: `PlaintextType`.
    #[serde(rename = "Plaintext", skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<Blob>,
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `CiphertextForRecipient`: `CiphertextType`.
    #[serde(rename = "CiphertextForRecipient", skip_serializing_if = "Option::is_none")]
    pub ciphertext_for_recipient: Option<Blob>,
    /// `KeyMaterialId`: `BackingKeyIdType`.
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

/// `GenerateDataKeyWithoutPlaintextRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GenerateDataKeyWithoutPlaintextRequest {
    /// `KeyId`: `KeyIdType`.
    pub key_id: String,
    /// `EncryptionContext`: `EncryptionContextType`.
    pub encryption_context: Option<BTreeMap<String, String>>,
    /// `KeySpec`: `DataKeySpec`.
    pub key_spec: Option<DataKeySpec>,
    /// `NumberOfBytes`: `NumberOfBytesType`.
    pub number_of_bytes: Option<i32>,
    /// `GrantTokens`: `GrantTokenList`.
    pub grant_tokens: Option<Vec<String>>,
    /// `DryRun`: `NullableBooleanType`.
    pub dry_run: Option<bool>,
}

impl Shape for GenerateDataKeyWithoutPlaintextRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_id = members.required("KeyId", &rules::KEY_ID_TYPE)?;
        let encryption_context = members.optional("EncryptionContext", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let key_spec = members.optional("KeySpec", &rules::DATA_KEY_SPEC)?;
        let number_of_bytes = members.optional("NumberOfBytes", &rules::NUMBER_OF_BYTES_TYPE)?;
        let grant_tokens = members.optional("GrantTokens", &rules::GRANT_TOKEN_LIST)?;
        let dry_run = members.optional("DryRun", &Flag)?;
        let Some(key_id) = key_id else { return Ok(None) };
        Ok(Some(Self {
            key_id,
            encryption_context,
            key_spec,
            number_of_bytes,
            grant_tokens,
            dry_run,
        }))
    }
}

/// `GenerateDataKeyWithoutPlaintextResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GenerateDataKeyWithoutPlaintextResponse {
    /// `CiphertextBlob`: `CiphertextType`.
    #[serde(rename = "CiphertextBlob", skip_serializing_if = "Option::is_none")]
    pub ciphertext_blob: Option<Blob>,
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `KeyMaterialId`: `BackingKeyIdType`.
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
}

/// `GenerateRandomRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GenerateRandomRequest {
    /// `NumberOfBytes`: `NumberOfBytesType`.
    pub number_of_bytes: Option<i32>,
    /// `CustomKeyStoreId`: `CustomKeyStoreIdType`.
    pub custom_key_store_id: Option<String>,
    /// `Recipient`: `RecipientInfo`.
    pub recipient: Option<RecipientInfo>,
}

impl Shape for GenerateRandomRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let number_of_bytes = members.optional("NumberOfBytes", &rules::NUMBER_OF_BYTES_TYPE)?;
        let custom_key_store_id = members.optional("CustomKeyStoreId", &rules::CUSTOM_KEY_STORE_ID_TYPE)?;
        let recipient = members.optional("Recipient", &Structure::<RecipientInfo>::new())?;
        Ok(Some(Self {
            number_of_bytes,
            custom_key_store_id,
            recipient,
        }))
    }
}

/// `GenerateRandomResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GenerateRandomResponse {
    /// `Plaintext`: `PlaintextType`.
    #[serde(rename = "Plaintext", skip_serializing_if = "Option::is_none")]
    pub plaintext: Option<Blob>,
    /// `CiphertextForRecipient`: `CiphertextType`.
    #[serde(rename = "CiphertextForRecipient", skip_serializing_if = "Option::is_none")]
    pub ciphertext_for_recipient: Option<Blob>,
}
