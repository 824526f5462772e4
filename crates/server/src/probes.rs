//! What a supervisor asks: `/healthz`, `/readyz`, `/metrics`.

use http::{HeaderValue, Response, StatusCode, header};

use crate::App;
use crate::answer::text;
use crate::edge::body::Body;

/// The process answers requests.
pub(crate) fn health() -> Response<Body> {
    text(StatusCode::OK, "ok\n")
}

/// Both stores answer and can write.
pub(crate) async fn ready(app: &App) -> Response<Body> {
    match app.registry.check().await {
        Ok(()) => text(StatusCode::OK, "ok\n"),
        Err(error) => {
            tracing::warn!(?error, "not ready");
            text(StatusCode::SERVICE_UNAVAILABLE, "a store is not available\n")
        }
    }
}

/// The figures in the OpenMetrics text format, which Prometheus reads.
pub(crate) async fn metrics(app: &App) -> Response<Body> {
    match app.registry.collector_status().await {
        Ok(status) => app.metrics.observe_collector(&status, app.registry.now()),
        Err(error) => tracing::warn!(?error, "the figures of the collector are old"),
    }
    match app.registry.damage_count().await {
        Ok(damaged) => app.metrics.observe_damage(damaged),
        Err(error) => tracing::warn!(?error, "the figure of damaged blobs is old"),
    }
    match app.registry.scrub_status().await {
        Ok(status) => app.metrics.observe_scrub(&status, app.registry.now()),
        Err(error) => tracing::warn!(?error, "the figures of the scrub are old"),
    }
    let mut response = text(StatusCode::OK, app.metrics.render(app.registry.audit_dropped()));
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
