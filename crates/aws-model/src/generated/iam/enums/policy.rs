//! `iam`: closed sets of strings, `policy`. Written by `cargo xtask codegen` from `models/iam`.

use crate::xml::{ToXml, Xml};

/// `PolicyEvaluationDecisionType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyEvaluationDecisionType {
    /// `allowed`.
    Allowed,
    /// `explicitDeny`.
    ExplicitDeny,
    /// `implicitDeny`.
    ImplicitDeny,
}

impl PolicyEvaluationDecisionType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Allowed, Self::ExplicitDeny, Self::ImplicitDeny];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitDeny => "explicitDeny",
            Self::ImplicitDeny => "implicitDeny",
        }
    }
}

impl ToXml for PolicyEvaluationDecisionType {
    fn content(&self, out: &mut Xml) {
        out.text(self.as_str());
    }
}

/// `PolicyIdentifierPolicyType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyIdentifierPolicyType {
    /// `inline`.
    Inline,
    /// `aws-managed`.
    AwsManaged,
    /// `user-managed`.
    UserManaged,
    /// `permission-boundary`.
    PermissionBoundary,
    /// `scp`.
    Scp,
    /// `rcp`.
    Rcp,
}

impl PolicyIdentifierPolicyType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::Inline,
        Self::AwsManaged,
        Self::UserManaged,
        Self::PermissionBoundary,
        Self::Scp,
        Self::Rcp,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::AwsManaged => "aws-managed",
            Self::UserManaged => "user-managed",
            Self::PermissionBoundary => "permission-boundary",
            Self::Scp => "scp",
            Self::Rcp => "rcp",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

/// `PolicySourceType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicySourceType {
    /// `user`.
    User,
    /// `group`.
    Group,
    /// `role`.
    Role,
    /// `aws-managed`.
    AwsManaged,
    /// `user-managed`.
    UserManaged,
    /// `resource`.
    Resource,
    /// `none`.
    None,
}

impl PolicySourceType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::User,
        Self::Group,
        Self::Role,
        Self::AwsManaged,
        Self::UserManaged,
        Self::Resource,
        Self::None,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::AwsManaged => "aws-managed",
            Self::UserManaged => "user-managed",
            Self::Resource => "resource",
            Self::None => "none",
        }
    }
}

impl ToXml for PolicySourceType {
    fn content(&self, out: &mut Xml) {
        out.text(self.as_str());
    }
}

/// `PolicyUsageType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyUsageType {
    /// `PermissionsPolicy`.
    PermissionsPolicy,
    /// `PermissionsBoundary`.
    PermissionsBoundary,
}

impl PolicyUsageType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::PermissionsPolicy, Self::PermissionsBoundary];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PermissionsPolicy => "PermissionsPolicy",
            Self::PermissionsBoundary => "PermissionsBoundary",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

/// `policyScopeType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyScopeType {
    /// `All`.
    All,
    /// `AWS`.
    Aws,
    /// `Local`.
    Local,
}

impl PolicyScopeType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::All, Self::Aws, Self::Local];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Aws => "AWS",
            Self::Local => "Local",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}
