//! Timestamps as the AWS JSON protocols write them: a number of seconds with a millisecond fraction.

use serde::Serializer;
use stdx::Timestamp;

/// Writes an instant that is always there.
pub(crate) fn serialize<S: Serializer>(instant: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_f64(instant.as_epoch_seconds())
}

/// Writes an instant that may be absent; absent ones are skipped before they come here.
pub(crate) fn serialize_option<S: Serializer>(
    instant: &Option<Timestamp>,
    out: S,
) -> Result<S::Ok, S::Error> {
    match instant {
        Some(instant) => serialize(instant, out),
        None => out.serialize_none(),
    }
}
