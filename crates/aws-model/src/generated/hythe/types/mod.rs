//! `hythe`: structures. Written by `cargo xtask codegen` from `models/hythe`.

mod image;
mod other;

pub use image::*;
pub use other::*;
