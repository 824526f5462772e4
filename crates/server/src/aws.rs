//! The front ends of the AWS protocols: JSON 1.1 (`ecr`, `ecr-public`) and Query (`sts`).

mod ecr;
pub(crate) mod json;
pub(crate) mod query;
