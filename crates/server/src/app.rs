//! What every request of a server shares.

use registry::{Principal, Registry};
use tokio::sync::Semaphore;

use crate::metrics::Metrics;
use crate::throttle::{Rates, Throttle, Throttled};

/// How many request bodies are held in memory at once; more wait.
const BODIES_IN_MEMORY: usize = 8;

/// One application: the registry service and what the edge keeps beside it.
pub struct App {
    pub(crate) registry: Registry,
    pub(crate) metrics: Metrics,
    pub(crate) bodies: Semaphore,
    /// `None` where callers may call as often as they can.
    pub(crate) throttle: Option<Throttle>,
}

impl App {
    /// An application over `registry`.
    pub fn new(registry: Registry) -> Self {
        Self {
            registry,
            metrics: Metrics::new(),
            bodies: Semaphore::new(BODIES_IN_MEMORY),
            throttle: None,
        }
    }

    /// The same application, which admits no more calls than `rates` say.
    #[must_use]
    pub fn limited_to(self, rates: Rates) -> Self {
        Self {
            throttle: Throttle::new(rates),
            ..self
        }
    }

    /// Whether a call may go on.
    pub(crate) fn admit(&self, principal: &Principal, operation: &'static str) -> Result<(), Throttled> {
        match &self.throttle {
            None => Ok(()),
            Some(throttle) => throttle.admit(principal, operation, self.registry.now()),
        }
    }
}
