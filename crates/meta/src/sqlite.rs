//! The SQLite engine: one thread that writes, and readers that run in place.
//!
//! `writer.rs` commits the queued write transactions together, `readers.rs` keeps read-only
//! connections, `connection.rs` opens both kinds and holds every setting of the database, and
//! `transaction.rs` runs statements.

mod connection;
#[cfg(feature = "fault")]
pub(crate) mod fault;
mod integrity;
#[cfg(test)]
mod plans;
mod readers;
mod snapshot;
mod transaction;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

use rusqlite::Connection;
use stdx::point;
use tokio::sync::{mpsc, oneshot};

use crate::meta::Body;
use crate::{Counts, Error, Tx};
pub use integrity::integrity;
use readers::Readers;
pub(crate) use transaction::SqliteTx;
use writer::{Message, Write, Writer};

/// How many write transactions may wait for the writer before callers do.
const QUEUE: usize = 1024;
/// `ENOSPC`.
const NO_SPACE: i32 = 28;

/// An open SQLite database.
pub(crate) struct Sqlite {
    file: PathBuf,
    writer: mpsc::Sender<Message>,
    readers: Readers,
    counters: Arc<Counters>,
}

#[derive(Default)]
struct Counters {
    writes: AtomicU64,
    commits: AtomicU64,
}

impl Sqlite {
    pub(crate) async fn open(path: &Path) -> Result<Self, Error> {
        let (writer, queue) = mpsc::channel(QUEUE);
        let (opened, opening) = oneshot::channel();
        let counters = Arc::new(Counters::default());
        let (file, counted) = (path.to_owned(), Arc::clone(&counters));
        std::thread::Builder::new()
            .name("meta-writer".to_owned())
            .spawn(move || Writer::start(&file, queue, counted, opened))
            .map_err(|error| Error::Other(error.to_string()))?;
        opening.await.map_err(|_| closed())??;
        Ok(Self {
            file: path.to_owned(),
            writer,
            readers: Readers::new(path),
            counters,
        })
    }

    pub(crate) async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: Body<T, E>,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Write::new(body, reply));
        self.writer.send(Message::Run(job)).await.map_err(|_| closed())?;
        match answer.await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => Err(closed().into()),
        }
    }

    pub(crate) fn read<T, E, F>(&self, body: &F) -> Result<T, E>
    where
        F: Body<T, E>,
        E: From<Error>,
    {
        self.readers.read(body)
    }

    pub(crate) async fn snapshot(&self, to: &Path) -> Result<(), Error> {
        let (from, to) = (self.file.clone(), to.to_owned());
        let copied = tokio::task::spawn_blocking(move || snapshot::snapshot(&from, &to));
        copied
            .await
            .unwrap_or_else(|failure| Err(Error::Other(failure.to_string())))
    }

    pub(crate) fn counts(&self) -> Counts {
        Counts {
            writes: self.counters.writes.load(Ordering::Relaxed),
            commits: self.counters.commits.load(Ordering::Relaxed),
        }
    }

    /// The readers go first, so that the writer's connection is the last and takes the log
    /// beside the database file away with it.
    pub(crate) async fn close(&self) {
        self.readers.close();
        let (done, closed) = oneshot::channel();
        if self.writer.send(Message::Close(done)).await.is_ok() {
            // An error is a writer that ended without an answer; either way it has ended.
            closed.await.ok();
        }
    }
}

/// What a test of the whole server wants instead of the next call of the database.
fn fault() -> Result<(), Error> {
    let text = || "a fault that a test asked for".to_owned();
    match point::fault() {
        None => Ok(()),
        Some(NO_SPACE) => Err(Error::Full(text())),
        Some(_) => Err(Error::Unavailable(text())),
    }
}

fn closed() -> Error {
    Error::Unavailable("the database has been closed".to_owned())
}

/// Runs a body in the transaction that `connection` has open.
///
/// Statements block, so a body that awaits nothing but the transaction is done at the first poll.
fn run_body<T, E, F>(connection: &mut Connection, body: &F) -> Result<T, E>
where
    F: Body<T, E>,
    E: From<Error>,
{
    let mut tx = Tx::sqlite(SqliteTx::new(connection));
    let poll = body(&mut tx)
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()));
    match poll {
        Poll::Ready(outcome) => tx.verdict(outcome),
        Poll::Pending => Err(foreign_await().into()),
    }
}

fn foreign_await() -> Error {
    let text = "the body of a transaction awaited something other than the transaction";
    debug_assert!(false, "{text}");
    Error::Other(text.to_owned())
}
