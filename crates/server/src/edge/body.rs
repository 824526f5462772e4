//! Bodies of answers, and small bodies of requests.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::Stream as _;
use http_body::{Frame, SizeHint};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use registry::LayerReader;
use tokio::time::Instant;

use crate::edge::sendfile::FileNotes;

/// How long a client may pause in the middle of a body.
pub(crate) const BODY_PAUSE: Duration = Duration::from_secs(60);

/// How fast a body that is held in memory must come, in bytes a second, once the first pause is
/// used up: such bodies are few at a time, so a client that drips keeps others waiting.
const SLOWEST: u64 = 16 << 10;

/// The body of an answer.
pub(crate) enum Body {
    /// Bytes in memory; taken when they are sent.
    Bytes(Option<Bytes>),
    /// A layer, verified while it is sent. Damage, or the end of the caller's right to it, ends the
    /// connection before the last byte.
    Layer(Box<LayerBody>),
}

/// A layer on its way to a client.
pub(crate) struct LayerBody {
    reader: LayerReader,
    /// Where the connection looks what it may send from a file, if it can.
    notes: Option<FileNotes>,
}

impl LayerBody {
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, registry::Error>>> {
        let place = self.reader.place();
        let chunk = ready!(Pin::new(&mut self.reader).poll_next(context));
        if let (Some(Ok(bytes)), Some(place), Some(notes)) = (&chunk, place, &self.notes) {
            notes.put(bytes.clone(), place);
        }
        Poll::Ready(chunk)
    }
}

impl Body {
    /// The bytes of a layer.
    pub(crate) fn layer(reader: LayerReader) -> Self {
        Self::Layer(Box::new(LayerBody { reader, notes: None }))
    }

    /// Notes where its bytes stand in files, for a connection that can send them from there.
    pub(crate) fn note_files(&mut self, to: &FileNotes) {
        if let Self::Layer(layer) = self {
            layer.notes = Some(to.clone());
        }
    }

    /// No bytes.
    pub(crate) fn empty() -> Self {
        Self::Bytes(None)
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        Self::Bytes((!bytes.is_empty()).then_some(bytes))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = registry::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, registry::Error>>> {
        match self.get_mut() {
            Self::Bytes(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Layer(layer) => {
                let polled = layer.poll_next(context);
                polled.map(|frame| frame.map(|frame| frame.inspect_err(log_damage).map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Bytes(bytes) => bytes.is_none(),
            Self::Layer(layer) => layer.reader.remaining() == 0,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Bytes(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Layer(layer) => SizeHint::with_exact(layer.reader.remaining()),
        }
    }
}

fn log_damage(error: &registry::Error) {
    match error {
        registry::Error::Internal(internal) => {
            tracing::error!(error = %internal, "a layer could not be read to its end");
        }
        refused => tracing::info!(error = %refused, "a layer was not read to its end"),
    }
}

/// Why a request's body could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReadError {
    /// Longer than it may be.
    #[error("the body is longer than {0} bytes")]
    TooLong(usize),
    /// The client paused too long.
    #[error("the body did not arrive in time")]
    Stalled,
    /// The client went away, or its framing is broken.
    #[error("the body could not be read")]
    Broken,
}

/// Reads a whole body of at most `limit` bytes into memory.
pub(crate) async fn read(body: Incoming, limit: usize) -> Result<Bytes, ReadError> {
    if body.size_hint().lower() > limit as u64 {
        return Err(ReadError::TooLong(limit));
    }
    let mut body = Limited::new(body, limit);
    let mut whole = BytesMut::new();
    let started = Instant::now();
    loop {
        let allowed = BODY_PAUSE + Duration::from_secs(whole.len() as u64 / SLOWEST);
        let frame = tokio::time::timeout_at(started + allowed, body.frame())
            .await
            .map_err(|_| ReadError::Stalled)?;
        match frame {
            None => return Ok(whole.freeze()),
            Some(Ok(frame)) => {
                if let Ok(data) = frame.into_data() {
                    whole.extend_from_slice(&data);
                }
            }
            Some(Err(error)) if error.is::<LengthLimitError>() => return Err(ReadError::TooLong(limit)),
            Some(Err(_)) => return Err(ReadError::Broken),
        }
    }
}
