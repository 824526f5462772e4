//! The events of a registry, for whoever goes after them.

use futures_util::FutureExt as _;
use meta::{Event, Limit, LogRange, Numbered};
use names::RegistryKey;
use serde_json::{Value, json};

use crate::{Action, Error, Grant, Registry};

/// Events that one transaction numbers.
const NUMBERED: Limit = Limit(500);

impl Registry {
    /// The events of the registry of a grant in a range, as of now.
    pub async fn event_lookup(
        &self,
        grant: &Grant<RegistryKey>,
        range: LogRange,
        limit: Limit,
    ) -> Result<Vec<Numbered<Event>>, Error> {
        grant.expect(&[Action::LookupEvents]);
        self.event_list(grant.resource(), range, limit).await
    }

    /// The events of a registry in a range, as of now.
    ///
    /// No grant is asked for: this is for the operator.
    pub async fn event_list(
        &self,
        registry: &RegistryKey,
        range: LogRange,
        limit: Limit,
    ) -> Result<Vec<Numbered<Event>>, Error> {
        self.event_number().await?;
        let args = (registry.clone(), range, limit);
        self.read(args, |tx, (registry, range, limit)| {
            async move { Ok(tx.event_list(registry, *range, *limit).await?) }.boxed()
        })
        .await
    }

    /// Numbers all events that are committed by now.
    async fn event_number(&self) -> Result<(), Error> {
        let waiting = self.read((), |tx, ()| {
            async move { Ok(tx.event_has_unnumbered().await?) }.boxed()
        });
        if !waiting.await? {
            return Ok(());
        }
        loop {
            let numbered = self.write((), |tx, ()| {
                async move { Ok(tx.event_number(NUMBERED).await?) }.boxed()
            });
            if numbered.await? < u64::from(NUMBERED.0) {
                return Ok(());
            }
        }
    }

    /// Deletes events that are older than they are kept, at most `limit`, and says how many.
    pub async fn event_sweep(&self, limit: Limit) -> Result<u64, Error> {
        if self.clock_rests_until().is_some() {
            return Ok(0);
        }
        let before = self.before(self.logging.life.events);
        self.write((before, limit), |tx, (before, limit)| {
            async move { Ok(tx.event_delete_before(*before, *limit).await?) }.boxed()
        })
        .await
    }
}

/// An event as EventBridge has it.
pub fn envelope(event: &Event) -> Value {
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    json!({
        "version": "0",
        "id": event.id.to_string(),
        "detail-type": event.detail_type,
        "source": "aws.ecr",
        "account": event.registry.account.as_str(),
        "time": event.at.to_iso8601(),
        "region": event.registry.region.as_str(),
        "resources": parsed(&event.resources),
        "detail": parsed(&event.detail),
    })
}
