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

/// Which keys are asked for.
pub(super) enum Wanted {
    /// Whatever may be used.
    Any,
    /// Others than these, which lack one.
    Other(Arc<KeySet>),
}

/// What to do for who asks.
pub(super) enum Step {
    Use(Arc<KeySet>),
    Fail(FetchFault),
    Fetch {
        /// What may be used while somebody else fetches.
        meanwhile: Option<Arc<KeySet>>,
    },
}

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
    pub(super) fn step(&self, now: Timestamp, wanted: &Wanted) -> Step {
        let held = self.lock();
        match wanted {
            Wanted::Any => held.any(now),
            Wanted::Other(known) => held.other(now, known),
        }
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
    fn any(&self, now: Timestamp) -> Step {
        if let Some(keys) = self.younger_than(FRESH, now) {
            return Step::Use(keys);
        }
        let usable = self.younger_than(USABLE, now);
        match (&self.failed, usable) {
            (Some((failed, fault)), usable) if now.since(*failed) < FAILURE_PAUSE => {
                usable.map_or_else(|| Step::Fail(fault.clone()), Step::Use)
            }
            (_, meanwhile) => Step::Fetch { meanwhile },
        }
    }

    fn other(&self, now: Timestamp, known: &Arc<KeySet>) -> Step {
        match &self.keys {
            Some((keys, _)) if !Arc::ptr_eq(keys, known) => return Step::Use(Arc::clone(keys)),
            _ => {}
        }
        let is_soon = |started| now.since(started) < UNKNOWN_KEY_PAUSE;
        if self.started.is_some_and(is_soon) {
            return Step::Use(Arc::clone(known));
        }
        Step::Fetch { meanwhile: None }
    }

    fn younger_than(&self, age: Duration, now: Timestamp) -> Option<Arc<KeySet>> {
        let (keys, fetched) = self.keys.as_ref()?;
        (now.since(*fetched) < age).then(|| Arc::clone(keys))
    }
}
