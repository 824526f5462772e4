//! Statements in a PostgreSQL transaction.

use deadpool_postgres::Client;
use futures_util::FutureExt;
use futures_util::future::{join, join_all};
use tokio_postgres::types::ToSql;

use crate::Error;
use crate::row::Row;
use crate::statement::Statement;
use crate::value::Value;

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    Write,
}

impl Mode {
    fn begin(self) -> &'static str {
        match self {
            Self::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
            Self::Write => "BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE",
        }
    }
}

/// A connection out of the pool. Its transaction begins with its first statement, in the same
/// round trip.
pub(crate) struct PostgresTx {
    /// `None` only while it is dropped.
    client: Option<Client>,
    mode: Mode,
    open: bool,
}

impl PostgresTx {
    pub(super) fn new(client: Client, mode: Mode) -> Self {
        Self {
            client: Some(client),
            mode,
            open: false,
        }
    }

    pub(crate) async fn execute(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<u64, Error> {
        let begin = self.begin();
        let client = self.client();
        let prepared = client.prepare_cached(statement.sql()).await?;
        begin_with(client, begin, client.execute_raw(&prepared, values)).await
    }

    /// Sends all the statements, then waits for all the answers.
    pub(crate) async fn execute_each<const N: usize>(
        &mut self,
        statement: Statement,
        sets: &[[Value<'_>; N]],
    ) -> Result<Vec<u64>, Error> {
        let begin = self.begin();
        let client = self.client();
        let prepared = client.prepare_cached(statement.sql()).await?;
        let all = join_all(sets.iter().map(|values| client.execute_raw(&prepared, values)));
        let all = all.map(|results| results.into_iter().collect());
        begin_with(client, begin, all).await
    }

    pub(crate) async fn rows<T>(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error> + Send,
    ) -> Result<Vec<T>, Error> {
        let begin = self.begin();
        let client = self.client();
        let prepared = client.prepare_cached(statement.sql()).await?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        let rows = begin_with(client, begin, client.query(&prepared, &values)).await?;
        rows.iter().map(|row| read(&Row::Postgres(row))).collect()
    }

    /// Commits. After an error it is known that nothing was, unless the error is
    /// [`Error::Unavailable`].
    pub(super) async fn commit(mut self) -> Result<(), Error> {
        if !self.open {
            return Ok(());
        }
        let commit = self.client().batch_execute("COMMIT");
        match self.mode {
            // There is nothing to lose: the message is sent, and its answer not waited for.
            Mode::Read => drop(commit.now_or_never()),
            Mode::Write => commit.await?,
        }
        self.open = false;
        Ok(())
    }

    /// Gives up the transaction. A connection that cannot even do that is dropped.
    pub(super) async fn rollback(mut self) {
        if self.open && self.client().batch_execute("ROLLBACK").await.is_ok() {
            self.open = false;
        }
    }

    fn client(&self) -> &Client {
        self.client
            .as_ref()
            .expect("the connection is there until the drop")
    }

    /// What has to be sent before the next statement.
    fn begin(&mut self) -> Option<&'static str> {
        let first = !std::mem::replace(&mut self.open, true);
        first.then(|| self.mode.begin())
    }
}

/// A transaction that is still open here was cut off, as by a request that was cancelled. Its
/// connection is closed, and with it the transaction; the pool never sees it again.
impl Drop for PostgresTx {
    fn drop(&mut self) {
        if self.open
            && let Some(client) = self.client.take()
        {
            drop(Client::take(client));
        }
    }
}

/// `join` polls in order, and a request is sent when it is first polled: `BEGIN` is ahead.
async fn begin_with<T>(
    client: &Client,
    begin: Option<&'static str>,
    work: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, Error> {
    let Some(begin) = begin else {
        return Ok(work.await?);
    };
    let (begun, result) = join(client.batch_execute(begin), work).await;
    begun?;
    Ok(result?)
}
