//! `iam`: inputs and outputs, `get`. Written by `cargo xtask codegen` from `models/iam`.

use std::collections::BTreeMap;

use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::{
    AccessKeyLastUsed, DeletionTaskFailureReasonType, DeletionTaskStatusType, EntityType, Group, GroupDetail,
    InstanceProfile, LoginProfile, ManagedPolicyDetail, Policy, PolicyVersion, Role, RoleDetail,
    SummaryKeyType, Tag, User, UserDetail,
};
use crate::xml::{ToXml, Xml};

/// `GetAccessKeyLastUsedRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccessKeyLastUsedRequest {
    /// `AccessKeyId`: `accessKeyIdType`.
    pub access_key_id: String,
}

impl Shape for GetAccessKeyLastUsedRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let access_key_id = members.required("AccessKeyId", &rules::ACCESS_KEY_ID_TYPE)?;
        let Some(access_key_id) = access_key_id else {
            return Ok(None);
        };
        Ok(Some(Self { access_key_id }))
    }
}

/// `GetAccessKeyLastUsedResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccessKeyLastUsedResponse {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
    /// `AccessKeyLastUsed`: `AccessKeyLastUsed`.
    pub access_key_last_used: Option<AccessKeyLastUsed>,
}

impl ToXml for GetAccessKeyLastUsedResponse {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("AccessKeyLastUsed", &self.access_key_last_used);
    }
}

/// `GetAccountAuthorizationDetailsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccountAuthorizationDetailsRequest {
    /// `Filter`: `entityListType`.
    pub filter: Option<Vec<EntityType>>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
}

impl Shape for GetAccountAuthorizationDetailsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let filter = members.optional("Filter", &rules::ENTITY_LIST_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        Ok(Some(Self {
            filter,
            max_items,
            marker,
        }))
    }
}

/// `GetAccountAuthorizationDetailsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccountAuthorizationDetailsResponse {
    /// `UserDetailList`: `userDetailListType`.
    pub user_detail_list: Option<Vec<UserDetail>>,
    /// `GroupDetailList`: `groupDetailListType`.
    pub group_detail_list: Option<Vec<GroupDetail>>,
    /// `RoleDetailList`: `roleDetailListType`.
    pub role_detail_list: Option<Vec<RoleDetail>>,
    /// `Policies`: `ManagedPolicyDetailListType`.
    pub policies: Option<Vec<ManagedPolicyDetail>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for GetAccountAuthorizationDetailsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("UserDetailList", &self.user_detail_list);
        out.element("GroupDetailList", &self.group_detail_list);
        out.element("RoleDetailList", &self.role_detail_list);
        out.element("Policies", &self.policies);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `GetAccountSummaryResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccountSummaryResponse {
    /// `SummaryMap`: `summaryMapType`.
    pub summary_map: Option<BTreeMap<SummaryKeyType, i32>>,
}

impl ToXml for GetAccountSummaryResponse {
    fn content(&self, out: &mut Xml) {
        out.element("SummaryMap", &self.summary_map);
    }
}

/// `GetContextKeysForCustomPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContextKeysForCustomPolicyRequest {
    /// `PolicyInputList`: `SimulationPolicyListType`.
    pub policy_input_list: Vec<String>,
}

impl Shape for GetContextKeysForCustomPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_input_list = members.required("PolicyInputList", &rules::SIMULATION_POLICY_LIST_TYPE)?;
        let Some(policy_input_list) = policy_input_list else {
            return Ok(None);
        };
        Ok(Some(Self { policy_input_list }))
    }
}

/// `GetContextKeysForPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContextKeysForPolicyResponse {
    /// `ContextKeyNames`: `ContextKeyNamesResultListType`.
    pub context_key_names: Option<Vec<String>>,
}

impl ToXml for GetContextKeysForPolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("ContextKeyNames", &self.context_key_names);
    }
}

/// `GetContextKeysForPrincipalPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetContextKeysForPrincipalPolicyRequest {
    /// `PolicySourceArn`: `arnType`.
    pub policy_source_arn: String,
    /// `PolicyInputList`: `SimulationPolicyListType`.
    pub policy_input_list: Option<Vec<String>>,
}

impl Shape for GetContextKeysForPrincipalPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_source_arn = members.required("PolicySourceArn", &rules::ARN_TYPE)?;
        let policy_input_list = members.optional("PolicyInputList", &rules::SIMULATION_POLICY_LIST_TYPE)?;
        let Some(policy_source_arn) = policy_source_arn else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_source_arn,
            policy_input_list,
        }))
    }
}

/// `GetGroupPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetGroupPolicyRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
}

impl Shape for GetGroupPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let (Some(group_name), Some(policy_name)) = (group_name, policy_name) else {
            return Ok(None);
        };
        Ok(Some(Self {
            group_name,
            policy_name,
        }))
    }
}

/// `GetGroupPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetGroupPolicyResponse {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
}

impl ToXml for GetGroupPolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("GroupName", &self.group_name);
        out.element("PolicyName", &self.policy_name);
        out.element("PolicyDocument", &self.policy_document);
    }
}

/// `GetGroupRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetGroupRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for GetGroupRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(group_name) = group_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            group_name,
            marker,
            max_items,
        }))
    }
}

/// `GetGroupResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct GetGroupResponse {
    /// `Group`: `Group`.
    pub group: Group,
    /// `Users`: `userListType`.
    pub users: Vec<User>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for GetGroupResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Group", &self.group);
        out.element("Users", &self.users);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `GetInstanceProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetInstanceProfileRequest {
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
}

impl Shape for GetInstanceProfileRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let instance_profile_name =
            members.required("InstanceProfileName", &rules::INSTANCE_PROFILE_NAME_TYPE)?;
        let Some(instance_profile_name) = instance_profile_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            instance_profile_name,
        }))
    }
}

/// `GetInstanceProfileResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct GetInstanceProfileResponse {
    /// `InstanceProfile`: `InstanceProfile`.
    pub instance_profile: InstanceProfile,
}

impl ToXml for GetInstanceProfileResponse {
    fn content(&self, out: &mut Xml) {
        out.element("InstanceProfile", &self.instance_profile);
    }
}

/// `GetLoginProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetLoginProfileRequest {
    /// `UserName`: `userNameType`.
    pub user_name: Option<String>,
}

impl Shape for GetLoginProfileRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::USER_NAME_TYPE)?;
        Ok(Some(Self { user_name }))
    }
}

/// `GetLoginProfileResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct GetLoginProfileResponse {
    /// `LoginProfile`: `LoginProfile`.
    pub login_profile: LoginProfile,
}

impl ToXml for GetLoginProfileResponse {
    fn content(&self, out: &mut Xml) {
        out.element("LoginProfile", &self.login_profile);
    }
}

/// `GetOpenIDConnectProviderRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetOpenIDConnectProviderRequest {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: String,
}

impl Shape for GetOpenIDConnectProviderRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let open_id_connect_provider_arn = members.required("OpenIDConnectProviderArn", &rules::ARN_TYPE)?;
        let Some(open_id_connect_provider_arn) = open_id_connect_provider_arn else {
            return Ok(None);
        };
        Ok(Some(Self {
            open_id_connect_provider_arn,
        }))
    }
}

/// `GetOpenIDConnectProviderResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetOpenIDConnectProviderResponse {
    /// `Url`: `OpenIDConnectProviderUrlType`.
    pub url: Option<String>,
    /// `ClientIDList`: `clientIDListType`.
    pub client_id_list: Option<Vec<String>>,
    /// `ThumbprintList`: `thumbprintListType`.
    pub thumbprint_list: Option<Vec<String>>,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
}

impl ToXml for GetOpenIDConnectProviderResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Url", &self.url);
        out.element("ClientIDList", &self.client_id_list);
        out.element("ThumbprintList", &self.thumbprint_list);
        out.element("CreateDate", &self.create_date);
        out.element("Tags", &self.tags);
    }
}

/// `GetPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetPolicyRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
}

impl Shape for GetPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let Some(policy_arn) = policy_arn else {
            return Ok(None);
        };
        Ok(Some(Self { policy_arn }))
    }
}

/// `GetPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetPolicyResponse {
    /// `Policy`: `Policy`.
    pub policy: Option<Policy>,
}

impl ToXml for GetPolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Policy", &self.policy);
    }
}

/// `GetPolicyVersionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetPolicyVersionRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `VersionId`: `policyVersionIdType`.
    pub version_id: String,
}

impl Shape for GetPolicyVersionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let version_id = members.required("VersionId", &rules::POLICY_VERSION_ID_TYPE)?;
        let (Some(policy_arn), Some(version_id)) = (policy_arn, version_id) else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_arn,
            version_id,
        }))
    }
}

/// `GetPolicyVersionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetPolicyVersionResponse {
    /// `PolicyVersion`: `PolicyVersion`.
    pub policy_version: Option<PolicyVersion>,
}

impl ToXml for GetPolicyVersionResponse {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyVersion", &self.policy_version);
    }
}

/// `GetRolePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRolePolicyRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
}

impl Shape for GetRolePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let (Some(role_name), Some(policy_name)) = (role_name, policy_name) else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            policy_name,
        }))
    }
}

/// `GetRolePolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRolePolicyResponse {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
}

impl ToXml for GetRolePolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("RoleName", &self.role_name);
        out.element("PolicyName", &self.policy_name);
        out.element("PolicyDocument", &self.policy_document);
    }
}

/// `GetRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetRoleRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
}

impl Shape for GetRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self { role_name }))
    }
}

/// `GetRoleResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct GetRoleResponse {
    /// `Role`: `Role`.
    pub role: Role,
}

impl ToXml for GetRoleResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Role", &self.role);
    }
}

/// `GetServiceLinkedRoleDeletionStatusRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetServiceLinkedRoleDeletionStatusRequest {
    /// `DeletionTaskId`: `DeletionTaskIdType`.
    pub deletion_task_id: String,
}

impl Shape for GetServiceLinkedRoleDeletionStatusRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let deletion_task_id = members.required("DeletionTaskId", &rules::DELETION_TASK_ID_TYPE)?;
        let Some(deletion_task_id) = deletion_task_id else {
            return Ok(None);
        };
        Ok(Some(Self { deletion_task_id }))
    }
}

/// `GetServiceLinkedRoleDeletionStatusResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct GetServiceLinkedRoleDeletionStatusResponse {
    /// `Status`: `DeletionTaskStatusType`.
    pub status: DeletionTaskStatusType,
    /// `Reason`: `DeletionTaskFailureReasonType`.
    pub reason: Option<DeletionTaskFailureReasonType>,
}

impl ToXml for GetServiceLinkedRoleDeletionStatusResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Status", &self.status);
        out.element("Reason", &self.reason);
    }
}

/// `GetUserPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetUserPolicyRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
}

impl Shape for GetUserPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let (Some(user_name), Some(policy_name)) = (user_name, policy_name) else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            policy_name,
        }))
    }
}

/// `GetUserPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetUserPolicyResponse {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
}

impl ToXml for GetUserPolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("PolicyName", &self.policy_name);
        out.element("PolicyDocument", &self.policy_document);
    }
}

/// `GetUserRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetUserRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
}

impl Shape for GetUserRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        Ok(Some(Self { user_name }))
    }
}

/// `GetUserResponse` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct GetUserResponse {
    /// `User`: `User`.
    pub user: User,
}

impl ToXml for GetUserResponse {
    fn content(&self, out: &mut Xml) {
        out.element("User", &self.user);
    }
}
