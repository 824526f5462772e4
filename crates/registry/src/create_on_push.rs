//! Create on push: a repository that is pushed to before it exists, where a template of its registry
//! is for that (ECR, December 2025).
//!
//! It is made when an upload starts or a manifest is put, whichever API asks; reading makes nothing.

use futures_util::FutureExt as _;
use meta::{CreationTemplate, Put, RepositoryId, Scenario, Tx};
use names::RepositoryArn;
use serde_json::{Map, Value};

use crate::at_rest::let_use_key;
use crate::authority::RequestFacts;
use crate::lifecycle_policy::first_due;
use crate::template::{pairs, template_for};
use crate::{Action, Caller, Error, Quotas, Registry, Repository};

impl Registry {
    /// Makes a repository that is pushed to. The caller needs `ecr:CreateRepository`; what the
    /// template says was allowed to its author.
    ///
    /// # Errors
    /// [`Error::RepositoryNotFound`] where no template is for it, [`Error::Denied`].
    pub(crate) async fn create_on_push(&self, caller: &Caller, arn: &RepositoryArn) -> Result<(), Error> {
        let template = self
            .read(arn.clone(), |tx, arn| {
                template_for(tx, arn, Scenario::CreateOnPush).boxed()
            })
            .await?;
        let template = template.ok_or_else(|| Error::RepositoryNotFound(arn.clone()))?;
        let facts = RequestFacts::none().with_tags(pairs(&template.resource_tags));
        let granted = self.authorize_with(caller, Action::CreateRepository, arn, &facts);
        let grant = &granted.await?.beside("CreateRepository", parameters(arn));
        let encryption = self
            .encryption_for(caller, arn, template.encryption.clone())
            .await?;
        let repository = Repository {
            id: RepositoryId::random(),
            arn: arn.clone(),
            created_at: self.now(),
            tag_mutability: template.tag_mutability.clone(),
            scan_on_push: false,
            encryption,
        };
        let args = (repository, template, self.quotas);
        self.change_for(grant, args, |tx, (repository, template, quotas)| {
            make(tx, repository, template, *quotas).boxed()
        })
        .await
    }
}

/// What the creation is, as a call of its own in the audit trail.
fn parameters(arn: &RepositoryArn) -> Map<String, Value> {
    let texts = [
        ("registryId", arn.registry.account.to_string()),
        ("repositoryName", arn.name.to_string()),
    ];
    texts
        .map(|(name, text)| (name.to_owned(), text.into()))
        .into_iter()
        .collect()
}

async fn make(
    tx: &mut Tx<'_>,
    repository: &Repository,
    template: &CreationTemplate,
    quotas: Quotas,
) -> Result<(), Error> {
    // The caller was allowed what the template said a moment ago.
    let found = template_for(tx, &repository.arn, Scenario::CreateOnPush).await?;
    if found.as_ref() != Some(template) {
        return Err(Error::RepositoryNotFound(repository.arn.clone()));
    }
    if tx.repository_create(repository).await? == Put::Exists {
        // Another push was first: its repository is this one's, too.
        return Ok(());
    }
    quotas.check_repositories(tx, &repository.arn.registry).await?;
    let_use_key(tx, repository, repository.created_at).await?;
    for tag in &template.resource_tags {
        tx.resource_tag_put(repository.id, tag).await?;
    }
    if let Some(policy) = &template.repository_policy {
        tx.repository_policy_put(repository.id, policy).await?;
    }
    if let Some(text) = &template.lifecycle_policy {
        let now = repository.created_at;
        tx.lifecycle_policy_put(repository.id, text, now, first_due(now))
            .await?;
    }
    Ok(())
}
