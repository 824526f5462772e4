//! Shapes, constraints, operation tables and error codes of the AWS services that Hythe serves.
//!
//! `generated` is written by `cargo xtask codegen` from `models/`; the other modules are what the
//! generated code stands on: JSON in, typed and checked values out, and the sentences in which AWS
//! reports what is wrong. Nothing here knows HTTP, chooses a status, or does any I/O.
#![forbid(unsafe_code)]

mod blob;
mod constraint;
mod decode;
mod epoch;
mod facts;
mod generated;
mod json;
mod print;
mod rule;
mod violation;

pub use blob::Blob;
pub use constraint::Constraint;
pub use decode::{DecodeError, Malformed, Shape, decode};
pub use facts::Paging;
pub use generated::{ecr, ecr_public, sts};
pub use violation::{Violation, invalid_parameter_message, validation_message};
