//! One connection, byte by byte: for requests that no client library would send.

use std::net::SocketAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::Reply;

/// No test waits longer for the server, so that a hanging one fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection to a [`crate::TestServer`]. Dropping it hangs up.
pub struct Wire {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Wire {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("the server accepts");
        stream.set_nodelay(true).expect("a live socket");
        Self {
            stream,
            unread: Vec::new(),
        }
    }

    /// Sends bytes. That the server may have closed already shows in what it answered.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref()).await;
        let _ = self.stream.flush().await;
    }

    /// Says that nothing more will be sent.
    pub async fn finish(&mut self) {
        let _ = self.stream.shutdown().await;
    }

    /// Reads one answer, its body as long as `Content-Length` says.
    pub async fn reply(&mut self) -> Reply {
        let head = loop {
            if let Some(end) = self.unread.windows(4).position(|four| four == b"\r\n\r\n") {
                break self.unread.drain(..end + 4).collect::<Vec<_>>();
            }
            assert_ne!(self.more().await, 0, "the server closed instead of answering");
        };
        let (status, headers) = parse(std::str::from_utf8(&head).expect("a head of text"));
        let length = headers.get("content-length").map_or(0, |value| {
            value
                .to_str()
                .ok()
                .and_then(|text| text.parse().ok())
                .expect("a length")
        });
        while self.unread.len() < length && self.more().await > 0 {}
        let complete = self.unread.len() >= length;
        let body = self
            .unread
            .drain(..length.min(self.unread.len()))
            .collect::<Vec<_>>();
        Reply {
            status,
            headers,
            body: body.into(),
            complete,
        }
    }

    /// Waits until the server has begun to answer.
    pub async fn first_bytes(&mut self) {
        assert_ne!(self.more().await, 0, "the server closed instead of answering");
    }

    /// Everything that still comes until the server closes.
    pub async fn rest(mut self) -> Vec<u8> {
        while self.more().await > 0 {}
        self.unread
    }

    async fn more(&mut self) -> usize {
        let reading = self.stream.read_buf(&mut self.unread);
        let read = tokio::time::timeout(PATIENCE, reading).await;
        // A reset is an end too.
        read.expect("the server answers or closes").unwrap_or(0)
    }
}

fn parse(head: &str) -> (StatusCode, HeaderMap) {
    let mut lines = head.trim_end().split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let status = status.and_then(|status| status.parse().ok()).expect("a status");
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').expect("a header");
        let name: HeaderName = name.parse().expect("a header name");
        headers.append(name, HeaderValue::from_str(value.trim()).expect("a header value"));
    }
    (status, headers)
}
