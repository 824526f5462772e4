//! The policies of registries.

use names::RegistryKey;

use crate::statement::statements;
use crate::{Error, Tx};

statements! {
    PUT = "INSERT INTO registry_policy (account_id, region, document) VALUES ($1, $2, $3) \
        ON CONFLICT (account_id, region) DO UPDATE SET document = excluded.document";
    GET = "SELECT document FROM registry_policy WHERE account_id = $1 AND region = $2";
    DELETE = "DELETE FROM registry_policy WHERE account_id = $1 AND region = $2";
}

impl Tx<'_> {
    /// Sets the policy of a registry, the text of a policy document, in place of the one that it
    /// has.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn registry_policy_put(&mut self, registry: &RegistryKey, document: &str) -> Result<(), Error> {
        let RegistryKey { account, region } = registry;
        self.execute(PUT, &[account.into(), region.into(), document.into()])
            .await?;
        Ok(())
    }

    /// The policy of a registry.
    pub async fn registry_policy_get(&mut self, registry: &RegistryKey) -> Result<Option<String>, Error> {
        let RegistryKey { account, region } = registry;
        let read = |row: &crate::row::Row<'_>| row.string(0, "registry_policy.document");
        self.row(GET, &[account.into(), region.into()], read).await
    }

    /// Deletes the policy of a registry. False when it has none.
    pub async fn registry_policy_delete(&mut self, registry: &RegistryKey) -> Result<bool, Error> {
        let RegistryKey { account, region } = registry;
        let deleted = self.execute(DELETE, &[account.into(), region.into()]).await?;
        Ok(deleted != 0)
    }
}
