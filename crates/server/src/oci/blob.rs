//! Blobs: read whole or in part, delete (OCI distribution-spec, end-2, end-10).

use http::{Response, StatusCode, header};
use names::{Digest, RepositoryName};
use oci::conditional::etag;
use oci::range::Selection;
use registry::{Action, LayerContent};

use super::{Call, Result, empty, is_known, set, set_digest};
use crate::edge::body::Body;
use crate::errors::range_not_satisfiable;
use crate::service::Exchange;

pub(super) async fn head(call: &Call<'_>, name: RepositoryName, digest: Digest) -> Result {
    let grant = call.authorize(Action::BatchCheckLayerAvailability, &name)?;
    let layer = call.exchange.app.registry.layer_get(&grant, digest).await?;
    if is_known(call.exchange, &digest) {
        return Ok(described(empty(StatusCode::NOT_MODIFIED), &digest));
    }
    let mut response = described(empty(StatusCode::OK), &digest);
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, layer.size().into());
    Ok(response)
}

pub(super) async fn get(call: &Call<'_>, name: RepositoryName, digest: Digest) -> Result {
    let grant = call.authorize(Action::GetDownloadUrlForLayer, &name)?;
    let layer = call.exchange.app.registry.layer_get(&grant, digest).await?;
    Ok(content(call.exchange, layer).await?)
}

pub(super) async fn delete(call: &Call<'_>, name: RepositoryName, digest: Digest) -> Result {
    let grant = call.authorize(Action::BatchDeleteImage, &name)?;
    call.exchange.app.registry.layer_delete(&grant, digest).await?;
    Ok(empty(StatusCode::ACCEPTED))
}

/// The bytes of a layer, or the part of them that `Range` selects (RFC 9110, 14.2).
pub(crate) async fn content(
    exchange: &Exchange,
    layer: LayerContent,
) -> std::result::Result<Response<Body>, registry::Error> {
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
        let reader = exchange.app.registry.layer_open(layer, part).await?;
        *response.body_mut() = Body::Blob(Box::new(reader));
    }
    Ok(response)
}

fn described(mut response: Response<Body>, digest: &Digest) -> Response<Body> {
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
