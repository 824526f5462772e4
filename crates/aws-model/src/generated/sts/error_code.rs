//! `sts`: error codes. Written by `cargo xtask codegen` from `models/sts`.

use crate::facts::ErrorFacts;

/// The errors that the service model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
    /// `ExpiredTokenException`.
    ExpiredToken,
    /// `ExpiredTradeInTokenException`.
    ExpiredTradeInToken,
    /// `IDPCommunicationError`.
    IDPCommunicationError,
    /// `IDPRejectedClaim`.
    IDPRejectedClaim,
    /// `InvalidAuthorizationMessageException`.
    InvalidAuthorizationMessage,
    /// `InvalidIdentityToken`.
    InvalidIdentityToken,
    /// `JWTPayloadSizeExceededException`.
    JWTPayloadSizeExceeded,
    /// `MalformedPolicyDocument`.
    MalformedPolicyDocument,
    /// `OutboundWebIdentityFederationDisabledException`.
    OutboundWebIdentityFederationDisabled,
    /// `PackedPolicyTooLarge`.
    PackedPolicyTooLarge,
    /// `RegionDisabledException`.
    RegionDisabled,
    /// `SessionDurationEscalationException`.
    SessionDurationEscalation,
}

impl ErrorCode {
    /// Every code, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::ExpiredToken,
        Self::ExpiredTradeInToken,
        Self::IDPCommunicationError,
        Self::IDPRejectedClaim,
        Self::InvalidAuthorizationMessage,
        Self::InvalidIdentityToken,
        Self::JWTPayloadSizeExceeded,
        Self::MalformedPolicyDocument,
        Self::OutboundWebIdentityFederationDisabled,
        Self::PackedPolicyTooLarge,
        Self::RegionDisabled,
        Self::SessionDurationEscalation,
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

static FACTS: [ErrorFacts; 12] = [
    ErrorFacts {
        name: "ExpiredTokenException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ExpiredTradeInTokenException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "IDPCommunicationError",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "IDPRejectedClaim",
        http_status: 403,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidAuthorizationMessageException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidIdentityToken",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "JWTPayloadSizeExceededException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "MalformedPolicyDocument",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "OutboundWebIdentityFederationDisabledException",
        http_status: 403,
        members: &[],
    },
    ErrorFacts {
        name: "PackedPolicyTooLarge",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RegionDisabledException",
        http_status: 403,
        members: &[],
    },
    ErrorFacts {
        name: "SessionDurationEscalationException",
        http_status: 403,
        members: &[],
    },
];
