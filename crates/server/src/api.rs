//! Which API a request is for, told from method, path and headers alone.

use http::request::Parts;
use http::{Method, header};

/// An API of the one listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Api {
    /// `/v2/…`: the OCI distribution API.
    Oci,
    /// `POST /` with `X-Amz-Target`: a JSON service of AWS.
    AwsJson,
    /// `POST /` with a form, or `GET /?Action=…`: a Query service of AWS.
    AwsQuery,
    /// `GET /layers/…`: a layer under a signed URL.
    Download,
    /// `/healthz`: is the process alive?
    Health,
    /// `/readyz`: can it serve?
    Ready,
    /// `/metrics`: figures in the Prometheus text format.
    Metrics,
    /// Nothing of ours.
    Unknown,
}

impl Api {
    /// The API that `parts` are a request of.
    pub(crate) fn of(parts: &Parts) -> Self {
        let path = parts.uri.path();
        match path {
            "/v2" => Self::Oci,
            "/healthz" => Self::Health,
            "/readyz" => Self::Ready,
            "/metrics" => Self::Metrics,
            "/" | "" => Self::of_root(parts),
            _ if path.starts_with("/v2/") => Self::Oci,
            _ if path.starts_with("/layers/") => Self::Download,
            _ => Self::Unknown,
        }
    }

    fn of_root(parts: &Parts) -> Self {
        let has_action = parts.uri.query().is_some_and(|query| query.contains("Action="));
        match parts.method {
            Method::POST if parts.headers.contains_key("x-amz-target") => Self::AwsJson,
            Method::POST if has_action || is_form(parts) => Self::AwsQuery,
            Method::POST => Self::AwsJson,
            Method::GET if has_action => Self::AwsQuery,
            _ => Self::Unknown,
        }
    }

    /// A short name for metrics and logs.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Oci => "oci",
            Self::AwsJson => "aws_json",
            Self::AwsQuery => "aws_query",
            Self::Download => "download",
            Self::Health => "health",
            Self::Ready => "ready",
            Self::Metrics => "metrics",
            Self::Unknown => "unknown",
        }
    }
}

fn is_form(parts: &Parts) -> bool {
    let content_type = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| text.trim_start().starts_with("application/x-www-form-urlencoded"))
}
