//! `ecr`: closed sets of strings, `image`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::{Serialize, Serializer};

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
