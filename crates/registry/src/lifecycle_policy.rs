//! The lifecycle policy of a repository: which of its images go by themselves.
//!
//! What a policy means is the `lifecycle` engine's; the runs are in `lifecycle_run`.

use std::time::Duration;

use futures_util::FutureExt as _;
use lifecycle::Policy;
use names::RepositoryArn;
use stdx::Timestamp;

use crate::registry::existing;
use crate::{Action, Error, Grant, Registry};

/// How long after it was set a policy is applied first: time to take a mistake back.
const GRACE: Duration = Duration::from_secs(60 * 60);

/// A policy as it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifecyclePolicy {
    /// Its text, as it was written.
    pub text: String,
    /// When it was applied last.
    pub last_evaluated_at: Option<Timestamp>,
}

impl Registry {
    /// Puts a policy in place of the repository's. It is applied an hour later at the earliest.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] with all that is wrong with the text.
    pub async fn lifecycle_policy_put(&self, grant: &Grant<RepositoryArn>, text: &str) -> Result<(), Error> {
        grant.expect(&[Action::PutLifecyclePolicy]);
        valid(text)?;
        let args = (grant.resource().clone(), text.to_owned(), self.now());
        self.write_for(grant, args, |tx, (arn, text, now)| {
            async move {
                let repository = existing(tx, arn).await?.id;
                Ok(tx
                    .lifecycle_policy_put(repository, text, *now, first_due(*now))
                    .await?)
            }
            .boxed()
        })
        .await
    }

    /// The repository's policy.
    pub async fn lifecycle_policy_get(&self, grant: &Grant<RepositoryArn>) -> Result<LifecyclePolicy, Error> {
        grant.expect(&[Action::GetLifecyclePolicy]);
        self.read(grant.resource().clone(), |tx, arn| {
            async move {
                let repository = existing(tx, arn).await?.id;
                let policy = tx.lifecycle_policy_get(repository).await?;
                shown(arn, policy)
            }
            .boxed()
        })
        .await
    }

    /// Deletes the repository's policy and returns it as it was.
    pub async fn lifecycle_policy_delete(
        &self,
        grant: &Grant<RepositoryArn>,
    ) -> Result<LifecyclePolicy, Error> {
        grant.expect(&[Action::DeleteLifecyclePolicy]);
        self.write_for(grant, grant.resource().clone(), |tx, arn| {
            async move {
                let repository = existing(tx, arn).await?.id;
                let policy = tx.lifecycle_policy_get(repository).await?;
                tx.lifecycle_policy_delete(repository).await?;
                shown(arn, policy)
            }
            .boxed()
        })
        .await
    }
}

/// When a policy that is set at `now` is applied first, however it is set.
pub(crate) fn first_due(now: Timestamp) -> Timestamp {
    now.after(GRACE)
}

fn shown(arn: &RepositoryArn, policy: Option<meta::LifecyclePolicy>) -> Result<LifecyclePolicy, Error> {
    let policy = policy.ok_or_else(|| Error::LifecyclePolicyNotFound(arn.clone()))?;
    Ok(LifecyclePolicy {
        text: policy.text,
        last_evaluated_at: policy.last_evaluated_at,
    })
}

/// Reads a policy text, or says in ECR's words what is wrong with it.
pub(crate) fn valid(text: &str) -> Result<Policy, Error> {
    Policy::parse(text).map_err(|error| Error::InvalidParameter {
        parameter: "LifecyclePolicyText",
        why: error.to_string(),
    })
}
