//! A blob's bytes on their way out.

use std::fmt;
use std::fs::File;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::stream::{BoxStream, Stream, StreamExt};

use crate::Error;

/// A place of a file.
#[derive(Debug, Clone)]
pub struct FilePlace {
    /// The file, which never changes.
    pub file: Arc<File>,
    /// Bytes before the place.
    pub offset: u64,
}

/// The bytes of a blob or of a range of it, checked before they are handed out.
///
/// Yields non-empty chunks that make up exactly the range that was asked for, or an error as
/// the last item. A reader that ended without an error gave all bytes.
pub struct BlobReader {
    chunks: BoxStream<'static, Result<Bytes, Error>>,
    remaining: u64,
    failed: bool,
    /// Where the next bytes stand as they are given out.
    place: Option<FilePlace>,
}

impl BlobReader {
    /// A reader of the `length` bytes that `chunks` will give.
    pub(crate) fn new(length: u64, chunks: BoxStream<'static, Result<Bytes, Error>>) -> Self {
        Self {
            chunks,
            remaining: length,
            failed: false,
            place: None,
        }
    }

    /// The same reader, whose bytes stand one after the other from `place` on.
    pub(crate) fn at(self, place: FilePlace) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }

    /// Where the next bytes stand in a file, if they stand there as they will be given out, so that
    /// they can be sent from there once they were given out.
    pub fn place(&self) -> Option<FilePlace> {
        self.place.clone()
    }

    /// How many bytes are still to come.
    pub fn remaining(&self) -> u64 {
        self.remaining
    }

    fn check(&mut self, item: Option<Result<Bytes, Error>>) -> Option<Result<Bytes, Error>> {
        let item = match item {
            None if self.remaining == 0 => return None,
            Some(Ok(chunk)) if chunk.len() as u64 <= self.remaining => Ok(chunk),
            Some(Err(error)) => Err(error),
            // The store promised another number of bytes than it gives.
            None | Some(Ok(_)) => Err(Error::Damaged),
        };
        match &item {
            Ok(chunk) => {
                self.remaining -= chunk.len() as u64;
                if let Some(place) = &mut self.place {
                    place.offset += chunk.len() as u64;
                }
            }
            Err(_) => self.failed = true,
        }
        Some(item)
    }
}

impl Stream for BlobReader {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.failed {
            return Poll::Ready(None);
        }
        let item = ready!(self.chunks.poll_next_unpin(context));
        Poll::Ready(self.check(item))
    }
}

impl fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlobReader")
            .field("remaining", &self.remaining)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use futures_util::stream;

    use super::*;

    /// What a reader of `length` bytes makes of chunks of these sizes, `None` for an error.
    fn check(length: u64, chunks: &[Option<usize>], expected: &[Option<usize>]) {
        let chunks: Vec<_> = chunks
            .iter()
            .map(|size| size.map(|size| Bytes::from(vec![1; size])).ok_or(Error::Missing))
            .collect();
        let reader = BlobReader::new(length, stream::iter(chunks).boxed());
        let items = reader
            .collect::<Vec<_>>()
            .now_or_never()
            .expect("nothing to wait for");
        let sizes: Vec<_> = items
            .into_iter()
            .map(|item| item.ok().map(|chunk| chunk.len()))
            .collect();
        assert_eq!(sizes, expected);
    }

    #[test]
    fn gives_as_many_bytes_as_promised_or_an_error() {
        check(0, &[], &[]);
        check(5, &[Some(2), Some(3)], &[Some(2), Some(3)]);
        check(5, &[Some(2)], &[Some(2), None]);
        check(5, &[Some(2), Some(4), Some(1)], &[Some(2), None]);
        check(0, &[Some(1)], &[None]);
        check(5, &[Some(2), None, Some(3)], &[Some(2), None]);
    }
}
