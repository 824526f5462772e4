//! Figures of the edge. Labels come from closed sets, never from what a caller wrote.

use std::sync::atomic::Ordering;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    api: &'static str,
    operation: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OperationLabels {
    api: &'static str,
    operation: &'static str,
}

/// The figures, and the registry that renders them.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<OperationLabels, Histogram>,
    audit_dropped: Counter,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("hythe");
        let requests = Family::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let seconds: Family<OperationLabels, Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(0.000_25, 4.0, 9)));
        registry.register(
            "http_request_seconds",
            "Time until the head of the answer",
            seconds.clone(),
        );
        let audit_dropped = Counter::default();
        registry.register(
            "audit_records_dropped",
            "Records of calls that changed nothing, lost because too many waited",
            audit_dropped.clone(),
        );
        Self {
            registry,
            requests,
            seconds,
            audit_dropped,
        }
    }

    /// Counts one answer.
    pub(crate) fn observe(
        &self,
        (api, operation, status): (&'static str, &'static str, u16),
        took: Duration,
    ) {
        self.requests
            .get_or_create(&RequestLabels {
                api,
                operation,
                status,
            })
            .inc();
        self.seconds
            .get_or_create(&OperationLabels { api, operation })
            .observe(took.as_secs_f64());
    }

    /// The text of `/metrics`.
    pub(crate) fn render(&self, audit_dropped: u64) -> String {
        let counted = self.audit_dropped.inner();
        counted.store(audit_dropped, Ordering::Relaxed);
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a string takes any text");
        text
    }
}
