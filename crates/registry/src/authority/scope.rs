//! The resource's side of a decision: policies of the repository and its registry, and tags.

use std::sync::Arc;

use futures_util::FutureExt as _;
use iam::PolicyKind;
use meta::Meta;
use names::RegistryKey;

use super::{Named, Place, compile};
use crate::Error;

/// What a place brings to a decision about it.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Policies of the resource, which grant to whom they name.
    pub(crate) policies: Vec<Named>,
    /// `aws:ResourceTag` and `ecr:ResourceTag`.
    pub(crate) tags: Vec<(String, String)>,
}

impl Scope {
    /// Reads what there is; a repository that does not exist has what its registry has.
    pub(crate) async fn load(meta: &Meta, place: Place) -> Result<Arc<Self>, Error> {
        let registry = match &place {
            Place::Repository(arn) => arn.registry.clone(),
            Place::Registry(registry) => registry.clone(),
            Place::Account(_) => return Ok(Arc::default()),
        };
        let arguments = Arc::new((place, registry));
        let scope = meta
            .read::<_, Error, _>(move |tx| {
                let arguments = Arc::clone(&arguments);
                async move {
                    let (place, registry) = &*arguments;
                    let mut scope = Self::default();
                    if let Place::Repository(arn) = place
                        && let Some(repository) = tx.repository_get(arn).await?
                    {
                        let document = tx.repository_policy_get(repository.id).await?;
                        let compiled = document
                            .map(|document| compile(&format!("{arn}"), &document, PolicyKind::Repository));
                        scope.policies.extend(compiled);
                        let tags = tx.resource_tag_list(repository.id).await?;
                        scope.tags = tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
                    }
                    scope.policies.extend(registry_policy(tx, registry).await?);
                    Ok(scope)
                }
                .boxed()
            })
            .await?;
        Ok(Arc::new(scope))
    }
}

async fn registry_policy(tx: &mut meta::Tx<'_>, registry: &RegistryKey) -> Result<Option<Named>, Error> {
    let document = tx.registry_policy_get(registry).await?;
    let name = format!("registry policy of {} in {}", registry.account, registry.region);
    Ok(document.map(|document| compile(&name, &document, PolicyKind::Registry)))
}
