//! The keys of providers: fetched when they are needed, kept, fetched again.

mod certificate;
mod fault;
mod fetch;
mod reach;
mod resolver;
mod slot;
mod trust;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use stdx::{Clock, Timestamp};

pub use self::fault::{FetchFault, Refused};
use self::fetch::Fetcher;
pub use self::reach::Reach;
use self::slot::Slot;
use crate::{Claims, Expected, KeySet, Provider, Thumbprint, TokenFault, verify};

/// The most providers whose keys are kept. Beyond, the one that was used longest ago is dropped.
const MOST_PROVIDERS: usize = 1_000;

/// The keys of every provider that tokens came from, in memory.
///
/// Keys are used for an hour after they were fetched; while their provider cannot be reached, for
/// 24 hours. When a token names a key that is not there, they are fetched again, but not within a
/// minute of the last time. A failed fetch is repeated after 10 seconds at the earliest. However
/// many ask at once, one fetch is under way for a provider.
pub struct Keys {
    clock: Arc<dyn Clock>,
    fetcher: Fetcher,
    slots: Mutex<HashMap<Place, Entry>>,
}

/// What keys are kept under. Thumbprints belong to it: keys that one account has accepted from a
/// server by its thumbprint are not for another account, which has not.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    url: String,
    thumbprints: Vec<Thumbprint>,
}

struct Entry {
    slot: Arc<Slot>,
    used: Timestamp,
}

impl Keys {
    /// No keys yet. `clock` also says which certificates of servers are valid.
    pub fn new(clock: Arc<dyn Clock>, reach: Reach) -> Self {
        Self {
            fetcher: Fetcher::new(Arc::clone(&clock), reach),
            clock,
            slots: Mutex::default(),
        }
    }

    /// [`verify`] with the keys of `provider`, at the current instant.
    pub async fn verify(&self, token: &str, provider: &Provider) -> Result<Claims, Refused> {
        let keys = self.current(provider).await?;
        let verified = self.verify_with(&keys, token, provider);
        if verified != Err(TokenFault::UnknownKey) {
            return Ok(verified?);
        }
        let keys = self.renewed(provider, &keys).await?;
        Ok(self.verify_with(&keys, token, provider)?)
    }

    fn verify_with(&self, keys: &KeySet, token: &str, provider: &Provider) -> Result<Claims, TokenFault> {
        let expected = Expected {
            issuer: &provider.issuer(),
            audiences: &provider.client_ids,
            now: self.clock.now(),
        };
        verify(token, keys, &expected)
    }

    /// Keys that may be used now.
    async fn current(&self, provider: &Provider) -> Result<Arc<KeySet>, FetchFault> {
        let slot = self.slot(provider);
        if let Some(known) = slot.current(self.clock.now()) {
            return known;
        }
        let _turn = match (slot.fetching.try_lock(), slot.usable(self.clock.now())) {
            (Ok(turn), _) => turn,
            // Who has keys that still serve does not wait for somebody else's fetch.
            (Err(_), Some(keys)) => return Ok(keys),
            (Err(_), None) => slot.fetching.lock().await,
        };
        match slot.current(self.clock.now()) {
            Some(known) => known,
            None => self.fetch(&slot, provider).await,
        }
    }

    /// Keys that are younger than `known`, which lack one; `known` itself if it is too early to
    /// look for others.
    async fn renewed(&self, provider: &Provider, known: &Arc<KeySet>) -> Result<Arc<KeySet>, FetchFault> {
        let slot = self.slot(provider);
        // A fetch that is under way may bring the key, so it is waited for.
        let _turn = slot.fetching.lock().await;
        match slot.renewed(self.clock.now(), known) {
            Some(keys) => Ok(keys),
            None => self.fetch(&slot, provider).await,
        }
    }

    /// Who calls this has the slot's turn.
    async fn fetch(&self, slot: &Slot, provider: &Provider) -> Result<Arc<KeySet>, FetchFault> {
        slot.start(self.clock.now());
        let fetched = self.fetcher.fetch(provider).await;
        if let Err(fault) = &fetched {
            tracing::warn!(provider = provider.url, %fault, "the keys of a provider were not fetched");
        }
        slot.finish(self.clock.now(), fetched)
    }

    fn slot(&self, provider: &Provider) -> Arc<Slot> {
        let mut thumbprints = provider.thumbprints.clone();
        thumbprints.sort_unstable();
        let place = Place {
            url: provider.url.clone(),
            thumbprints,
        };
        let used = self.clock.now();
        let mut slots = self.slots.lock().expect("no holder of the lock panics");
        if slots.len() >= MOST_PROVIDERS && !slots.contains_key(&place) {
            let oldest = slots.iter().min_by_key(|(_, entry)| entry.used);
            let oldest = oldest.map(|(place, _)| place.clone());
            oldest.and_then(|place| slots.remove(&place));
        }
        let entry = slots.entry(place).or_insert_with(|| Entry {
            slot: Arc::default(),
            used,
        });
        entry.used = used;
        Arc::clone(&entry.slot)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use stdx::ManualClock;

    use super::*;

    #[test]
    fn the_provider_that_was_used_longest_ago_is_dropped() {
        let clock = Arc::new(ManualClock::new(Timestamp::from_seconds(0)));
        let keys = Keys::new(Arc::clone(&clock) as _, Reach::Anywhere);
        let slot = |number: usize| {
            clock.advance(Duration::from_secs(1));
            keys.slot(&Provider {
                url: format!("{number}.example"),
                client_ids: Vec::new(),
                thumbprints: Vec::new(),
            })
        };
        let first = slot(0);
        let second = slot(1);
        (2..MOST_PROVIDERS).for_each(|number| drop(slot(number)));
        assert!(Arc::ptr_eq(&slot(0), &first));
        slot(MOST_PROVIDERS);
        assert!(Arc::ptr_eq(&slot(0), &first));
        assert!(!Arc::ptr_eq(&slot(1), &second));
        assert_eq!(keys.slots.lock().expect("a lock").len(), MOST_PROVIDERS);
    }
}
