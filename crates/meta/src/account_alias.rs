//! Aliases of accounts.

use names::{AccountAlias, AccountId};

use crate::statement::statements;
use crate::{Error, Put, Tx};

statements! {
    PUT = "INSERT INTO account_alias (account_id, alias) VALUES ($1, $2) \
        ON CONFLICT (account_id) DO UPDATE SET alias = excluded.alias";
    GET = "SELECT alias FROM account_alias WHERE account_id = $1";
    GET_ACCOUNT = "SELECT account_id FROM account_alias WHERE alias = $1";
    DELETE = "DELETE FROM account_alias WHERE account_id = $1 AND alias = $2";
}

impl Tx<'_> {
    /// Gives an account an alias, in place of the one that it has. `Exists` when another account
    /// has this alias; then nothing is changed.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn account_alias_put(
        &mut self,
        account: &AccountId,
        alias: &AccountAlias,
    ) -> Result<Put, Error> {
        let owner = self.account_alias_get_account(alias).await?;
        if owner.is_some_and(|owner| owner != *account) {
            return Ok(Put::Exists);
        }
        self.execute(PUT, &[account.into(), alias.into()]).await?;
        Ok(Put::Created)
    }

    /// The alias of an account.
    pub async fn account_alias_get(&mut self, account: &AccountId) -> Result<Option<AccountAlias>, Error> {
        self.row(GET, &[account.into()], |row| row.parsed(0, "account_alias.alias"))
            .await
    }

    /// The account that has an alias.
    pub async fn account_alias_get_account(
        &mut self,
        alias: &AccountAlias,
    ) -> Result<Option<AccountId>, Error> {
        self.row(GET_ACCOUNT, &[alias.into()], |row| {
            row.parsed(0, "account_alias.account_id")
        })
        .await
    }

    /// Takes an alias away from an account. False when it does not have this one.
    pub async fn account_alias_delete(
        &mut self,
        account: &AccountId,
        alias: &AccountAlias,
    ) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[account.into(), alias.into()]).await? != 0)
    }
}
