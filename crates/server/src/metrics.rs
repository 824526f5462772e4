//! Figures of the edge. Labels come from closed sets, never from what a caller wrote.

use std::sync::atomic::Ordering;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use registry::{CollectorStatus, ScrubStatus};
use stdx::Timestamp;

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
    sendfile_bytes: Counter,
    collector: CollectorMetrics,
    scrub: ScrubMetrics,
}

/// The figures of the collector of unneeded bytes, as they were when they were asked for.
#[derive(Default)]
struct CollectorMetrics {
    reclaimable: Gauge,
    freed: Counter,
    lag: Gauge,
}

impl CollectorMetrics {
    fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        registry.register(
            "collector_reclaimable_bytes",
            "Bytes that nobody needs and that are not deleted yet, as far as is known",
            metrics.reclaimable.clone(),
        );
        registry.register(
            "collector_freed_bytes",
            "Bytes that were deleted because nobody needed them",
            metrics.freed.clone(),
        );
        registry.register(
            "collector_lag_seconds",
            "Time since the last whole round of the collector; -1 before the first",
            metrics.lag.clone(),
        );
        metrics
    }
}

/// The figures of reading all bytes again, as they were when they were asked for.
#[derive(Default)]
struct ScrubMetrics {
    blobs: Counter,
    bytes: Counter,
    damaged: Counter,
    locked: Counter,
    lag: Gauge,
}

impl ScrubMetrics {
    fn register(registry: &mut Registry) -> Self {
        let metrics = Self::default();
        let counters = [
            ("scrub_blobs", "Blobs that were read again", &metrics.blobs),
            (
                "scrub_bytes",
                "Bytes of blobs that were read again",
                &metrics.bytes,
            ),
            (
                "damaged_blobs",
                "Blobs that were found damaged, by the scrub, in an answer or by a command",
                &metrics.damaged,
            ),
            (
                "scrub_locked_blobs",
                "Blobs that were not read again, since their key could not be had",
                &metrics.locked,
            ),
        ];
        for (name, help, counter) in counters {
            registry.register(name, help, counter.clone());
        }
        registry.register(
            "scrub_lag_seconds",
            "Time since the last whole round of the scrub; -1 before the first",
            metrics.lag.clone(),
        );
        metrics
    }
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
        let sendfile_bytes = Counter::default();
        registry.register(
            "sendfile_bytes",
            "Bytes of layers that left by sendfile",
            sendfile_bytes.clone(),
        );
        let collector = CollectorMetrics::register(&mut registry);
        let scrub = ScrubMetrics::register(&mut registry);
        Self {
            registry,
            requests,
            seconds,
            audit_dropped,
            sendfile_bytes,
            collector,
            scrub,
        }
    }

    /// Counts bytes of layers that left by `sendfile`.
    pub(crate) fn sendfile_bytes(&self) -> Counter {
        self.sendfile_bytes.clone()
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

    /// Takes over what the collector has done.
    pub(crate) fn observe_collector(&self, status: &CollectorStatus, now: Timestamp) {
        let progress = &status.progress;
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.collector.reclaimable.set(whole(progress.reclaimable_bytes));
        let freed = self.collector.freed.inner();
        freed.store(progress.total.freed_bytes, Ordering::Relaxed);
        self.collector.lag.set(lag(progress.ended_at, now));
    }

    /// Takes over how many damaged blobs were ever noted.
    pub(crate) fn observe_damage(&self, damaged: u64) {
        self.scrub.damaged.inner().store(damaged, Ordering::Relaxed);
    }

    /// Takes over what the scrub has done.
    pub(crate) fn observe_scrub(&self, status: &ScrubStatus, now: Timestamp) {
        let total = &status.progress.total;
        for (counter, number) in [
            (&self.scrub.blobs, total.blobs),
            (&self.scrub.bytes, total.bytes),
            (&self.scrub.locked, total.locked),
        ] {
            counter.inner().store(number, Ordering::Relaxed);
        }
        self.scrub.lag.set(lag(status.progress.ended_at, now));
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

/// Seconds since something ended, by microseconds since 1970; -1 where it never has.
fn lag(ended_at: i64, now: Timestamp) -> i64 {
    match ended_at {
        0 => -1,
        ended_at => i64::try_from(now.since(Timestamp::from_micros(ended_at)).as_secs()).unwrap_or(i64::MAX),
    }
}
