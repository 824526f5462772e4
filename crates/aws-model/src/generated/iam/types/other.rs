//! `iam`: structures, `other`. Written by `cargo xtask codegen` from `models/iam`.

use std::collections::BTreeMap;

use stdx::Timestamp;

use super::super::rules;
use crate::Blob;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::{
    AttachmentType, ContextKeyTypeEnum, PermissionsBoundaryAttachmentType, PolicyDetail,
    PolicyEvaluationDecisionType, PolicySourceType, PolicyVersion, Role, RoleUsageType, StatusType,
};
use crate::xml::{ToXml, Xml};

/// `AttachedPermissionsBoundary` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AttachedPermissionsBoundary {
    /// `PermissionsBoundaryType`: `PermissionsBoundaryAttachmentType`.
    pub permissions_boundary_type: Option<PermissionsBoundaryAttachmentType>,
    /// `PermissionsBoundaryArn`: `arnType`.
    pub permissions_boundary_arn: Option<String>,
}

impl ToXml for AttachedPermissionsBoundary {
    fn content(&self, out: &mut Xml) {
        out.element("PermissionsBoundaryType", &self.permissions_boundary_type);
        out.element("PermissionsBoundaryArn", &self.permissions_boundary_arn);
    }
}

/// `AttachedPolicy` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AttachedPolicy {
    /// `PolicyName`: `policyNameType`.
    pub policy_name: Option<String>,
    /// `PolicyArn`: `arnType`.
    pub policy_arn: Option<String>,
}

impl ToXml for AttachedPolicy {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyName", &self.policy_name);
        out.element("PolicyArn", &self.policy_arn);
    }
}

/// `ContextEntry` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContextEntry {
    /// `ContextKeyName`: `ContextKeyNameType`.
    pub context_key_name: Option<String>,
    /// `ContextKeyValues`: `ContextKeyValueListType`.
    pub context_key_values: Option<Vec<String>>,
    /// `ContextKeyType`: `ContextKeyTypeEnum`.
    pub context_key_type: Option<ContextKeyTypeEnum>,
}

impl Shape for ContextEntry {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let context_key_name = members.optional("ContextKeyName", &rules::CONTEXT_KEY_NAME_TYPE)?;
        let context_key_values = members.optional("ContextKeyValues", &rules::CONTEXT_KEY_VALUE_LIST_TYPE)?;
        let context_key_type = members.optional("ContextKeyType", &rules::CONTEXT_KEY_TYPE_ENUM)?;
        Ok(Some(Self {
            context_key_name,
            context_key_values,
            context_key_type,
        }))
    }
}

/// `DeletionTaskFailureReasonType` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeletionTaskFailureReasonType {
    /// `Reason`: `ReasonType`.
    pub reason: Option<String>,
    /// `RoleUsageList`: `RoleUsageListType`.
    pub role_usage_list: Option<Vec<RoleUsageType>>,
}

impl ToXml for DeletionTaskFailureReasonType {
    fn content(&self, out: &mut Xml) {
        out.element("Reason", &self.reason);
        out.element("RoleUsageList", &self.role_usage_list);
    }
}

/// `EvaluationResult` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct EvaluationResult {
    /// `EvalActionName`: `ActionNameType`.
    pub eval_action_name: String,
    /// `EvalResourceName`: `ResourceNameType`.
    pub eval_resource_name: Option<String>,
    /// `EvalDecision`: `PolicyEvaluationDecisionType`.
    pub eval_decision: PolicyEvaluationDecisionType,
    /// `MatchedStatements`: `StatementListType`.
    pub matched_statements: Option<Vec<Statement>>,
    /// `MissingContextValues`: `ContextKeyNamesResultListType`.
    pub missing_context_values: Option<Vec<String>>,
    /// `OrganizationsDecisionDetail`: `OrganizationsDecisionDetail`.
    pub organizations_decision_detail: Option<OrganizationsDecisionDetail>,
    /// `PermissionsBoundaryDecisionDetail`: `PermissionsBoundaryDecisionDetail`.
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    /// `EvalDecisionDetails`: `EvalDecisionDetailsType`.
    pub eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>>,
    /// `ResourceSpecificResults`: `ResourceSpecificResultListType`.
    pub resource_specific_results: Option<Vec<ResourceSpecificResult>>,
}

impl ToXml for EvaluationResult {
    fn content(&self, out: &mut Xml) {
        out.element("EvalActionName", &self.eval_action_name);
        out.element("EvalResourceName", &self.eval_resource_name);
        out.element("EvalDecision", &self.eval_decision);
        out.element("MatchedStatements", &self.matched_statements);
        out.element("MissingContextValues", &self.missing_context_values);
        out.element("OrganizationsDecisionDetail", &self.organizations_decision_detail);
        out.element(
            "PermissionsBoundaryDecisionDetail",
            &self.permissions_boundary_decision_detail,
        );
        out.element("EvalDecisionDetails", &self.eval_decision_details);
        out.element("ResourceSpecificResults", &self.resource_specific_results);
    }
}

/// `Group` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// `Path`: `pathType`.
    pub path: String,
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `GroupId`: `idType`.
    pub group_id: String,
    /// `Arn`: `arnType`.
    pub arn: String,
    /// `CreateDate`: `dateType`.
    pub create_date: Timestamp,
}

impl ToXml for Group {
    fn content(&self, out: &mut Xml) {
        out.element("Path", &self.path);
        out.element("GroupName", &self.group_name);
        out.element("GroupId", &self.group_id);
        out.element("Arn", &self.arn);
        out.element("CreateDate", &self.create_date);
    }
}

/// `GroupDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupDetail {
    /// `Path`: `pathType`.
    pub path: Option<String>,
    /// `GroupName`: `groupNameType`.
    pub group_name: Option<String>,
    /// `GroupId`: `idType`.
    pub group_id: Option<String>,
    /// `Arn`: `arnType`.
    pub arn: Option<String>,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
    /// `GroupPolicyList`: `policyDetailListType`.
    pub group_policy_list: Option<Vec<PolicyDetail>>,
    /// `AttachedManagedPolicies`: `attachedPoliciesListType`.
    pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
}

impl ToXml for GroupDetail {
    fn content(&self, out: &mut Xml) {
        out.element("Path", &self.path);
        out.element("GroupName", &self.group_name);
        out.element("GroupId", &self.group_id);
        out.element("Arn", &self.arn);
        out.element("CreateDate", &self.create_date);
        out.element("GroupPolicyList", &self.group_policy_list);
        out.element("AttachedManagedPolicies", &self.attached_managed_policies);
    }
}

/// `InlinePolicyIdentifierType` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct InlinePolicyIdentifierType {
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `AttachmentType`: `AttachmentType`.
    pub attachment_type: AttachmentType,
    /// `AttachmentName`: `AttachmentName`.
    pub attachment_name: String,
}

impl Shape for InlinePolicyIdentifierType {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let attachment_type = members.required("AttachmentType", &rules::ATTACHMENT_TYPE)?;
        let attachment_name = members.required("AttachmentName", &rules::ATTACHMENT_NAME)?;
        let (Some(policy_name), Some(attachment_type), Some(attachment_name)) =
            (policy_name, attachment_type, attachment_name)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_name,
            attachment_type,
            attachment_name,
        }))
    }
}

/// `InstanceProfile` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct InstanceProfile {
    /// `Path`: `pathType`.
    pub path: String,
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
    /// `InstanceProfileId`: `idType`.
    pub instance_profile_id: String,
    /// `Arn`: `arnType`.
    pub arn: String,
    /// `CreateDate`: `dateType`.
    pub create_date: Timestamp,
    /// `Roles`: `roleListType`.
    pub roles: Vec<Role>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl ToXml for InstanceProfile {
    fn content(&self, out: &mut Xml) {
        out.element("Path", &self.path);
        out.element("InstanceProfileName", &self.instance_profile_name);
        out.element("InstanceProfileId", &self.instance_profile_id);
        out.element("Arn", &self.arn);
        out.element("CreateDate", &self.create_date);
        out.element("Roles", &self.roles);
        out.element("Tags", &self.tags);
    }
}

/// `LoginProfile` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct LoginProfile {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `CreateDate`: `dateType`.
    pub create_date: Timestamp,
    /// `PasswordResetRequired`: `booleanType`.
    pub password_reset_required: Option<bool>,
}

impl ToXml for LoginProfile {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("CreateDate", &self.create_date);
        out.element("PasswordResetRequired", &self.password_reset_required);
    }
}

/// `MFADevice` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct MFADevice {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `SerialNumber`: `serialNumberType`.
    pub serial_number: String,
    /// `EnableDate`: `dateType`.
    pub enable_date: Timestamp,
}

impl ToXml for MFADevice {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("SerialNumber", &self.serial_number);
        out.element("EnableDate", &self.enable_date);
    }
}

/// `ManagedPolicyDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ManagedPolicyDetail {
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
    /// `PolicyVersionList`: `policyDocumentVersionListType`.
    pub policy_version_list: Option<Vec<PolicyVersion>>,
}

impl ToXml for ManagedPolicyDetail {
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
        out.element("PolicyVersionList", &self.policy_version_list);
    }
}

/// `OpenIDConnectProviderListEntry` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OpenIDConnectProviderListEntry {
    /// `Arn`: `arnType`.
    pub arn: Option<String>,
}

impl ToXml for OpenIDConnectProviderListEntry {
    fn content(&self, out: &mut Xml) {
        out.element("Arn", &self.arn);
    }
}

/// `OrderedOrganizationPolicyType` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrderedOrganizationPolicyType {
    /// `ServiceControlPolicyInputList`: `SimulationPolicyListType`.
    pub service_control_policy_input_list: Option<Vec<String>>,
}

impl Shape for OrderedOrganizationPolicyType {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let service_control_policy_input_list = members.optional(
            "ServiceControlPolicyInputList",
            &rules::SIMULATION_POLICY_LIST_TYPE,
        )?;
        Ok(Some(Self {
            service_control_policy_input_list,
        }))
    }
}

/// `OrganizationsDecisionDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrganizationsDecisionDetail {
    /// `AllowedByOrganizations`: `booleanType`.
    pub allowed_by_organizations: Option<bool>,
}

impl ToXml for OrganizationsDecisionDetail {
    fn content(&self, out: &mut Xml) {
        out.element("AllowedByOrganizations", &self.allowed_by_organizations);
    }
}

/// `PermissionsBoundaryDecisionDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PermissionsBoundaryDecisionDetail {
    /// `AllowedByPermissionsBoundary`: `booleanType`.
    pub allowed_by_permissions_boundary: Option<bool>,
}

impl ToXml for PermissionsBoundaryDecisionDetail {
    fn content(&self, out: &mut Xml) {
        out.element(
            "AllowedByPermissionsBoundary",
            &self.allowed_by_permissions_boundary,
        );
    }
}

/// `Position` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Position {
    /// `Line`: `LineNumber`.
    pub line: Option<i32>,
    /// `Column`: `ColumnNumber`.
    pub column: Option<i32>,
}

impl ToXml for Position {
    fn content(&self, out: &mut Xml) {
        out.element("Line", &self.line);
        out.element("Column", &self.column);
    }
}

/// `ResourceSpecificResult` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceSpecificResult {
    /// `EvalResourceName`: `ResourceNameType`.
    pub eval_resource_name: String,
    /// `EvalResourceDecision`: `PolicyEvaluationDecisionType`.
    pub eval_resource_decision: PolicyEvaluationDecisionType,
    /// `MatchedStatements`: `StatementListType`.
    pub matched_statements: Option<Vec<Statement>>,
    /// `MissingContextValues`: `ContextKeyNamesResultListType`.
    pub missing_context_values: Option<Vec<String>>,
    /// `EvalDecisionDetails`: `EvalDecisionDetailsType`.
    pub eval_decision_details: Option<BTreeMap<String, PolicyEvaluationDecisionType>>,
    /// `PermissionsBoundaryDecisionDetail`: `PermissionsBoundaryDecisionDetail`.
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
}

impl ToXml for ResourceSpecificResult {
    fn content(&self, out: &mut Xml) {
        out.element("EvalResourceName", &self.eval_resource_name);
        out.element("EvalResourceDecision", &self.eval_resource_decision);
        out.element("MatchedStatements", &self.matched_statements);
        out.element("MissingContextValues", &self.missing_context_values);
        out.element("EvalDecisionDetails", &self.eval_decision_details);
        out.element(
            "PermissionsBoundaryDecisionDetail",
            &self.permissions_boundary_decision_detail,
        );
    }
}

/// `SSHPublicKeyMetadata` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct SSHPublicKeyMetadata {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `SSHPublicKeyId`: `publicKeyIdType`.
    pub ssh_public_key_id: String,
    /// `Status`: `statusType`.
    pub status: StatusType,
    /// `UploadDate`: `dateType`.
    pub upload_date: Timestamp,
}

impl ToXml for SSHPublicKeyMetadata {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("SSHPublicKeyId", &self.ssh_public_key_id);
        out.element("Status", &self.status);
        out.element("UploadDate", &self.upload_date);
    }
}

/// `ServiceSpecificCredentialMetadata` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceSpecificCredentialMetadata {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `Status`: `statusType`.
    pub status: StatusType,
    /// `ServiceUserName`: `serviceUserName`.
    pub service_user_name: Option<String>,
    /// `ServiceCredentialAlias`: `serviceCredentialAlias`.
    pub service_credential_alias: Option<String>,
    /// `CreateDate`: `dateType`.
    pub create_date: Timestamp,
    /// `ExpirationDate`: `dateType`.
    pub expiration_date: Option<Timestamp>,
    /// `ServiceSpecificCredentialId`: `serviceSpecificCredentialId`.
    pub service_specific_credential_id: String,
    /// `ServiceName`: `serviceName`.
    pub service_name: String,
}

impl ToXml for ServiceSpecificCredentialMetadata {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("Status", &self.status);
        out.element("ServiceUserName", &self.service_user_name);
        out.element("ServiceCredentialAlias", &self.service_credential_alias);
        out.element("CreateDate", &self.create_date);
        out.element("ExpirationDate", &self.expiration_date);
        out.element(
            "ServiceSpecificCredentialId",
            &self.service_specific_credential_id,
        );
        out.element("ServiceName", &self.service_name);
    }
}

/// `SigningCertificate` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct SigningCertificate {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `CertificateId`: `certificateIdType`.
    pub certificate_id: String,
    /// `CertificateBody`: `certificateBodyType`.
    pub certificate_body: String,
    /// `Status`: `statusType`.
    pub status: StatusType,
    /// `UploadDate`: `dateType`.
    pub upload_date: Option<Timestamp>,
}

impl ToXml for SigningCertificate {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("CertificateId", &self.certificate_id);
        out.element("CertificateBody", &self.certificate_body);
        out.element("Status", &self.status);
        out.element("UploadDate", &self.upload_date);
    }
}

/// `SourceRoleTemplate` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SourceRoleTemplate {
    /// `TemplateArn`: `arnType`.
    pub template_arn: String,
    /// `TemplateMinorVersion`: `integerType`.
    pub template_minor_version: i32,
}

impl ToXml for SourceRoleTemplate {
    fn content(&self, out: &mut Xml) {
        out.element("TemplateArn", &self.template_arn);
        out.element("TemplateMinorVersion", &self.template_minor_version);
    }
}

/// `Statement` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    /// `SourcePolicyId`: `PolicyIdentifierType`.
    pub source_policy_id: Option<String>,
    /// `SourcePolicyType`: `PolicySourceType`.
    pub source_policy_type: Option<PolicySourceType>,
    /// `StartPosition`: `Position`.
    pub start_position: Option<Position>,
    /// `EndPosition`: `Position`.
    pub end_position: Option<Position>,
}

impl ToXml for Statement {
    fn content(&self, out: &mut Xml) {
        out.element("SourcePolicyId", &self.source_policy_id);
        out.element("SourcePolicyType", &self.source_policy_type);
        out.element("StartPosition", &self.start_position);
        out.element("EndPosition", &self.end_position);
    }
}

/// `Tag` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tag {
    /// `Key`: `tagKeyType`.
    pub key: String,
    /// `Value`: `tagValueType`.
    pub value: String,
}

impl Shape for Tag {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key = members.required("Key", &rules::TAG_KEY_TYPE)?;
        let value = members.required("Value", &rules::TAG_VALUE_TYPE)?;
        let (Some(key), Some(value)) = (key, value) else {
            return Ok(None);
        };
        Ok(Some(Self { key, value }))
    }
}

impl ToXml for Tag {
    fn content(&self, out: &mut Xml) {
        out.element("Key", &self.key);
        out.element("Value", &self.value);
    }
}

/// `User` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// `Path`: `pathType`.
    pub path: String,
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `UserId`: `idType`.
    pub user_id: String,
    /// `Arn`: `arnType`.
    pub arn: String,
    /// `CreateDate`: `dateType`.
    pub create_date: Timestamp,
    /// `PasswordLastUsed`: `dateType`.
    pub password_last_used: Option<Timestamp>,
    /// `PermissionsBoundary`: `AttachedPermissionsBoundary`.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl ToXml for User {
    fn content(&self, out: &mut Xml) {
        out.element("Path", &self.path);
        out.element("UserName", &self.user_name);
        out.element("UserId", &self.user_id);
        out.element("Arn", &self.arn);
        out.element("CreateDate", &self.create_date);
        out.element("PasswordLastUsed", &self.password_last_used);
        out.element("PermissionsBoundary", &self.permissions_boundary);
        out.element("Tags", &self.tags);
    }
}

/// `UserDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserDetail {
    /// `Path`: `pathType`.
    pub path: Option<String>,
    /// `UserName`: `userNameType`.
    pub user_name: Option<String>,
    /// `UserId`: `idType`.
    pub user_id: Option<String>,
    /// `Arn`: `arnType`.
    pub arn: Option<String>,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
    /// `UserPolicyList`: `policyDetailListType`.
    pub user_policy_list: Option<Vec<PolicyDetail>>,
    /// `GroupList`: `groupNameListType`.
    pub group_list: Option<Vec<String>>,
    /// `AttachedManagedPolicies`: `attachedPoliciesListType`.
    pub attached_managed_policies: Option<Vec<AttachedPolicy>>,
    /// `PermissionsBoundary`: `AttachedPermissionsBoundary`.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl ToXml for UserDetail {
    fn content(&self, out: &mut Xml) {
        out.element("Path", &self.path);
        out.element("UserName", &self.user_name);
        out.element("UserId", &self.user_id);
        out.element("Arn", &self.arn);
        out.element("CreateDate", &self.create_date);
        out.element("UserPolicyList", &self.user_policy_list);
        out.element("GroupList", &self.group_list);
        out.element("AttachedManagedPolicies", &self.attached_managed_policies);
        out.element("PermissionsBoundary", &self.permissions_boundary);
        out.element("Tags", &self.tags);
    }
}

/// `VirtualMFADevice` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VirtualMFADevice {
    /// `SerialNumber`: `serialNumberType`.
    pub serial_number: String,
    /// `Base32StringSeed`: `BootstrapDatum`.
    pub base32_string_seed: Option<Blob>,
    /// `QRCodePNG`: `BootstrapDatum`.
    pub qr_code_png: Option<Blob>,
    /// `User`: `User`.
    pub user: Option<User>,
    /// `EnableDate`: `dateType`.
    pub enable_date: Option<Timestamp>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl ToXml for VirtualMFADevice {
    fn content(&self, out: &mut Xml) {
        out.element("SerialNumber", &self.serial_number);
        out.element("Base32StringSeed", &self.base32_string_seed);
        out.element("QRCodePNG", &self.qr_code_png);
        out.element("User", &self.user);
        out.element("EnableDate", &self.enable_date);
        out.element("Tags", &self.tags);
    }
}
