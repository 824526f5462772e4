//! `sts`: structures. Written by `cargo xtask codegen` from `models/sts`.

mod other;

pub use other::*;
