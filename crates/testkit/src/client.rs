//! HTTP as plain as it gets: one connection a request, nothing retried, nothing followed.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer with its whole body.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status; 599 when the connection broke before there was one.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body. Empty when the connection broke in the middle of it; see [`Reply::complete`].
    pub body: Bytes,
    /// Whether the body came whole.
    pub complete: bool,
}

impl Reply {
    async fn of(response: Response<Incoming>) -> Self {
        let (parts, body) = response.into_parts();
        let collected = body.collect().await;
        let complete = collected.is_ok();
        let body = collected
            .map(http_body_util::Collected::to_bytes)
            .unwrap_or_default();
        Self {
            status: parts.status,
            headers: parts.headers,
            body,
            complete,
        }
    }

    /// No answer at all.
    fn broken() -> Self {
        Self {
            status: StatusCode::from_u16(599).expect("a status"),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            complete: false,
        }
    }

    /// A header as text; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Code and message of an error of the OCI API.
    pub fn oci_error(&self) -> (String, String) {
        let body = self.json();
        let part = |name: &str| body["errors"][0][name].as_str().unwrap_or_default().to_owned();
        (part("code"), part("message"))
    }
}

pub(crate) async fn send(address: SocketAddr, request: Request<impl Into<Bytes>>) -> Reply {
    let stream = TcpStream::connect(address).await.expect("the server accepts");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .expect("a connection");
    let driver = tokio::spawn(connection);
    let mut request = request.map(|body| Full::new(body.into()));
    if !request.headers().contains_key(http::header::HOST) {
        let host = address.to_string().parse().expect("an address is a header value");
        request.headers_mut().insert(http::header::HOST, host);
    }
    let Ok(response) = sender.send_request(request).await else {
        return Reply::broken();
    };
    let reply = Reply::of(response).await;
    driver.abort();
    reply
}

/// As [`send`], over HTTP/2 without TLS. The request's target needs an authority.
pub(crate) async fn send_http2(address: SocketAddr, request: Request<impl Into<Bytes>>) -> Reply {
    let stream = TcpStream::connect(address).await.expect("the server accepts");
    let (mut sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
        .await
        .expect("a connection");
    let driver = tokio::spawn(connection);
    let sent = sender
        .send_request(request.map(|body| Full::new(body.into())))
        .await;
    let reply = match sent {
        Ok(response) => Reply::of(response).await,
        Err(_) => Reply::broken(),
    };
    driver.abort();
    reply
}

pub(crate) async fn send_raw(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.expect("the server accepts");
    // The server may close before it has read everything; what it answered still counts.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

pub(crate) async fn send_cut_off(address: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.expect("the server accepts");
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}
