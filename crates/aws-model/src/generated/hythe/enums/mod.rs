//! `hythe`: closed sets of strings. Written by `cargo xtask codegen` from `models/hythe`.

mod other;

pub use other::*;
