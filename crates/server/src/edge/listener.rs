//! The accept loop: connections in, requests to [`crate::service`], a graceful end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;

use crate::edge::Limits;
use crate::edge::first_bytes::FirstBytes;
use crate::edge::sendfile::{FileNotes, FileStream};
use crate::service::respond;
use crate::{App, service::Connection};
use registry::Transport;

/// Bytes that an HTTP/2 stream, and a connection, may have in flight. The protocol's own defaults
/// make uploads crawl over any distance.
const STREAM_WINDOW: u32 = 4 << 20;
const CONNECTION_WINDOW: u32 = 16 << 20;
/// Pause after an accept that failed for want of file descriptors or memory.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A bound socket that does not accept yet.
pub struct Listener {
    socket: TcpListener,
    tls: Option<TlsAcceptor>,
}

impl Listener {
    /// Binds `address`; port 0 takes a free port. With `tls`, every connection is encrypted.
    pub async fn bind(address: SocketAddr, tls: Option<Arc<rustls::ServerConfig>>) -> io::Result<Self> {
        let socket = TcpListener::bind(address).await?;
        Ok(Self {
            socket,
            tls: tls.map(TlsAcceptor::from),
        })
    }

    /// The address that was bound.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

/// A server: an application behind a listener.
pub struct Server {
    app: Arc<App>,
    limits: Limits,
    connections: Arc<Semaphore>,
    http: auto::Builder<TokioExecutor>,
}

impl Server {
    /// A server of `app` within `limits`.
    pub fn new(app: Arc<App>, limits: Limits) -> Self {
        let connections = Arc::new(Semaphore::new(limits.connections));
        let http = http_builder(&limits);
        Self {
            app,
            limits,
            connections,
            http,
        }
    }

    /// Serves until `stop` is done, then lets requests in progress finish.
    pub async fn serve(&self, listener: Listener, stop: impl Future<Output = ()>) {
        let graceful = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                accepted = self.accept(&listener.socket) => accepted,
            };
            match accepted {
                Ok((stream, peer, permit)) => {
                    self.open(stream, peer, permit, (listener.tls.clone(), graceful.watcher()));
                }
                Err(error) => {
                    tracing::warn!(%error, "could not accept a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
        drop(listener);
        if tokio::time::timeout(self.limits.drain, graceful.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("requests were still in progress when the server stopped");
        }
    }

    async fn accept(
        &self,
        socket: &TcpListener,
    ) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
        let permit = Arc::clone(&self.connections)
            .acquire_owned()
            .await
            .map_err(io::Error::other)?;
        let (stream, peer) = socket.accept().await?;
        Ok((stream, peer, permit))
    }

    fn open(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        permit: OwnedSemaphorePermit,
        (tls, watcher): (Option<TlsAcceptor>, Watcher),
    ) {
        let (app, http) = (Arc::clone(&self.app), self.http.clone());
        let (handshake_timeout, header_timeout) = (self.limits.handshake_timeout, self.limits.header_timeout);
        tokio::spawn(async move {
            let _permit = permit;
            // Answers leave in whole buffers; waiting for more only adds latency.
            if stream.set_nodelay(true).is_err() {
                return;
            }
            let Some(tls) = tls else {
                let notes = FileNotes::default();
                let stream = FileStream::new(stream, notes.clone(), app.metrics.sendfile_bytes());
                let connection = Connection {
                    app,
                    transport: Transport::Plain,
                    peer,
                    notes: Some(notes),
                };
                let stream = FirstBytes::new(stream, header_timeout);
                return serve_connection(http, stream, connection, watcher).await;
            };
            match tokio::time::timeout(handshake_timeout, tls.accept(stream)).await {
                Ok(Ok(stream)) => {
                    let connection = Connection {
                        app,
                        transport: Transport::Tls,
                        peer,
                        notes: None,
                    };
                    let stream = FirstBytes::new(stream, header_timeout);
                    serve_connection(http, stream, connection, watcher).await;
                }
                Ok(Err(error)) => tracing::debug!(%peer, %error, "TLS handshake failed"),
                Err(_) => tracing::debug!(%peer, "TLS handshake took too long"),
            }
        });
    }
}

async fn serve_connection<S>(
    http: auto::Builder<TokioExecutor>,
    stream: S,
    connection: Connection,
    watcher: Watcher,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let peer = connection.peer;
    let connection = Arc::new(connection);
    let service = service_fn(move |request| respond(Arc::clone(&connection), request));
    let serving = http.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(serving.into_owned()).await {
        tracing::debug!(%peer, error, "connection ended");
    }
}

fn http_builder(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_headers(limits.headers)
        // The buffer is what bounds the bytes of the headers; bodies pass through it in pieces.
        .max_buf_size(limits.header_bytes)
        .half_close(false);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX))
        .keep_alive_interval(Some(Duration::from_secs(30)));
    http
}
