//! The policy of a registry: who may do what in all of its repositories, also those to come.

use futures_util::FutureExt as _;
use iam::PolicyKind;
use names::RegistryKey;

use crate::policy_principal::{bind, shown};
use crate::repository_policy::{read, unfit};
use crate::{Action, Error, Grant, Registry};

impl Registry {
    /// Puts a policy in place of the registry's and returns its text as it is answered from now on.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] for a text that is no policy of a registry, or names an action
    /// of another service or a principal that does not exist.
    pub async fn registry_policy_put(&self, grant: &Grant<RegistryKey>, text: &str) -> Result<String, Error> {
        grant.expect(&[Action::PutRegistryPolicy]);
        let (policy, document) = read(text, PolicyKind::Registry)?;
        let args = (grant.resource().clone(), policy, document);
        self.change_for(grant, args, |tx, (registry, policy, document)| {
            async move {
                let bound = bind(tx, policy, document).await?;
                let bound = bound.ok_or_else(|| unfit(PolicyKind::Registry))?.to_string();
                tx.registry_policy_put(registry, &bound).await?;
                shown(tx, &bound).await
            }
            .boxed()
        })
        .await
    }

    /// The registry's policy.
    pub async fn registry_policy_get(&self, grant: &Grant<RegistryKey>) -> Result<String, Error> {
        grant.expect(&[Action::GetRegistryPolicy]);
        self.read(grant.resource().clone(), |tx, registry| {
            async move {
                let stored = tx.registry_policy_get(registry).await?;
                let missing = || Error::RegistryPolicyNotFound(registry.clone());
                shown(tx, &stored.ok_or_else(missing)?).await
            }
            .boxed()
        })
        .await
    }

    /// Deletes the registry's policy and returns it as it was.
    pub async fn registry_policy_delete(&self, grant: &Grant<RegistryKey>) -> Result<String, Error> {
        grant.expect(&[Action::DeleteRegistryPolicy]);
        self.change_for(grant, grant.resource().clone(), |tx, registry| {
            async move {
                let stored = tx.registry_policy_get(registry).await?;
                let missing = || Error::RegistryPolicyNotFound(registry.clone());
                let text = shown(tx, &stored.ok_or_else(missing)?).await?;
                tx.registry_policy_delete(registry).await?;
                Ok(text)
            }
            .boxed()
        })
        .await
    }
}
