//! `iam`: structures, `policy`. Written by `cargo xtask codegen` from `models/iam`.

use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::{InlinePolicyIdentifierType, PolicyIdentifierPolicyType, Tag};
use crate::rule::Structure;
use crate::xml::{ToXml, Xml};

/// `Policy` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    /// `PolicyName`: `policyNameType`.
    pub policy_name: Option<String>,
    /// `PolicyId`: `idType`.
    pub policy_id: Option<String>,
    /// `Arn`: `arnType`.
    pub arn: Option<String>,
    /// `Path`: `policyPathType`.
    pub path: Option<String>,
    /// `DefaultVersionId`: `policyVersionIdType`.
    pub default_version_id: Option<String>,
    /// `AttachmentCount`: `attachmentCountType`.
    pub attachment_count: Option<i32>,
    /// `PermissionsBoundaryUsageCount`: `attachmentCountType`.
    pub permissions_boundary_usage_count: Option<i32>,
    /// `IsAttachable`: `booleanType`.
    pub is_attachable: Option<bool>,
    /// `Description`: `policyDescriptionType`.
    pub description: Option<String>,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
    /// `UpdateDate`: `dateType`.
    pub update_date: Option<Timestamp>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl ToXml for Policy {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyName", &self.policy_name);
        out.element("PolicyId", &self.policy_id);
        out.element("Arn", &self.arn);
        out.element("Path", &self.path);
        out.element("DefaultVersionId", &self.default_version_id);
        out.element("AttachmentCount", &self.attachment_count);
        out.element(
            "PermissionsBoundaryUsageCount",
            &self.permissions_boundary_usage_count,
        );
        out.element("IsAttachable", &self.is_attachable);
        out.element("Description", &self.description);
        out.element("CreateDate", &self.create_date);
        out.element("UpdateDate", &self.update_date);
        out.element("Tags", &self.tags);
    }
}

/// `PolicyDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyDetail {
    /// `PolicyName`: `policyNameType`.
    pub policy_name: Option<String>,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: Option<String>,
}

impl ToXml for PolicyDetail {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyName", &self.policy_name);
        out.element("PolicyDocument", &self.policy_document);
    }
}

/// `PolicyGroup` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyGroup {
    /// `GroupName`: `groupNameType`.
    pub group_name: Option<String>,
    /// `GroupId`: `idType`.
    pub group_id: Option<String>,
}

impl ToXml for PolicyGroup {
    fn content(&self, out: &mut Xml) {
        out.element("GroupName", &self.group_name);
        out.element("GroupId", &self.group_id);
    }
}

/// `PolicyIdentifier` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyIdentifier {
    /// `PolicyType`: `PolicyIdentifierPolicyType`.
    pub policy_type: Option<PolicyIdentifierPolicyType>,
    /// `PolicyArn`: `arnType`.
    pub policy_arn: Option<String>,
    /// `InlinePolicyIdentifier`: `InlinePolicyIdentifierType`.
    pub inline_policy_identifier: Option<InlinePolicyIdentifierType>,
}

impl Shape for PolicyIdentifier {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_type = members.optional("PolicyType", &rules::POLICY_IDENTIFIER_POLICY_TYPE)?;
        let policy_arn = members.optional("PolicyArn", &rules::ARN_TYPE)?;
        let inline_policy_identifier = members.optional(
            "InlinePolicyIdentifier",
            &Structure::<InlinePolicyIdentifierType>::new(),
        )?;
        Ok(Some(Self {
            policy_type,
            policy_arn,
            inline_policy_identifier,
        }))
    }
}

/// `PolicyRole` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyRole {
    /// `RoleName`: `roleNameType`.
    pub role_name: Option<String>,
    /// `RoleId`: `idType`.
    pub role_id: Option<String>,
}

impl ToXml for PolicyRole {
    fn content(&self, out: &mut Xml) {
        out.element("RoleName", &self.role_name);
        out.element("RoleId", &self.role_id);
    }
}

/// `PolicyUser` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyUser {
    /// `UserName`: `userNameType`.
    pub user_name: Option<String>,
    /// `UserId`: `idType`.
    pub user_id: Option<String>,
}

impl ToXml for PolicyUser {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("UserId", &self.user_id);
    }
}

/// `PolicyVersion` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyVersion {
    /// `Document`: `policyDocumentType`.
    pub document: Option<String>,
    /// `VersionId`: `policyVersionIdType`.
    pub version_id: Option<String>,
    /// `IsDefaultVersion`: `booleanType`.
    pub is_default_version: Option<bool>,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
}

impl ToXml for PolicyVersion {
    fn content(&self, out: &mut Xml) {
        out.element("Document", &self.document);
        out.element("VersionId", &self.version_id);
        out.element("IsDefaultVersion", &self.is_default_version);
        out.element("CreateDate", &self.create_date);
    }
}
