//! `iam`: inputs and outputs. Written by `cargo xtask codegen` from `models/iam`.

mod add;
mod attach;
mod create;
mod delete;
mod detach;
mod get;
mod list;
mod other;
mod put;
mod remove;
mod simulate;
mod tag;
mod untag;
mod update;

pub use add::*;
pub use attach::*;
pub use create::*;
pub use delete::*;
pub use detach::*;
pub use get::*;
pub use list::*;
pub use other::*;
pub use put::*;
pub use remove::*;
pub use simulate::*;
pub use tag::*;
pub use untag::*;
pub use update::*;
