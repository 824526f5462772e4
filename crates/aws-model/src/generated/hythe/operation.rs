//! `hythe`: operations. Written by `cargo xtask codegen` from `models/hythe`.

use super::ErrorCode;
use super::operation_table::FACTS;
use crate::facts::{OperationFacts, Paging};
use crate::{Violation, violation};

/// The service in a signature's credential scope and in IAM actions.
pub const SIGNING_NAME: &str = "hythe";
/// What stands before the dot in `X-Amz-Target`.
pub const TARGET_PREFIX: &str = "Hythe_20261122";
/// The operations of the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `CopyImage`.
    CopyImage,
    /// `DeleteImageHold`.
    DeleteImageHold,
    /// `DescribeImagePulls`.
    DescribeImagePulls,
    /// `GetRepositorySettings`.
    GetRepositorySettings,
    /// `ListDeletedImages`.
    ListDeletedImages,
    /// `ListDeletedRepositories`.
    ListDeletedRepositories,
    /// `ListDeletedTags`.
    ListDeletedTags,
    /// `ListImageHolds`.
    ListImageHolds,
    /// `LookupAuditRecords`.
    LookupAuditRecords,
    /// `LookupEvents`.
    LookupEvents,
    /// `PreviewLifecyclePolicy`.
    PreviewLifecyclePolicy,
    /// `PurgeDeletedImages`.
    PurgeDeletedImages,
    /// `PurgeDeletedRepository`.
    PurgeDeletedRepository,
    /// `PutImageHold`.
    PutImageHold,
    /// `PutRepositoryDeletionProtection`.
    PutRepositoryDeletionProtection,
    /// `RenameRepository`.
    RenameRepository,
    /// `TagImage`.
    TagImage,
    /// `UndeleteImage`.
    UndeleteImage,
    /// `UndeleteRepository`.
    UndeleteRepository,
    /// `UntagImage`.
    UntagImage,
}

impl Operation {
    /// Every operation, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::CopyImage,
        Self::DeleteImageHold,
        Self::DescribeImagePulls,
        Self::GetRepositorySettings,
        Self::ListDeletedImages,
        Self::ListDeletedRepositories,
        Self::ListDeletedTags,
        Self::ListImageHolds,
        Self::LookupAuditRecords,
        Self::LookupEvents,
        Self::PreviewLifecyclePolicy,
        Self::PurgeDeletedImages,
        Self::PurgeDeletedRepository,
        Self::PutImageHold,
        Self::PutRepositoryDeletionProtection,
        Self::RenameRepository,
        Self::TagImage,
        Self::UndeleteImage,
        Self::UndeleteRepository,
        Self::UntagImage,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Whether the operation changes nothing that a caller can see.
    pub fn is_read_only(self) -> bool {
        self.facts().is_read_only
    }

    /// The errors that the model declares for the operation.
    pub fn errors(self) -> &'static [ErrorCode] {
        self.facts().errors
    }

    /// How the operation pages; none when it does not.
    pub fn paging(self) -> Option<&'static Paging> {
        self.facts().paging.as_ref()
    }

    fn facts(self) -> &'static OperationFacts<ErrorCode> {
        &FACTS[self as usize]
    }

    /// Finds an operation by its name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operation| operation.name() == name)
    }

    /// Finds an operation by the value of `X-Amz-Target`.
    pub fn from_target(target: &str) -> Option<Self> {
        Self::from_name(target.strip_prefix(TARGET_PREFIX)?.strip_prefix('.')?)
    }

    /// The error that reports broken constraints of the operation's input, and its message.
    pub fn constraint_error(self, violations: &[Violation]) -> (ErrorCode, String) {
        (
            ErrorCode::InvalidParameter,
            violation::first_as_invalid_parameter(violations),
        )
    }
}
