//! `iam`: inputs and outputs, `update`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::{Role, StatusType};
use crate::xml::{ToXml, Xml};

/// `UpdateAccessKeyRequest` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateAccessKeyRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: Option<String>,
    /// `AccessKeyId`: `accessKeyIdType`.
    pub access_key_id: String,
    /// `Status`: `statusType`.
    pub status: StatusType,
}

impl Shape for UpdateAccessKeyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.optional("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let access_key_id = members.required("AccessKeyId", &rules::ACCESS_KEY_ID_TYPE)?;
        let status = members.required("Status", &rules::STATUS_TYPE)?;
        let (Some(access_key_id), Some(status)) = (access_key_id, status) else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            access_key_id,
            status,
        }))
    }
}

/// `UpdateAssumeRolePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateAssumeRolePolicyRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
}

impl Shape for UpdateAssumeRolePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let policy_document = members.required("PolicyDocument", &rules::POLICY_DOCUMENT_TYPE)?;
        let (Some(role_name), Some(policy_document)) = (role_name, policy_document) else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            policy_document,
        }))
    }
}

/// `UpdateGroupRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateGroupRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `NewPath`: `pathType`.
    pub new_path: Option<String>,
    /// `NewGroupName`: `groupNameType`.
    pub new_group_name: Option<String>,
}

impl Shape for UpdateGroupRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let new_path = members.optional("NewPath", &rules::PATH_TYPE)?;
        let new_group_name = members.optional("NewGroupName", &rules::GROUP_NAME_TYPE)?;
        let Some(group_name) = group_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            group_name,
            new_path,
            new_group_name,
        }))
    }
}

/// `UpdateOpenIDConnectProviderThumbprintRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateOpenIDConnectProviderThumbprintRequest {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: String,
    /// `ThumbprintList`: `thumbprintListType`.
    pub thumbprint_list: Vec<String>,
}

impl Shape for UpdateOpenIDConnectProviderThumbprintRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let open_id_connect_provider_arn = members.required("OpenIDConnectProviderArn", &rules::ARN_TYPE)?;
        let thumbprint_list = members.required("ThumbprintList", &rules::THUMBPRINT_LIST_TYPE)?;
        let (Some(open_id_connect_provider_arn), Some(thumbprint_list)) =
            (open_id_connect_provider_arn, thumbprint_list)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            open_id_connect_provider_arn,
            thumbprint_list,
        }))
    }
}

/// `UpdateRoleDescriptionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRoleDescriptionRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `Description`: `roleDescriptionType`.
    pub description: String,
}

impl Shape for UpdateRoleDescriptionRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let description = members.required("Description", &rules::ROLE_DESCRIPTION_TYPE)?;
        let (Some(role_name), Some(description)) = (role_name, description) else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            description,
        }))
    }
}

/// `UpdateRoleDescriptionResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRoleDescriptionResponse {
    /// `Role`: `Role`.
    pub role: Option<Role>,
}

impl ToXml for UpdateRoleDescriptionResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Role", &self.role);
    }
}

/// `UpdateRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRoleRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `Description`: `roleDescriptionType`.
    pub description: Option<String>,
    /// `MaxSessionDuration`: `roleMaxSessionDurationType`.
    pub max_session_duration: Option<i32>,
}

impl Shape for UpdateRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let description = members.optional("Description", &rules::ROLE_DESCRIPTION_TYPE)?;
        let max_session_duration =
            members.optional("MaxSessionDuration", &rules::ROLE_MAX_SESSION_DURATION_TYPE)?;
        let Some(role_name) = role_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            description,
            max_session_duration,
        }))
    }
}

/// `UpdateRoleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateRoleResponse {}

impl ToXml for UpdateRoleResponse {
    fn content(&self, _: &mut Xml) {}
}

/// `UpdateUserRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UpdateUserRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `NewPath`: `pathType`.
    pub new_path: Option<String>,
    /// `NewUserName`: `userNameType`.
    pub new_user_name: Option<String>,
}

impl Shape for UpdateUserRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let new_path = members.optional("NewPath", &rules::PATH_TYPE)?;
        let new_user_name = members.optional("NewUserName", &rules::USER_NAME_TYPE)?;
        let Some(user_name) = user_name else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            new_path,
            new_user_name,
        }))
    }
}
