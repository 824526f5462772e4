//! IAM: users, groups, roles, policies and what belongs to them, one file per resource.

pub(crate) mod explanation;
pub(crate) mod possession;
pub(crate) mod simulation;
