//! `kms`: error codes. Written by `cargo xtask codegen` from `models/kms`.

use crate::facts::ErrorFacts;

/// The errors that the service model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
    /// `AlreadyExistsException`.
    AlreadyExists,
    /// `CloudHsmClusterInUseException`.
    CloudHsmClusterInUse,
    /// `CloudHsmClusterInvalidConfigurationException`.
    CloudHsmClusterInvalidConfiguration,
    /// `CloudHsmClusterNotActiveException`.
    CloudHsmClusterNotActive,
    /// `CloudHsmClusterNotFoundException`.
    CloudHsmClusterNotFound,
    /// `CloudHsmClusterNotRelatedException`.
    CloudHsmClusterNotRelated,
    /// `ConflictException`.
    Conflict,
    /// `CustomKeyStoreHasCMKsException`.
    CustomKeyStoreHasCMKs,
    /// `CustomKeyStoreInvalidStateException`.
    CustomKeyStoreInvalidState,
    /// `CustomKeyStoreNameInUseException`.
    CustomKeyStoreNameInUse,
    /// `CustomKeyStoreNotFoundException`.
    CustomKeyStoreNotFound,
    /// `DependencyTimeoutException`.
    DependencyTimeout,
    /// `DisabledException`.
    Disabled,
    /// `DryRunOperationException`.
    DryRunOperation,
    /// `ExpiredImportTokenException`.
    ExpiredImportToken,
    /// `IncorrectKeyException`.
    IncorrectKey,
    /// `IncorrectKeyMaterialException`.
    IncorrectKeyMaterial,
    /// `IncorrectTrustAnchorException`.
    IncorrectTrustAnchor,
    /// `InvalidAliasNameException`.
    InvalidAliasName,
    /// `InvalidArnException`.
    InvalidArn,
    /// `InvalidCiphertextException`.
    InvalidCiphertext,
    /// `InvalidGrantIdException`.
    InvalidGrantId,
    /// `InvalidGrantTokenException`.
    InvalidGrantToken,
    /// `InvalidImportTokenException`.
    InvalidImportToken,
    /// `InvalidKeyUsageException`.
    InvalidKeyUsage,
    /// `InvalidMarkerException`.
    InvalidMarker,
    /// `KMSInternalException`.
    KMSInternal,
    /// `KMSInvalidMacException`.
    KMSInvalidMac,
    /// `KMSInvalidSignatureException`.
    KMSInvalidSignature,
    /// `KMSInvalidStateException`.
    KMSInvalidState,
    /// `KeyUnavailableException`.
    KeyUnavailable,
    /// `LimitExceededException`.
    LimitExceeded,
    /// `MalformedPolicyDocumentException`.
    MalformedPolicyDocument,
    /// `NotFoundException`.
    NotFound,
    /// `TagException`.
    Tag,
    /// `UnsupportedOperationException`.
    UnsupportedOperation,
    /// `XksKeyAlreadyInUseException`.
    XksKeyAlreadyInUse,
    /// `XksKeyInvalidConfigurationException`.
    XksKeyInvalidConfiguration,
    /// `XksKeyNotFoundException`.
    XksKeyNotFound,
    /// `XksProxyIncorrectAuthenticationCredentialException`.
    XksProxyIncorrectAuthenticationCredential,
    /// `XksProxyInvalidConfigurationException`.
    XksProxyInvalidConfiguration,
    /// `XksProxyInvalidResponseException`.
    XksProxyInvalidResponse,
    /// `XksProxyUriEndpointInUseException`.
    XksProxyUriEndpointInUse,
    /// `XksProxyUriInUseException`.
    XksProxyUriInUse,
    /// `XksProxyUriUnreachableException`.
    XksProxyUriUnreachable,
    /// `XksProxyVpcEndpointServiceInUseException`.
    XksProxyVpcEndpointServiceInUse,
    /// `XksProxyVpcEndpointServiceInvalidConfigurationException`.
    XksProxyVpcEndpointServiceInvalidConfiguration,
    /// `XksProxyVpcEndpointServiceNotFoundException`.
    XksProxyVpcEndpointServiceNotFound,
}

impl ErrorCode {
    /// Every code, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::AlreadyExists,
        Self::CloudHsmClusterInUse,
        Self::CloudHsmClusterInvalidConfiguration,
        Self::CloudHsmClusterNotActive,
        Self::CloudHsmClusterNotFound,
        Self::CloudHsmClusterNotRelated,
        Self::Conflict,
        Self::CustomKeyStoreHasCMKs,
        Self::CustomKeyStoreInvalidState,
        Self::CustomKeyStoreNameInUse,
        Self::CustomKeyStoreNotFound,
        Self::DependencyTimeout,
        Self::Disabled,
        Self::DryRunOperation,
        Self::ExpiredImportToken,
        Self::IncorrectKey,
        Self::IncorrectKeyMaterial,
        Self::IncorrectTrustAnchor,
        Self::InvalidAliasName,
        Self::InvalidArn,
        Self::InvalidCiphertext,
        Self::InvalidGrantId,
        Self::InvalidGrantToken,
        Self::InvalidImportToken,
        Self::InvalidKeyUsage,
        Self::InvalidMarker,
        Self::KMSInternal,
        Self::KMSInvalidMac,
        Self::KMSInvalidSignature,
        Self::KMSInvalidState,
        Self::KeyUnavailable,
        Self::LimitExceeded,
        Self::MalformedPolicyDocument,
        Self::NotFound,
        Self::Tag,
        Self::UnsupportedOperation,
        Self::XksKeyAlreadyInUse,
        Self::XksKeyInvalidConfiguration,
        Self::XksKeyNotFound,
        Self::XksProxyIncorrectAuthenticationCredential,
        Self::XksProxyInvalidConfiguration,
        Self::XksProxyInvalidResponse,
        Self::XksProxyUriEndpointInUse,
        Self::XksProxyUriInUse,
        Self::XksProxyUriUnreachable,
        Self::XksProxyVpcEndpointServiceInUse,
        Self::XksProxyVpcEndpointServiceInvalidConfiguration,
        Self::XksProxyVpcEndpointServiceNotFound,
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

static FACTS: [ErrorFacts; 48] = [
    ErrorFacts {
        name: "AlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CloudHsmClusterInUseException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CloudHsmClusterInvalidConfigurationException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CloudHsmClusterNotActiveException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CloudHsmClusterNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CloudHsmClusterNotRelatedException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ConflictException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CustomKeyStoreHasCMKsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CustomKeyStoreInvalidStateException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CustomKeyStoreNameInUseException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "CustomKeyStoreNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "DependencyTimeoutException",
        http_status: 500,
        members: &[],
    },
    ErrorFacts {
        name: "DisabledException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "DryRunOperationException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ExpiredImportTokenException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "IncorrectKeyException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "IncorrectKeyMaterialException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "IncorrectTrustAnchorException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidAliasNameException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidArnException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidCiphertextException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidGrantIdException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidGrantTokenException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidImportTokenException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidKeyUsageException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidMarkerException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "KMSInternalException",
        http_status: 500,
        members: &[],
    },
    ErrorFacts {
        name: "KMSInvalidMacException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "KMSInvalidSignatureException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "KMSInvalidStateException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "KeyUnavailableException",
        http_status: 500,
        members: &[],
    },
    ErrorFacts {
        name: "LimitExceededException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "MalformedPolicyDocumentException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "NotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "TagException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnsupportedOperationException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksKeyAlreadyInUseException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksKeyInvalidConfigurationException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksKeyNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyIncorrectAuthenticationCredentialException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyInvalidConfigurationException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyInvalidResponseException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyUriEndpointInUseException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyUriInUseException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyUriUnreachableException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyVpcEndpointServiceInUseException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyVpcEndpointServiceInvalidConfigurationException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "XksProxyVpcEndpointServiceNotFoundException",
        http_status: 400,
        members: &[],
    },
];
