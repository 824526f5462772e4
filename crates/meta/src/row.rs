//! Values on their way out of a row.

use std::str::FromStr;

use bytes::Bytes;
use names::PolicyVersionId;
use stdx::Timestamp;

use crate::Error;

/// A row of either engine, read by position.
///
/// Every getter takes the name of the column as `table.column`: a stored value that is not what
/// the schema promises is [`Error::Corrupt`] with that name.
pub(crate) enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl Row<'_> {
    pub(crate) fn optional_text(&self, index: usize, column: &str) -> Result<Option<&str>, Error> {
        match self {
            Self::Sqlite(row) => match row.get_ref(index) {
                Ok(value) => value.as_str_or_null().map_err(|_| corrupt(column)),
                Err(_) => Err(corrupt(column)),
            },
            Self::Postgres(row) => row.try_get(index).map_err(|_| corrupt(column)),
        }
    }

    pub(crate) fn text(&self, index: usize, column: &str) -> Result<&str, Error> {
        self.optional_text(index, column)?.ok_or_else(|| corrupt(column))
    }

    pub(crate) fn int(&self, index: usize, column: &str) -> Result<i64, Error> {
        let value = match self {
            Self::Sqlite(row) => row.get(index).ok(),
            Self::Postgres(row) => row.try_get(index).ok(),
        };
        value.ok_or_else(|| corrupt(column))
    }

    pub(crate) fn optional_int(&self, index: usize, column: &str) -> Result<Option<i64>, Error> {
        let value = match self {
            Self::Sqlite(row) => row.get(index).ok(),
            Self::Postgres(row) => row.try_get(index).ok(),
        };
        value.ok_or_else(|| corrupt(column))
    }

    pub(crate) fn blob(&self, index: usize, column: &str) -> Result<&[u8], Error> {
        let value = match self {
            Self::Sqlite(row) => row.get_ref(index).ok().and_then(|value| value.as_blob().ok()),
            Self::Postgres(row) => row.try_get(index).ok(),
        };
        value.ok_or_else(|| corrupt(column))
    }

    /// A name, by the grammar that it was stored under.
    pub(crate) fn parsed<T: FromStr>(&self, index: usize, column: &str) -> Result<T, Error> {
        parse(self.text(index, column)?, column)
    }

    /// A name, or nothing where the column is `NULL`.
    pub(crate) fn optional_parsed<T: FromStr>(&self, index: usize, column: &str) -> Result<Option<T>, Error> {
        let text = self.optional_text(index, column)?;
        text.map(|text| parse(text, column)).transpose()
    }

    pub(crate) fn optional_string(&self, index: usize, column: &str) -> Result<Option<String>, Error> {
        Ok(self.optional_text(index, column)?.map(str::to_owned))
    }

    pub(crate) fn string(&self, index: usize, column: &str) -> Result<String, Error> {
        self.text(index, column).map(str::to_owned)
    }

    pub(crate) fn bytes(&self, index: usize, column: &str) -> Result<Bytes, Error> {
        self.blob(index, column).map(Bytes::copy_from_slice)
    }

    pub(crate) fn timestamp(&self, index: usize, column: &str) -> Result<Timestamp, Error> {
        self.int(index, column).map(Timestamp::from_micros)
    }

    pub(crate) fn optional_timestamp(&self, index: usize, column: &str) -> Result<Option<Timestamp>, Error> {
        Ok(self.optional_int(index, column)?.map(Timestamp::from_micros))
    }

    /// The other end of `Value::from(PolicyVersionId)`.
    pub(crate) fn policy_version(&self, index: usize, column: &str) -> Result<PolicyVersionId, Error> {
        PolicyVersionId::from_number(self.count(index, column)?).ok_or_else(|| corrupt(column))
    }

    /// The other end of `Value::from(u64)`.
    pub(crate) fn unsigned(&self, index: usize, column: &str) -> Result<u64, Error> {
        self.int(index, column).map(i64::cast_unsigned)
    }

    pub(crate) fn count(&self, index: usize, column: &str) -> Result<u32, Error> {
        u32::try_from(self.int(index, column)?).map_err(|_| corrupt(column))
    }

    pub(crate) fn flag(&self, index: usize, column: &str) -> Result<bool, Error> {
        match self.int(index, column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(corrupt(column)),
        }
    }
}

fn parse<T: FromStr>(text: &str, column: &str) -> Result<T, Error> {
    text.parse().map_err(|_| corrupt(column))
}

pub(crate) fn corrupt(column: &str) -> Error {
    Error::Corrupt(format!("{column} holds what its type cannot be"))
}
