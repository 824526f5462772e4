//! `hythe`: inputs and outputs. Written by `cargo xtask codegen` from `models/hythe`.

mod list;
mod lookup;
mod other;
mod purge;
mod put;
mod undelete;

pub use list::*;
pub use lookup::*;
pub use other::*;
pub use purge::*;
pub use put::*;
pub use undelete::*;
