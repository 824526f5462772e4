//! `iam`: inputs and outputs, `put`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};

/// `PutGroupPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutGroupPolicyRequest {
    /// `GroupName`: `groupNameType`.
    pub group_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
}

impl Shape for PutGroupPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let group_name = members.required("GroupName", &rules::GROUP_NAME_TYPE)?;
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let policy_document = members.required("PolicyDocument", &rules::POLICY_DOCUMENT_TYPE)?;
        let (Some(group_name), Some(policy_name), Some(policy_document)) =
            (group_name, policy_name, policy_document)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            group_name,
            policy_name,
            policy_document,
        }))
    }
}

/// `PutRolePermissionsBoundaryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutRolePermissionsBoundaryRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PermissionsBoundary`: `arnType`.
    pub permissions_boundary: String,
}

impl Shape for PutRolePermissionsBoundaryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let permissions_boundary = members.required("PermissionsBoundary", &rules::ARN_TYPE)?;
        let (Some(role_name), Some(permissions_boundary)) = (role_name, permissions_boundary) else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            permissions_boundary,
        }))
    }
}

/// `PutRolePolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutRolePolicyRequest {
    /// `RoleName`: `roleNameType`.
    pub role_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
}

impl Shape for PutRolePolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_name = members.required("RoleName", &rules::ROLE_NAME_TYPE)?;
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let policy_document = members.required("PolicyDocument", &rules::POLICY_DOCUMENT_TYPE)?;
        let (Some(role_name), Some(policy_name), Some(policy_document)) =
            (role_name, policy_name, policy_document)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_name,
            policy_name,
            policy_document,
        }))
    }
}

/// `PutUserPermissionsBoundaryRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutUserPermissionsBoundaryRequest {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `PermissionsBoundary`: `arnType`.
    pub permissions_boundary: String,
}

impl Shape for PutUserPermissionsBoundaryRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::USER_NAME_TYPE)?;
        let permissions_boundary = members.required("PermissionsBoundary", &rules::ARN_TYPE)?;
        let (Some(user_name), Some(permissions_boundary)) = (user_name, permissions_boundary) else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            permissions_boundary,
        }))
    }
}

/// `PutUserPolicyRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PutUserPolicyRequest {
    /// `UserName`: `existingUserNameType`.
    pub user_name: String,
    /// `PolicyName`: `policyNameType`.
    pub policy_name: String,
    /// `PolicyDocument`: `policyDocumentType`.
    pub policy_document: String,
}

impl Shape for PutUserPolicyRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let user_name = members.required("UserName", &rules::EXISTING_USER_NAME_TYPE)?;
        let policy_name = members.required("PolicyName", &rules::POLICY_NAME_TYPE)?;
        let policy_document = members.required("PolicyDocument", &rules::POLICY_DOCUMENT_TYPE)?;
        let (Some(user_name), Some(policy_name), Some(policy_document)) =
            (user_name, policy_name, policy_document)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            user_name,
            policy_name,
            policy_document,
        }))
    }
}
