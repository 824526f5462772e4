//! `iam`: inputs and outputs, `create`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::{AccessKey, Group, InstanceProfile, Policy, PolicyVersion, Role, Tag, User};
use crate::rule::Flag;
use crate::xml::{ToXml, Xml};

/// `CreateAccessKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateAccessKeyRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
}

impl Shape for CreateAccessKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        Ok(Some(Self { user_name }))
    }
}

/// `CreateAccessKeyResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateAccessKeyResponse {
    /// `AccessKey`: `AccessKey`.
    pub access_key: AccessKey,
}

impl ToXml for CreateAccessKeyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("AccessKey", &self.access_key);
    }
}

/// `CreateAccountAliasRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateAccountAliasRequest {
    /// `AccountAlias`: `accountAliasType`.
    pub account_alias: String,
}

impl Shape for CreateAccountAliasRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let account_alias = members.required("AccountAlias", &rules::ACCOUNT_ALIAS_TYPE)?;
        let Some(account_alias) = account_alias else {
            return Ok(None);
        };
        Ok(Some(Self { account_alias }))
    }
}

/// `CreateGroupRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateGroupRequest {
    /// `Path`: `pathType`.
    pub path: Option<String>,
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
}

impl Shape for CreateGroupRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let path = members.optional("Path", &rules::PATH_TYPE)?;
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let Some(group_name) = group_name else {
            return Ok(None);
        };
        Ok(Some(Self { path, group_name }))
    }
}

/// `CreateGroupResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateGroupResponse {
    /// `Group`: `Group`.
    pub group: Group,
}

impl ToXml for CreateGroupResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Group", &self.group);
    }
}

/// `CreateInstanceProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateInstanceProfileRequest {
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
    /// `Path`: `pathType`.
    pub path: Option<String>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl Shape for CreateInstanceProfileRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let instance_profile_name =
            members.required("InstanceProfileName", &rules::INSTANCE_PROFILE_NAME_TYPE)?;
        let path = members.optional("Path", &rules::PATH_TYPE)?;
        let tags = members.optional("Tags", &rules::TAG_LIST_TYPE)?;
        let Some(instance_profile_name) = instance_profile_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            instance_profile_name,
            path,
            tags,
        }))
    }
}

/// `CreateInstanceProfileResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateInstanceProfileResponse {
    /// `InstanceProfile`: `InstanceProfile`.
    pub instance_profile: InstanceProfile,
}

impl ToXml for CreateInstanceProfileResponse {
    fn content(&self, out: &mut Xml) {
        out.element("InstanceProfile", &self.instance_profile);
    }
}

/// `CreateOpenIDConnectProviderRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateOpenIDConnectProviderRequest {
    /// `Url`: `OpenIDConnectProviderUrlType`.
    pub url: String,
    /// `ClientIDList`: `clientIDListType`.
    pub client_id_list: Option<Vec<String>>,
    /// `ThumbprintList`: `thumbprintListType`.
    pub thumbprint_list: Option<Vec<String>>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl Shape for CreateOpenIDConnectProviderRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let url = members.required("Url", &rules::OPEN_ID_CONNECT_PROVIDER_URL_TYPE)?;
        let client_id_list = members.optional("ClientIDList", &rules::CLIENT_ID_LIST_TYPE)?;
        let thumbprint_list = members.optional("ThumbprintList", &rules::THUMBPRINT_LIST_TYPE)?;
        let tags = members.optional("Tags", &rules::TAG_LIST_TYPE)?;
        let Some(url) = url else { return Ok(None) };
        Ok(Some(Self {
            url,
            client_id_list,
            thumbprint_list,
            tags,
        }))
    }
}

/// `CreateOpenIDConnectProviderResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateOpenIDConnectProviderResponse {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: Option<String>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl ToXml for CreateOpenIDConnectProviderResponse {
    fn content(&self, out: &mut Xml) {
        out.element("OpenIDConnectProviderArn", &self.open_id_connect_provider_arn);
        out.element("Tags", &self.tags);
    }
}

/// `CreatePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePolicyRequest {
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `Path`: `policyPathType`.
    pub path: Option<String>,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
    /// `Description`: `policyDescriptionType`.
    pub description: Option<String>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl Shape for CreatePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let path = members.optional("Path", &rules::POLICY_PATH_TYPE)?;
        let policy_document = members.required("PolicyDocument", &rules::POLICY_DOCUMENT_TYPE)?;
        let description = members.optional("Description", &rules::POLICY_DESCRIPTION_TYPE)?;
        let tags = members.optional("Tags", &rules::TAG_LIST_TYPE)?;
        let (Some(policy_name), Some(policy_document)) = (policy_name, policy_document) else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_name,
            path,
            policy_document,
            description,
            tags,
        }))
    }
}

/// `CreatePolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePolicyResponse {
    /// `Policy`: `Policy`.
    pub policy: Option<Policy>,
}

impl ToXml for CreatePolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Policy", &self.policy);
    }
}

/// `CreatePolicyVersionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePolicyVersionRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
    /// `SetAsDefault`: `booleanType`.
    pub set_as_default: Option<bool>,
}

impl Shape for CreatePolicyVersionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let policy_document = members.required("PolicyDocument", &rules::POLICY_DOCUMENT_TYPE)?;
        let set_as_default = members.optional("SetAsDefault", &Flag)?;
        let (Some(policy_arn), Some(policy_document)) = (policy_arn, policy_document) else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_arn,
            policy_document,
            set_as_default,
        }))
    }
}

/// `CreatePolicyVersionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreatePolicyVersionResponse {
    /// `PolicyVersion`: `PolicyVersion`.
    pub policy_version: Option<PolicyVersion>,
}

impl ToXml for CreatePolicyVersionResponse {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyVersion", &self.policy_version);
    }
}

/// `CreateRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateRoleRequest {
    /// `Path`: `pathType`.
    pub path: Option<String>,
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `AssumeRolePolicyDocument`: `policyDocumentType`.
    pub assume_role_policy_document: String,
    /// `Description`: `roleDescriptionType`.
    pub description: Option<String>,
    /// `MaxSessionDuration`: `roleMaxSessionDurationType`.
    pub max_session_duration: Option<i32>,
    /// `PermissionsBoundary`: `arnType`.
    pub permissions_boundary: Option<String>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl Shape for CreateRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let path = members.optional("Path", &rules::PATH_TYPE)?;
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let assume_role_policy_document =
            members.required("AssumeRolePolicyDocument", &rules::POLICY_DOCUMENT_TYPE)?;
        let description = members.optional("Description", &rules::ROLE_DESCRIPTION_TYPE)?;
        let max_session_duration =
            members.optional("MaxSessionDuration", &rules::ROLE_MAX_SESSION_DURATION_TYPE)?;
        let permissions_boundary = members.optional("PermissionsBoundary", &rules::ARN_TYPE)?;
        let tags = members.optional("Tags", &rules::TAG_LIST_TYPE)?;
        let (Some(role_name), Some(assume_role_policy_document)) = (role_name, assume_role_policy_document)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            path,
            role_name,
            assume_role_policy_document,
            description,
            max_session_duration,
            permissions_boundary,
            tags,
        }))
    }
}

/// `CreateRoleResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateRoleResponse {
    /// `Role`: `Role`.
    pub role: Role,
}

impl ToXml for CreateRoleResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Role", &self.role);
    }
}

/// `CreateServiceLinkedRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateServiceLinkedRoleRequest {
    /// `AWSServiceName`: `groupNameType`.
    pub aws_service_name: String,
    /// `Description`: `roleDescriptionType`.
    pub description: Option<String>,
    /// `CustomSuffix`: `customSuffixType`.
    pub custom_suffix: Option<String>,
}

impl Shape for CreateServiceLinkedRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let aws_service_name = members.required("AWSServiceName", &rules::GROUP_NAME_TYPE)?;
        let description = members.optional("Description", &rules::ROLE_DESCRIPTION_TYPE)?;
        let custom_suffix = members.optional("CustomSuffix", &rules::CUSTOM_SUFFIX_TYPE)?;
        let Some(aws_service_name) = aws_service_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            aws_service_name,
            description,
            custom_suffix,
        }))
    }
}

/// `CreateServiceLinkedRoleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateServiceLinkedRoleResponse {
    /// `Role`: `Role`.
    pub role: Option<Role>,
}

impl ToXml for CreateServiceLinkedRoleResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Role", &self.role);
    }
}

/// `CreateUserRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateUserRequest {
    /// `Path`: `pathType`.
    pub path: Option<String>,
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `PermissionsBoundary`: `arnType`.
    pub permissions_boundary: Option<String>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl Shape for CreateUserRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let path = members.optional("Path", &rules::PATH_TYPE)?;
        let user_name = members.required("UserName", &rules::USER_NAME_TYPE)?;
        let permissions_boundary = members.optional("PermissionsBoundary", &rules::ARN_TYPE)?;
        let tags = members.optional("Tags", &rules::TAG_LIST_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            path,
            user_name,
            permissions_boundary,
            tags,
        }))
    }
}

/// `CreateUserResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateUserResponse {
    /// `User`: `User`.
    pub user: Option<User>,
}

impl ToXml for CreateUserResponse {
    fn content(&self, out: &mut Xml) {
        out.element("User", &self.user);
    }
}
