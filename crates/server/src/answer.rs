//! Answers of a few kinds, and headers of parsed values.

use http::{HeaderValue, Response, StatusCode, header};
use names::Digest;

use crate::edge::body::Body;

/// An answer for people and supervisors.
pub(crate) fn text(status: StatusCode, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

/// An answer whose body is JSON.
pub(crate) fn json(body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    let content_type = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

/// An answer without a body.
pub(crate) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Sets a header to a value that was parsed or counted, which always makes one.
pub(crate) fn set(response: &mut Response<Body>, name: header::HeaderName, value: &str) {
    let value = HeaderValue::from_str(value).expect("parsed names and numbers make header values");
    response.headers_mut().insert(name, value);
}

/// Says which content the answer is about.
pub(crate) fn set_digest(response: &mut Response<Body>, digest: &Digest) {
    set(
        response,
        header::HeaderName::from_static("docker-content-digest"),
        &digest.to_string(),
    );
}
