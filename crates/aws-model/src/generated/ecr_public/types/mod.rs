//! Structures of `ecr-public`. Written by `cargo xtask codegen` from `models/ecr-public`.

mod image;
mod other;

pub use image::*;
pub use other::*;
