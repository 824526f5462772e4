//! `kms`: operations. Written by `cargo xtask codegen` from `models/kms`.

use super::ErrorCode;
use super::operation_table::FACTS;
use crate::facts::{OperationFacts, Paging};
use crate::{Violation, violation};

/// The service in a signature's credential scope and in IAM actions.
pub const SIGNING_NAME: &str = "kms";
/// What stands before the dot in `X-Amz-Target`.
pub const TARGET_PREFIX: &str = "TrentService";
/// The operations of the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `CancelKeyDeletion`.
    CancelKeyDeletion,
    /// `ConnectCustomKeyStore`.
    ConnectCustomKeyStore,
    /// `CreateAlias`.
    CreateAlias,
    /// `CreateCustomKeyStore`.
    CreateCustomKeyStore,
    /// `CreateGrant`.
    CreateGrant,
    /// `CreateKey`.
    CreateKey,
    /// `Decapsulate`.
    Decapsulate,
    /// `Decrypt`.
    Decrypt,
    /// `DeleteAlias`.
    DeleteAlias,
    /// `DeleteCustomKeyStore`.
    DeleteCustomKeyStore,
    /// `DeleteImportedKeyMaterial`.
    DeleteImportedKeyMaterial,
    /// `DeriveSharedSecret`.
    DeriveSharedSecret,
    /// `DescribeCustomKeyStores`.
    DescribeCustomKeyStores,
    /// `DescribeKey`.
    DescribeKey,
    /// `DisableKey`.
    DisableKey,
    /// `DisableKeyRotation`.
    DisableKeyRotation,
    /// `DisconnectCustomKeyStore`.
    DisconnectCustomKeyStore,
    /// `EnableKey`.
    EnableKey,
    /// `EnableKeyRotation`.
    EnableKeyRotation,
    /// `Encapsulate`.
    Encapsulate,
    /// `Encrypt`.
    Encrypt,
    /// `GenerateDataKey`.
    GenerateDataKey,
    /// `GenerateDataKeyPair`.
    GenerateDataKeyPair,
    /// `GenerateDataKeyPairWithoutPlaintext`.
    GenerateDataKeyPairWithoutPlaintext,
    /// `GenerateDataKeyWithoutPlaintext`.
    GenerateDataKeyWithoutPlaintext,
    /// `GenerateMac`.
    GenerateMac,
    /// `GenerateRandom`.
    GenerateRandom,
    /// `GetKeyLastUsage`.
    GetKeyLastUsage,
    /// `GetKeyPolicy`.
    GetKeyPolicy,
    /// `GetKeyRotationStatus`.
    GetKeyRotationStatus,
    /// `GetParametersForImport`.
    GetParametersForImport,
    /// `GetPublicKey`.
    GetPublicKey,
    /// `ImportKeyMaterial`.
    ImportKeyMaterial,
    /// `ListAliases`.
    ListAliases,
    /// `ListGrants`.
    ListGrants,
    /// `ListKeyPolicies`.
    ListKeyPolicies,
    /// `ListKeyRotations`.
    ListKeyRotations,
    /// `ListKeys`.
    ListKeys,
    /// `ListResourceTags`.
    ListResourceTags,
    /// `ListRetirableGrants`.
    ListRetirableGrants,
    /// `PutKeyPolicy`.
    PutKeyPolicy,
    /// `ReEncrypt`.
    ReEncrypt,
    /// `ReplicateKey`.
    ReplicateKey,
    /// `RetireGrant`.
    RetireGrant,
    /// `RevokeGrant`.
    RevokeGrant,
    /// `RotateKeyOnDemand`.
    RotateKeyOnDemand,
    /// `ScheduleKeyDeletion`.
    ScheduleKeyDeletion,
    /// `Sign`.
    Sign,
    /// `TagResource`.
    TagResource,
    /// `UntagResource`.
    UntagResource,
    /// `UpdateAlias`.
    UpdateAlias,
    /// `UpdateCustomKeyStore`.
    UpdateCustomKeyStore,
    /// `UpdateKeyDescription`.
    UpdateKeyDescription,
    /// `UpdatePrimaryRegion`.
    UpdatePrimaryRegion,
    /// `Verify`.
    Verify,
    /// `VerifyMac`.
    VerifyMac,
}

impl Operation {
    /// Every operation, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::CancelKeyDeletion,
        Self::ConnectCustomKeyStore,
        Self::CreateAlias,
        Self::CreateCustomKeyStore,
        Self::CreateGrant,
        Self::CreateKey,
        Self::Decapsulate,
        Self::Decrypt,
        Self::DeleteAlias,
        Self::DeleteCustomKeyStore,
        Self::DeleteImportedKeyMaterial,
        Self::DeriveSharedSecret,
        Self::DescribeCustomKeyStores,
        Self::DescribeKey,
        Self::DisableKey,
        Self::DisableKeyRotation,
        Self::DisconnectCustomKeyStore,
        Self::EnableKey,
        Self::EnableKeyRotation,
        Self::Encapsulate,
        Self::Encrypt,
        Self::GenerateDataKey,
        Self::GenerateDataKeyPair,
        Self::GenerateDataKeyPairWithoutPlaintext,
        Self::GenerateDataKeyWithoutPlaintext,
        Self::GenerateMac,
        Self::GenerateRandom,
        Self::GetKeyLastUsage,
        Self::GetKeyPolicy,
        Self::GetKeyRotationStatus,
        Self::GetParametersForImport,
        Self::GetPublicKey,
        Self::ImportKeyMaterial,
        Self::ListAliases,
        Self::ListGrants,
        Self::ListKeyPolicies,
        Self::ListKeyRotations,
        Self::ListKeys,
        Self::ListResourceTags,
        Self::ListRetirableGrants,
        Self::PutKeyPolicy,
        Self::ReEncrypt,
        Self::ReplicateKey,
        Self::RetireGrant,
        Self::RevokeGrant,
        Self::RotateKeyOnDemand,
        Self::ScheduleKeyDeletion,
        Self::Sign,
        Self::TagResource,
        Self::UntagResource,
        Self::UpdateAlias,
        Self::UpdateCustomKeyStore,
        Self::UpdateKeyDescription,
        Self::UpdatePrimaryRegion,
        Self::Verify,
        Self::VerifyMac,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Whether the operation changes nothing that a caller can see.
    pub fn is_read_only(self) -> bool {
        self.facts().is_read_only
    }

    /// The errors that the model declares for the operation.
    pub fn errors(self) -> &'static [ErrorCode] {
        self.facts().errors
    }

    /// How the operation pages; none when it does not.
    pub fn paging(self) -> Option<&'static Paging> {
        self.facts().paging.as_ref()
    }

    fn facts(self) -> &'static OperationFacts<ErrorCode> {
        &FACTS[self as usize]
    }

    /// Finds an operation by its name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operation| operation.name() == name)
    }

    /// Finds an operation by the value of `X-Amz-Target`.
    pub fn from_target(target: &str) -> Option<Self> {
        Self::from_name(target.strip_prefix(TARGET_PREFIX)?.strip_prefix('.')?)
    }

    /// The code of the error that reports broken constraints of the operation's input, and its message.
    /// The model does not declare it; its status is 400.
    pub fn constraint_error(self, violations: &[Violation]) -> (&'static str, String) {
        (
            violation::UNDECLARED_CODE,
            violation::validation_message(violations),
        )
    }
}
