//! Principals whose pulls are not recorded (ECR `RegisterPullTimeUpdateExclusion`).

use names::{PrincipalArn, RegistryKey};
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

statements! {
    CREATE = "INSERT INTO pull_time_exclusion (account_id, region, principal, created_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    LIST = "SELECT principal FROM pull_time_exclusion \
        WHERE account_id = $1 AND region = $2 AND principal > $3 ORDER BY principal LIMIT $4";
    COUNT = "SELECT COUNT(*) FROM pull_time_exclusion WHERE account_id = $1 AND region = $2";
    DELETE = "DELETE FROM pull_time_exclusion WHERE account_id = $1 AND region = $2 AND principal = $3";
}

impl Tx<'_> {
    /// Excludes a principal; one that is excluded stays so, since when it was.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the registry's account does not exist.
    pub async fn pull_time_exclusion_create(
        &mut self,
        registry: &RegistryKey,
        principal: &PrincipalArn,
        at: Timestamp,
    ) -> Result<Put, Error> {
        let RegistryKey { account, region } = registry;
        let values = [
            Value::from(account),
            region.into(),
            Value::from(principal),
            at.into(),
        ];
        self.put(CREATE, &values).await
    }

    /// Whom a registry excludes, in byte order, those after `after`.
    pub async fn pull_time_exclusion_list(
        &mut self,
        registry: &RegistryKey,
        after: Option<&PrincipalArn>,
        limit: Limit,
    ) -> Result<Vec<PrincipalArn>, Error> {
        let RegistryKey { account, region } = registry;
        let values = [account.into(), region.into(), Value::after(after), limit.into()];
        let read = |row: &Row<'_>| row.parsed(0, "pull_time_exclusion.principal");
        self.rows(LIST, &values, read).await
    }

    /// How many principals a registry excludes.
    pub async fn pull_time_exclusion_count(&mut self, registry: &RegistryKey) -> Result<u32, Error> {
        let RegistryKey { account, region } = registry;
        let count = |row: &Row<'_>| row.count(0, "count of exclusions");
        let count = self.row(COUNT, &[account.into(), region.into()], count).await?;
        Ok(count.unwrap_or_default())
    }

    /// Excludes a principal no more. False when it was not excluded.
    pub async fn pull_time_exclusion_delete(
        &mut self,
        registry: &RegistryKey,
        principal: &PrincipalArn,
    ) -> Result<bool, Error> {
        let RegistryKey { account, region } = registry;
        let values = [Value::from(account), region.into(), Value::from(principal)];
        Ok(self.execute(DELETE, &values).await? != 0)
    }
}
