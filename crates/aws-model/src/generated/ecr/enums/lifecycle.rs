//! `ecr`: closed sets of strings, `lifecycle`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::{Serialize, Serializer};

/// `LifecyclePolicyPreviewStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifecyclePolicyPreviewStatus {
    /// `IN_PROGRESS`.
    InProgress,
    /// `COMPLETE`.
    Complete,
    /// `EXPIRED`.
    Expired,
    /// `FAILED`.
    Failed,
}

impl LifecyclePolicyPreviewStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::InProgress, Self::Complete, Self::Expired, Self::Failed];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "IN_PROGRESS",
            Self::Complete => "COMPLETE",
            Self::Expired => "EXPIRED",
            Self::Failed => "FAILED",
        }
    }
}

impl Serialize for LifecyclePolicyPreviewStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `LifecyclePolicyStorageClass` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifecyclePolicyStorageClass {
    /// `ARCHIVE`.
    Archive,
    /// `STANDARD`.
    Standard,
}

impl LifecyclePolicyStorageClass {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Archive, Self::Standard];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "ARCHIVE",
            Self::Standard => "STANDARD",
        }
    }
}

impl Serialize for LifecyclePolicyStorageClass {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `LifecyclePolicyTargetStorageClass` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifecyclePolicyTargetStorageClass {
    /// `ARCHIVE`.
    Archive,
}

impl LifecyclePolicyTargetStorageClass {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Archive];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "ARCHIVE",
        }
    }
}

impl Serialize for LifecyclePolicyTargetStorageClass {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
