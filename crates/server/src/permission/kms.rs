//! The permissions of `kms` (Service Authorization Reference, "AWS Key Management Service").

use aws_model::kms::Operation;
use registry::Action;

use super::{Permission, TAG_KEYS, TAGS, Target};

/// What a new key brings.
const NEW_KEY: &[&str] = &[
    "aws:RequestTag/${TagKey}",
    "aws:TagKeys",
    "kms:BypassPolicyLockoutSafetyCheck",
    "kms:CallerAccount",
    "kms:KeyOrigin",
    "kms:KeySpec",
    "kms:KeyUsage",
    "kms:MultiRegion",
];
/// What a request with a ciphertext or for one brings.
const CONTEXT: &[&str] = &[
    "kms:EncryptionAlgorithm",
    "kms:EncryptionContext:${EncryptionContextKey}",
    "kms:EncryptionContextKeys",
    "kms:RequestAlias",
];
/// The same where a ciphertext goes from key to key.
const RE_ENCRYPT: &[&str] = &[
    "kms:EncryptionAlgorithm",
    "kms:EncryptionContext:${EncryptionContextKey}",
    "kms:EncryptionContextKeys",
    "kms:ReEncryptOnSameKey",
    "kms:RequestAlias",
];
/// What a new grant brings.
const GRANT: &[&str] = &[
    "kms:GrantConstraintType",
    "kms:GrantIsForAWSResource",
    "kms:GrantOperations",
    "kms:GranteePrincipal",
    "kms:RetiringPrincipal",
];
/// Whether a policy that locks its author out is set.
const BYPASS: &[&str] = &["kms:BypassPolicyLockoutSafetyCheck"];
/// By which alias the key is named.
const ALIAS: &[&str] = &["kms:RequestAlias"];
/// How long the key waits for its deletion.
const WINDOW: &[&str] = &["kms:ScheduleKeyDeletionPendingWindowInDays"];
/// How often the key is rotated.
const PERIOD: &[&str] = &["kms:RotationPeriodInDays"];

/// What an operation needs; one that is not built needs nothing, since nothing is done. Actions on a
/// key fill in `kms:CallerAccount` too, and `kms:ViaService` where ECR asks for the caller.
pub(crate) const fn of_kms(operation: Operation) -> Permission {
    use Action as A;
    use Operation as O;
    match operation {
        O::CancelKeyDeletion => key(&[A::CancelKeyDeletion]),
        O::CreateAlias => alias(&[A::CreateAlias]),
        O::CreateGrant => key(&[A::CreateGrant]).keys(GRANT),
        O::CreateKey => all(&[A::CreateKey])
            .also(&[(A::KmsTagResource, "with tags")])
            .keys(NEW_KEY),
        O::Decrypt => key(&[A::Decrypt]).keys(CONTEXT),
        O::DeleteAlias => alias(&[A::DeleteAlias]),
        O::DescribeKey => key(&[A::DescribeKey]).keys(ALIAS),
        O::DisableKey => key(&[A::DisableKey]),
        O::DisableKeyRotation => key(&[A::DisableKeyRotation]),
        O::EnableKey => key(&[A::EnableKey]),
        O::EnableKeyRotation => key(&[A::EnableKeyRotation]).keys(PERIOD),
        O::Encrypt => key(&[A::Encrypt]).keys(CONTEXT),
        O::GenerateDataKey => key(&[A::GenerateDataKey]).keys(CONTEXT),
        O::GenerateDataKeyWithoutPlaintext => key(&[A::GenerateDataKeyWithoutPlaintext]).keys(CONTEXT),
        O::GenerateRandom => all(&[A::GenerateRandom]),
        O::GetKeyPolicy => key(&[A::GetKeyPolicy]),
        O::GetKeyRotationStatus => key(&[A::GetKeyRotationStatus]),
        O::ListAliases => all(&[A::ListAliases]),
        O::ListGrants => key(&[A::ListGrants]),
        O::ListKeyPolicies => key(&[A::ListKeyPolicies]),
        O::ListKeyRotations => key(&[A::ListKeyRotations]),
        O::ListKeys => all(&[A::ListKeys]),
        O::ListResourceTags => key(&[A::ListResourceTags]),
        O::ListRetirableGrants => all(&[A::ListRetirableGrants]),
        O::PutKeyPolicy => key(&[A::PutKeyPolicy]).keys(BYPASS),
        O::ReEncrypt => key(&[A::ReEncryptFrom, A::ReEncryptTo]).keys(RE_ENCRYPT),
        O::RetireGrant => key(&[]).also(&[(A::RetireGrant, "for others than the retiring principal")]),
        O::RevokeGrant => key(&[A::RevokeGrant]),
        O::RotateKeyOnDemand => key(&[A::RotateKeyOnDemand]),
        O::ScheduleKeyDeletion => key(&[A::ScheduleKeyDeletion]).keys(WINDOW),
        O::TagResource => key(&[A::KmsTagResource]).keys(TAGS),
        O::UntagResource => key(&[A::KmsUntagResource]).keys(TAG_KEYS),
        O::UpdateAlias => alias(&[A::UpdateAlias]),
        O::UpdateKeyDescription => key(&[A::UpdateKeyDescription]),

        O::ConnectCustomKeyStore
        | O::CreateCustomKeyStore
        | O::Decapsulate
        | O::DeleteCustomKeyStore
        | O::DeleteImportedKeyMaterial
        | O::DeriveSharedSecret
        | O::DescribeCustomKeyStores
        | O::DisconnectCustomKeyStore
        | O::Encapsulate
        | O::GenerateDataKeyPair
        | O::GenerateDataKeyPairWithoutPlaintext
        | O::GenerateMac
        | O::GetKeyLastUsage
        | O::GetParametersForImport
        | O::GetPublicKey
        | O::ImportKeyMaterial
        | O::ReplicateKey
        | O::Sign
        | O::UpdateCustomKeyStore
        | O::UpdatePrimaryRegion
        | O::Verify
        | O::VerifyMac => Permission::new(&[], Target::Nothing),
    }
}

const fn key(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::Key)
}

const fn alias(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::KeyAndAlias)
}

const fn all(actions: &'static [Action]) -> Permission {
    Permission::new(actions, Target::All)
}
