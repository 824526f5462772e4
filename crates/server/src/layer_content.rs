//! The bytes of a layer as an answer, whichever way the caller was let in: whole, in part, or not
//! at all because the caller has them (RFC 9110, 13.1.2 and 14.2).

use http::{Response, StatusCode, header};
use names::{Digest, RepositoryArn};
use oci::conditional::{etag, lists};
use oci::range::Selection;
use registry::{Grant, LayerContent};

use crate::answer::{empty, set, set_digest};
use crate::edge::body::Body;
use crate::errors::range_not_satisfiable;
use crate::exchange::Exchange;

/// The bytes of a layer, or the part of them that `Range` selects (RFC 9110, 14.2).
pub(crate) async fn read(
    exchange: &Exchange,
    grant: &Grant<RepositoryArn>,
    layer: LayerContent,
) -> Result<Response<Body>, registry::Error> {
    let (digest, size) = (layer.digest(), layer.size());
    let header = |name| {
        exchange
            .parts
            .headers
            .get(name)
            .and_then(|value: &http::HeaderValue| value.to_str().ok())
    };
    if is_known(exchange, &digest) {
        return Ok(described(empty(StatusCode::NOT_MODIFIED), &digest));
    }
    let current = header(header::IF_RANGE).is_none_or(|known| known.trim() == etag(&digest));
    let range = header(header::RANGE).filter(|_| current);
    let selection = range.map_or(Selection::Whole, |range| Selection::parse(range, size));
    let content_range = selection.content_range(size).unwrap_or_default();
    let (status, part) = match selection {
        Selection::Whole => (StatusCode::OK, 0..size),
        Selection::Part(span) => (StatusCode::PARTIAL_CONTENT, span.first()..span.last() + 1),
        Selection::Unsatisfiable => return Ok(range_not_satisfiable(&content_range)),
    };
    let mut response = described(empty(status), &digest);
    if !content_range.is_empty() {
        set(&mut response, header::CONTENT_RANGE, &content_range);
    }
    if !part.is_empty() {
        let reader = exchange.app.registry.layer_open(grant, layer, part).await?;
        *response.body_mut() = Body::layer(reader);
    }
    Ok(response)
}

/// The headers of every answer about a layer.
pub(crate) fn described(mut response: Response<Body>, digest: &Digest) -> Response<Body> {
    set_digest(&mut response, digest);
    set(&mut response, header::CONTENT_TYPE, "application/octet-stream");
    set(&mut response, header::ACCEPT_RANGES, "bytes");
    set(&mut response, header::ETAG, &etag(digest));
    set(
        &mut response,
        header::CACHE_CONTROL,
        "private, max-age=31536000, immutable",
    );
    response
}

/// Whether the caller has the content with this digest already. The header is a list, so its lines
/// are one list too.
pub(crate) fn is_known(exchange: &Exchange, digest: &Digest) -> bool {
    let lines = exchange.parts.headers.get_all(header::IF_NONE_MATCH).iter();
    let mut texts = lines.filter_map(|line| line.to_str().ok());
    texts.any(|known| lists(known, digest))
}
