//! What one client may take of the server.

use std::time::Duration;

/// Limits of the listener. The defaults suit a server in front of which nothing stands.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at once; more wait in the kernel's queue.
    pub connections: usize,
    /// How long the headers of a request may take.
    pub header_timeout: Duration,
    /// How long a TLS handshake may take.
    pub handshake_timeout: Duration,
    /// Bytes of all headers of a request together; at least 8 KiB.
    pub header_bytes: usize,
    /// Headers of a request.
    pub headers: usize,
    /// HTTP/2 streams of a connection at once.
    pub streams: u32,
    /// How long requests in progress may take after the server was told to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            header_timeout: Duration::from_secs(15),
            handshake_timeout: Duration::from_secs(10),
            header_bytes: 64 << 10,
            headers: 100,
            streams: 256,
            drain: Duration::from_secs(25),
        }
    }
}
