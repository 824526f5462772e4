//! The edge: bytes to calls of `registry`, and results to bytes.
//!
//! `edge` is HTTP itself (listener, limits, bodies); `api` tells which API a request is for;
//! `authenticate` turns a request into a principal; `oci` and `aws` are the two front ends;
//! `errors` is the one place where status codes and error names are chosen. What the product does
//! is in `registry`.
#![forbid(unsafe_code)]

mod answer;
mod api;
mod app;
mod authenticate;
mod aws;
mod called;
mod download;
mod edge;
mod errors;
mod exchange;
mod host;
mod layer_content;
mod metrics;
mod oci;
mod permission;
mod probes;
mod service;
mod throttle;

pub use app::App;
pub use edge::{Limits, Listener, Server};
pub use throttle::{Rate, RateRule, RateRuleError, Rates};
