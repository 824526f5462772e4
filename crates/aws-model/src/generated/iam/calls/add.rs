//! `iam`: inputs and outputs, `add`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};

/// `AddClientIDToOpenIDConnectProviderRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddClientIDToOpenIDConnectProviderRequest {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: String,
    /// `ClientID`: `clientIDType`.
    pub client_id: String,
}

impl Shape for AddClientIDToOpenIDConnectProviderRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let open_id_connect_provider_arn = members.required("OpenIDConnectProviderArn", &rules::ARN_TYPE)?;
        let client_id = members.required("ClientID", &rules::CLIENT_ID_TYPE)?;
        let (Some(open_id_connect_provider_arn), Some(client_id)) = (open_id_connect_provider_arn, client_id)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            open_id_connect_provider_arn,
            client_id,
        }))
    }
}

/// `AddRoleToInstanceProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddRoleToInstanceProfileRequest {
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
}

impl Shape for AddRoleToInstanceProfileRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let instance_profile_name =
            members.required("InstanceProfileName", &rules::INSTANCE_PROFILE_NAME_TYPE)?;
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let (Some(instance_profile_name), Some(role_name)) = (instance_profile_name, role_name) else {
            return Ok(None);
        };
        Ok(Some(Self {
            instance_profile_name,
            role_name,
        }))
    }
}

/// `AddUserToGroupRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddUserToGroupRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
}

impl Shape for AddUserToGroupRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let (Some(group_name), Some(user_name)) = (group_name, user_name) else {
            return Ok(None);
        };
        Ok(Some(Self {
            group_name,
            user_name,
        }))
    }
}
