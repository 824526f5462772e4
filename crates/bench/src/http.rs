//! The load generator's HTTP/1.1 client: one connection, one request at a time, bytes prepared by
//! the caller, bodies read into one large buffer and thrown away.
//!
//! It knows what the three servers send and no more: no redirects, no trailers, no interim answers.

mod chunked;
mod head;

use std::net::SocketAddr;

use anyhow::{Context as _, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use chunked::Chunked;
use head::{Framing, Head};

/// Large enough that a call of the system costs little beside the bytes it brings.
const BUFFER: usize = 512 * 1024;

/// What becomes of the body of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Read and thrown away.
    Nothing,
    /// Kept in the reply.
    Everything,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status code.
    pub(crate) status: u16,
    /// The header `Location`.
    pub(crate) location: Option<String>,
    /// The length of the body.
    pub(crate) length: u64,
    /// The body, where it was kept.
    pub(crate) body: Vec<u8>,
}

/// A connection that is kept alive.
pub(crate) struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Box<[u8]>,
    closing: bool,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        Ok(Self {
            address,
            stream: connect(address).await?,
            buffer: vec![0; BUFFER].into(),
            closing: false,
        })
    }

    /// Sends a request that is complete in `request` and reads the answer.
    pub(crate) async fn exchange(&mut self, request: &[u8], keep: Keep) -> anyhow::Result<Reply> {
        self.send(request).await?;
        self.receive(Expect::of(request), keep).await
    }

    /// Sends the head of a request, then a body in slices, and reads the answer.
    pub(crate) async fn upload<'b>(
        &mut self,
        head: &[u8],
        body: impl Iterator<Item = &'b [u8]>,
    ) -> anyhow::Result<Reply> {
        self.send(head).await?;
        for slice in body {
            self.stream
                .write_all(slice)
                .await
                .context("the server closed while a body was sent")?;
        }
        self.receive(Expect::Body, Keep::Everything).await
    }

    /// Sends bytes, over a new connection when the server announced that it closes the old one.
    async fn send(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        if self.closing {
            self.stream = connect(self.address).await?;
            self.closing = false;
        }
        self.stream
            .write_all(bytes)
            .await
            .context("could not send a request")
    }

    async fn receive(&mut self, expect: Expect, keep: Keep) -> anyhow::Result<Reply> {
        let mut filled = 0;
        let head = loop {
            filled += self.fill(filled).await?;
            if let Some(head) = Head::parse(&self.buffer[..filled])? {
                break head;
            }
            ensure!(filled < self.buffer.len(), "the head of an answer is too long");
        };
        self.closing = head.close;
        let mut reply = Reply {
            status: head.status,
            location: head.location,
            length: 0,
            body: Vec::new(),
        };
        let early = head.size..filled;
        match head.framing {
            _ if expect == Expect::HeadOnly || matches!(head.status, 204 | 304) => {}
            Framing::Length(length) => self.sized(length, early, keep, &mut reply).await?,
            Framing::Chunked => self.chunked(early, keep, &mut reply).await?,
        }
        Ok(reply)
    }

    /// Reads a body of known length, of which the range `early` of the buffer is the beginning.
    async fn sized(
        &mut self,
        length: u64,
        early: std::ops::Range<usize>,
        keep: Keep,
        reply: &mut Reply,
    ) -> anyhow::Result<()> {
        let mut part = early;
        loop {
            reply.length += part.len() as u64;
            if keep == Keep::Everything {
                reply.body.extend_from_slice(&self.buffer[part]);
            }
            match reply.length.cmp(&length) {
                std::cmp::Ordering::Less => part = 0..self.fill(0).await?,
                std::cmp::Ordering::Equal => return Ok(()),
                std::cmp::Ordering::Greater => bail!("a body is longer than announced"),
            }
        }
    }

    async fn chunked(
        &mut self,
        early: std::ops::Range<usize>,
        keep: Keep,
        reply: &mut Reply,
    ) -> anyhow::Result<()> {
        let mut decoder = Chunked::default();
        let mut part = early;
        loop {
            let body = (keep == Keep::Everything).then_some(&mut reply.body);
            let ended = decoder.feed(&self.buffer[part], body)?;
            if ended {
                reply.length = decoder.length;
                return Ok(());
            }
            part = 0..self.fill(0).await?;
        }
    }

    async fn fill(&mut self, from: usize) -> anyhow::Result<usize> {
        let read = self.stream.read(&mut self.buffer[from..]).await;
        match read.context("could not read an answer")? {
            0 => bail!("the server closed the connection before it had answered"),
            read => Ok(read),
        }
    }
}

/// Whether the answer to a request has a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    HeadOnly,
    Body,
}

impl Expect {
    fn of(request: &[u8]) -> Self {
        if request.starts_with(b"HEAD ") {
            Self::HeadOnly
        } else {
            Self::Body
        }
    }
}

async fn connect(address: SocketAddr) -> anyhow::Result<TcpStream> {
    let stream = TcpStream::connect(address)
        .await
        .with_context(|| format!("could not connect to {address}"))?;
    stream.set_nodelay(true).context("could not set TCP_NODELAY")?;
    Ok(stream)
}
