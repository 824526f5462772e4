//! `iam`: inputs and outputs, `untag`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};

/// `UntagInstanceProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagInstanceProfileRequest {
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
    /// `TagKeys`: `tagKeyListType`.
    pub tag_keys: Vec<String>,
}

impl Shape for UntagInstanceProfileRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let instance_profile_name =
            members.required("InstanceProfileName", &rules::INSTANCE_PROFILE_NAME_TYPE)?;
        let tag_keys = members.required("TagKeys", &rules::TAG_KEY_LIST_TYPE)?;
        let (Some(instance_profile_name), Some(tag_keys)) = (instance_profile_name, tag_keys) else {
            return Ok(None);
        };
        Ok(Some(Self {
            instance_profile_name,
            tag_keys,
        }))
    }
}

/// `UntagOpenIDConnectProviderRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagOpenIDConnectProviderRequest {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: String,
    /// `TagKeys`: `tagKeyListType`.
    pub tag_keys: Vec<String>,
}

impl Shape for UntagOpenIDConnectProviderRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let open_id_connect_provider_arn = members.required("OpenIDConnectProviderArn", &rules::ARN_TYPE)?;
        let tag_keys = members.required("TagKeys", &rules::TAG_KEY_LIST_TYPE)?;
        let (Some(open_id_connect_provider_arn), Some(tag_keys)) = (open_id_connect_provider_arn, tag_keys)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            open_id_connect_provider_arn,
            tag_keys,
        }))
    }
}

/// `UntagPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagPolicyRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `TagKeys`: `tagKeyListType`.
    pub tag_keys: Vec<String>,
}

impl Shape for UntagPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let tag_keys = members.required("TagKeys", &rules::TAG_KEY_LIST_TYPE)?;
        let (Some(policy_arn), Some(tag_keys)) = (policy_arn, tag_keys) else {
            return Ok(None);
        };
        Ok(Some(Self { policy_arn, tag_keys }))
    }
}

/// `UntagRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagRoleRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `TagKeys`: `tagKeyListType`.
    pub tag_keys: Vec<String>,
}

impl Shape for UntagRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let tag_keys = members.required("TagKeys", &rules::TAG_KEY_LIST_TYPE)?;
        let (Some(role_name), Some(tag_keys)) = (role_name, tag_keys) else {
            return Ok(None);
        };
        Ok(Some(Self { role_name, tag_keys }))
    }
}

/// `UntagUserRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UntagUserRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `TagKeys`: `tagKeyListType`.
    pub tag_keys: Vec<String>,
}

impl Shape for UntagUserRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let tag_keys = members.required("TagKeys", &rules::TAG_KEY_LIST_TYPE)?;
        let (Some(user_name), Some(tag_keys)) = (user_name, tag_keys) else {
            return Ok(None);
        };
        Ok(Some(Self { user_name, tag_keys }))
    }
}
