//! `iam`: structures, `role`. Written by `cargo xtask codegen` from `models/iam`.

use stdx::Timestamp;

use crate::generated::iam::{
    AttachedPermissionsBoundary, AttachedPolicy, InstanceProfile, PolicyDetail, SourceRoleTemplate, Tag,
};
use crate::xml::{ToXml, Xml};

/// `Role` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// `Path`: `pathType`.
    pub path: String,
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `RoleId`: `idType`.
    pub role_id: String,
    /// `Arn`: `arnType`.
    pub arn: String,
    /// `CreateDate`: `dateType`.
    pub create_date: Timestamp,
    /// `AssumeRolePolicyDocument`: `policyDocumentType`.
    pub assume_role_policy_document: Option<String>,
    /// `Description`: `roleDescriptionType`.
    pub description: Option<String>,
    /// `MaxSessionDuration`: `roleMaxSessionDurationType`.
    pub max_session_duration: Option<i32>,
    /// `PermissionsBoundary`: `AttachedPermissionsBoundary`.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
    /// `RoleLastUsed`: `RoleLastUsed`.
    pub role_last_used: Option<RoleLastUsed>,
    /// `SourceRoleTemplate`: `SourceRoleTemplate`.
    pub source_role_template: Option<SourceRoleTemplate>,
}

impl ToXml for Role {
    fn content(&self, out: &mut Xml) {
        out.element("Path", &self.path);
        out.element("RoleName", &self.role_name);
        out.element("RoleId", &self.role_id);
        out.element("Arn", &self.arn);
        out.element("CreateDate", &self.create_date);
        out.element("AssumeRolePolicyDocument", &self.assume_role_policy_document);
        out.element("Description", &self.description);
        out.element("MaxSessionDuration", &self.max_session_duration);
        out.element("PermissionsBoundary", &self.permissions_boundary);
        out.element("Tags", &self.tags);
        out.element("RoleLastUsed", &self.role_last_used);
        out.element("SourceRoleTemplate", &self.source_role_template);
    }
}

/// `RoleDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoleDetail {
    /// `Path`: `pathType`.
    pub path: Option<String>,
    /// `RoleName`: `roleNameType`.
    pub role_name: Option<String>,
    /// `RoleId`: `idType`.
    pub role_id: Option<String>,
    /// `Arn`: `arnType`.
    pub arn: Option<String>,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
    /// `AssumeRolePolicyDocument`: `policyDocumentType`.
    pub assume_role_policy_document: Option<String>,
    /// `InstanceProfileList`: `instanceProfileListType`.
    pub instance_profile_list: Option<Vec<InstanceProfile>>,
    /// `RolePolicyList`: `policyDetailListType`.
    pub role_policy_list: Option<Vec<PolicyDetail>>,
    /// `AttachedManagedPolicies`: `attachedPoliciesListType`.
    pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
    /// `PermissionsBoundary`: `AttachedPermissionsBoundary`.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
    /// `RoleLastUsed`: `RoleLastUsed`.
    pub role_last_used: Option<RoleLastUsed>,
}

impl ToXml for RoleDetail {
    fn content(&self, out: &mut Xml) {
        out.element("Path", &self.path);
        out.element("RoleName", &self.role_name);
        out.element("RoleId", &self.role_id);
        out.element("Arn", &self.arn);
        out.element("CreateDate", &self.create_date);
        out.element("AssumeRolePolicyDocument", &self.assume_role_policy_document);
        out.element("InstanceProfileList", &self.instance_profile_list);
        out.element("RolePolicyList", &self.role_policy_list);
        out.element("AttachedManagedPolicies", &self.attached_managed_policies);
        out.element("PermissionsBoundary", &self.permissions_boundary);
        out.element("Tags", &self.tags);
        out.element("RoleLastUsed", &self.role_last_used);
    }
}

/// `RoleLastUsed` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoleLastUsed {
    /// `LastUsedDate`: `dateType`.
    pub last_used_date: Option<Timestamp>,
    /// `Region`: `stringType`.
    pub region: Option<String>,
}

impl ToXml for RoleLastUsed {
    fn content(&self, out: &mut Xml) {
        out.element("LastUsedDate", &self.last_used_date);
        out.element("Region", &self.region);
    }
}

/// `RoleUsageType` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RoleUsageType {
    /// `Region`: `RegionNameType`.
    pub region: Option<String>,
    /// `Resources`: `ArnListType`.
    pub resources: Option<Vec<String>>,
}

impl ToXml for RoleUsageType {
    fn content(&self, out: &mut Xml) {
        out.element("Region", &self.region);
        out.element("Resources", &self.resources);
    }
}
