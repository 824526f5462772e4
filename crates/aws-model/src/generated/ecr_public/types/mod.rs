//! `ecr-public`: structures. Written by `cargo xtask codegen` from `models/ecr-public`.

mod image;
mod other;
mod registry;
mod repository;

pub use image::*;
pub use other::*;
pub use registry::*;
pub use repository::*;
