//! Content of clients, good and bad.

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use tokio::sync::oneshot;

use crate::{Content, SourceError};

/// Content in one frame.
pub(super) fn whole(content: &[u8]) -> Content {
    frames(content, content.len())
}

/// Content in frames of `size` bytes.
pub(super) fn frames(content: &[u8], size: usize) -> Content {
    let frames: Vec<_> = content
        .chunks(size.max(1))
        .map(|frame| Ok(Bytes::copy_from_slice(frame)))
        .collect();
    stream::iter(frames).boxed()
}

/// Content whose client goes away at its end.
pub(super) fn cut_off(content: &[u8]) -> Content {
    let gone = stream::iter([Err(SourceError::from("the client went away"))]);
    frames(content, 64 << 10).chain(gone).boxed()
}

/// Content that stops after its bytes until it is told to end.
pub(super) struct Paused {
    /// Comes when all bytes were taken.
    pub(super) taken: oneshot::Receiver<()>,
    /// Ends the content; dropping it does, too.
    pub(super) end: oneshot::Sender<()>,
}

/// Content that stops after its bytes.
pub(super) fn paused(content: &[u8]) -> (Content, Paused) {
    let (taken_sender, taken) = oneshot::channel();
    let (end, ended) = oneshot::channel::<()>();
    let stop = async move {
        taken_sender.send(()).ok();
        ended.await.ok();
        None
    };
    let rest = stream::once(stop).filter_map(|item| async { item });
    (
        frames(content, 64 << 10).chain(rest).boxed(),
        Paused { taken, end },
    )
}
