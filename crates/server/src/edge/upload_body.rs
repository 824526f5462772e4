//! A request's body as the stream of bytes that an upload takes.

use blobs::Content;
use bytes::Bytes;
use futures_util::StreamExt as _;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use crate::edge::body::{BODY_PAUSE, ReadError};

/// Streams `body`; a client that pauses too long or goes away ends the stream with an error.
pub(crate) fn stream(body: Incoming) -> Content {
    futures_util::stream::try_unfold(body, |mut body| async move {
        loop {
            let waited = tokio::time::timeout(BODY_PAUSE, body.frame()).await;
            match waited.map_err(|_| ReadError::Stalled)? {
                None => return Ok(None),
                Some(Err(_)) => return Err(ReadError::Broken.into()),
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Ok(Some((data, body)));
                    }
                }
            }
        }
    })
    .boxed()
}

/// Streams bytes that are in memory already.
pub(crate) fn once(bytes: Bytes) -> Content {
    futures_util::stream::once(async move { Ok(bytes) }).boxed()
}
