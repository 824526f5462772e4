//! `kms`: structures, `other`. Written by `cargo xtask codegen` from `models/kms`.

use std::collections::BTreeMap;

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};
use crate::generated::kms::{
    CustomerMasterKeySpec, EncapsulationAlgorithmSpec, EncryptionAlgorithmSpec, ExpirationModelType,
    GrantOperation, ImportState, KeyAgreementAlgorithmSpec, KeyEncryptionMechanism, KeyManagerType,
    KeyMaterialState, KeySpec, KeyState, KeyUsageType, MacAlgorithmSpec, MultiRegionKeyType, OriginType,
    RotationType, SigningAlgorithmSpec,
};

/// `AliasListEntry` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AliasListEntry {
    /// `AliasName`: `AliasNameType`.
    #[serde(rename = "AliasName", skip_serializing_if = "Option::is_none")]
    pub alias_name: Option<String>,
    /// `AliasArn`: `ArnType`.
    #[serde(rename = "AliasArn", skip_serializing_if = "Option::is_none")]
    pub alias_arn: Option<String>,
    /// `TargetKeyId`: `KeyIdType`.
    #[serde(rename = "TargetKeyId", skip_serializing_if = "Option::is_none")]
    pub target_key_id: Option<String>,
    /// `CreationDate`: `DateType`.
    #[serde(
        rename = "CreationDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub creation_date: Option<Timestamp>,
    /// `LastUpdatedDate`: `DateType`.
    #[serde(
        rename = "LastUpdatedDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_updated_date: Option<Timestamp>,
}

/// `GrantConstraints` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GrantConstraints {
    /// `EncryptionContextSubset`: `EncryptionContextType`.
    #[serde(rename = "EncryptionContextSubset", skip_serializing_if = "Option::is_none")]
    pub encryption_context_subset: Option<BTreeMap<String, String>>,
    /// `EncryptionContextEquals`: `EncryptionContextType`.
    #[serde(rename = "EncryptionContextEquals", skip_serializing_if = "Option::is_none")]
    pub encryption_context_equals: Option<BTreeMap<String, String>>,
    /// `SourceArn`: `GrantConstraintSourceArnType`.
    #[serde(rename = "SourceArn", skip_serializing_if = "Option::is_none")]
    pub source_arn: Option<String>,
}

impl Shape for GrantConstraints {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let encryption_context_subset =
            members.optional("EncryptionContextSubset", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let encryption_context_equals =
            members.optional("EncryptionContextEquals", &rules::ENCRYPTION_CONTEXT_TYPE)?;
        let source_arn = members.optional("SourceArn", &rules::GRANT_CONSTRAINT_SOURCE_ARN_TYPE)?;
        Ok(Some(Self {
            encryption_context_subset,
            encryption_context_equals,
            source_arn,
        }))
    }
}

/// `GrantListEntry` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GrantListEntry {
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `GrantId`: `GrantIdType`.
    #[serde(rename = "GrantId", skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    /// `Name`: `GrantNameType`.
    #[serde(rename = "Name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `CreationDate`: `DateType`.
    #[serde(
        rename = "CreationDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub creation_date: Option<Timestamp>,
    /// `GranteePrincipal`: `PrincipalIdType`.
    #[serde(rename = "GranteePrincipal", skip_serializing_if = "Option::is_none")]
    pub grantee_principal: Option<String>,
    /// `RetiringPrincipal`: `PrincipalIdType`.
    #[serde(rename = "RetiringPrincipal", skip_serializing_if = "Option::is_none")]
    pub retiring_principal: Option<String>,
    /// `IssuingAccount`: `PrincipalIdType`.
    #[serde(rename = "IssuingAccount", skip_serializing_if = "Option::is_none")]
    pub issuing_account: Option<String>,
    /// `Operations`: `GrantOperationList`.
    #[serde(rename = "Operations", skip_serializing_if = "Option::is_none")]
    pub operations: Option<Vec<GrantOperation>>,
    /// `Constraints`: `GrantConstraints`.
    #[serde(rename = "Constraints", skip_serializing_if = "Option::is_none")]
    pub constraints: Option<GrantConstraints>,
    /// `GranteeServicePrincipal`: `ServicePrincipalType`.
    #[serde(rename = "GranteeServicePrincipal", skip_serializing_if = "Option::is_none")]
    pub grantee_service_principal: Option<String>,
    /// `RetiringServicePrincipal`: `ServicePrincipalType`.
    #[serde(rename = "RetiringServicePrincipal", skip_serializing_if = "Option::is_none")]
    pub retiring_service_principal: Option<String>,
}

/// `KeyListEntry` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct KeyListEntry {
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `KeyArn`: `ArnType`.
    #[serde(rename = "KeyArn", skip_serializing_if = "Option::is_none")]
    pub key_arn: Option<String>,
}

/// `KeyMetadata` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct KeyMetadata {
    /// `AWSAccountId`: `AWSAccountIdType`.
    #[serde(rename = "AWSAccountId", skip_serializing_if = "Option::is_none")]
    pub aws_account_id: Option<String>,
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId")]
    pub key_id: String,
    /// `Arn`: `ArnType`.
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// `CreationDate`: `DateType`.
    #[serde(
        rename = "CreationDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub creation_date: Option<Timestamp>,
    /// `Enabled`: `BooleanType`.
    #[serde(rename = "Enabled", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `Description`: `DescriptionType`.
    #[serde(rename = "Description", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `KeyUsage`: `KeyUsageType`.
    #[serde(rename = "KeyUsage", skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<KeyUsageType>,
    /// `KeyState`: `KeyState`.
    #[serde(rename = "KeyState", skip_serializing_if = "Option::is_none")]
    pub key_state: Option<KeyState>,
    /// `DeletionDate`: `DateType`.
    #[serde(
        rename = "DeletionDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub deletion_date: Option<Timestamp>,
    /// `ValidTo`: `DateType`.
    #[serde(
        rename = "ValidTo",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub valid_to: Option<Timestamp>,
    /// `Origin`: `OriginType`.
    #[serde(rename = "Origin", skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginType>,
    /// `CustomKeyStoreId`: `CustomKeyStoreIdType`.
    #[serde(rename = "CustomKeyStoreId", skip_serializing_if = "Option::is_none")]
    pub custom_key_store_id: Option<String>,
    /// `CloudHsmClusterId`: `CloudHsmClusterIdType`.
    #[serde(rename = "CloudHsmClusterId", skip_serializing_if = "Option::is_none")]
    pub cloud_hsm_cluster_id: Option<String>,
    /// `ExpirationModel`: `ExpirationModelType`.
    #[serde(rename = "ExpirationModel", skip_serializing_if = "Option::is_none")]
    pub expiration_model: Option<ExpirationModelType>,
    /// `KeyManager`: `KeyManagerType`.
    #[serde(rename = "KeyManager", skip_serializing_if = "Option::is_none")]
    pub key_manager: Option<KeyManagerType>,
    /// `CustomerMasterKeySpec`: `CustomerMasterKeySpec`.
    #[serde(rename = "CustomerMasterKeySpec", skip_serializing_if = "Option::is_none")]
    pub customer_master_key_spec: Option<CustomerMasterKeySpec>,
    /// `KeySpec`: `KeySpec`.
    #[serde(rename = "KeySpec", skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<KeySpec>,
    /// `EncryptionAlgorithms`: `EncryptionAlgorithmSpecList`.
    #[serde(rename = "EncryptionAlgorithms", skip_serializing_if = "Option::is_none")]
    pub encryption_algorithms: Option<Vec<EncryptionAlgorithmSpec>>,
    /// `SigningAlgorithms`: `SigningAlgorithmSpecList`.
    #[serde(rename = "SigningAlgorithms", skip_serializing_if = "Option::is_none")]
    pub signing_algorithms: Option<Vec<SigningAlgorithmSpec>>,
    /// `KeyAgreementAlgorithms`: `KeyAgreementAlgorithmSpecList`.
    #[serde(rename = "KeyAgreementAlgorithms", skip_serializing_if = "Option::is_none")]
    pub key_agreement_algorithms: Option<Vec<KeyAgreementAlgorithmSpec>>,
    /// `EncapsulationAlgorithms`: `EncapsulationAlgorithmSpecList`.
    #[serde(rename = "EncapsulationAlgorithms", skip_serializing_if = "Option::is_none")]
    pub encapsulation_algorithms: Option<Vec<EncapsulationAlgorithmSpec>>,
    /// `MultiRegion`: `NullableBooleanType`.
    #[serde(rename = "MultiRegion", skip_serializing_if = "Option::is_none")]
    pub multi_region: Option<bool>,
    /// `MultiRegionConfiguration`: `MultiRegionConfiguration`.
    #[serde(rename = "MultiRegionConfiguration", skip_serializing_if = "Option::is_none")]
    pub multi_region_configuration: Option<MultiRegionConfiguration>,
    /// `PendingDeletionWindowInDays`: `PendingWindowInDaysType`.
    #[serde(
        rename = "PendingDeletionWindowInDays",
        skip_serializing_if = "Option::is_none"
    )]
    pub pending_deletion_window_in_days: Option<i32>,
    /// `MacAlgorithms`: `MacAlgorithmSpecList`.
    #[serde(rename = "MacAlgorithms", skip_serializing_if = "Option::is_none")]
    pub mac_algorithms: Option<Vec<MacAlgorithmSpec>>,
    /// `XksKeyConfiguration`: `XksKeyConfigurationType`.
    #[serde(rename = "XksKeyConfiguration", skip_serializing_if = "Option::is_none")]
    pub xks_key_configuration: Option<XksKeyConfigurationType>,
    /// `CurrentKeyMaterialId`: `BackingKeyIdType`.
    #[serde(rename = "CurrentKeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub current_key_material_id: Option<String>,
}

/// `MultiRegionConfiguration` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MultiRegionConfiguration {
    /// `MultiRegionKeyType`: `MultiRegionKeyType`.
    #[serde(rename = "MultiRegionKeyType", skip_serializing_if = "Option::is_none")]
    pub multi_region_key_type: Option<MultiRegionKeyType>,
    /// `PrimaryKey`: `MultiRegionKey`.
    #[serde(rename = "PrimaryKey", skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<MultiRegionKey>,
    /// `ReplicaKeys`: `MultiRegionKeyList`.
    #[serde(rename = "ReplicaKeys", skip_serializing_if = "Option::is_none")]
    pub replica_keys: Option<Vec<MultiRegionKey>>,
}

/// `MultiRegionKey` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct MultiRegionKey {
    /// `Arn`: `ArnType`.
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// `Region`: `RegionType`.
    #[serde(rename = "Region", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// `RecipientInfo` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RecipientInfo {
    /// `KeyEncryptionAlgorithm`: `KeyEncryptionMechanism`.
    pub key_encryption_algorithm: Option<KeyEncryptionMechanism>,
    /// `AttestationDocument`: `AttestationDocumentType`.
    pub attestation_document: Option<Blob>,
}

impl Shape for RecipientInfo {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key_encryption_algorithm =
            members.optional("KeyEncryptionAlgorithm", &rules::KEY_ENCRYPTION_MECHANISM)?;
        let attestation_document =
            members.optional("AttestationDocument", &rules::ATTESTATION_DOCUMENT_TYPE)?;
        Ok(Some(Self {
            key_encryption_algorithm,
            attestation_document,
        }))
    }
}

/// `RotationsListEntry` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RotationsListEntry {
    /// `KeyId`: `KeyIdType`.
    #[serde(rename = "KeyId", skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// `KeyMaterialId`: `BackingKeyIdType`.
    #[serde(rename = "KeyMaterialId", skip_serializing_if = "Option::is_none")]
    pub key_material_id: Option<String>,
    /// `KeyMaterialDescription`: `KeyMaterialDescriptionType`.
    #[serde(rename = "KeyMaterialDescription", skip_serializing_if = "Option::is_none")]
    pub key_material_description: Option<String>,
    /// `ImportState`: `ImportState`.
    #[serde(rename = "ImportState", skip_serializing_if = "Option::is_none")]
    pub import_state: Option<ImportState>,
    /// `KeyMaterialState`: `KeyMaterialState`.
    #[serde(rename = "KeyMaterialState", skip_serializing_if = "Option::is_none")]
    pub key_material_state: Option<KeyMaterialState>,
    /// `ExpirationModel`: `ExpirationModelType`.
    #[serde(rename = "ExpirationModel", skip_serializing_if = "Option::is_none")]
    pub expiration_model: Option<ExpirationModelType>,
    /// `ValidTo`: `DateType`.
    #[serde(
        rename = "ValidTo",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub valid_to: Option<Timestamp>,
    /// `RotationDate`: `DateType`.
    #[serde(
        rename = "RotationDate",
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub rotation_date: Option<Timestamp>,
    /// `RotationType`: `RotationType`.
    #[serde(rename = "RotationType", skip_serializing_if = "Option::is_none")]
    pub rotation_type: Option<RotationType>,
}

/// `Tag` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Tag {
    /// `TagKey`: `TagKeyType`.
    #[serde(rename = "TagKey")]
    pub tag_key: String,
    /// `TagValue`: `TagValueType`.
    #[serde(rename = "TagValue")]
    pub tag_value: String,
}

impl Shape for Tag {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let tag_key = members.required("TagKey", &rules::TAG_KEY_TYPE)?;
        let tag_value = members.required("TagValue", &rules::TAG_VALUE_TYPE)?;
        let (Some(tag_key), Some(tag_value)) = (tag_key, tag_value) else {
            return Ok(None);
        };
        Ok(Some(Self { tag_key, tag_value }))
    }
}

/// `XksKeyConfigurationType` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct XksKeyConfigurationType {
    /// `Id`: `XksKeyIdType`.
    #[serde(rename = "Id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}
