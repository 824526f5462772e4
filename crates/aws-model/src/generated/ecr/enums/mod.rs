//! `ecr`: closed sets of strings. Written by `cargo xtask codegen` from `models/ecr`.

mod image;
mod lifecycle;
mod other;
mod replication;
mod scan;

pub use image::*;
pub use lifecycle::*;
pub use other::*;
pub use replication::*;
pub use scan::*;
