//! Versions of managed policies.

use names::{AccountId, EntityName, PolicyVersionId};
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

/// A version of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Which one.
    pub version: PolicyVersionId,
    /// The text of the policy document.
    pub document: String,
    /// When it was created.
    pub created_at: Timestamp,
}

statements! {
    TAKE_NUMBER = "UPDATE iam_policy SET latest_version = latest_version + 1, updated_at = $1 \
        WHERE account_id = $2 AND folded = $3 RETURNING latest_version";
    PUT = "INSERT INTO iam_policy_version (account_id, folded, version, document, created_at) \
        VALUES ($1, $2, $3, $4, $5)";
    GET = "SELECT version, document, created_at FROM iam_policy_version \
        WHERE account_id = $1 AND folded = $2 AND version = $3";
    LIST = "SELECT version, document, created_at FROM iam_policy_version \
        WHERE account_id = $1 AND folded = $2 AND version < $3 ORDER BY version DESC LIMIT $4";
    DELETE = "DELETE FROM iam_policy_version WHERE account_id = $1 AND folded = $2 AND version = $3";
}

impl Tx<'_> {
    /// Adds a version, which is not in force by that. `None` when there is no such policy.
    pub async fn iam_policy_version_put(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        document: &str,
        now: Timestamp,
    ) -> Result<Option<PolicyVersionId>, Error> {
        let values = [now.into(), Value::from(account), Value::folded(name)];
        let taken = self.row(TAKE_NUMBER, &values, |row| {
            row.policy_version(0, "iam_policy.latest_version")
        });
        let Some(version) = taken.await? else {
            return Ok(None);
        };
        let values = [
            Value::from(account),
            Value::folded(name),
            version.into(),
            document.into(),
            now.into(),
        ];
        self.execute(PUT, &values).await?;
        Ok(Some(version))
    }

    /// One version of a policy.
    pub async fn iam_policy_version_get(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        version: PolicyVersionId,
    ) -> Result<Option<PolicyVersion>, Error> {
        let values = [account.into(), Value::folded(name), version.into()];
        self.row(GET, &values, read).await
    }

    /// The versions of a policy, the newest first, those older than `after`.
    pub async fn iam_policy_version_list(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        after: Option<PolicyVersionId>,
        limit: Limit,
    ) -> Result<Vec<PolicyVersion>, Error> {
        let after = after.map_or(Value::from(i64::MAX), Value::from);
        let values = [account.into(), Value::folded(name), after, limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// Deletes a version. False when there is none. That it is not the one in force is for the
    /// caller to see, in the same transaction.
    pub async fn iam_policy_version_delete(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        version: PolicyVersionId,
    ) -> Result<bool, Error> {
        let values = [account.into(), Value::folded(name), version.into()];
        Ok(self.execute(DELETE, &values).await? != 0)
    }
}

fn read(row: &Row<'_>) -> Result<PolicyVersion, Error> {
    Ok(PolicyVersion {
        version: row.policy_version(0, "iam_policy_version.version")?,
        document: row.string(1, "iam_policy_version.document")?,
        created_at: row.timestamp(2, "iam_policy_version.created_at")?,
    })
}
