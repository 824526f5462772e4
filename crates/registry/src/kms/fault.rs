//! What KMS refuses a request for. The sentences are KMS's, and are written where the fault is
//! found.

use names::KmsKeyArn;

use crate::Error;

/// Why KMS refuses; the names are those of the service's error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KmsFault {
    /// No such key, alias, grant or policy.
    NotFound,
    /// The key is disabled.
    Disabled,
    /// The key is about to be deleted, or is not.
    InvalidState,
    /// The alias is there already.
    AlreadyExists,
    /// A name that no alias can have.
    InvalidAliasName,
    /// An ARN that is none, or not of what is wanted.
    InvalidArn,
    /// A marker that no list of ours made.
    InvalidMarker,
    /// A grant's id that no grant has.
    InvalidGrantId,
    /// A grant token that is none of ours.
    InvalidGrantToken,
    /// A ciphertext that is none of ours, was altered, or has another context.
    InvalidCiphertext,
    /// The ciphertext is of another key than the one that was named.
    IncorrectKey,
    /// An algorithm that is not the key's.
    InvalidKeyUsage,
    /// A quota.
    LimitExceeded,
    /// A document that is no key policy, or one that locks its author out.
    MalformedPolicyDocument,
    /// Tags that cannot be.
    Tag,
    /// Something that is not built: other keys than symmetric ones.
    UnsupportedOperation,
    /// Everything is well, and nothing was done, as was asked for.
    DryRun,
    /// A parameter breaks a rule that the model has in words only.
    Validation,
    /// The key of a ciphertext is not there, or the caller may not use it.
    AccessDenied,
    /// The key takes a key service that does not answer; later it may.
    KeyUnavailable,
    /// No such key store is configured.
    CustomKeyStoreNotFound,
    /// The key store has no such key, or not for us.
    XksKeyNotFound,
}

impl Error {
    /// A refusal of KMS.
    pub(crate) fn kms(fault: KmsFault, message: impl Into<String>) -> Self {
        Self::Kms {
            fault,
            message: message.into(),
        }
    }

    /// There is no such key.
    pub(crate) fn no_key(arn: &KmsKeyArn) -> Self {
        Self::kms(KmsFault::NotFound, format!("Key '{arn}' does not exist"))
    }

    pub(crate) fn kms_validation(message: impl Into<String>) -> Self {
        Self::kms(KmsFault::Validation, message)
    }
}
