//! `iam`: inputs and outputs, `tag`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::iam::Tag;

/// `TagInstanceProfileRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagInstanceProfileRequest {
    /// `InstanceProfileName`: `instanceProfileNameType`.
    pub instance_profile_name: String,
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
}

impl Shape for TagInstanceProfileRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let instance_profile_name =
            members.required("InstanceProfileName", &rules::INSTANCE_PROFILE_NAME_TYPE)?;
        let tags = members.required("Tags", &rules::TAG_LIST_TYPE)?;
        let (Some(instance_profile_name), Some(tags)) = (instance_profile_name, tags) else {
            return Ok(None);
        };
        Ok(Some(Self {
            instance_profile_name,
            tags,
        }))
    }
}

/// `TagOpenIDConnectProviderRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagOpenIDConnectProviderRequest {
    /// `OpenIDConnectProviderArn`: `arnType`.
    pub open_id_connect_provider_arn: String,
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
}

impl Shape for TagOpenIDConnectProviderRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let open_id_connect_provider_arn = members.required("OpenIDConnectProviderArn", &rules::ARN_TYPE)?;
        let tags = members.required("Tags", &rules::TAG_LIST_TYPE)?;
        let (Some(open_id_connect_provider_arn), Some(tags)) = (open_id_connect_provider_arn, tags) else {
            return Ok(None);
        };
        Ok(Some(Self {
            open_id_connect_provider_arn,
            tags,
        }))
    }
}

/// `TagPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagPolicyRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
}

impl Shape for TagPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let tags = members.required("Tags", &rules::TAG_LIST_TYPE)?;
        let (Some(policy_arn), Some(tags)) = (policy_arn, tags) else {
            return Ok(None);
        };
        Ok(Some(Self { policy_arn, tags }))
    }
}

/// `TagRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagRoleRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
}

impl Shape for TagRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let tags = members.required("Tags", &rules::TAG_LIST_TYPE)?;
        let (Some(role_name), Some(tags)) = (role_name, tags) else {
            return Ok(None);
        };
        Ok(Some(Self { role_name, tags }))
    }
}

/// `TagUserRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TagUserRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `Tags`: `tagListType`.
    pub tags: Vec<Tag>,
}

impl Shape for TagUserRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let tags = members.required("Tags", &rules::TAG_LIST_TYPE)?;
        let (Some(user_name), Some(tags)) = (user_name, tags) else {
            return Ok(None);
        };
        Ok(Some(Self { user_name, tags }))
    }
}
