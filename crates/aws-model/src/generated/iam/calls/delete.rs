//! `iam`: inputs and outputs, `delete`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::xml::{ToXml, Xml};

/// `DeleteAccessKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteAccessKeyRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
    /// `AccessKeyId`: `accessKeyIdType`.
    pub access_key_id: String,
}

impl Shape for DeleteAccessKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let access_key_id = members.required("AccessKeyId", &rules::ACCESS_KEY_ID_TYPE)?;
        let Some(access_key_id) = access_key_id else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            access_key_id,
        }))
    }
}

/// `DeleteAccountAliasRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteAccountAliasRequest {
    /// `AccountAlias`: `accountAliasType`.
    pub account_alias: String,
}

impl Shape for DeleteAccountAliasRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let account_alias = members.required("AccountAlias", &rules::ACCOUNT_ALIAS_TYPE)?;
        let Some(account_alias) = account_alias else {
            return Ok(None);
        };
        Ok(Some(Self { account_alias }))
    }
}

/// `DeleteGroupPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteGroupPolicyRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
}

impl Shape for DeleteGroupPolicyRequest {
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

/// `DeleteGroupRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteGroupRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
}

impl Shape for DeleteGroupRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let Some(group_name) = group_name else {
            return Ok(None);
        };
        Ok(Some(Self { group_name }))
    }
}

/// `DeleteInstanceProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteInstanceProfileRequest {
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
}

impl Shape for DeleteInstanceProfileRequest {
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

/// `DeleteLoginProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteLoginProfileRequest {
    /// `UserName`: `userNameType`.
    pub user_name: Option<String>,
}

impl Shape for DeleteLoginProfileRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::USER_NAME_TYPE)?;
        Ok(Some(Self { user_name }))
    }
}

/// `DeleteOpenIDConnectProviderRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteOpenIDConnectProviderRequest {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: String,
}

impl Shape for DeleteOpenIDConnectProviderRequest {
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

/// `DeletePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeletePolicyRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
}

impl Shape for DeletePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let Some(policy_arn) = policy_arn else {
            return Ok(None);
        };
        Ok(Some(Self { policy_arn }))
    }
}

/// `DeletePolicyVersionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeletePolicyVersionRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `VersionId`: `policyVersionIdType`.
    pub version_id: String,
}

impl Shape for DeletePolicyVersionRequest {
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

/// `DeleteRolePermissionsBoundaryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteRolePermissionsBoundaryRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
}

impl Shape for DeleteRolePermissionsBoundaryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self { role_name }))
    }
}

/// `DeleteRolePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteRolePolicyRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
}

impl Shape for DeleteRolePolicyRequest {
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

/// `DeleteRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteRoleRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
}

impl Shape for DeleteRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self { role_name }))
    }
}

/// `DeleteServiceLinkedRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteServiceLinkedRoleRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
}

impl Shape for DeleteServiceLinkedRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self { role_name }))
    }
}

/// `DeleteServiceLinkedRoleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteServiceLinkedRoleResponse {
    /// `DeletionTaskId`: `DeletionTaskIdType`.
    pub deletion_task_id: String,
}

impl ToXml for DeleteServiceLinkedRoleResponse {
    fn content(&self, out: &mut Xml) {
        out.element("DeletionTaskId", &self.deletion_task_id);
    }
}

/// `DeleteUserPermissionsBoundaryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteUserPermissionsBoundaryRequest {
    /// `UserName`: `userNameType`.
    pub user_name: String,
}

impl Shape for DeleteUserPermissionsBoundaryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::USER_NAME_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self { user_name }))
    }
}

/// `DeleteUserPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteUserPolicyRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
}

impl Shape for DeleteUserPolicyRequest {
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

/// `DeleteUserRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeleteUserRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
}

impl Shape for DeleteUserRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self { user_name }))
    }
}
