//! The lifecycle policies of repositories, and when each is applied next.

use names::{RegistryKey, RepositoryArn};
use stdx::Timestamp;
use uuid::Uuid;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, RepositoryId, Tx};

/// The lifecycle policy of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifecyclePolicy {
    /// Tells it from a policy that the repository had before, and that was deleted.
    pub id: Uuid,
    /// How often its text was set, from 1.
    pub version: u32,
    /// The policy as it was written.
    pub text: String,
    /// When it was set.
    pub updated_at: Timestamp,
    /// When it is to be applied next.
    pub due_at: Timestamp,
    /// When it was applied last.
    pub last_evaluated_at: Option<Timestamp>,
}

/// A policy that is to be applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLifecyclePolicy {
    /// The repository.
    pub repository: RepositoryId,
    /// Its name.
    pub arn: RepositoryArn,
}

statements! {
    PUT = "INSERT INTO lifecycle_policy (repository_id, id, version, text, updated_at, due_at) \
        VALUES ($1, $2, 1, $3, $4, $5) ON CONFLICT (repository_id) \
        DO UPDATE SET version = lifecycle_policy.version + 1, text = excluded.text, \
        updated_at = excluded.updated_at, due_at = excluded.due_at";
    GET = "SELECT id, version, text, updated_at, due_at, last_evaluated_at FROM lifecycle_policy \
        WHERE repository_id = $1";
    DELETE = "DELETE FROM lifecycle_policy WHERE repository_id = $1";
    LIST_DUE = "SELECT policy.repository_id, repository.account_id, repository.region, repository.name \
        FROM lifecycle_policy AS policy JOIN repository ON repository.id = policy.repository_id \
        WHERE policy.due_at <= $1 ORDER BY policy.due_at, policy.repository_id LIMIT $2";
    SET_DUE = "UPDATE lifecycle_policy SET due_at = $1 WHERE repository_id = $2";
    SET_EVALUATED = "UPDATE lifecycle_policy SET last_evaluated_at = $1 WHERE repository_id = $2";
}

impl Tx<'_> {
    /// Sets the policy of a repository, in place of the one that it has; to be applied at
    /// `due_at`.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the repository does not exist.
    pub async fn lifecycle_policy_put(
        &mut self,
        repository: RepositoryId,
        text: &str,
        now: Timestamp,
        due_at: Timestamp,
    ) -> Result<(), Error> {
        let id = Uuid::new_v4().to_string();
        let values = [
            repository.into(),
            Value::from(id.as_str()),
            Value::from(text),
            Value::from(now),
            Value::from(due_at),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// The policy of a repository.
    pub async fn lifecycle_policy_get(
        &mut self,
        repository: RepositoryId,
    ) -> Result<Option<LifecyclePolicy>, Error> {
        self.row(GET, &[repository.into()], read).await
    }

    /// Deletes the policy of a repository. False when it has none.
    pub async fn lifecycle_policy_delete(&mut self, repository: RepositoryId) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[repository.into()]).await? != 0)
    }

    /// The policies that are to be applied at `now`, the longest due first.
    pub async fn lifecycle_policy_list_due(
        &mut self,
        now: Timestamp,
        limit: Limit,
    ) -> Result<Vec<DueLifecyclePolicy>, Error> {
        self.rows(LIST_DUE, &[now.into(), limit.into()], read_due).await
    }

    /// Notes when a policy is to be applied next. Does nothing when it is gone.
    pub async fn lifecycle_policy_put_due(
        &mut self,
        repository: RepositoryId,
        due_at: Timestamp,
    ) -> Result<(), Error> {
        self.execute(SET_DUE, &[due_at.into(), repository.into()]).await?;
        Ok(())
    }

    /// Notes when a policy was applied. Does nothing when it is gone.
    pub async fn lifecycle_policy_put_evaluated(
        &mut self,
        repository: RepositoryId,
        at: Timestamp,
    ) -> Result<(), Error> {
        self.execute(SET_EVALUATED, &[at.into(), repository.into()])
            .await?;
        Ok(())
    }
}

fn read(row: &Row<'_>) -> Result<LifecyclePolicy, Error> {
    Ok(LifecyclePolicy {
        id: row.parsed(0, "lifecycle_policy.id")?,
        version: row.count(1, "lifecycle_policy.version")?,
        text: row.string(2, "lifecycle_policy.text")?,
        updated_at: row.timestamp(3, "lifecycle_policy.updated_at")?,
        due_at: row.timestamp(4, "lifecycle_policy.due_at")?,
        last_evaluated_at: row.optional_timestamp(5, "lifecycle_policy.last_evaluated_at")?,
    })
}

fn read_due(row: &Row<'_>) -> Result<DueLifecyclePolicy, Error> {
    let registry = RegistryKey {
        account: row.parsed(1, "repository.account_id")?,
        region: row.parsed(2, "repository.region")?,
    };
    Ok(DueLifecyclePolicy {
        repository: crate::repository::read_id(row, 0, "lifecycle_policy.repository_id")?,
        arn: RepositoryArn {
            registry,
            name: row.parsed(3, "repository.name")?,
        },
    })
}
