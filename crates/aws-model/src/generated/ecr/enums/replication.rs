//! `ecr`: closed sets of strings, `replication`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::{Serialize, Serializer};

/// `ReplicationBackfillResultStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplicationBackfillResultStatus {
    /// `COMPLETE`.
    Complete,
    /// `FAILED`.
    Failed,
}

impl ReplicationBackfillResultStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Complete, Self::Failed];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "COMPLETE",
            Self::Failed => "FAILED",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

impl Serialize for ReplicationBackfillResultStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `ReplicationBackfillStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplicationBackfillStatus {
    /// `PREPARING`.
    Preparing,
    /// `IN_PROGRESS`.
    InProgress,
    /// `COMPLETE`.
    Complete,
    /// `FAILED`.
    Failed,
    /// `STOPPING`.
    Stopping,
    /// `STOPPED`.
    Stopped,
}

impl ReplicationBackfillStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::Preparing,
        Self::InProgress,
        Self::Complete,
        Self::Failed,
        Self::Stopping,
        Self::Stopped,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preparing => "PREPARING",
            Self::InProgress => "IN_PROGRESS",
            Self::Complete => "COMPLETE",
            Self::Failed => "FAILED",
            Self::Stopping => "STOPPING",
            Self::Stopped => "STOPPED",
        }
    }
}

impl Serialize for ReplicationBackfillStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `ReplicationStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplicationStatus {
    /// `IN_PROGRESS`.
    InProgress,
    /// `COMPLETE`.
    Complete,
    /// `FAILED`.
    Failed,
}

impl ReplicationStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::InProgress, Self::Complete, Self::Failed];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "IN_PROGRESS",
            Self::Complete => "COMPLETE",
            Self::Failed => "FAILED",
        }
    }
}

impl Serialize for ReplicationStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
