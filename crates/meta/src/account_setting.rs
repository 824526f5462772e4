//! Settings that an account chooses for one of its registries (ECR `PutAccountSetting`).

use names::RegistryKey;

use crate::statement::statements;
use crate::{Error, Tx};

statements! {
    PUT = "INSERT INTO account_setting (account_id, region, name, value) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (account_id, region, name) DO UPDATE SET value = excluded.value";
    GET = "SELECT value FROM account_setting WHERE account_id = $1 AND region = $2 AND name = $3";
}

impl Tx<'_> {
    /// Sets a setting, in place of the value that it has.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn account_setting_put(
        &mut self,
        registry: &RegistryKey,
        name: &str,
        value: &str,
    ) -> Result<(), Error> {
        let RegistryKey { account, region } = registry;
        let values = [account.into(), region.into(), name.into(), value.into()];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// The value of a setting; `None` when the account has not chosen one.
    pub async fn account_setting_get(
        &mut self,
        registry: &RegistryKey,
        name: &str,
    ) -> Result<Option<String>, Error> {
        let RegistryKey { account, region } = registry;
        let values = [account.into(), region.into(), name.into()];
        self.row(GET, &values, |row| row.string(0, "account_setting.value"))
            .await
    }
}
