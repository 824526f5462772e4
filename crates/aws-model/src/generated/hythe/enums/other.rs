//! `hythe`: closed sets of strings, `other`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::{Serialize, Serializer};

/// `DeletionCause` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeletionCause {
    /// `REQUEST`.
    Request,
    /// `LIFECYCLE_POLICY`.
    LifecyclePolicy,
}

impl DeletionCause {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Request, Self::LifecyclePolicy];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::LifecyclePolicy => "LIFECYCLE_POLICY",
        }
    }
}

impl Serialize for DeletionCause {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `DeletionProtection` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeletionProtection {
    /// `ENABLED`.
    Enabled,
    /// `DISABLED`.
    Disabled,
}

impl DeletionProtection {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Enabled, Self::Disabled];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

impl Serialize for DeletionProtection {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `LifecycleActionType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifecycleActionType {
    /// `EXPIRE`.
    Expire,
    /// `TRANSITION`.
    Transition,
    /// `UNTAG`.
    Untag,
}

impl LifecycleActionType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Expire, Self::Transition, Self::Untag];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expire => "EXPIRE",
            Self::Transition => "TRANSITION",
            Self::Untag => "UNTAG",
        }
    }
}

impl Serialize for LifecycleActionType {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `LifecycleStorageClass` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LifecycleStorageClass {
    /// `ARCHIVE`.
    Archive,
    /// `STANDARD`.
    Standard,
}

impl LifecycleStorageClass {
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

impl Serialize for LifecycleStorageClass {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}

/// `TagEndCause` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TagEndCause {
    /// `REMOVED`.
    Removed,
    /// `MOVED`.
    Moved,
    /// `IMAGE_DELETED`.
    ImageDeleted,
}

impl TagEndCause {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Removed, Self::Moved, Self::ImageDeleted];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "REMOVED",
            Self::Moved => "MOVED",
            Self::ImageDeleted => "IMAGE_DELETED",
        }
    }
}

impl Serialize for TagEndCause {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
