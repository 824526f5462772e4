//! `kms`: inputs and outputs. Written by `cargo xtask codegen` from `models/kms`.

mod create;
mod generate;
mod get;
mod list;
mod other;

pub use create::*;
pub use generate::*;
pub use get::*;
pub use list::*;
pub use other::*;
