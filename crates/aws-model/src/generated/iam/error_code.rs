//! `iam`: error codes. Written by `cargo xtask codegen` from `models/iam`.

use crate::facts::ErrorFacts;

/// The errors that the service model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
    /// `AccountNotManagementOrDelegatedAdministratorException`.
    AccountNotManagementOrDelegatedAdministrator,
    /// `CallerIsNotManagementAccountException`.
    CallerIsNotManagementAccount,
    /// `ConcurrentModification`.
    ConcurrentModification,
    /// `ReportExpired`.
    CredentialReportExpired,
    /// `ReportNotPresent`.
    CredentialReportNotPresent,
    /// `ReportInProgress`.
    CredentialReportNotReady,
    /// `DeleteConflict`.
    DeleteConflict,
    /// `DuplicateCertificate`.
    DuplicateCertificate,
    /// `DuplicateSSHPublicKey`.
    DuplicateSSHPublicKey,
    /// `EntityAlreadyExists`.
    EntityAlreadyExists,
    /// `EntityTemporarilyUnmodifiable`.
    EntityTemporarilyUnmodifiable,
    /// `FeatureDisabled`.
    FeatureDisabled,
    /// `FeatureEnabled`.
    FeatureEnabled,
    /// `InvalidAuthenticationCode`.
    InvalidAuthenticationCode,
    /// `InvalidCertificate`.
    InvalidCertificate,
    /// `InvalidInput`.
    InvalidInput,
    /// `InvalidPublicKey`.
    InvalidPublicKey,
    /// `InvalidUserType`.
    InvalidUserType,
    /// `KeyPairMismatch`.
    KeyPairMismatch,
    /// `LimitExceeded`.
    LimitExceeded,
    /// `MalformedCertificate`.
    MalformedCertificate,
    /// `MalformedPolicyDocument`.
    MalformedPolicyDocument,
    /// `NameConflict`.
    NameConflict,
    /// `NoSuchEntity`.
    NoSuchEntity,
    /// `OpenIdIdpCommunicationError`.
    OpenIdIdpCommunicationError,
    /// `OrganizationNotFoundException`.
    OrganizationNotFound,
    /// `OrganizationNotInAllFeaturesModeException`.
    OrganizationNotInAllFeaturesMode,
    /// `PasswordPolicyViolation`.
    PasswordPolicyViolation,
    /// `PolicyEvaluation`.
    PolicyEvaluation,
    /// `PolicyNotAttachable`.
    PolicyNotAttachable,
    /// `ReportGenerationLimitExceeded`.
    ReportGenerationLimitExceeded,
    /// `RoleModified`.
    RoleModified,
    /// `RoleTemplateDisabled`.
    RoleTemplateDisabled,
    /// `ServiceAccessNotEnabledException`.
    ServiceAccessNotEnabled,
    /// `ServiceFailure`.
    ServiceFailure,
    /// `NotSupportedService`.
    ServiceNotSupported,
    /// `UnmodifiableEntity`.
    UnmodifiableEntity,
    /// `UnrecognizedPublicKeyEncoding`.
    UnrecognizedPublicKeyEncoding,
}

impl ErrorCode {
    /// Every code, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::AccountNotManagementOrDelegatedAdministrator,
        Self::CallerIsNotManagementAccount,
        Self::ConcurrentModification,
        Self::CredentialReportExpired,
        Self::CredentialReportNotPresent,
        Self::CredentialReportNotReady,
        Self::DeleteConflict,
        Self::DuplicateCertificate,
        Self::DuplicateSSHPublicKey,
        Self::EntityAlreadyExists,
        Self::EntityTemporarilyUnmodifiable,
        Self::FeatureDisabled,
        Self::FeatureEnabled,
        Self::InvalidAuthenticationCode,
        Self::InvalidCertificate,
        Self::InvalidInput,
        Self::InvalidPublicKey,
        Self::InvalidUserType,
        Self::KeyPairMismatch,
        Self::LimitExceeded,
        Self::MalformedCertificate,
        Self::MalformedPolicyDocument,
        Self::NameConflict,
        Self::NoSuchEntity,
        Self::OpenIdIdpCommunicationError,
        Self::OrganizationNotFound,
        Self::OrganizationNotInAllFeaturesMode,
        Self::PasswordPolicyViolation,
        Self::PolicyEvaluation,
        Self::PolicyNotAttachable,
        Self::ReportGenerationLimitExceeded,
        Self::RoleModified,
        Self::RoleTemplateDisabled,
        Self::ServiceAccessNotEnabled,
        Self::ServiceFailure,
        Self::ServiceNotSupported,
        Self::UnmodifiableEntity,
        Self::UnrecognizedPublicKeyEncoding,
    ];

    /// The name on the wire: the `__type` of an AWS JSON error, the `Code` of an AWS Query one.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The HTTP status of the answer.
    pub fn http_status(self) -> u16 {
        self.facts().http_status
    }

    /// The members that the error has beside its message.
    pub fn members(self) -> &'static [&'static str] {
        self.facts().members
    }

    fn facts(self) -> &'static ErrorFacts {
        &FACTS[self as usize]
    }
}

static FACTS: [ErrorFacts; 38] = [
    ErrorFacts {
        name: "AccountNotManagementOrDelegatedAdministratorException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CallerIsNotManagementAccountException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ConcurrentModification",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "ReportExpired",
        http_status: 410,
        members: &[],
    },
    ErrorFacts {
        name: "ReportNotPresent",
        http_status: 410,
        members: &[],
    },
    ErrorFacts {
        name: "ReportInProgress",
        http_status: 404,
        members: &[],
    },
    ErrorFacts {
        name: "DeleteConflict",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "DuplicateCertificate",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "DuplicateSSHPublicKey",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "EntityAlreadyExists",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "EntityTemporarilyUnmodifiable",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "FeatureDisabled",
        http_status: 404,
        members: &[],
    },
    ErrorFacts {
        name: "FeatureEnabled",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidAuthenticationCode",
        http_status: 403,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidCertificate",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidInput",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidPublicKey",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidUserType",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "KeyPairMismatch",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LimitExceeded",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "MalformedCertificate",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "MalformedPolicyDocument",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "NameConflict",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "NoSuchEntity",
        http_status: 404,
        members: &[],
    },
    ErrorFacts {
        name: "OpenIdIdpCommunicationError",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "OrganizationNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "OrganizationNotInAllFeaturesModeException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "PasswordPolicyViolation",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "PolicyEvaluation",
        http_status: 500,
        members: &[],
    },
    ErrorFacts {
        name: "PolicyNotAttachable",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ReportGenerationLimitExceeded",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "RoleModified",
        http_status: 409,
        members: &[],
    },
    ErrorFacts {
        name: "RoleTemplateDisabled",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ServiceAccessNotEnabledException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ServiceFailure",
        http_status: 500,
        members: &[],
    },
    ErrorFacts {
        name: "NotSupportedService",
        http_status: 404,
        members: &[],
    },
    ErrorFacts {
        name: "UnmodifiableEntity",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnrecognizedPublicKeyEncoding",
        http_status: 400,
        members: &[],
    },
];
