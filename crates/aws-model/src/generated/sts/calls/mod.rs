//! `sts`: inputs and outputs. Written by `cargo xtask codegen` from `models/sts`.

mod assume;
mod get;
mod other;

pub use assume::*;
pub use get::*;
pub use other::*;
