//! `ecr`: structures. Written by `cargo xtask codegen` from `models/ecr`.

mod cvss;
mod image;
mod lifecycle;
mod other;
mod replication;
mod repository;
mod signing;

pub use cvss::*;
pub use image::*;
pub use lifecycle::*;
pub use other::*;
pub use replication::*;
pub use repository::*;
pub use signing::*;
