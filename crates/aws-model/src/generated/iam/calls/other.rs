//! `iam`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/iam`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};

/// `SetDefaultPolicyVersionRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SetDefaultPolicyVersionRequest {
    /// `PolicyArn`: `arnType`.
    pub policy_arn: String,
    /// `VersionId`: `policyVersionIdType`.
    pub version_id: String,
}

impl Shape for SetDefaultPolicyVersionRequest {
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
