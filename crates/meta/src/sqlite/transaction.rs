//! Statements on a SQLite connection that has a transaction open.

use rusqlite::{CachedStatement, Connection};

use super::fault;
use crate::Error;
use crate::row::Row;
use crate::statement::Statement;
use crate::value::Value;

/// The exclusive use of a connection; `&mut` because a connection cannot be shared by threads.
pub(crate) struct SqliteTx<'c>(&'c mut Connection);

impl<'c> SqliteTx<'c> {
    pub(super) fn new(connection: &'c mut Connection) -> Self {
        Self(connection)
    }

    pub(crate) fn execute(&mut self, statement: Statement, values: &[Value<'_>]) -> Result<u64, Error> {
        fault()?;
        let mut prepared = self.0.prepare_cached(statement.sql())?;
        execute(&mut prepared, values)
    }

    pub(crate) fn execute_each<const N: usize>(
        &mut self,
        statement: Statement,
        sets: &[[Value<'_>; N]],
    ) -> Result<Vec<u64>, Error> {
        fault()?;
        let mut prepared = self.0.prepare_cached(statement.sql())?;
        let changes = sets.iter().map(|values| execute(&mut prepared, values));
        changes.collect()
    }

    pub(crate) fn rows<T>(
        &mut self,
        statement: Statement,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        fault()?;
        let mut prepared = self.0.prepare_cached(statement.sql())?;
        bind(&mut prepared, values)?;
        let mut rows = prepared.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(&Row::Sqlite(row))?);
        }
        Ok(all)
    }
}

fn execute(prepared: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<u64, Error> {
    bind(prepared, values)?;
    let changes = prepared.raw_execute()?;
    Ok(u64::try_from(changes).expect("a count of rows fits 64 bits"))
}

fn bind(prepared: &mut CachedStatement<'_>, values: &[Value<'_>]) -> Result<(), Error> {
    for (index, value) in values.iter().enumerate() {
        prepared.raw_bind_parameter(index + 1, value)?;
    }
    Ok(())
}
