//! Permissions boundaries, which users and roles have.

use aws_model::iam::{AttachedPermissionsBoundary, PermissionsBoundaryAttachmentType};
use names::PolicyArn;
use registry::RequestFacts;

use super::{Result, validation};

/// The ARN of a policy that is to be a boundary.
pub(super) fn parse(arn: &str) -> Result<PolicyArn> {
    PolicyArn::parse(arn).map_err(|_| validation("Invalid ARN:  Could not be parsed!"))
}

/// A boundary as an answer has it.
pub(super) fn to_wire(boundary: Option<&PolicyArn>) -> Option<AttachedPermissionsBoundary> {
    boundary.map(|arn| AttachedPermissionsBoundary {
        permissions_boundary_type: Some(PermissionsBoundaryAttachmentType::PermissionsBoundaryPolicy),
        permissions_boundary_arn: Some(arn.to_string()),
    })
}

/// What conditions know of the boundary that a request sets.
pub(super) fn facts(boundary: Option<&PolicyArn>) -> RequestFacts {
    match boundary {
        None => RequestFacts::none(),
        Some(arn) => RequestFacts::none().with("iam:PermissionsBoundary", [arn.to_string()]),
    }
}
