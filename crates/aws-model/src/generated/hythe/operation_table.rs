//! `hythe`: facts about operations. Written by `cargo xtask codegen` from `models/hythe`.

use crate::facts::OperationFacts;
use crate::generated::hythe::ErrorCode;

/// One row for each operation.
pub(super) static FACTS: [OperationFacts<ErrorCode>; 1] = [OperationFacts {
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
}];
