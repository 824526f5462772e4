//! `hythe`: error codes. Written by `cargo xtask codegen` from `models/hythe`.

use crate::facts::ErrorFacts;

/// The errors that the service model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
    /// `EncryptionMismatchException`.
    EncryptionMismatch,
    /// `ImageHoldNotFoundException`.
    ImageHoldNotFound,
    /// `ImageNotFoundException`.
    ImageNotFound,
    /// `ImageTagAlreadyExistsException`.
    ImageTagAlreadyExists,
    /// `ImageTagImmutableException`.
    ImageTagImmutable,
    /// `ImageTagMismatchException`.
    ImageTagMismatch,
    /// `InvalidParameterException`.
    InvalidParameter,
    /// `LayersNotFoundException`.
    LayersNotFound,
    /// `LifecyclePolicyNotFoundException`.
    LifecyclePolicyNotFound,
    /// `LimitExceededException`.
    LimitExceeded,
    /// `ReferencedImagesNotFoundException`.
    ReferencedImagesNotFound,
    /// `RepositoryAlreadyExistsException`.
    RepositoryAlreadyExists,
    /// `RepositoryNotFoundException`.
    RepositoryNotFound,
    /// `ServerException`.
    Server,
}

impl ErrorCode {
    /// Every code, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::EncryptionMismatch,
        Self::ImageHoldNotFound,
        Self::ImageNotFound,
        Self::ImageTagAlreadyExists,
        Self::ImageTagImmutable,
        Self::ImageTagMismatch,
        Self::InvalidParameter,
        Self::LayersNotFound,
        Self::LifecyclePolicyNotFound,
        Self::LimitExceeded,
        Self::ReferencedImagesNotFound,
        Self::RepositoryAlreadyExists,
        Self::RepositoryNotFound,
        Self::Server,
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

static FACTS: [ErrorFacts; 14] = [
    ErrorFacts {
        name: "EncryptionMismatchException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageHoldNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageTagAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageTagImmutableException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageTagMismatchException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidParameterException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LayersNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LifecyclePolicyNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LimitExceededException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ReferencedImagesNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ServerException",
        http_status: 500,
        members: &[],
    },
];
