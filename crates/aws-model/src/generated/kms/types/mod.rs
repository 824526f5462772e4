//! `kms`: structures. Written by `cargo xtask codegen` from `models/kms`.

mod other;

pub use other::*;
