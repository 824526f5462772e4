//! The one place where status codes, OCI error codes and AWS error names are chosen.
//!
//! Meaning comes from below ([`registry::Error`], the engines' errors); each kind of answer has
//! one total function here, without a catch-all arm. The sentences are those of the errors.

mod aws;
mod oci;
#[cfg(test)]
mod renderings;

use http::{HeaderValue, Response, StatusCode, header};
use uuid::Uuid;

use crate::answer::text;
use crate::api::Api;
use crate::edge::body::Body;

pub(crate) use aws::{AwsError, json, query};
pub(crate) use oci::{HeaderFault, OciError, challenge, range_not_satisfiable};

/// What ECR says to who calls too often.
const THROTTLED: &str = "Rate exceeded";

/// A status for people: the request is not one of any API.
pub(crate) fn bad_request(message: &'static str) -> Response<Body> {
    text(StatusCode::BAD_REQUEST, message)
}

/// What distribution servers and ECR say of a path that they do not have.
pub(crate) fn page_not_found() -> Response<Body> {
    text(StatusCode::NOT_FOUND, "404 page not found\n")
}

/// The path exists, the method does not.
pub(crate) fn method_not_allowed(allow: &'static str) -> Response<Body> {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "405 method not allowed\n");
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static(allow));
    response
}

/// The answer to a request whose handling panicked, in the form of its API.
pub(crate) fn panicked(api: Api, request_id: Uuid) -> Response<Body> {
    let internal = || registry::Error::from(registry::Internal::Broken("panic".to_owned()));
    match api {
        Api::Oci => OciError::from(internal()).response(),
        Api::AwsJson => json(&AwsError::from(internal())),
        Api::AwsQuery => {
            let namespace = aws_model::sts::XML_NAMESPACE;
            query(&AwsError::from(internal()), namespace, request_id)
        }
        Api::Download | Api::Health | Api::Ready | Api::Metrics | Api::Unknown => {
            text(StatusCode::INTERNAL_SERVER_ERROR, "internal error\n")
        }
    }
}

/// How a failure that is not the caller's shows at the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// Try again soon.
    Unavailable,
    /// No room left.
    Full,
    /// The storage takes no writes.
    ReadOnly,
    /// Something is broken.
    Broken,
}

impl Fault {
    fn of(internal: &registry::Internal) -> Self {
        tracing::error!(error = %internal, "internal failure");
        match internal {
            registry::Internal::Meta(meta::Error::Busy(_) | meta::Error::Unavailable(_)) => Self::Unavailable,
            registry::Internal::Meta(meta::Error::Full(_)) => Self::Full,
            registry::Internal::Blobs(blobs::Error::Full) => Self::Full,
            registry::Internal::Blobs(blobs::Error::ReadOnly) => Self::ReadOnly,
            registry::Internal::Blobs(error) if error.is_passing() => Self::Unavailable,
            registry::Internal::Meta(_)
            | registry::Internal::Blobs(_)
            | registry::Internal::MasterKey(_)
            | registry::Internal::Broken(_) => Self::Broken,
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Unavailable | Self::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    const fn message(self) -> &'static str {
        match self {
            Self::Unavailable => "The server is busy. Please try again.",
            Self::Full => "The server has no storage space left.",
            Self::ReadOnly => "The storage of the server takes no writes at the moment.",
            Self::Broken => "The server could not complete the request.",
        }
    }
}
