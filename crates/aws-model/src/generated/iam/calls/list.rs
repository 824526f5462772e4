//! `iam`: inputs and outputs, `list`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::{
    AccessKeyMetadata, AssignmentStatusType, AttachedPolicy, EntityType, Group, InstanceProfile, MFADevice,
    OpenIDConnectProviderListEntry, Policy, PolicyGroup, PolicyRole, PolicyScopeType, PolicyUsageType,
    PolicyUser, PolicyVersion, Role, SSHPublicKeyMetadata, ServiceSpecificCredentialMetadata,
    SigningCertificate, Tag, User, VirtualMFADevice,
};
use crate::rule::Flag;
use crate::xml::{ToXml, Xml};

/// `ListAccessKeysRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAccessKeysRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListAccessKeysRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            user_name,
            marker,
            max_items,
        }))
    }
}

/// `ListAccessKeysResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAccessKeysResponse {
    /// `AccessKeyMetadata`: `accessKeyMetadataListType`.
    pub access_key_metadata: Vec<AccessKeyMetadata>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListAccessKeysResponse {
    fn content(&self, out: &mut Xml) {
        out.element("AccessKeyMetadata", &self.access_key_metadata);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListAccountAliasesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAccountAliasesRequest {
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListAccountAliasesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self { marker, max_items }))
    }
}

/// `ListAccountAliasesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAccountAliasesResponse {
    /// `AccountAliases`: `accountAliasListType`.
    pub account_aliases: Vec<String>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListAccountAliasesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("AccountAliases", &self.account_aliases);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListAttachedGroupPoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAttachedGroupPoliciesRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `PathPrefix`: `policyPathType`.
    pub path_prefix: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListAttachedGroupPoliciesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let path_prefix = members.optional("PathPrefix", &rules::POLICY_PATH_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(group_name) = group_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            group_name,
            path_prefix,
            marker,
            max_items,
        }))
    }
}

/// `ListAttachedGroupPoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAttachedGroupPoliciesResponse {
    /// `AttachedPolicies`: `attachedPoliciesListType`.
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListAttachedGroupPoliciesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("AttachedPolicies", &self.attached_policies);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListAttachedRolePoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAttachedRolePoliciesRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PathPrefix`: `policyPathType`.
    pub path_prefix: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListAttachedRolePoliciesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let path_prefix = members.optional("PathPrefix", &rules::POLICY_PATH_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            path_prefix,
            marker,
            max_items,
        }))
    }
}

/// `ListAttachedRolePoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAttachedRolePoliciesResponse {
    /// `AttachedPolicies`: `attachedPoliciesListType`.
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListAttachedRolePoliciesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("AttachedPolicies", &self.attached_policies);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListAttachedUserPoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAttachedUserPoliciesRequest {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `PathPrefix`: `policyPathType`.
    pub path_prefix: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListAttachedUserPoliciesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::USER_NAME_TYPE)?;
        let path_prefix = members.optional("PathPrefix", &rules::POLICY_PATH_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            path_prefix,
            marker,
            max_items,
        }))
    }
}

/// `ListAttachedUserPoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListAttachedUserPoliciesResponse {
    /// `AttachedPolicies`: `attachedPoliciesListType`.
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListAttachedUserPoliciesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("AttachedPolicies", &self.attached_policies);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListEntitiesForPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListEntitiesForPolicyRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `EntityFilter`: `EntityType`.
    pub entity_filter: Option<EntityType>,
    /// `PathPrefix`: `pathType`.
    pub path_prefix: Option<String>,
    /// `PolicyUsageFilter`: `PolicyUsageType`.
    pub policy_usage_filter: Option<PolicyUsageType>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListEntitiesForPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let entity_filter = members.optional("EntityFilter", &rules::ENTITY_TYPE)?;
        let path_prefix = members.optional("PathPrefix", &rules::PATH_TYPE)?;
        let policy_usage_filter = members.optional("PolicyUsageFilter", &rules::POLICY_USAGE_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(policy_arn) = policy_arn else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_arn,
            entity_filter,
            path_prefix,
            policy_usage_filter,
            marker,
            max_items,
        }))
    }
}

/// `ListEntitiesForPolicyResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListEntitiesForPolicyResponse {
    /// `PolicyGroups`: `PolicyGroupListType`.
    pub policy_groups: Option<Vec<PolicyGroup>>,
    /// `PolicyUsers`: `PolicyUserListType`.
    pub policy_users: Option<Vec<PolicyUser>>,
    /// `PolicyRoles`: `PolicyRoleListType`.
    pub policy_roles: Option<Vec<PolicyRole>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListEntitiesForPolicyResponse {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyGroups", &self.policy_groups);
        out.element("PolicyUsers", &self.policy_users);
        out.element("PolicyRoles", &self.policy_roles);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListGroupPoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupPoliciesRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListGroupPoliciesRequest {
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

/// `ListGroupPoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupPoliciesResponse {
    /// `PolicyNames`: `policyNameListType`.
    pub policy_names: Vec<String>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListGroupPoliciesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyNames", &self.policy_names);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListGroupsForUserRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupsForUserRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListGroupsForUserRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            marker,
            max_items,
        }))
    }
}

/// `ListGroupsForUserResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupsForUserResponse {
    /// `Groups`: `groupListType`.
    pub groups: Vec<Group>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListGroupsForUserResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Groups", &self.groups);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListGroupsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupsRequest {
    /// `PathPrefix`: `pathPrefixType`.
    pub path_prefix: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListGroupsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let path_prefix = members.optional("PathPrefix", &rules::PATH_PREFIX_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            path_prefix,
            marker,
            max_items,
        }))
    }
}

/// `ListGroupsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListGroupsResponse {
    /// `Groups`: `groupListType`.
    pub groups: Vec<Group>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListGroupsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Groups", &self.groups);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListInstanceProfileTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListInstanceProfileTagsRequest {
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListInstanceProfileTagsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let instance_profile_name =
            members.required("InstanceProfileName", &rules::INSTANCE_PROFILE_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(instance_profile_name) = instance_profile_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            instance_profile_name,
            marker,
            max_items,
        }))
    }
}

/// `ListInstanceProfileTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListInstanceProfileTagsResponse {
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListInstanceProfileTagsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Tags", &self.tags);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListInstanceProfilesForRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListInstanceProfilesForRoleRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListInstanceProfilesForRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            marker,
            max_items,
        }))
    }
}

/// `ListInstanceProfilesForRoleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListInstanceProfilesForRoleResponse {
    /// `InstanceProfiles`: `instanceProfileListType`.
    pub instance_profiles: Vec<InstanceProfile>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListInstanceProfilesForRoleResponse {
    fn content(&self, out: &mut Xml) {
        out.element("InstanceProfiles", &self.instance_profiles);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListInstanceProfilesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListInstanceProfilesRequest {
    /// `PathPrefix`: `pathPrefixType`.
    pub path_prefix: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListInstanceProfilesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let path_prefix = members.optional("PathPrefix", &rules::PATH_PREFIX_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            path_prefix,
            marker,
            max_items,
        }))
    }
}

/// `ListInstanceProfilesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListInstanceProfilesResponse {
    /// `InstanceProfiles`: `instanceProfileListType`.
    pub instance_profiles: Vec<InstanceProfile>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListInstanceProfilesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("InstanceProfiles", &self.instance_profiles);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListMFADevicesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListMFADevicesRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListMFADevicesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            user_name,
            marker,
            max_items,
        }))
    }
}

/// `ListMFADevicesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListMFADevicesResponse {
    /// `MFADevices`: `mfaDeviceListType`.
    pub mfa_devices: Vec<MFADevice>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListMFADevicesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("MFADevices", &self.mfa_devices);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListOpenIDConnectProviderTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOpenIDConnectProviderTagsRequest {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListOpenIDConnectProviderTagsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let open_id_connect_provider_arn = members.required("OpenIDConnectProviderArn", &rules::ARN_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(open_id_connect_provider_arn) = open_id_connect_provider_arn else {
            return Ok(None);
        };
        Ok(Some(Self {
            open_id_connect_provider_arn,
            marker,
            max_items,
        }))
    }
}

/// `ListOpenIDConnectProviderTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOpenIDConnectProviderTagsResponse {
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListOpenIDConnectProviderTagsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Tags", &self.tags);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListOpenIDConnectProvidersRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOpenIDConnectProvidersRequest {}

impl Shape for ListOpenIDConnectProvidersRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `ListOpenIDConnectProvidersResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListOpenIDConnectProvidersResponse {
    /// `OpenIDConnectProviderList`: `OpenIDConnectProviderListType`.
    pub open_id_connect_provider_list: Option<Vec<OpenIDConnectProviderListEntry>>,
}

impl ToXml for ListOpenIDConnectProvidersResponse {
    fn content(&self, out: &mut Xml) {
        out.element("OpenIDConnectProviderList", &self.open_id_connect_provider_list);
    }
}

/// `ListPoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPoliciesRequest {
    /// `Scope`: `policyScopeType`.
    pub scope: Option<PolicyScopeType>,
    /// `OnlyAttached`: `booleanType`.
    pub only_attached: Option<bool>,
    /// `PathPrefix`: `policyPathType`.
    pub path_prefix: Option<String>,
    /// `PolicyUsageFilter`: `PolicyUsageType`.
    pub policy_usage_filter: Option<PolicyUsageType>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListPoliciesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let scope = members.optional("Scope", &rules::POLICY_SCOPE_TYPE)?;
        let only_attached = members.optional("OnlyAttached", &Flag)?;
        let path_prefix = members.optional("PathPrefix", &rules::POLICY_PATH_TYPE)?;
        let policy_usage_filter = members.optional("PolicyUsageFilter", &rules::POLICY_USAGE_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            scope,
            only_attached,
            path_prefix,
            policy_usage_filter,
            marker,
            max_items,
        }))
    }
}

/// `ListPoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPoliciesResponse {
    /// `Policies`: `policyListType`.
    pub policies: Option<Vec<Policy>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListPoliciesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Policies", &self.policies);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListPolicyTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPolicyTagsRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListPolicyTagsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(policy_arn) = policy_arn else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_arn,
            marker,
            max_items,
        }))
    }
}

/// `ListPolicyTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPolicyTagsResponse {
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListPolicyTagsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Tags", &self.tags);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListPolicyVersionsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPolicyVersionsRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListPolicyVersionsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(policy_arn) = policy_arn else {
            return Ok(None);
        };
        Ok(Some(Self {
            policy_arn,
            marker,
            max_items,
        }))
    }
}

/// `ListPolicyVersionsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListPolicyVersionsResponse {
    /// `Versions`: `policyDocumentVersionListType`.
    pub versions: Option<Vec<PolicyVersion>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListPolicyVersionsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Versions", &self.versions);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListRolePoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRolePoliciesRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListRolePoliciesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            marker,
            max_items,
        }))
    }
}

/// `ListRolePoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRolePoliciesResponse {
    /// `PolicyNames`: `policyNameListType`.
    pub policy_names: Vec<String>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListRolePoliciesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyNames", &self.policy_names);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListRoleTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRoleTagsRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListRoleTagsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            marker,
            max_items,
        }))
    }
}

/// `ListRoleTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRoleTagsResponse {
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListRoleTagsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Tags", &self.tags);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListRolesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRolesRequest {
    /// `PathPrefix`: `pathPrefixType`.
    pub path_prefix: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListRolesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let path_prefix = members.optional("PathPrefix", &rules::PATH_PREFIX_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            path_prefix,
            marker,
            max_items,
        }))
    }
}

/// `ListRolesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListRolesResponse {
    /// `Roles`: `roleListType`.
    pub roles: Vec<Role>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListRolesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Roles", &self.roles);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListSSHPublicKeysRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListSSHPublicKeysRequest {
    /// `UserName`: `userNameType`.
    pub user_name: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListSSHPublicKeysRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::USER_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            user_name,
            marker,
            max_items,
        }))
    }
}

/// `ListSSHPublicKeysResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListSSHPublicKeysResponse {
    /// `SSHPublicKeys`: `SSHPublicKeyListType`.
    pub ssh_public_keys: Option<Vec<SSHPublicKeyMetadata>>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListSSHPublicKeysResponse {
    fn content(&self, out: &mut Xml) {
        out.element("SSHPublicKeys", &self.ssh_public_keys);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListServiceSpecificCredentialsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListServiceSpecificCredentialsRequest {
    /// `UserName`: `userNameType`.
    pub user_name: Option<String>,
    /// `ServiceName`: `serviceName`.
    pub service_name: Option<String>,
    /// `AllUsers`: `allUsers`.
    pub all_users: Option<bool>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListServiceSpecificCredentialsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::USER_NAME_TYPE)?;
        let service_name = members.optional("ServiceName", &rules::SERVICE_NAME)?;
        let all_users = members.optional("AllUsers", &Flag)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            user_name,
            service_name,
            all_users,
            marker,
            max_items,
        }))
    }
}

/// `ListServiceSpecificCredentialsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListServiceSpecificCredentialsResponse {
    /// `ServiceSpecificCredentials`: `ServiceSpecificCredentialsListType`.
    pub service_specific_credentials: Option<Vec<ServiceSpecificCredentialMetadata>>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
}

impl ToXml for ListServiceSpecificCredentialsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("ServiceSpecificCredentials", &self.service_specific_credentials);
        out.element("Marker", &self.marker);
        out.element("IsTruncated", &self.is_truncated);
    }
}

/// `ListSigningCertificatesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListSigningCertificatesRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListSigningCertificatesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            user_name,
            marker,
            max_items,
        }))
    }
}

/// `ListSigningCertificatesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListSigningCertificatesResponse {
    /// `Certificates`: `certificateListType`.
    pub certificates: Vec<SigningCertificate>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListSigningCertificatesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Certificates", &self.certificates);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListUserPoliciesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListUserPoliciesRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListUserPoliciesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            marker,
            max_items,
        }))
    }
}

/// `ListUserPoliciesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListUserPoliciesResponse {
    /// `PolicyNames`: `policyNameListType`.
    pub policy_names: Vec<String>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListUserPoliciesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("PolicyNames", &self.policy_names);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListUserTagsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListUserTagsRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListUserTagsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            marker,
            max_items,
        }))
    }
}

/// `ListUserTagsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListUserTagsResponse {
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListUserTagsResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Tags", &self.tags);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListUsersRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListUsersRequest {
    /// `PathPrefix`: `pathPrefixType`.
    pub path_prefix: Option<String>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListUsersRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let path_prefix = members.optional("PathPrefix", &rules::PATH_PREFIX_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            path_prefix,
            marker,
            max_items,
        }))
    }
}

/// `ListUsersResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListUsersResponse {
    /// `Users`: `userListType`.
    pub users: Vec<User>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListUsersResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Users", &self.users);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}

/// `ListVirtualMFADevicesRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListVirtualMFADevicesRequest {
    /// `AssignmentStatus`: `assignmentStatusType`.
    pub assignment_status: Option<AssignmentStatusType>,
    /// `Marker`: `markerType`.
    pub marker: Option<String>,
    /// `MaxItems`: `maxItemsType`.
    pub max_items: Option<i32>,
}

impl Shape for ListVirtualMFADevicesRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let assignment_status = members.optional("AssignmentStatus", &rules::ASSIGNMENT_STATUS_TYPE)?;
        let marker = members.optional("Marker", &rules::MARKER_TYPE)?;
        let max_items = members.optional("MaxItems", &rules::MAX_ITEMS_TYPE)?;
        Ok(Some(Self {
            assignment_status,
            marker,
            max_items,
        }))
    }
}

/// `ListVirtualMFADevicesResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ListVirtualMFADevicesResponse {
    /// `VirtualMFADevices`: `virtualMFADeviceListType`.
    pub virtual_mfa_devices: Vec<VirtualMFADevice>,
    /// `IsTruncated`: `booleanType`.
    pub is_truncated: Option<bool>,
    /// `Marker`: `responseMarkerType`.
    pub marker: Option<String>,
}

impl ToXml for ListVirtualMFADevicesResponse {
    fn content(&self, out: &mut Xml) {
        out.element("VirtualMFADevices", &self.virtual_mfa_devices);
        out.element("IsTruncated", &self.is_truncated);
        out.element("Marker", &self.marker);
    }
}
