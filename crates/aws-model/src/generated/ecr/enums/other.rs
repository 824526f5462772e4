//! `ecr`: closed sets of strings, `other`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::{Serialize, Serializer};

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
