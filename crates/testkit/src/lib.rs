//! A whole server for tests: a registry in a temporary folder, a clock that is moved by hand, a
//! listener on a free port of this machine, and the clients to talk to it.
//!
//! Everything goes through the real HTTP front. Nothing here knows what the answers should be.
#![forbid(unsafe_code)]

mod caller;
mod client;
mod folder;
mod image;
mod oci;
mod server;
mod signature;
mod wire;

pub use caller::Caller;
pub use client::Reply;
pub use folder::files_below;
pub use image::{OCI_MANIFEST, TestImage, digest_of, digest512_of, pattern};
pub use server::{ACCOUNT, REGION, TestServer};
pub use signature::Signature;
pub use wire::Wire;
