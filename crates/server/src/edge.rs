//! HTTP itself: the listener with its limits, TLS, and the bodies of requests and answers.

pub(crate) mod body;
mod first_bytes;
mod limits;
mod listener;
pub(crate) mod sendfile;
pub(crate) mod upload_body;

pub use limits::Limits;
pub use listener::{Listener, Server};
