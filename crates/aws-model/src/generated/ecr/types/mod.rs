//! Structures of `ecr`. Written by `cargo xtask codegen` from `models/ecr`.

mod image;
mod lifecycle;
mod other;
mod replication;
mod repository;

pub use image::*;
pub use lifecycle::*;
pub use other::*;
pub use replication::*;
pub use repository::*;
