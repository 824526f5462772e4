//! One request as the front ends see it, and what they give back.

use std::sync::Arc;

use http::Response;
use http::request::Parts;
use registry::Origin;
use uuid::Uuid;

use crate::App;
use crate::edge::body::Body;
use crate::host::Host;

/// One request: its head, and what hangs on it.
pub(crate) struct Exchange {
    /// The application.
    pub(crate) app: Arc<App>,
    /// Method, path and headers.
    pub(crate) parts: Parts,
    /// The host that the caller named.
    pub(crate) host: Host,
    /// Where the request comes from.
    pub(crate) origin: Origin,
    /// How an operator finds this request in the log.
    pub(crate) request_id: Uuid,
}

/// An answer, with the operation that it answers for figures and logs.
pub(crate) struct Answer {
    /// One of a closed set of names.
    pub(crate) operation: &'static str,
    /// The answer itself.
    pub(crate) response: Response<Body>,
}
