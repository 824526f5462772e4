//! The grammar of the OCI distribution API and of the documents it carries: routes, manifests
//! and indexes, byte ranges, conditional requests, lists, error bodies.
//!
//! Values in, values out: nothing here waits, opens, or knows what a registry holds. HTTP
//! statuses belong to the `server` crate.
#![forbid(unsafe_code)]

pub mod conditional;
mod content;
mod error;
pub mod listing;
pub mod manifest;
pub mod range;
pub mod route;

pub use content::digest_of;
pub use error::{ErrorBody, ErrorCode};
pub use manifest::{Descriptor, Facts, Kind, ManifestError};
pub use route::{ListQuery, PageSize, Route, RouteError, UploadMode};
