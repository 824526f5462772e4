//! `sts`: index. Written by `cargo xtask codegen` from `models/sts`.

mod calls;
mod error_code;
mod operation;
mod operation_table;

pub use calls::*;
pub use error_code::*;
pub use operation::*;
