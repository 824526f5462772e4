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

/// How many frames a batch has at most, as each costs memory beyond its bytes, and the kernel
/// takes no more of them at once (`IOV_MAX`). A client chooses how short they are.
const BATCH_FRAMES: usize = 1024;

/// Gathers frames until they make a batch or the content ends.
pub(crate) async fn next_batch(content: &mut Content) -> Result<Batch, AppendError> {
    let mut batch = Batch::default();
    while batch.length < BATCH_BYTES && batch.frames.len() < BATCH_FRAMES {
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

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use futures_util::stream;

    use super::*;

    /// The bytes, frames and end of each batch of `count` frames of `size` bytes.
    fn check(count: usize, size: usize, expected: &[(u64, usize, bool)]) {
        let frame = Bytes::from(vec![0; size]);
        let mut content = stream::iter(vec![frame; count]).map(Ok).boxed();
        for expected in expected {
            let next = next_batch(&mut content)
                .now_or_never()
                .expect("nothing to wait for");
            let batch = next.expect("no error");
            assert_eq!((batch.length, batch.frames.len(), batch.last), *expected);
        }
    }

    #[test]
    fn batches() {
        check(0, 1, &[(0, 0, true)]);
        check(3, 0, &[(0, 0, true)]);
        check(3, 5, &[(15, 3, true)]);
        check(16, 65_536, &[(1 << 20, 16, false), (0, 0, true)]);
        check(3, 700_000, &[(1_400_000, 2, false), (700_000, 1, true)]);
        check(1500, 1, &[(1024, 1024, false), (476, 476, true)]);
    }
}
