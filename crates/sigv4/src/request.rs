//! What the engine needs to see of an HTTP request.

use stdx::Timestamp;

/// One HTTP request as it came over the wire, borrowed.
///
/// Over HTTP/2 the caller passes `:authority` as a header named `host`.
/// There is no `Debug`: headers carry credentials.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method, in the case in which it was sent.
    pub method: &'a str,
    /// The path, still percent-encoded, without the query.
    pub path: &'a str,
    /// The query, still percent-encoded, without its question mark; empty when there is none.
    pub query: &'a str,
    /// The headers in the order of the wire, repeated ones included; names in any case.
    pub headers: &'a [(&'a str, &'a [u8])],
}

impl<'a> Request<'a> {
    /// The values of the headers of this name, in the order of the wire; empty for none.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.headers
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    /// The value of the first header of this name.
    pub(crate) fn value(&self, name: &str) -> Option<&'a [u8]> {
        self.values(name).next()
    }
}

/// A request together with what the receiver knows about its arrival.
#[derive(Clone, Copy)]
pub struct Received<'a> {
    /// The request.
    pub request: Request<'a>,
    /// The SHA-256 of the body as received (of no bytes when there is no body).
    pub body_sha256: [u8; 32],
    /// The instant of arrival.
    pub now: Timestamp,
}
