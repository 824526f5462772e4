//! The database as the rest of the program holds it.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::{Error, Tx};

/// The future that a transaction's body returns.
pub type BoxFuture<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;

/// The metadata of one installation. Cheap to clone; all clones are one database.
#[derive(Clone)]
pub struct Meta(Engine);

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<Sqlite>),
    Postgres(Postgres),
}

/// How much has been written since the database was opened; for metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Write transactions that were committed.
    pub writes: u64,
    /// Commits, each durable by one flush of the disk; on SQLite many writes share one.
    pub commits: u64,
}

/// What [`Meta::write`] and [`Meta::read`] run. A closure that fits their bounds is one.
pub(crate) trait Body<T, E>:
    for<'t, 'c> Fn(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static
{
}

impl<T, E, F> Body<T, E> for F where
    F: for<'t, 'c> Fn(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static
{
}

impl Meta {
    /// Opens the SQLite database in this file, creates the file when there is none, and brings
    /// the schema up to date. Other processes may have it open too. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`Error::NewerSchema`] when a newer release has written it; [`Error::Unavailable`] when
    /// the file cannot be opened, such as in a folder that does not exist.
    pub async fn open_sqlite(path: &Path) -> Result<Self, Error> {
        let sqlite = Sqlite::open(path).await?;
        Ok(Self(Engine::Sqlite(Arc::new(sqlite))))
    }

    /// Connects to the PostgreSQL database with this URL (`postgres://user:password@host/name`)
    /// and brings the schema up to date. Needs a tokio runtime with time and network.
    ///
    /// # Errors
    /// [`Error::NewerSchema`] when a newer release has written it; [`Error::Other`] when the URL
    /// is none.
    pub async fn open_postgres(url: &str) -> Result<Self, Error> {
        Postgres::open(url)
            .await
            .map(|postgres| Self(Engine::Postgres(postgres)))
    }

    /// Runs `body` in a transaction that is serializable with all others. When it returns `Ok`,
    /// that is committed and durable; when it returns an error, nothing of it is.
    ///
    /// `body` may run several times and must change nothing but the transaction. On SQLite it
    /// runs on the thread that writes: it may await only methods of the transaction. A body that
    /// awaits anything else is refused with [`Error::Other`], in debug builds with a panic. A
    /// caller that drops this future does not know whether the transaction was committed.
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: for<'t, 'c> Fn(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.write(body).await,
            Engine::Postgres(postgres) => postgres.write(&body).await,
        }
    }

    /// Runs `body` on a snapshot of the database; it can change nothing. The rules of
    /// [`Meta::write`] hold for `body` too.
    ///
    /// On SQLite the body runs inside this call, without a hop to another thread: a read of
    /// cached pages takes less time than the hop, and a list is bounded by its limit.
    pub async fn read<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: for<'t, 'c> Fn(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.read(&body),
            Engine::Postgres(postgres) => postgres.read(&body).await,
        }
    }

    /// Whether the database can be read and written now.
    pub async fn check(&self) -> Result<(), Error> {
        self.read(|tx| Box::pin(async move { tx.setting_get("").await.map(drop) }))
            .await?;
        self.write(|tx| Box::pin(async move { tx.setting_get("").await.map(drop) }))
            .await
    }

    /// Copies the database into a new file, as of one moment, beside those who write. What is in the
    /// copy was committed, and what was committed before the call is in it. The copy is a database for
    /// [`Meta::open_sqlite`]; it is not flushed to the disk.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when the database is not sound, [`Error::Other`] on PostgreSQL, which has
    /// tools of its own for that.
    pub async fn snapshot(&self, to: &Path) -> Result<(), Error> {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.snapshot(to).await,
            Engine::Postgres(_) => Err(Error::Other(
                "a database in PostgreSQL is copied by pg_dump".to_owned(),
            )),
        }
    }

    /// How much has been written since this database was opened.
    pub fn counts(&self) -> Counts {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.counts(),
            Engine::Postgres(postgres) => postgres.counts(),
        }
    }

    /// Finishes the writes that have been handed over, and closes the database for all clones:
    /// what they do afterwards is [`Error::Unavailable`].
    pub async fn close(self) {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close(),
        }
    }
}
