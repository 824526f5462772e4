//! `ecr-public`: closed sets of strings. Written by `cargo xtask codegen` from `models/ecr-public`.

mod other;

pub use other::*;
