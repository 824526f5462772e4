//! What every request of a server shares.

use registry::Registry;
use tokio::sync::Semaphore;

use crate::metrics::Metrics;

/// How many request bodies are held in memory at once; more wait.
const BODIES_IN_MEMORY: usize = 8;

/// One application: the registry service and what the edge keeps beside it.
pub struct App {
    pub(crate) registry: Registry,
    pub(crate) metrics: Metrics,
    pub(crate) bodies: Semaphore,
}

impl App {
    /// An application over `registry`.
    pub fn new(registry: Registry) -> Self {
        Self {
            registry,
            metrics: Metrics::new(),
            bodies: Semaphore::new(BODIES_IN_MEMORY),
        }
    }
}
