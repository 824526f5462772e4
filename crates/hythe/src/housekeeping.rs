//! What the server does by itself while it runs, an hour or a minute apart: nothing here is needed
//! for a request, and nothing is lost when a round fails.

use std::sync::Arc;
use std::time::Duration;

use meta::Limit;
use registry::Registry;

use crate::collector;
use crate::interval::{SECOND, every};
use crate::scrubber;
use crate::tls::Certificates;

/// Time from one round to the next.
const PAUSE: Duration = Duration::from_secs(3600);

/// Time from one writing down of what was used to the next.
const MINUTE: Duration = Duration::from_secs(60);

/// Time from one writing down of pulls to the next: what a crash may lose.
const PULLS: Duration = Duration::from_secs(5);

/// Jobs that are done in a row before it is looked whether the server is to stop.
const JOBS: Limit = Limit(10);

/// Records of the audit trail, or events, that one transaction forgets.
const RECORDS: Limit = Limit(1_000);

/// Deleted images, or parts of deleted repositories, that one transaction purges.
const DELETED: Limit = Limit(200);

/// Uploads that one transaction of the sweep drops.
const BATCH: Limit = Limit(100);

/// Tokens that one transaction forgets.
const TOKENS: Limit = Limit(1_000);

/// How fast the work goes that there may be much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Things that are collected in a second at most; 0 bounds nothing.
    pub(crate) collect_rate: u32,
    /// Bytes that are read again in a second at most; 0 lets them be.
    pub(crate) scrub_rate: u64,
}

/// Does a round at once and then one every hour, and the small one every minute, for as long as it
/// is polled.
pub(crate) async fn run(registry: Registry, certificates: Option<Arc<Certificates>>, pace: Pace) {
    tokio::join!(
        jobs(&registry),
        notes(&registry),
        pulls(&registry),
        rounds(&registry, certificates),
        collector::run(&registry, pace.collect_rate),
        scrubber::run(&registry, pace.scrub_rate)
    );
}

/// Writes down what the audit trail tells of without a transaction of its own.
async fn notes(registry: &Registry) {
    let mut seconds = every(SECOND);
    loop {
        seconds.tick().await;
        flush_audit(registry).await;
    }
}

/// Does the jobs that are due, such as runs of lifecycle policies. They have a loop of their own,
/// since one may take long.
async fn jobs(registry: &Registry) {
    let mut seconds = every(SECOND);
    loop {
        seconds.tick().await;
        registry.clock_look();
        if let Err(error) = registry.job_run_due(JOBS).await {
            tracing::warn!(%error, "could not look for jobs that are due");
        }
    }
}

/// Writes down what is pulled, in a loop of its own: the hourly round may take long.
async fn pulls(registry: &Registry) {
    let mut pulls = every(PULLS);
    loop {
        pulls.tick().await;
        flush_pulls(registry).await;
    }
}

async fn rounds(registry: &Registry, certificates: Option<Arc<Certificates>>) {
    let mut rounds = every(PAUSE);
    let mut minutes = every(MINUTE);
    loop {
        tokio::select! {
            _ = rounds.tick() => round(registry, certificates.as_deref()).await,
            _ = minutes.tick() => minute(registry).await,
        }
    }
}

async fn round(registry: &Registry, certificates: Option<&Certificates>) {
    registry.clock_look();
    sweep_uploads(registry).await;
    sweep_tokens(registry).await;
    sweep_audit(registry).await;
    sweep_events(registry).await;
    if let Some(certificates) = certificates
        && let Err(error) = certificates.refresh(registry.now())
    {
        tracing::error!("could not renew the server's certificate: {error:#}");
    }
}

/// The small round.
async fn minute(registry: &Registry) {
    flush_last_used(registry).await;
    sweep_bin(registry).await;
}

/// Purges what was deleted and cannot be restored any more.
async fn sweep_bin(registry: &Registry) {
    loop {
        match registry.bin_sweep(DELETED).await {
            Ok(0) => return,
            Ok(purged) => tracing::debug!(purged, "purged what was deleted"),
            Err(error) => return tracing::error!(%error, "could not purge what was deleted"),
        }
    }
}

/// Writes down when access keys and roles were used.
async fn flush_last_used(registry: &Registry) {
    if let Err(error) = registry.last_used_flush().await {
        tracing::warn!(%error, "could not note when access keys and roles were used");
    }
}

/// Writes down what was pulled.
async fn flush_pulls(registry: &Registry) {
    if let Err(error) = registry.image_pull_flush().await {
        tracing::warn!(%error, "could not note what was pulled; it is tried again");
    }
}

async fn flush_audit(registry: &Registry) {
    if let Err(error) = registry.audit_flush().await {
        tracing::warn!(%error, "could not write records of the audit trail");
    }
}

/// Writes down what is only in memory, when no request is served any more.
pub(crate) async fn finish(registry: &Registry) {
    flush_audit(registry).await;
    flush_last_used(registry).await;
    flush_pulls(registry).await;
}

/// Forgets old records of the audit trail.
async fn sweep_audit(registry: &Registry) {
    loop {
        match registry.audit_sweep(RECORDS).await {
            Ok(0) => return,
            Ok(forgotten) => tracing::debug!(forgotten, "forgot old records of the audit trail"),
            Err(error) => return tracing::error!(%error, "could not forget old records of the audit trail"),
        }
    }
}

/// Forgets old events.
async fn sweep_events(registry: &Registry) {
    loop {
        match registry.event_sweep(RECORDS).await {
            Ok(0) => return,
            Ok(forgotten) => tracing::debug!(forgotten, "forgot old events"),
            Err(error) => return tracing::error!(%error, "could not forget old events"),
        }
    }
}

/// Forgets the tokens that have ended.
async fn sweep_tokens(registry: &Registry) {
    loop {
        match registry.token_sweep(TOKENS).await {
            Ok(0) => return,
            Ok(forgotten) => tracing::debug!(forgotten, "forgot tokens that have ended"),
            Err(error) => return tracing::error!(%error, "could not forget tokens that have ended"),
        }
    }
}

/// Drops the uploads that nobody continues.
async fn sweep_uploads(registry: &Registry) {
    loop {
        match registry.upload_sweep(BATCH).await {
            Ok(0) => return,
            Ok(dropped) => tracing::info!(dropped, "dropped abandoned uploads"),
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                return tracing::error!(%error, cause, "could not drop abandoned uploads");
            }
        }
    }
}
