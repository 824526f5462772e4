//! Shapes, constraints, operation tables and error codes of the AWS services that Hythe serves, and of its own.
//!
//! `generated` is written by `cargo xtask codegen` from `models/`; the other modules are what the
//! generated code stands on: JSON or a form in, typed and checked values out, XML out, and the
//! sentences in which AWS reports what is wrong. Nothing here knows HTTP, chooses a status, or does any I/O.
#![forbid(unsafe_code)]

mod blob;
mod constraint;
mod decode;
mod epoch;
mod facts;
mod form;
mod generated;
mod json;
mod map;
mod pattern;
mod print;
mod rule;
mod secret;
mod violation;
mod xml;

pub use blob::Blob;
pub use constraint::Constraint;
pub use decode::{DecodeError, Malformed, Shape, decode, decode_query};
pub use facts::Paging;
pub use generated::{ecr, ecr_public, hythe, iam, kms, sts};
pub use secret::Secret;
pub use violation::{Given, Violation, invalid_parameter_message, validation_message};
pub use xml::{FaultOf, QueryError, QueryOperation, ToXml, encode_query, encode_query_error};
