//! `ecr-public`: error codes. Written by `cargo xtask codegen` from `models/ecr-public`.

use crate::facts::ErrorFacts;

/// The errors that the service model declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorCode {
    /// `EmptyUploadException`.
    EmptyUpload,
    /// `ImageAlreadyExistsException`.
    ImageAlreadyExists,
    /// `ImageDigestDoesNotMatchException`.
    ImageDigestDoesNotMatch,
    /// `ImageNotFoundException`.
    ImageNotFound,
    /// `ImageTagAlreadyExistsException`.
    ImageTagAlreadyExists,
    /// `InvalidLayerException`.
    InvalidLayer,
    /// `InvalidLayerPartException`.
    InvalidLayerPart,
    /// `InvalidParameterException`.
    InvalidParameter,
    /// `InvalidTagParameterException`.
    InvalidTagParameter,
    /// `LayerAlreadyExistsException`.
    LayerAlreadyExists,
    /// `LayerPartTooSmallException`.
    LayerPartTooSmall,
    /// `LayersNotFoundException`.
    LayersNotFound,
    /// `LimitExceededException`.
    LimitExceeded,
    /// `ReferencedImagesNotFoundException`.
    ReferencedImagesNotFound,
    /// `RegistryNotFoundException`.
    RegistryNotFound,
    /// `RepositoryAlreadyExistsException`.
    RepositoryAlreadyExists,
    /// `RepositoryCatalogDataNotFoundException`.
    RepositoryCatalogDataNotFound,
    /// `RepositoryNotEmptyException`.
    RepositoryNotEmpty,
    /// `RepositoryNotFoundException`.
    RepositoryNotFound,
    /// `RepositoryPolicyNotFoundException`.
    RepositoryPolicyNotFound,
    /// `ServerException`.
    Server,
    /// `TooManyTagsException`.
    TooManyTags,
    /// `UnsupportedCommandException`.
    UnsupportedCommand,
    /// `UploadNotFoundException`.
    UploadNotFound,
}

impl ErrorCode {
    /// Every code, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::EmptyUpload,
        Self::ImageAlreadyExists,
        Self::ImageDigestDoesNotMatch,
        Self::ImageNotFound,
        Self::ImageTagAlreadyExists,
        Self::InvalidLayer,
        Self::InvalidLayerPart,
        Self::InvalidParameter,
        Self::InvalidTagParameter,
        Self::LayerAlreadyExists,
        Self::LayerPartTooSmall,
        Self::LayersNotFound,
        Self::LimitExceeded,
        Self::ReferencedImagesNotFound,
        Self::RegistryNotFound,
        Self::RepositoryAlreadyExists,
        Self::RepositoryCatalogDataNotFound,
        Self::RepositoryNotEmpty,
        Self::RepositoryNotFound,
        Self::RepositoryPolicyNotFound,
        Self::Server,
        Self::TooManyTags,
        Self::UnsupportedCommand,
        Self::UploadNotFound,
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

static FACTS: [ErrorFacts; 24] = [
    ErrorFacts {
        name: "EmptyUploadException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ImageDigestDoesNotMatchException",
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
        name: "InvalidLayerException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidLayerPartException",
        http_status: 400,
        members: &[
            "registryId",
            "repositoryName",
            "uploadId",
            "lastValidByteReceived",
        ],
    },
    ErrorFacts {
        name: "InvalidParameterException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "InvalidTagParameterException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LayerAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LayerPartTooSmallException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "LayersNotFoundException",
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
        name: "RegistryNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryAlreadyExistsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryCatalogDataNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryNotEmptyException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "RepositoryPolicyNotFoundException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "ServerException",
        http_status: 500,
        members: &[],
    },
    ErrorFacts {
        name: "TooManyTagsException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UnsupportedCommandException",
        http_status: 400,
        members: &[],
    },
    ErrorFacts {
        name: "UploadNotFoundException",
        http_status: 400,
        members: &[],
    },
];
