//! One transaction, and how a statement runs in it on either engine.

use crate::Error;
use crate::postgres::PostgresTx;
use crate::row::Row;
use crate::sqlite::SqliteTx;
use crate::statement::Statement;
use crate::value::Value;

/// A transaction of [`Meta`](crate::Meta). Every operation on the metadata is a method of it.
///
/// After a method has returned an error, the transaction can only be rolled back: a body that
/// answers `Ok` all the same gets that error back from `write` or `read`.
pub struct Tx<'c> {
    engine: Engine<'c>,
    failure: Option<Error>,
}

enum Engine<'c> {
    Sqlite(SqliteTx<'c>),
    Postgres(&'c mut PostgresTx),
}

/// What became of an insert that never replaces what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// The row is new.
    Created,
    /// A row with this key was there already, and is untouched.
    Exists,
}

impl Put {
    fn from_changes(changes: u64) -> Self {
        if changes == 0 { Self::Exists } else { Self::Created }
    }
}

/// The most rows that a list returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub u32);

impl<'c> Tx<'c> {
    pub(crate) fn sqlite(transaction: SqliteTx<'c>) -> Self {
        Self {
            engine: Engine::Sqlite(transaction),
            failure: None,
        }
    }

    pub(crate) fn postgres(transaction: &'c mut PostgresTx) -> Self {
        Self {
            engine: Engine::Postgres(transaction),
            failure: None,
        }
    }

    /// The error after which this transaction cannot be committed any more.
    pub(crate) fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    /// What the body's outcome comes to: no success after a failed statement.
    pub(crate) fn verdict<T, E: From<Error>>(self, outcome: Result<T, E>) -> Result<T, E> {
        match (outcome, self.failure) {
            (Ok(_), Some(error)) => Err(error.into()),
            (outcome, _) => outcome,
        }
    }

    /// Runs a statement and returns how many rows it changed.
    pub(crate) async fn execute(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<u64, Error> {
        let result = match &mut self.engine {
            Engine::Sqlite(transaction) => transaction.execute(statement, values),
            Engine::Postgres(transaction) => transaction.execute(statement, values).await,
        };
        self.note(result)
    }

    /// Runs an insert that does nothing where the row exists.
    pub(crate) async fn put(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<Put, Error> {
        self.execute(statement, values).await.map(Put::from_changes)
    }

    /// Runs a statement once for each set of values; on PostgreSQL without waiting in between.
    pub(crate) async fn execute_each<const N: usize>(
        &mut self,
        statement: Statement,
        sets: &[[Value<'_>; N]],
    ) -> Result<(), Error> {
        self.changes_of_each(statement, sets).await.map(drop)
    }

    /// As [`Self::execute_each`]; how many rows each set changed.
    pub(crate) async fn changes_of_each<const N: usize>(
        &mut self,
        statement: Statement,
        sets: &[[Value<'_>; N]],
    ) -> Result<Vec<u64>, Error> {
        let result = match &mut self.engine {
            Engine::Sqlite(transaction) => transaction.execute_each(statement, sets),
            Engine::Postgres(transaction) => transaction.execute_each(statement, sets).await,
        };
        self.note(result)
    }

    /// Runs a query and reads each of its rows.
    pub(crate) async fn rows<T>(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, Error> + Send,
    ) -> Result<Vec<T>, Error> {
        let result = match &mut self.engine {
            Engine::Sqlite(transaction) => transaction.rows(statement, values, read),
            Engine::Postgres(transaction) => transaction.rows(statement, values, read).await,
        };
        self.note(result)
    }

    /// Runs a query by a whole key and reads its row, if there is one.
    pub(crate) async fn row<T>(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T, Error> + Send,
    ) -> Result<Option<T>, Error> {
        Ok(self.rows(statement, values, read).await?.pop())
    }

    fn note<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        if let Err(error) = &result {
            self.failure.get_or_insert_with(|| error.clone());
        }
        result
    }
}
