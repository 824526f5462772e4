//! The one place that reads the wall clock.

use std::time::{SystemTime, UNIX_EPOCH};

use stdx::{Clock, Timestamp};

/// The clock of the machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that the ban points to"
    )]
    fn now(&self) -> Timestamp {
        // A machine without a battery may start before 1970 until it is told the time.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_seconds(0).after(since)
    }
}
