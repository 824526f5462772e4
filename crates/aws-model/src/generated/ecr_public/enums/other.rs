//! `ecr-public`: closed sets of strings, `other`. Written by `cargo xtask codegen` from `models/ecr-public`.

use serde::{Serialize, Serializer};

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
        }
    }
}

impl Serialize for ImageFailureCode {
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
}

impl LayerAvailability {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Available, Self::Unavailable];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "AVAILABLE",
            Self::Unavailable => "UNAVAILABLE",
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

/// `RegistryAliasStatus` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegistryAliasStatus {
    /// `ACTIVE`.
    Active,
    /// `PENDING`.
    Pending,
    /// `REJECTED`.
    Rejected,
}

impl RegistryAliasStatus {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Active, Self::Pending, Self::Rejected];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Pending => "PENDING",
            Self::Rejected => "REJECTED",
        }
    }
}

impl Serialize for RegistryAliasStatus {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
