//! `hythe`: structures. Written by `cargo xtask codegen` from `models/hythe`.

mod deleted;
mod image;
mod other;

pub use deleted::*;
pub use image::*;
pub use other::*;
