//! The front ends of the AWS protocols: JSON 1.1 (`ecr`, `ecr-public`) and Query (`iam`, `sts`).

mod ecr;
mod iam;
pub(crate) mod json;
pub(crate) mod query;
mod sts;
