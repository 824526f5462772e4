//! `kms`: closed sets of strings. Written by `cargo xtask codegen` from `models/kms`.

mod key;
mod other;

pub use key::*;
pub use other::*;
