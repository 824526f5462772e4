//! What the server does by itself while it runs, an hour apart: nothing here is needed for a
//! request, and nothing is lost when a round fails.

use std::sync::Arc;
use std::time::Duration;

use meta::Limit;
use registry::Registry;
use tokio::time::MissedTickBehavior;

use crate::tls::Certificates;

/// Time from one round to the next.
const PAUSE: Duration = Duration::from_secs(3600);

/// Uploads that one transaction of the sweep drops.
const BATCH: Limit = Limit(100);

/// Tokens that one transaction forgets.
const TOKENS: Limit = Limit(1_000);

/// Does a round at once and then one every hour, for as long as it is polled.
pub(crate) async fn run(registry: Registry, certificates: Option<Arc<Certificates>>) {
    let mut rounds = tokio::time::interval(PAUSE);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        sweep_uploads(&registry).await;
        sweep_tokens(&registry).await;
        if let Some(certificates) = &certificates
            && let Err(error) = certificates.refresh(registry.now())
        {
            tracing::error!("could not renew the server's certificate: {error:#}");
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
