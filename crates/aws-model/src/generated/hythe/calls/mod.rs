//! `hythe`: inputs and outputs. Written by `cargo xtask codegen` from `models/hythe`.

mod other;
mod put;

pub use other::*;
pub use put::*;
