//! Values on their way into a statement.

use std::borrow::Cow;

use bytes::BytesMut;
use names::{
    AccessKeyId, AccountAlias, AccountId, Digest, EntityName, EntityPath, KmsAlias, KmsKeyId, MediaType,
    OidcIssuer, PolicyArn, PolicyVersionId, PrincipalArn, Region, RepositoryName, Tag, TokenId, UniqueId,
    UploadId,
};
use rusqlite::types::{ToSqlOutput, ValueRef};
use stdx::Timestamp;
use tokio_postgres::types::{IsNull, Type};

use crate::{Limit, RepositoryId};

/// A parameter: one of the four kinds of column that the two engines share.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
    Blob(&'a [u8]),
}

impl<'a> Value<'a> {
    /// A text, or `NULL` where there is none.
    pub(crate) fn optional(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::from)
    }

    /// The form of a name of IAM's that stands in keys.
    pub(crate) fn folded(name: &EntityName) -> Self {
        Self::Text(Cow::Owned(name.fold()))
    }

    /// [`Value::after`] for a list in the order of folded names.
    pub(crate) fn after_folded(name: Option<&EntityName>) -> Self {
        name.map_or(Self::from(""), Self::folded)
    }

    /// The key after which a list goes on. Keys are never empty, so the empty text is before all.
    pub(crate) fn after<T>(key: Option<&'a T>) -> Self
    where
        &'a T: Into<Value<'a>>,
    {
        key.map_or(Self::from(""), Into::into)
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

/// Bit for bit: every `u64` comes back as it was, and none of them is ever ordered by.
impl From<u64> for Value<'_> {
    fn from(value: u64) -> Self {
        Self::Int(value.cast_signed())
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.as_micros())
    }
}

impl From<Limit> for Value<'_> {
    fn from(value: Limit) -> Self {
        Self::Int(i64::from(value.0))
    }
}

impl From<PolicyVersionId> for Value<'_> {
    fn from(value: PolicyVersionId) -> Self {
        Self::Int(i64::from(value.number()))
    }
}

impl From<RepositoryId> for Value<'_> {
    fn from(value: RepositoryId) -> Self {
        Self::Int(value.as_i64())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

/// Names that hold their own text.
macro_rules! borrowed {
    ($($name:ty),*) => {$(
        impl<'a> From<&'a $name> for Value<'a> {
            fn from(value: &'a $name) -> Self {
                Self::from(value.as_str())
            }
        }
    )*};
}
borrowed!(
    AccessKeyId,
    AccountAlias,
    AccountId,
    EntityName,
    EntityPath,
    KmsAlias,
    KmsKeyId,
    MediaType,
    OidcIssuer,
    PolicyArn,
    PrincipalArn,
    Region,
    RepositoryName,
    Tag,
    UniqueId
);

/// Names whose text is made when it is needed.
macro_rules! written {
    ($($name:ty),*) => {$(
        impl From<&$name> for Value<'_> {
            fn from(value: &$name) -> Self {
                Self::Text(Cow::Owned(value.to_string()))
            }
        }
    )*};
}
written!(Digest, TokenId, UploadId);

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

impl tokio_postgres::types::ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.as_ref().to_sql(kind, out),
            Self::Blob(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::BYTEA)
    }

    tokio_postgres::types::to_sql_checked!();
}
