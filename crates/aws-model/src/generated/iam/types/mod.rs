//! `iam`: structures. Written by `cargo xtask codegen` from `models/iam`.

mod access;
mod other;
mod policy;
mod role;

pub use access::*;
pub use other::*;
pub use policy::*;
pub use role::*;
