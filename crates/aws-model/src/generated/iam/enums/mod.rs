//! `iam`: closed sets of strings. Written by `cargo xtask codegen` from `models/iam`.

mod other;
mod policy;

pub use other::*;
pub use policy::*;
