//! `ecr`: inputs and outputs. Written by `cargo xtask codegen` from `models/ecr`.

mod batch;
mod create;
mod delete;
mod describe;
mod get;
mod list;
mod other;
mod put;
mod start;
mod update;

pub use batch::*;
pub use create::*;
pub use delete::*;
pub use describe::*;
pub use get::*;
pub use list::*;
pub use other::*;
pub use put::*;
pub use start::*;
pub use update::*;
