//! `kms`: how values are read and checked. Written by `cargo xtask codegen` from `models/kms`.

use std::marker::PhantomData;

use crate::generated::kms::{
    CustomerMasterKeySpec, DataKeySpec, DryRunModifierType, EncryptionAlgorithmSpec, GrantOperation,
    IncludeKeyMaterial, KeyEncryptionMechanism, KeySpec, KeyUsageType, OriginType, ResourceOwnerType, Tag,
};
use crate::map::Map;
use crate::pattern::Pattern;
use crate::rule::{Bytes, Length, List, OneOf, Structure, Text, Whole};

/// `AliasNameType` in the service model.
pub(super) static ALIAS_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(256),
    },
    pattern: Some(Pattern::new(r"^[a-zA-Z0-9:/_-]+$")),
};

/// `AttestationDocumentType` in the service model.
pub(super) static ATTESTATION_DOCUMENT_TYPE: Bytes = Bytes {
    length: Length {
        min: Some(1),
        max: Some(262144),
    },
};

/// `CiphertextType` in the service model.
pub(super) static CIPHERTEXT_TYPE: Bytes = Bytes {
    length: Length {
        min: Some(1),
        max: Some(6144),
    },
};

/// `CustomKeyStoreIdType` in the service model.
pub(super) static CUSTOM_KEY_STORE_ID_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(64),
    },
    pattern: None,
};

/// `CustomerMasterKeySpec` in the service model.
pub(super) static CUSTOMER_MASTER_KEY_SPEC: OneOf<CustomerMasterKeySpec> = OneOf {
    parse: CustomerMasterKeySpec::parse,
    names: &[
        "HMAC_256",
        "RSA_2048",
        "HMAC_512",
        "HMAC_224",
        "HMAC_384",
        "RSA_3072",
        "ECC_SECG_P256K1",
        "SM2",
        "ECC_NIST_P256",
        "SYMMETRIC_DEFAULT",
        "RSA_4096",
        "ECC_NIST_P521",
        "ECC_NIST_P384",
    ],
};

/// `DataKeySpec` in the service model.
pub(super) static DATA_KEY_SPEC: OneOf<DataKeySpec> = OneOf {
    parse: DataKeySpec::parse,
    names: &["AES_256", "AES_128"],
};

/// `DescriptionType` in the service model.
pub(super) static DESCRIPTION_TYPE: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(8192),
    },
    pattern: None,
};

/// `DryRunModifierList` in the service model.
pub(super) static DRY_RUN_MODIFIER_LIST: List<OneOf<DryRunModifierType>> = List {
    member: &DRY_RUN_MODIFIER_TYPE,
    length: Length { min: None, max: None },
};

/// `DryRunModifierType` in the service model.
pub(super) static DRY_RUN_MODIFIER_TYPE: OneOf<DryRunModifierType> = OneOf {
    parse: DryRunModifierType::parse,
    names: &["IGNORE_CIPHERTEXT"],
};

/// `EncryptionAlgorithmSpec` in the service model.
pub(super) static ENCRYPTION_ALGORITHM_SPEC: OneOf<EncryptionAlgorithmSpec> = OneOf {
    parse: EncryptionAlgorithmSpec::parse,
    names: &[
        "SM2PKE",
        "SYMMETRIC_DEFAULT",
        "RSAES_OAEP_SHA_256",
        "RSAES_OAEP_SHA_1",
    ],
};

/// `EncryptionContextKey` in the service model.
pub(super) static ENCRYPTION_CONTEXT_KEY: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `EncryptionContextType` in the service model.
pub(super) static ENCRYPTION_CONTEXT_TYPE: Map = Map {
    key: &ENCRYPTION_CONTEXT_KEY,
    value: &ENCRYPTION_CONTEXT_VALUE,
    length: Length { min: None, max: None },
};

/// `EncryptionContextValue` in the service model.
pub(super) static ENCRYPTION_CONTEXT_VALUE: Text = Text {
    length: Length { min: None, max: None },
    pattern: None,
};

/// `GrantConstraintSourceArnType` in the service model.
pub(super) static GRANT_CONSTRAINT_SOURCE_ARN_TYPE: Text = Text {
    length: Length {
        min: Some(20),
        max: Some(512),
    },
    pattern: Some(Pattern::new(
        r"^arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+$",
    )),
};

/// `GrantIdType` in the service model.
pub(super) static GRANT_ID_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: None,
};

/// `GrantNameType` in the service model.
pub(super) static GRANT_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(256),
    },
    pattern: Some(Pattern::new(r"^[a-zA-Z0-9:/_-]+$")),
};

/// `GrantOperation` in the service model.
pub(super) static GRANT_OPERATION: OneOf<GrantOperation> = OneOf {
    parse: GrantOperation::parse,
    names: &[
        "GenerateDataKey",
        "Decrypt",
        "DeriveSharedSecret",
        "Decapsulate",
        "DescribeKey",
        "Encapsulate",
        "GenerateDataKeyPair",
        "VerifyMac",
        "CreateGrant",
        "Encrypt",
        "ReEncryptFrom",
        "ReEncryptTo",
        "GetPublicKey",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "RetireGrant",
        "GenerateMac",
        "Sign",
        "Verify",
    ],
};

/// `GrantOperationList` in the service model.
pub(super) static GRANT_OPERATION_LIST: List<OneOf<GrantOperation>> = List {
    member: &GRANT_OPERATION,
    length: Length { min: None, max: None },
};

/// `GrantTokenList` in the service model.
pub(super) static GRANT_TOKEN_LIST: List<Text> = List {
    member: &GRANT_TOKEN_TYPE,
    length: Length {
        min: Some(0),
        max: Some(10),
    },
};

/// `GrantTokenType` in the service model.
pub(super) static GRANT_TOKEN_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(8192),
    },
    pattern: None,
};

/// `IncludeKeyMaterial` in the service model.
pub(super) static INCLUDE_KEY_MATERIAL: OneOf<IncludeKeyMaterial> = OneOf {
    parse: IncludeKeyMaterial::parse,
    names: &["ROTATIONS_ONLY", "ALL_KEY_MATERIAL"],
};

/// `KeyEncryptionMechanism` in the service model.
pub(super) static KEY_ENCRYPTION_MECHANISM: OneOf<KeyEncryptionMechanism> = OneOf {
    parse: KeyEncryptionMechanism::parse,
    names: &["RSAES_OAEP_SHA_256"],
};

/// `KeyIdType` in the service model.
pub(super) static KEY_ID_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(2048),
    },
    pattern: None,
};

/// `KeySpec` in the service model.
pub(super) static KEY_SPEC: OneOf<KeySpec> = OneOf {
    parse: KeySpec::parse,
    names: &[
        "HMAC_256",
        "RSA_2048",
        "HMAC_512",
        "ECC_NIST_EDWARDS25519",
        "HMAC_224",
        "HMAC_384",
        "RSA_3072",
        "ML_DSA_65",
        "ML_DSA_87",
        "ML_KEM_1024",
        "ML_DSA_44",
        "ML_KEM_512",
        "ECC_SECG_P256K1",
        "SM2",
        "ECC_NIST_P256",
        "SYMMETRIC_DEFAULT",
        "RSA_4096",
        "ECC_NIST_P521",
        "ECC_NIST_P384",
        "ML_KEM_768",
    ],
};

/// `KeyUsageType` in the service model.
pub(super) static KEY_USAGE_TYPE: OneOf<KeyUsageType> = OneOf {
    parse: KeyUsageType::parse,
    names: &[
        "KEY_AGREEMENT",
        "GENERATE_VERIFY_MAC",
        "ENCAPSULATE_DECAPSULATE",
        "SIGN_VERIFY",
        "ENCRYPT_DECRYPT",
    ],
};

/// `LimitType` in the service model.
pub(super) static LIMIT_TYPE: Whole<i32> = Whole {
    min: Some(1),
    max: Some(1000),
    width: PhantomData,
};

/// `MarkerType` in the service model.
pub(super) static MARKER_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(1024),
    },
    pattern: Some(Pattern::new(r"[\u0020-\u00FF]*")),
};

/// `NumberOfBytesType` in the service model.
pub(super) static NUMBER_OF_BYTES_TYPE: Whole<i32> = Whole {
    min: Some(1),
    max: Some(1024),
    width: PhantomData,
};

/// `OriginType` in the service model.
pub(super) static ORIGIN_TYPE: OneOf<OriginType> = OneOf {
    parse: OriginType::parse,
    names: &["AWS_CLOUDHSM", "EXTERNAL", "EXTERNAL_KEY_STORE", "AWS_KMS"],
};

/// `PendingWindowInDaysType` in the service model.
pub(super) static PENDING_WINDOW_IN_DAYS_TYPE: Whole<i32> = Whole {
    min: Some(1),
    max: Some(365),
    width: PhantomData,
};

/// `PlaintextType` in the service model.
pub(super) static PLAINTEXT_TYPE: Bytes = Bytes {
    length: Length {
        min: Some(1),
        max: Some(4096),
    },
};

/// `PolicyNameType` in the service model.
pub(super) static POLICY_NAME_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"[\w]+")),
};

/// `PolicyType` in the service model.
pub(super) static POLICY_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(131072),
    },
    pattern: Some(Pattern::new(r"[\u0009\u000A\u000D\u0020-\u00FF]+")),
};

/// `PrincipalIdType` in the service model.
pub(super) static PRINCIPAL_ID_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(256),
    },
    pattern: Some(Pattern::new(r"^[\w+=,.@:/-]+$")),
};

/// `ResourceOwnerType` in the service model.
pub(super) static RESOURCE_OWNER_TYPE: OneOf<ResourceOwnerType> = OneOf {
    parse: ResourceOwnerType::parse,
    names: &["OTHER_ACCOUNTS_VIA_RAM", "SELF"],
};

/// `ResourceOwnersList` in the service model.
pub(super) static RESOURCE_OWNERS_LIST: List<OneOf<ResourceOwnerType>> = List {
    member: &RESOURCE_OWNER_TYPE,
    length: Length {
        min: Some(1),
        max: Some(2),
    },
};

/// `RotationPeriodInDaysType` in the service model.
pub(super) static ROTATION_PERIOD_IN_DAYS_TYPE: Whole<i32> = Whole {
    min: Some(90),
    max: Some(2560),
    width: PhantomData,
};

/// `ServicePrincipalType` in the service model.
pub(super) static SERVICE_PRINCIPAL_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(
        r"^([A-Za-z0-9\-]+)\.([A-Za-z0-9\-]+)(\.[A-Za-z0-9\-]+)+$",
    )),
};

/// `TagKeyList` in the service model.
pub(super) static TAG_KEY_LIST: List<Text> = List {
    member: &TAG_KEY_TYPE,
    length: Length { min: None, max: None },
};

/// `TagKeyType` in the service model.
pub(super) static TAG_KEY_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: None,
};

/// `TagList` in the service model.
pub(super) static TAG_LIST: List<Structure<Tag>> = List {
    member: &Structure::<Tag>::new(),
    length: Length { min: None, max: None },
};

/// `TagValueType` in the service model.
pub(super) static TAG_VALUE_TYPE: Text = Text {
    length: Length {
        min: Some(0),
        max: Some(256),
    },
    pattern: None,
};

/// `XksKeyIdType` in the service model.
pub(super) static XKS_KEY_ID_TYPE: Text = Text {
    length: Length {
        min: Some(1),
        max: Some(128),
    },
    pattern: Some(Pattern::new(r"^[a-zA-Z0-9-_.]+$")),
};

/// Every rule with a pattern.
#[cfg(test)]
pub(super) static PATTERNS: &[&Option<Pattern>] = &[
    &ALIAS_NAME_TYPE.pattern,
    &GRANT_CONSTRAINT_SOURCE_ARN_TYPE.pattern,
    &GRANT_NAME_TYPE.pattern,
    &MARKER_TYPE.pattern,
    &POLICY_NAME_TYPE.pattern,
    &POLICY_TYPE.pattern,
    &PRINCIPAL_ID_TYPE.pattern,
    &SERVICE_PRINCIPAL_TYPE.pattern,
    &XKS_KEY_ID_TYPE.pattern,
];
