//! What a client sends, gathered into batches.

use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt};

use crate::AppendError;

/// An error of the caller's stream, handed back as [`AppendError::Source`].
pub type SourceError = Box<dyn std::error::Error + Send + Sync>;

/// The bytes of one append, in frames of any size.
pub type Content = BoxStream<'static, Result<Bytes, SourceError>>;

/// Consecutive frames whose bytes go to the store together.
#[derive(Debug, Default, Clone)]
pub(crate) struct Batch {
    /// The frames, none of them empty.
    pub(crate) frames: Vec<Bytes>,
    /// Bytes in all frames.
    pub(crate) length: u64,
    /// Whether the content ended with this batch.
    pub(crate) last: bool,
}

/// How many bytes make a batch. Enough that a batch is worth a trip to another thread, little
/// enough that an upload with two batches in flight stays below 4 MiB of memory.
pub(crate) const BATCH_BYTES: u64 = 1 << 20;

/// Gathers frames until they make a batch or the content ends.
pub(crate) async fn next_batch(content: &mut Content) -> Result<Batch, AppendError> {
    let mut batch = Batch::default();
    while batch.length < BATCH_BYTES {
        match content.next().await {
            Some(Ok(frame)) if frame.is_empty() => {}
            Some(Ok(frame)) => {
                batch.length += frame.len() as u64;
                batch.frames.push(frame);
            }
            Some(Err(error)) => return Err(AppendError::Source(error)),
            None => {
                batch.last = true;
                break;
            }
        }
    }
    Ok(batch)
}
