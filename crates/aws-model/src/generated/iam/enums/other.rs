//! `iam`: closed sets of strings, `other`. Written by `cargo xtask codegen` from `models/iam`.

use crate::xml::{ToXml, Xml};

/// `AttachmentType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttachmentType {
    /// `user`.
    User,
    /// `group`.
    Group,
    /// `role`.
    Role,
}

impl AttachmentType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::User, Self::Group, Self::Role];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

/// `ContextKeyTypeEnum` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContextKeyTypeEnum {
    /// `string`.
    String,
    /// `stringList`.
    StringList,
    /// `numeric`.
    Numeric,
    /// `numericList`.
    NumericList,
    /// `boolean`.
    Boolean,
    /// `booleanList`.
    BooleanList,
    /// `ip`.
    Ip,
    /// `ipList`.
    IpList,
    /// `binary`.
    Binary,
    /// `binaryList`.
    BinaryList,
    /// `date`.
    Date,
    /// `dateList`.
    DateList,
}

impl ContextKeyTypeEnum {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::String,
        Self::StringList,
        Self::Numeric,
        Self::NumericList,
        Self::Boolean,
        Self::BooleanList,
        Self::Ip,
        Self::IpList,
        Self::Binary,
        Self::BinaryList,
        Self::Date,
        Self::DateList,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::StringList => "stringList",
            Self::Numeric => "numeric",
            Self::NumericList => "numericList",
            Self::Boolean => "boolean",
            Self::BooleanList => "booleanList",
            Self::Ip => "ip",
            Self::IpList => "ipList",
            Self::Binary => "binary",
            Self::BinaryList => "binaryList",
            Self::Date => "date",
            Self::DateList => "dateList",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

/// `DeletionTaskStatusType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeletionTaskStatusType {
    /// `SUCCEEDED`.
    Succeeded,
    /// `IN_PROGRESS`.
    InProgress,
    /// `FAILED`.
    Failed,
    /// `NOT_STARTED`.
    NotStarted,
}

impl DeletionTaskStatusType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Succeeded, Self::InProgress, Self::Failed, Self::NotStarted];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::InProgress => "IN_PROGRESS",
            Self::Failed => "FAILED",
            Self::NotStarted => "NOT_STARTED",
        }
    }
}

impl ToXml for DeletionTaskStatusType {
    fn content(&self, out: &mut Xml) {
        out.text(self.as_str());
    }
}

/// `EntityType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityType {
    /// `User`.
    User,
    /// `Role`.
    Role,
    /// `Group`.
    Group,
    /// `LocalManagedPolicy`.
    LocalManagedPolicy,
    /// `AWSManagedPolicy`.
    AWSManagedPolicy,
}

impl EntityType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::User,
        Self::Role,
        Self::Group,
        Self::LocalManagedPolicy,
        Self::AWSManagedPolicy,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Role => "Role",
            Self::Group => "Group",
            Self::LocalManagedPolicy => "LocalManagedPolicy",
            Self::AWSManagedPolicy => "AWSManagedPolicy",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

/// `PermissionsBoundaryAttachmentType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PermissionsBoundaryAttachmentType {
    /// `PermissionsBoundaryPolicy`.
    PermissionsBoundaryPolicy,
}

impl PermissionsBoundaryAttachmentType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::PermissionsBoundaryPolicy];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PermissionsBoundaryPolicy => "PermissionsBoundaryPolicy",
        }
    }
}

impl ToXml for PermissionsBoundaryAttachmentType {
    fn content(&self, out: &mut Xml) {
        out.text(self.as_str());
    }
}

/// `assignmentStatusType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssignmentStatusType {
    /// `Assigned`.
    Assigned,
    /// `Unassigned`.
    Unassigned,
    /// `Any`.
    Any,
}

impl AssignmentStatusType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Assigned, Self::Unassigned, Self::Any];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "Assigned",
            Self::Unassigned => "Unassigned",
            Self::Any => "Any",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

/// `statusType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusType {
    /// `Active`.
    Active,
    /// `Inactive`.
    Inactive,
    /// `Expired`.
    Expired,
}

impl StatusType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[Self::Active, Self::Inactive, Self::Expired];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Inactive => "Inactive",
            Self::Expired => "Expired",
        }
    }

    /// Finds a value by its name on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == text)
    }
}

impl ToXml for StatusType {
    fn content(&self, out: &mut Xml) {
        out.text(self.as_str());
    }
}

/// `summaryKeyType` in the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SummaryKeyType {
    /// `Users`.
    Users,
    /// `UsersQuota`.
    UsersQuota,
    /// `Groups`.
    Groups,
    /// `GroupsQuota`.
    GroupsQuota,
    /// `ServerCertificates`.
    ServerCertificates,
    /// `ServerCertificatesQuota`.
    ServerCertificatesQuota,
    /// `UserPolicySizeQuota`.
    UserPolicySizeQuota,
    /// `GroupPolicySizeQuota`.
    GroupPolicySizeQuota,
    /// `GroupsPerUserQuota`.
    GroupsPerUserQuota,
    /// `SigningCertificatesPerUserQuota`.
    SigningCertificatesPerUserQuota,
    /// `AccessKeysPerUserQuota`.
    AccessKeysPerUserQuota,
    /// `MFADevices`.
    MFADevices,
    /// `MFADevicesInUse`.
    MFADevicesInUse,
    /// `AccountMFAEnabled`.
    AccountMFAEnabled,
    /// `AccountAccessKeysPresent`.
    AccountAccessKeysPresent,
    /// `AccountPasswordPresent`.
    AccountPasswordPresent,
    /// `AccountSigningCertificatesPresent`.
    AccountSigningCertificatesPresent,
    /// `AttachedPoliciesPerGroupQuota`.
    AttachedPoliciesPerGroupQuota,
    /// `AttachedPoliciesPerRoleQuota`.
    AttachedPoliciesPerRoleQuota,
    /// `AttachedPoliciesPerUserQuota`.
    AttachedPoliciesPerUserQuota,
    /// `Policies`.
    Policies,
    /// `PoliciesQuota`.
    PoliciesQuota,
    /// `PolicySizeQuota`.
    PolicySizeQuota,
    /// `PolicyVersionsInUse`.
    PolicyVersionsInUse,
    /// `PolicyVersionsInUseQuota`.
    PolicyVersionsInUseQuota,
    /// `VersionsPerPolicyQuota`.
    VersionsPerPolicyQuota,
    /// `GlobalEndpointTokenVersion`.
    GlobalEndpointTokenVersion,
    /// `AssumeRolePolicySizeQuota`.
    AssumeRolePolicySizeQuota,
    /// `InstanceProfiles`.
    InstanceProfiles,
    /// `InstanceProfilesQuota`.
    InstanceProfilesQuota,
    /// `Providers`.
    Providers,
    /// `RolePolicySizeQuota`.
    RolePolicySizeQuota,
    /// `Roles`.
    Roles,
    /// `RolesQuota`.
    RolesQuota,
}

impl SummaryKeyType {
    /// Every value, in the model's order.
    pub const ALL: &'static [Self] = &[
        Self::Users,
        Self::UsersQuota,
        Self::Groups,
        Self::GroupsQuota,
        Self::ServerCertificates,
        Self::ServerCertificatesQuota,
        Self::UserPolicySizeQuota,
        Self::GroupPolicySizeQuota,
        Self::GroupsPerUserQuota,
        Self::SigningCertificatesPerUserQuota,
        Self::AccessKeysPerUserQuota,
        Self::MFADevices,
        Self::MFADevicesInUse,
        Self::AccountMFAEnabled,
        Self::AccountAccessKeysPresent,
        Self::AccountPasswordPresent,
        Self::AccountSigningCertificatesPresent,
        Self::AttachedPoliciesPerGroupQuota,
        Self::AttachedPoliciesPerRoleQuota,
        Self::AttachedPoliciesPerUserQuota,
        Self::Policies,
        Self::PoliciesQuota,
        Self::PolicySizeQuota,
        Self::PolicyVersionsInUse,
        Self::PolicyVersionsInUseQuota,
        Self::VersionsPerPolicyQuota,
        Self::GlobalEndpointTokenVersion,
        Self::AssumeRolePolicySizeQuota,
        Self::InstanceProfiles,
        Self::InstanceProfilesQuota,
        Self::Providers,
        Self::RolePolicySizeQuota,
        Self::Roles,
        Self::RolesQuota,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::UsersQuota => "UsersQuota",
            Self::Groups => "Groups",
            Self::GroupsQuota => "GroupsQuota",
            Self::ServerCertificates => "ServerCertificates",
            Self::ServerCertificatesQuota => "ServerCertificatesQuota",
            Self::UserPolicySizeQuota => "UserPolicySizeQuota",
            Self::GroupPolicySizeQuota => "GroupPolicySizeQuota",
            Self::GroupsPerUserQuota => "GroupsPerUserQuota",
            Self::SigningCertificatesPerUserQuota => "SigningCertificatesPerUserQuota",
            Self::AccessKeysPerUserQuota => "AccessKeysPerUserQuota",
            Self::MFADevices => "MFADevices",
            Self::MFADevicesInUse => "MFADevicesInUse",
            Self::AccountMFAEnabled => "AccountMFAEnabled",
            Self::AccountAccessKeysPresent => "AccountAccessKeysPresent",
            Self::AccountPasswordPresent => "AccountPasswordPresent",
            Self::AccountSigningCertificatesPresent => "AccountSigningCertificatesPresent",
            Self::AttachedPoliciesPerGroupQuota => "AttachedPoliciesPerGroupQuota",
            Self::AttachedPoliciesPerRoleQuota => "AttachedPoliciesPerRoleQuota",
            Self::AttachedPoliciesPerUserQuota => "AttachedPoliciesPerUserQuota",
            Self::Policies => "Policies",
            Self::PoliciesQuota => "PoliciesQuota",
            Self::PolicySizeQuota => "PolicySizeQuota",
            Self::PolicyVersionsInUse => "PolicyVersionsInUse",
            Self::PolicyVersionsInUseQuota => "PolicyVersionsInUseQuota",
            Self::VersionsPerPolicyQuota => "VersionsPerPolicyQuota",
            Self::GlobalEndpointTokenVersion => "GlobalEndpointTokenVersion",
            Self::AssumeRolePolicySizeQuota => "AssumeRolePolicySizeQuota",
            Self::InstanceProfiles => "InstanceProfiles",
            Self::InstanceProfilesQuota => "InstanceProfilesQuota",
            Self::Providers => "Providers",
            Self::RolePolicySizeQuota => "RolePolicySizeQuota",
            Self::Roles => "Roles",
            Self::RolesQuota => "RolesQuota",
        }
    }
}

impl ToXml for SummaryKeyType {
    fn content(&self, out: &mut Xml) {
        out.text(self.as_str());
    }
}
