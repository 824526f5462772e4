//! Written by `cargo xtask codegen` from `models`.

pub mod ecr;
pub mod ecr_public;
pub mod hythe;
pub mod iam;
pub mod kms;
pub mod sts;
