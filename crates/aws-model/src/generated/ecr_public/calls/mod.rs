//! `ecr-public`: inputs and outputs. Written by `cargo xtask codegen` from `models/ecr-public`.

mod batch;
mod delete;
mod describe;
mod get;
mod other;
mod put;

pub use batch::*;
pub use delete::*;
pub use describe::*;
pub use get::*;
pub use other::*;
pub use put::*;
