//! Index of `sts`. Written by `cargo xtask codegen` from `models/sts`.

mod calls;
mod error_code;
mod operation;

pub use calls::*;
pub use error_code::*;
pub use operation::*;
