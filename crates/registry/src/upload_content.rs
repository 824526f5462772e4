//! Bodies with a length: what is passed on to the byte store, and when it is refused instead.

use blobs::Content;
use futures_util::StreamExt as _;

#[derive(Debug, thiserror::Error)]
#[error("the body is not as long as its Content-Range says")]
pub(crate) struct WrongLength;

#[derive(Debug, thiserror::Error)]
#[error("the body is longer than a layer may be")]
pub(crate) struct TooLong;

/// Passes on at most `room` bytes; one more is an error.
pub(crate) fn at_most(content: Content, room: u64) -> Content {
    let mut room = room;
    content
        .map(move |frame| {
            let frame = frame?;
            room = room.checked_sub(frame.len() as u64).ok_or(TooLong)?;
            Ok(frame)
        })
        .boxed()
}

/// Passes on exactly `length` bytes; more or fewer are an error.
pub(crate) fn exactly(content: Content, length: u64) -> Content {
    // The mark after the last frame is where a body that ended early is noticed.
    let mark = futures_util::stream::once(std::future::ready(Ok(None)));
    let mut left = length;
    content
        .map(|frame| frame.map(Some))
        .chain(mark)
        .filter_map(move |frame| {
            let checked = match frame {
                Err(error) => Some(Err(error)),
                Ok(None) => (left != 0).then(|| Err(WrongLength.into())),
                Ok(Some(frame)) => match left.checked_sub(frame.len() as u64) {
                    None => Some(Err(WrongLength.into())),
                    Some(rest) => {
                        left = rest;
                        Some(Ok(frame))
                    }
                },
            };
            std::future::ready(checked)
        })
        .boxed()
}
