//! `hythe`: facts about operations. Written by `cargo xtask codegen` from `models/hythe`.

use crate::facts::{OperationFacts, Paging};
use crate::generated::hythe::ErrorCode;

/// One row for each operation.
pub(super) static FACTS: [OperationFacts<ErrorCode>; 17] = [
    OperationFacts {
        name: "DeleteImageHold",
        is_read_only: false,
        errors: &[
            ErrorCode::ImageHoldNotFound,
            ErrorCode::ImageNotFound,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "DescribeImagePulls",
        is_read_only: true,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["imagePulls"],
        }),
    },
    OperationFacts {
        name: "GetRepositorySettings",
        is_read_only: true,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "ListDeletedImages",
        is_read_only: true,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["deletedImages"],
        }),
    },
    OperationFacts {
        name: "ListDeletedRepositories",
        is_read_only: true,
        errors: &[ErrorCode::InvalidParameter, ErrorCode::Server],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["deletedRepositories"],
        }),
    },
    OperationFacts {
        name: "ListDeletedTags",
        is_read_only: true,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["deletedTags"],
        }),
    },
    OperationFacts {
        name: "ListImageHolds",
        is_read_only: true,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["imageHolds"],
        }),
    },
    OperationFacts {
        name: "LookupAuditRecords",
        is_read_only: false,
        errors: &[ErrorCode::InvalidParameter, ErrorCode::Server],
        paging: None,
    },
    OperationFacts {
        name: "LookupEvents",
        is_read_only: false,
        errors: &[ErrorCode::InvalidParameter, ErrorCode::Server],
        paging: None,
    },
    OperationFacts {
        name: "PreviewLifecyclePolicy",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::LifecyclePolicyNotFound,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: Some(Paging {
            input_token: "nextToken",
            output_token: "nextToken",
            limit: "maxResults",
            min: 1,
            max: 1000,
            results: &["previewResults"],
        }),
    },
    OperationFacts {
        name: "PurgeDeletedImages",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PurgeDeletedRepository",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutImageHold",
        is_read_only: false,
        errors: &[
            ErrorCode::ImageNotFound,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "PutRepositoryDeletionProtection",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UndeleteImage",
        is_read_only: false,
        errors: &[
            ErrorCode::ImageNotFound,
            ErrorCode::InvalidParameter,
            ErrorCode::LayersNotFound,
            ErrorCode::LimitExceeded,
            ErrorCode::ReferencedImagesNotFound,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UndeleteRepository",
        is_read_only: false,
        errors: &[
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryAlreadyExists,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
    OperationFacts {
        name: "UntagImage",
        is_read_only: false,
        errors: &[
            ErrorCode::ImageNotFound,
            ErrorCode::ImageTagImmutable,
            ErrorCode::ImageTagMismatch,
            ErrorCode::InvalidParameter,
            ErrorCode::RepositoryNotFound,
            ErrorCode::Server,
        ],
        paging: None,
    },
];
