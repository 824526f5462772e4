//! Access keys: what AWS clients sign with.

use std::fmt;

use names::{AccessKeyId, AccountId, PrincipalArn};
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Put, Tx};

/// An access key. Its `Debug` form leaves the secret out.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessKey {
    /// The public half.
    pub id: AccessKeyId,
    /// The secret half. It is stored in the clear: checking a signature needs it.
    pub secret: String,
    /// Who acts with it.
    pub principal: PrincipalArn,
    /// The unique id of that principal, such as `AIDA…` for a user.
    pub user_id: String,
    /// When it was created.
    pub created_at: Timestamp,
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("id", &self.id)
            .field("principal", &self.principal)
            .field("user_id", &self.user_id)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

statements! {
    CREATE = "INSERT INTO access_key (id, account_id, secret, principal, user_id, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    GET = "SELECT id, secret, principal, user_id, created_at FROM access_key WHERE id = $1";
    LIST = "SELECT id, secret, principal, user_id, created_at FROM access_key WHERE account_id = $1 \
        ORDER BY id";
}

impl Tx<'_> {
    /// Stores an access key of the principal's account; an id that is taken stays as it is.
    ///
    /// # Errors
    /// [`Error::Dangling`] when that account does not exist.
    pub async fn access_key_create(&mut self, key: &AccessKey) -> Result<Put, Error> {
        let account = key.principal.account();
        let values = [
            Value::from(&key.id),
            Value::from(&account),
            Value::from(&*key.secret),
            Value::from(&key.principal),
            Value::from(&*key.user_id),
            Value::from(key.created_at),
        ];
        self.put(CREATE, &values).await
    }

    /// The access key with this id.
    pub async fn access_key_get(&mut self, id: &AccessKeyId) -> Result<Option<AccessKey>, Error> {
        self.row(GET, &[id.into()], read).await
    }

    /// All access keys of an account, by id.
    pub async fn access_key_list(&mut self, account: &AccountId) -> Result<Vec<AccessKey>, Error> {
        self.rows(LIST, &[account.into()], read).await
    }
}

fn read(row: &Row<'_>) -> Result<AccessKey, Error> {
    Ok(AccessKey {
        id: row.parsed(0, "access_key.id")?,
        secret: row.string(1, "access_key.secret")?,
        principal: row.parsed(2, "access_key.principal")?,
        user_id: row.string(3, "access_key.user_id")?,
        created_at: row.timestamp(4, "access_key.created_at")?,
    })
}
