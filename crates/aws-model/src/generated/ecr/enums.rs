//! Closed sets of strings of `ecr`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use serde::Serializer;

/// `ArtifactStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArtifactStatus {
    /// `ACTIVE`.
    Active,
    /// `ARCHIVED`.
    Archived,
    /// `ACTIVATING`.
    Activating,
}
impl ArtifactStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Active, Self::Archived, Self::Activating];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Archived => "ARCHIVED",
            Self::Activating => "ACTIVATING",
        }
    }
}
impl Serialize for ArtifactStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `ArtifactStatusFilter` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArtifactStatusFilter {
    /// `ACTIVE`.
    Active,
    /// `ARCHIVED`.
    Archived,
    /// `ACTIVATING`.
    Activating,
    /// `ANY`.
    Any,
}
impl ArtifactStatusFilter {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Active, Self::Archived, Self::Activating, Self::Any];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Archived => "ARCHIVED",
            Self::Activating => "ACTIVATING",
            Self::Any => "ANY",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
/// `EncryptionType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EncryptionType {
    /// `AES256`.
    Aes256,
    /// `KMS`.
    Kms,
    /// `KMS_DSSE`.
    KmsDsse,
}
impl EncryptionType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Aes256, Self::Kms, Self::KmsDsse];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aes256 => "AES256",
            Self::Kms => "KMS",
            Self::KmsDsse => "KMS_DSSE",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for EncryptionType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `FindingSeverity` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingSeverity {
    /// `INFORMATIONAL`.
    Informational,
    /// `LOW`.
    Low,
    /// `MEDIUM`.
    Medium,
    /// `HIGH`.
    High,
    /// `CRITICAL`.
    Critical,
    /// `UNDEFINED`.
    Undefined,
}
impl FindingSeverity {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::Informational,
        Self::Low,
        Self::Medium,
        Self::High,
        Self::Critical,
        Self::Undefined,
    ];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Informational => "INFORMATIONAL",
            Self::Low => "LOW",
            Self::Medium => "MEDIUM",
            Self::High => "HIGH",
            Self::Critical => "CRITICAL",
            Self::Undefined => "UNDEFINED",
        }
    }
}
impl Serialize for FindingSeverity {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `ImageActionType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageActionType {
    /// `EXPIRE`.
    Expire,
    /// `TRANSITION`.
    Transition,
}
impl ImageActionType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Expire, Self::Transition];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expire => "EXPIRE",
            Self::Transition => "TRANSITION",
        }
    }
}
impl Serialize for ImageActionType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `ImageFailureCode` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageFailureCode {
    /// `InvalidImageDigest`.
    InvalidImageDigest,
    /// `InvalidImageTag`.
    InvalidImageTag,
    /// `ImageTagDoesNotMatchDigest`.
    ImageTagDoesNotMatchDigest,
    /// `ImageNotFound`.
    ImageNotFound,
    /// `MissingDigestAndTag`.
    MissingDigestAndTag,
    /// `ImageReferencedByManifestList`.
    ImageReferencedByManifestList,
    /// `KmsError`.
    KmsError,
    /// `UpstreamAccessDenied`.
    UpstreamAccessDenied,
    /// `UpstreamTooManyRequests`.
    UpstreamTooManyRequests,
    /// `UpstreamUnavailable`.
    UpstreamUnavailable,
    /// `ImageInaccessible`.
    ImageInaccessible,
}
impl ImageFailureCode {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::InvalidImageDigest,
        Self::InvalidImageTag,
        Self::ImageTagDoesNotMatchDigest,
        Self::ImageNotFound,
        Self::MissingDigestAndTag,
        Self::ImageReferencedByManifestList,
        Self::KmsError,
        Self::UpstreamAccessDenied,
        Self::UpstreamTooManyRequests,
        Self::UpstreamUnavailable,
        Self::ImageInaccessible,
    ];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidImageDigest => "InvalidImageDigest",
            Self::InvalidImageTag => "InvalidImageTag",
            Self::ImageTagDoesNotMatchDigest => "ImageTagDoesNotMatchDigest",
            Self::ImageNotFound => "ImageNotFound",
            Self::MissingDigestAndTag => "MissingDigestAndTag",
            Self::ImageReferencedByManifestList => "ImageReferencedByManifestList",
            Self::KmsError => "KmsError",
            Self::UpstreamAccessDenied => "UpstreamAccessDenied",
            Self::UpstreamTooManyRequests => "UpstreamTooManyRequests",
            Self::UpstreamUnavailable => "UpstreamUnavailable",
            Self::ImageInaccessible => "ImageInaccessible",
        }
    }
}
impl Serialize for ImageFailureCode {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `ImageStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageStatus {
    /// `ACTIVE`.
    Active,
    /// `ARCHIVED`.
    Archived,
    /// `ACTIVATING`.
    Activating,
}
impl ImageStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Active, Self::Archived, Self::Activating];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Archived => "ARCHIVED",
            Self::Activating => "ACTIVATING",
        }
    }
}
impl Serialize for ImageStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `ImageStatusFilter` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageStatusFilter {
    /// `ACTIVE`.
    Active,
    /// `ARCHIVED`.
    Archived,
    /// `ACTIVATING`.
    Activating,
    /// `ANY`.
    Any,
}
impl ImageStatusFilter {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Active, Self::Archived, Self::Activating, Self::Any];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Archived => "ARCHIVED",
            Self::Activating => "ACTIVATING",
            Self::Any => "ANY",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
/// `ImageTagMutability` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageTagMutability {
    /// `MUTABLE`.
    Mutable,
    /// `IMMUTABLE`.
    Immutable,
    /// `IMMUTABLE_WITH_EXCLUSION`.
    ImmutableWithExclusion,
    /// `MUTABLE_WITH_EXCLUSION`.
    MutableWithExclusion,
}
impl ImageTagMutability {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::Mutable,
        Self::Immutable,
        Self::ImmutableWithExclusion,
        Self::MutableWithExclusion,
    ];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mutable => "MUTABLE",
            Self::Immutable => "IMMUTABLE",
            Self::ImmutableWithExclusion => "IMMUTABLE_WITH_EXCLUSION",
            Self::MutableWithExclusion => "MUTABLE_WITH_EXCLUSION",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for ImageTagMutability {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `ImageTagMutabilityExclusionFilterType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageTagMutabilityExclusionFilterType {
    /// `WILDCARD`.
    Wildcard,
}
impl ImageTagMutabilityExclusionFilterType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Wildcard];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wildcard => "WILDCARD",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for ImageTagMutabilityExclusionFilterType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `LayerAvailability` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerAvailability {
    /// `AVAILABLE`.
    Available,
    /// `UNAVAILABLE`.
    Unavailable,
    /// `ARCHIVED`.
    Archived,
}
impl LayerAvailability {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Available, Self::Unavailable, Self::Archived];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "AVAILABLE",
            Self::Unavailable => "UNAVAILABLE",
            Self::Archived => "ARCHIVED",
        }
    }
}
impl Serialize for LayerAvailability {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `LayerFailureCode` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerFailureCode {
    /// `InvalidLayerDigest`.
    InvalidLayerDigest,
    /// `MissingLayerDigest`.
    MissingLayerDigest,
}
impl LayerFailureCode {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::InvalidLayerDigest, Self::MissingLayerDigest];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidLayerDigest => "InvalidLayerDigest",
            Self::MissingLayerDigest => "MissingLayerDigest",
        }
    }
}
impl Serialize for LayerFailureCode {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
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
/// `RCTAppliedFor` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RCTAppliedFor {
    /// `REPLICATION`.
    Replication,
    /// `PULL_THROUGH_CACHE`.
    PullThroughCache,
    /// `CREATE_ON_PUSH`.
    CreateOnPush,
}
impl RCTAppliedFor {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Replication, Self::PullThroughCache, Self::CreateOnPush];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Replication => "REPLICATION",
            Self::PullThroughCache => "PULL_THROUGH_CACHE",
            Self::CreateOnPush => "CREATE_ON_PUSH",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for RCTAppliedFor {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
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
/// `RepositoryFilterType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RepositoryFilterType {
    /// `PREFIX_MATCH`.
    PrefixMatch,
}
impl RepositoryFilterType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::PrefixMatch];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PrefixMatch => "PREFIX_MATCH",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for RepositoryFilterType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
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
/// `ScanningConfigurationFailureCode` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanningConfigurationFailureCode {
    /// `REPOSITORY_NOT_FOUND`.
    RepositoryNotFound,
}
impl ScanningConfigurationFailureCode {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::RepositoryNotFound];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RepositoryNotFound => "REPOSITORY_NOT_FOUND",
        }
    }
}
impl Serialize for ScanningConfigurationFailureCode {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `ScanningRepositoryFilterType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanningRepositoryFilterType {
    /// `WILDCARD`.
    Wildcard,
}
impl ScanningRepositoryFilterType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Wildcard];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wildcard => "WILDCARD",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for ScanningRepositoryFilterType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `SigningRepositoryFilterType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SigningRepositoryFilterType {
    /// `WILDCARD_MATCH`.
    WildcardMatch,
}
impl SigningRepositoryFilterType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::WildcardMatch];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WildcardMatch => "WILDCARD_MATCH",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for SigningRepositoryFilterType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `SigningStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SigningStatus {
    /// `IN_PROGRESS`.
    InProgress,
    /// `COMPLETE`.
    Complete,
    /// `FAILED`.
    Failed,
}
impl SigningStatus {
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
impl Serialize for SigningStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
/// `TagStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TagStatus {
    /// `TAGGED`.
    Tagged,
    /// `UNTAGGED`.
    Untagged,
    /// `ANY`.
    Any,
}
impl TagStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Tagged, Self::Untagged, Self::Any];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tagged => "TAGGED",
            Self::Untagged => "UNTAGGED",
            Self::Any => "ANY",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
/// `TargetStorageClass` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetStorageClass {
    /// `STANDARD`.
    Standard,
    /// `ARCHIVE`.
    Archive,
}
impl TargetStorageClass {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Standard, Self::Archive];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::Archive => "ARCHIVE",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
/// `UpstreamRegistry` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UpstreamRegistry {
    /// `ecr`.
    Ecr,
    /// `ecr-public`.
    EcrPublic,
    /// `quay`.
    Quay,
    /// `k8s`.
    K8s,
    /// `docker-hub`.
    DockerHub,
    /// `github-container-registry`.
    GithubContainerRegistry,
    /// `azure-container-registry`.
    AzureContainerRegistry,
    /// `gitlab-container-registry`.
    GitlabContainerRegistry,
    /// `chainguard`.
    Chainguard,
}
impl UpstreamRegistry {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::Ecr,
        Self::EcrPublic,
        Self::Quay,
        Self::K8s,
        Self::DockerHub,
        Self::GithubContainerRegistry,
        Self::AzureContainerRegistry,
        Self::GitlabContainerRegistry,
        Self::Chainguard,
    ];
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ecr => "ecr",
            Self::EcrPublic => "ecr-public",
            Self::Quay => "quay",
            Self::K8s => "k8s",
            Self::DockerHub => "docker-hub",
            Self::GithubContainerRegistry => "github-container-registry",
            Self::AzureContainerRegistry => "azure-container-registry",
            Self::GitlabContainerRegistry => "gitlab-container-registry",
            Self::Chainguard => "chainguard",
        }
    }
    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
impl Serialize for UpstreamRegistry {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
