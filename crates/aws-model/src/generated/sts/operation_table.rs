//! `sts`: facts about operations. Written by `cargo xtask codegen` from `models/sts`.

use crate::facts::OperationFacts;
use crate::generated::sts::ErrorCode;

/// One row for each operation.
pub(super) static FACTS: [OperationFacts<ErrorCode>; 11] = [
    OperationFacts {
        name: "AssumeRole",
        is_read_only: false,
        errors: &[
            ErrorCode::MalformedPolicyDocument,
            ErrorCode::PackedPolicyTooLarge,
            ErrorCode::RegionDisabled,
            ErrorCode::ExpiredToken,
        ],
        paging: None,
    },
    OperationFacts {
        name: "AssumeRoleWithSAML",
        is_read_only: false,
        errors: &[
            ErrorCode::MalformedPolicyDocument,
            ErrorCode::PackedPolicyTooLarge,
            ErrorCode::IDPRejectedClaim,
            ErrorCode::InvalidIdentityToken,
            ErrorCode::ExpiredToken,
            ErrorCode::RegionDisabled,
        ],
        paging: None,
    },
    OperationFacts {
        name: "AssumeRoleWithWebIdentity",
        is_read_only: false,
        errors: &[
            ErrorCode::MalformedPolicyDocument,
            ErrorCode::PackedPolicyTooLarge,
            ErrorCode::IDPRejectedClaim,
            ErrorCode::IDPCommunicationError,
            ErrorCode::InvalidIdentityToken,
            ErrorCode::ExpiredToken,
            ErrorCode::RegionDisabled,
        ],
        paging: None,
    },
    OperationFacts {
        name: "AssumeRoot",
        is_read_only: false,
        errors: &[ErrorCode::RegionDisabled, ErrorCode::ExpiredToken],
        paging: None,
    },
    OperationFacts {
        name: "DecodeAuthorizationMessage",
        is_read_only: true,
        errors: &[ErrorCode::InvalidAuthorizationMessage],
        paging: None,
    },
    OperationFacts {
        name: "GetAccessKeyInfo",
        is_read_only: true,
        errors: &[],
        paging: None,
    },
    OperationFacts {
        name: "GetCallerIdentity",
        is_read_only: true,
        errors: &[],
        paging: None,
    },
    OperationFacts {
        name: "GetDelegatedAccessToken",
        is_read_only: true,
        errors: &[
            ErrorCode::ExpiredTradeInToken,
            ErrorCode::RegionDisabled,
            ErrorCode::PackedPolicyTooLarge,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetFederationToken",
        is_read_only: true,
        errors: &[
            ErrorCode::MalformedPolicyDocument,
            ErrorCode::PackedPolicyTooLarge,
            ErrorCode::RegionDisabled,
        ],
        paging: None,
    },
    OperationFacts {
        name: "GetSessionToken",
        is_read_only: true,
        errors: &[ErrorCode::RegionDisabled],
        paging: None,
    },
    OperationFacts {
        name: "GetWebIdentityToken",
        is_read_only: true,
        errors: &[
            ErrorCode::SessionDurationEscalation,
            ErrorCode::OutboundWebIdentityFederationDisabled,
            ErrorCode::JWTPayloadSizeExceeded,
        ],
        paging: None,
    },
];
