//! `ecr`: closed sets of strings, `scan`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::{Serialize, Serializer};

/// `ScanFrequency` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanFrequency {
    /// `SCAN_ON_PUSH`.
    ScanOnPush,
    /// `CONTINUOUS_SCAN`.
    ContinuousScan,
    /// `MANUAL`.
    Manual,
}

impl ScanFrequency {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::ScanOnPush, Self::ContinuousScan, Self::Manual];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ScanOnPush => "SCAN_ON_PUSH",
            Self::ContinuousScan => "CONTINUOUS_SCAN",
            Self::Manual => "MANUAL",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

impl Serialize for ScanFrequency {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `ScanStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanStatus {
    /// `IN_PROGRESS`.
    InProgress,
    /// `COMPLETE`.
    Complete,
    /// `FAILED`.
    Failed,
    /// `UNSUPPORTED_IMAGE`.
    UnsupportedImage,
    /// `ACTIVE`.
    Active,
    /// `PENDING`.
    Pending,
    /// `SCAN_ELIGIBILITY_EXPIRED`.
    ScanEligibilityExpired,
    /// `FINDINGS_UNAVAILABLE`.
    FindingsUnavailable,
    /// `LIMIT_EXCEEDED`.
    LimitExceeded,
    /// `IMAGE_ARCHIVED`.
    ImageArchived,
    /// `IMAGE_SIZE_EXCEEDED`.
    ImageSizeExceeded,
}

impl ScanStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::InProgress,
        Self::Complete,
        Self::Failed,
        Self::UnsupportedImage,
        Self::Active,
        Self::Pending,
        Self::ScanEligibilityExpired,
        Self::FindingsUnavailable,
        Self::LimitExceeded,
        Self::ImageArchived,
        Self::ImageSizeExceeded,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "IN_PROGRESS",
            Self::Complete => "COMPLETE",
            Self::Failed => "FAILED",
            Self::UnsupportedImage => "UNSUPPORTED_IMAGE",
            Self::Active => "ACTIVE",
            Self::Pending => "PENDING",
            Self::ScanEligibilityExpired => "SCAN_ELIGIBILITY_EXPIRED",
            Self::FindingsUnavailable => "FINDINGS_UNAVAILABLE",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::ImageArchived => "IMAGE_ARCHIVED",
            Self::ImageSizeExceeded => "IMAGE_SIZE_EXCEEDED",
        }
    }
}

impl Serialize for ScanStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `ScanType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanType {
    /// `BASIC`.
    Basic,
    /// `ENHANCED`.
    Enhanced,
}

impl ScanType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Basic, Self::Enhanced];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "BASIC",
            Self::Enhanced => "ENHANCED",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

impl Serialize for ScanType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
