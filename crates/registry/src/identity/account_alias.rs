//! The alias of an account: a name in place of its number.

use futures_util::FutureExt as _;
use meta::Put;
use names::AccountAlias;

use crate::{Action, Error, Grant, IamResource, IdentityFault, Registry};

impl Registry {
    /// Gives the account an alias, in place of the one that it has.
    pub async fn account_alias_put(
        &self,
        grant: &Grant<IamResource>,
        alias: AccountAlias,
    ) -> Result<(), Error> {
        grant.expect(&[Action::CreateAccountAlias]);
        self.write_for(
            grant,
            (grant.resource().account, alias),
            |tx, (account, alias)| {
                async move {
                    match tx.account_alias_put(account, alias).await? {
                        Put::Created => Ok(()),
                        Put::Exists => {
                            let sentence = format!("The account alias {alias} already exists.");
                            Err(Error::identity(IdentityFault::EntityAlreadyExists, sentence))
                        }
                    }
                }
                .boxed()
            },
        )
        .await
    }

    /// The account's alias.
    pub async fn account_alias_get(&self, grant: &Grant<IamResource>) -> Result<Option<AccountAlias>, Error> {
        grant.expect(&[Action::ListAccountAliases]);
        self.read(grant.resource().account, |tx, account| {
            async move { Ok(tx.account_alias_get(account).await?) }.boxed()
        })
        .await
    }

    /// Takes the alias away.
    pub async fn account_alias_delete(
        &self,
        grant: &Grant<IamResource>,
        alias: AccountAlias,
    ) -> Result<(), Error> {
        grant.expect(&[Action::DeleteAccountAlias]);
        self.write_for(
            grant,
            (grant.resource().account, alias),
            |tx, (account, alias)| {
                async move {
                    if tx.account_alias_delete(account, alias).await? {
                        return Ok(());
                    }
                    let sentence = format!("The account alias with name {alias} cannot be found.");
                    Err(Error::identity(IdentityFault::NoSuchEntity, sentence))
                }
                .boxed()
            },
        )
        .await
    }
}
