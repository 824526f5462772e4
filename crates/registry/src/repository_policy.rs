//! The policy of a repository: who may use it, from this and other accounts.

use std::sync::Arc;

use futures_util::FutureExt as _;
use iam::{Limits, Policy, PolicyKind};
use names::RepositoryArn;
use stdx::point::Point;

use crate::authority::{Place, Question, RequestFacts};
use crate::policy_principal::{bind, shown};
use crate::policy_text::PolicyText;
use crate::registry::existing;
use crate::{Action, Error, Grant, Registry};

/// Whether a policy is set that keeps its own author from setting another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lockout {
    /// It is refused.
    Refused,
    /// It is set (`force`).
    Accepted,
}

impl Registry {
    /// Puts a policy in place of the repository's and returns its text as it is answered from now
    /// on.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a text that is no policy of a repository, names an action of
    /// another service or a principal that does not exist, or locks the caller out.
    pub async fn repository_policy_set(
        &self,
        grant: &Grant<RepositoryArn>,
        text: &str,
        lockout: Lockout,
    ) -> Result<String, Error> {
        grant.expect(&[Action::SetRepositoryPolicy]);
        let (policy, document) = read(text, PolicyKind::Repository)?;
        if lockout == Lockout::Refused && self.locks_out(grant, policy.clone()).await? {
            let why = "The policy would keep you from setting another one; force sets it".to_owned();
            return Err(invalid(why));
        }
        let args = (grant.resource().clone(), policy, document);
        self.change_for(grant, args, |tx, (arn, policy, document)| {
            async move {
                let repository = existing(tx, arn).await?;
                let bound = bind(tx, policy, document).await?;
                let bound = bound.ok_or_else(|| unfit(PolicyKind::Repository))?.to_string();
                tx.repository_policy_put(repository.id, &bound).await?;
                Point::PolicyPut.pass();
                shown(tx, &bound).await
            }
            .boxed()
        })
        .await
    }

    /// The repository's policy.
    pub async fn repository_policy_get(&self, grant: &Grant<RepositoryArn>) -> Result<String, Error> {
        grant.expect(&[Action::GetRepositoryPolicy]);
        self.read(grant.resource().clone(), |tx, arn| {
            async move {
                let repository = existing(tx, arn).await?;
                let stored = tx.repository_policy_get(repository.id).await?;
                let missing = || Error::RepositoryPolicyNotFound(arn.clone());
                shown(tx, &stored.ok_or_else(missing)?).await
            }
            .boxed()
        })
        .await
    }

    /// Deletes the repository's policy and returns it as it was.
    pub async fn repository_policy_delete(&self, grant: &Grant<RepositoryArn>) -> Result<String, Error> {
        grant.expect(&[Action::DeleteRepositoryPolicy]);
        self.change_for(grant, grant.resource().clone(), |tx, arn| {
            async move {
                let repository = existing(tx, arn).await?;
                let stored = tx.repository_policy_get(repository.id).await?;
                let missing = || Error::RepositoryPolicyNotFound(arn.clone());
                let text = shown(tx, &stored.ok_or_else(missing)?).await?;
                tx.repository_policy_delete(repository.id).await?;
                Point::PolicyDeleted.pass();
                Ok(text)
            }
            .boxed()
        })
        .await
    }

    /// Whether a policy of the repository would keep the caller from setting another one.
    async fn locks_out(&self, grant: &Grant<RepositoryArn>, policy: Policy) -> Result<bool, Error> {
        let (caller, repository) = (grant.caller(), grant.resource());
        let place = Place::Repository(repository.clone());
        let name = repository.to_string();
        let case = self.case(caller, place.clone()).await?;
        let case = case.with_repository_policy(Arc::new(policy));
        let context = self.context(caller, &case, &place, &RequestFacts::none());
        let action = Action::SetRepositoryPolicy;
        let reason = case.decide(&Question {
            principal: &caller.principal,
            action,
            resource: &name,
            owner: repository.registry.account,
            context: &context,
        });
        Ok(reason.denial(action.as_str()).is_some())
    }
}

/// A resource's policy that follows the grammar and is about ECR and the service of our own alone.
pub(crate) fn read(text: &str, kind: PolicyKind) -> Result<(Policy, PolicyText), Error> {
    let policy = Policy::parse(text, kind, Limits::of(kind)).map_err(|_| unfit(kind))?;
    let services = [
        Action::SetRepositoryPolicy.service(),
        Action::UntagImage.service(),
    ];
    if policy.foreign_action(&services).is_some() {
        return Err(unfit(kind));
    }
    let document = PolicyText::parse(text).ok_or_else(|| unfit(kind))?;
    Ok((policy, document))
}

/// ECR's one sentence for whatever is wrong with a policy.
pub(crate) fn unfit(kind: PolicyKind) -> Error {
    let kind = match kind {
        PolicyKind::Registry => "registry",
        _ => "repository",
    };
    invalid(format!("Invalid {kind} policy provided"))
}

fn invalid(why: String) -> Error {
    Error::InvalidParameter {
        parameter: "PolicyText",
        why,
    }
}
