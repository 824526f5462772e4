//! `iam`: inputs and outputs, `attach`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};

/// `AttachGroupPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AttachGroupPolicyRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
}

impl Shape for AttachGroupPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let (Some(group_name), Some(policy_arn)) = (group_name, policy_arn) else {
            return Ok(None);
        };
        Ok(Some(Self {
            group_name,
            policy_arn,
        }))
    }
}

/// `AttachRolePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AttachRolePolicyRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
}

impl Shape for AttachRolePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let (Some(role_name), Some(policy_arn)) = (role_name, policy_arn) else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            policy_arn,
        }))
    }
}

/// `AttachUserPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AttachUserPolicyRequest {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
}

impl Shape for AttachUserPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::USER_NAME_TYPE)?;
        let policy_arn = members.required("PolicyArn", &rules::ARN_TYPE)?;
        let (Some(user_name), Some(policy_arn)) = (user_name, policy_arn) else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            policy_arn,
        }))
    }
}
