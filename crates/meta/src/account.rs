//! Accounts.

use names::AccountId;
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// An account that this installation serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// When it was created.
    pub created_at: Timestamp,
}

statements! {
    CREATE = "INSERT INTO account (id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    GET = "SELECT id, created_at FROM account WHERE id = $1";
    LIST = "SELECT id, created_at FROM account WHERE id > $1 ORDER BY id LIMIT $2";
}

impl Tx<'_> {
    /// Creates an account; one that exists stays as it is.
    pub async fn account_create(&mut self, account: &Account) -> Result<Put, Error> {
        self.put(CREATE, &[Value::from(&account.id), account.created_at.into()])
            .await
    }

    /// The account with this number.
    pub async fn account_get(&mut self, id: &AccountId) -> Result<Option<Account>, Error> {
        self.row(GET, &[id.into()], read).await
    }

    /// The accounts by number, those after `after`.
    pub async fn account_list(
        &mut self,
        after: Option<&AccountId>,
        limit: Limit,
    ) -> Result<Vec<Account>, Error> {
        self.rows(LIST, &[Value::after(after), limit.into()], read).await
    }
}

fn read(row: &Row<'_>) -> Result<Account, Error> {
    Ok(Account {
        id: row.parsed(0, "account.id")?,
        created_at: row.timestamp(1, "account.created_at")?,
    })
}
