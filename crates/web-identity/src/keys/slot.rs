//! The keys of one provider, and when to fetch them.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use stdx::Timestamp;

use super::FetchFault;
use crate::KeySet;

/// How long keys are used before they are fetched again.
const FRESH: Duration = Duration::from_secs(60 * 60);

/// How long keys are used when they cannot be fetched again.
const USABLE: Duration = Duration::from_secs(24 * 60 * 60);

/// The shortest time between the starts of two fetches for keys that tokens name.
const UNKNOWN_KEY_PAUSE: Duration = Duration::from_secs(60);

/// The shortest time from a failed fetch to the next.
const FAILURE_PAUSE: Duration = Duration::from_secs(10);

/// The place of one provider.
#[derive(Default)]
pub(super) struct Slot {
    held: Mutex<Held>,
    /// Held by who fetches. When that caller goes away, the next one in the queue fetches.
    pub(super) fetching: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Held {
    keys: Option<(Arc<KeySet>, Timestamp)>,
    /// When the last fetch started.
    started: Option<Timestamp>,
    /// When and why the last fetch failed, if it did.
    failed: Option<(Timestamp, FetchFault)>,
}

impl Slot {
    /// What is known without a fetch; `None` when one is due.
    pub(super) fn current(&self, now: Timestamp) -> Option<Result<Arc<KeySet>, FetchFault>> {
        let held = self.lock();
        if let Some(keys) = held.younger_than(FRESH, now) {
            return Some(Ok(keys));
        }
        let (failed, fault) = held.failed.as_ref()?;
        let usable = held.younger_than(USABLE, now);
        (now.since(*failed) < FAILURE_PAUSE).then(|| usable.ok_or_else(|| fault.clone()))
    }

    /// Keys that a fetch is due for, but that may be used while it is under way.
    pub(super) fn usable(&self, now: Timestamp) -> Option<Arc<KeySet>> {
        self.lock().younger_than(USABLE, now)
    }

    /// What to use in place of `known`, which lacks a key; `None` when a fetch is due.
    pub(super) fn renewed(&self, now: Timestamp, known: &Arc<KeySet>) -> Option<Arc<KeySet>> {
        let held = self.lock();
        if let Some((keys, _)) = held.keys.as_ref().filter(|(keys, _)| !Arc::ptr_eq(keys, known)) {
            return Some(Arc::clone(keys));
        }
        let is_soon = |started| now.since(started) < UNKNOWN_KEY_PAUSE;
        held.started.is_some_and(is_soon).then(|| Arc::clone(known))
    }

    pub(super) fn start(&self, now: Timestamp) {
        self.lock().started = Some(now);
    }

    /// What who fetched gets: the keys, or what is left of earlier ones.
    pub(super) fn finish(
        &self,
        now: Timestamp,
        fetched: Result<KeySet, FetchFault>,
    ) -> Result<Arc<KeySet>, FetchFault> {
        let mut held = self.lock();
        match fetched {
            Ok(keys) => {
                let keys = Arc::new(keys);
                held.keys = Some((Arc::clone(&keys), now));
                held.failed = None;
                Ok(keys)
            }
            Err(fault) => {
                held.failed = Some((now, fault.clone()));
                held.younger_than(USABLE, now).ok_or(fault)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().expect("no holder of the lock panics")
    }
}

impl Held {
    fn younger_than(&self, age: Duration, now: Timestamp) -> Option<Arc<KeySet>> {
        let (keys, fetched) = self.keys.as_ref()?;
        (now.since(*fetched) < age).then(|| Arc::clone(keys))
    }
}
