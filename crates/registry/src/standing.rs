//! Long streams, which go on only as long as their caller may: the right that a stream began with
//! is decided again twice a minute, while bytes flow.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use blobs::{Content, FilePlace, SourceError};
use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{Stream, StreamExt as _};
use names::RepositoryArn;
use stdx::Timestamp;

use crate::damage::WatchedReader;
use crate::{Error, Grant, Registry};

/// For how long one decision carries a stream.
const CARRIES: Duration = Duration::from_secs(30);

/// The right to go on.
struct Standing {
    registry: Registry,
    grant: Grant<RepositoryArn>,
    decided_at: Timestamp,
    deciding: Option<BoxFuture<'static, Result<(), Error>>>,
}

impl Standing {
    fn new(registry: &Registry, grant: &Grant<RepositoryArn>) -> Self {
        Self {
            registry: registry.clone(),
            grant: grant.clone(),
            decided_at: registry.now(),
            deciding: None,
        }
    }

    /// Whether the stream may go on; decides again when that is due.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if self.deciding.is_none() {
            let now = self.registry.now();
            if now.since(self.decided_at) < CARRIES {
                return Poll::Ready(Ok(()));
            }
            self.decided_at = now;
            let (registry, grant) = (self.registry.clone(), self.grant.clone());
            self.deciding = Some(async move { registry.reauthorize(&grant).await }.boxed());
        }
        let Some(deciding) = &mut self.deciding else {
            return Poll::Ready(Ok(()));
        };
        let decided = ready!(deciding.poll_unpin(context));
        self.deciding = None;
        Poll::Ready(decided)
    }
}

/// Passes content on for as long as its sender may send it; then an [`Error`] ends it.
pub(crate) fn while_allowed(registry: &Registry, grant: &Grant<RepositoryArn>, content: Content) -> Content {
    let standing = Standing::new(registry, grant);
    Upload {
        standing,
        content,
        waiting: None,
    }
    .boxed()
}

struct Upload {
    standing: Standing,
    content: Content,
    /// A frame that came while the right was being decided.
    waiting: Option<Option<Result<Bytes, SourceError>>>,
}

impl Stream for Upload {
    type Item = Result<Bytes, SourceError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.waiting.is_none() {
            this.waiting = Some(ready!(this.content.poll_next_unpin(context)));
        }
        let allowed = ready!(this.standing.poll(context));
        let frame = this.waiting.take().flatten();
        Poll::Ready(match allowed {
            Ok(()) => frame,
            Err(error) => Some(Err(Box::new(error))),
        })
    }
}

/// The bytes of a layer on their way to a caller.
pub struct LayerReader {
    standing: Standing,
    reader: WatchedReader,
    refused: bool,
}

impl LayerReader {
    pub(crate) fn new(registry: &Registry, grant: &Grant<RepositoryArn>, reader: WatchedReader) -> Self {
        Self {
            standing: Standing::new(registry, grant),
            reader,
            refused: false,
        }
    }

    /// How many bytes are still to come.
    pub fn remaining(&self) -> u64 {
        self.reader.remaining()
    }

    /// Where the next bytes stand in a file as they will be given out, if they do.
    pub fn place(&self) -> Option<FilePlace> {
        self.reader.place()
    }
}

impl Stream for LayerReader {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.refused {
            return Poll::Ready(None);
        }
        if let Err(error) = ready!(this.standing.poll(context)) {
            this.refused = true;
            return Poll::Ready(Some(Err(error)));
        }
        this.reader.poll_next_unpin(context)
    }
}
