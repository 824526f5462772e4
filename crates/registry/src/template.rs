//! Repository creation templates: what repositories are to be that a registry makes by itself. The
//! push that makes one is in `create_on_push.rs`.

use futures_util::FutureExt as _;
use iam::{Policy, PolicyKind};
use meta::{CreationTemplate, Put, Scenario, Tx};
use names::{AccountId, PageToken, PrincipalArn, RegistryKey, RepositoryArn, RepositoryPrefix};
use stdx::Timestamp;

use crate::authority::{Place, RequestFacts};
use crate::grant::ResourcePlace;
use crate::page::{Page, PageRequest};
use crate::policy_principal::{bind, shown};
use crate::policy_text::PolicyText;
use crate::repository::check_tag_mutability;
use crate::repository_policy::read;
use crate::resource_tag::check_tags;
use crate::{Action, Encryption, Error, Grant, IamResource, Registry, Resource, ResourceTag, TagMutability};

/// How many templates a registry may have. ECR publishes no number.
const MAX_TEMPLATES: u32 = 1000;
const LIST: &str = "templates";
const POLICY: &str = "repositoryPolicy";

/// Why nothing was done about a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateFault {
    /// There is one with that prefix already.
    #[error(
        "The repository creation template with prefix '{0}' already exists in the registry with id '{1}'"
    )]
    Exists(RepositoryPrefix, AccountId),
    /// There is none with that prefix.
    #[error(
        "The repository creation template with prefix '{0}' does not exist in the registry with id '{1}'"
    )]
    NotFound(RepositoryPrefix, AccountId),
}

/// What is written into a template. What is `None` stays as it is, and is in a new template as in
/// a repository that is created without saying it. An empty text takes a text away.
#[derive(Debug, Clone, Default)]
pub struct TemplateChange {
    /// What its author says of it.
    pub description: Option<String>,
    /// When it is used.
    pub applied_for: Option<Vec<Scenario>>,
    /// Whether tags may move.
    pub tag_mutability: Option<TagMutability>,
    /// How layers are encrypted at rest.
    pub encryption: Option<Encryption>,
    /// Resource tags, at most 50.
    pub resource_tags: Option<Vec<ResourceTag>>,
    /// The policy of the repository.
    pub repository_policy: Option<String>,
    /// The lifecycle policy of the repository.
    pub lifecycle_policy: Option<String>,
    /// The ARN of a role of the account.
    pub custom_role: Option<String>,
}

/// A change that was checked.
struct Checked {
    change: TemplateChange,
    policy: Option<(Policy, PolicyText)>,
}

/// The repositories under a prefix, those to come too.
#[derive(Debug, Clone)]
struct Namespace {
    registry: RegistryKey,
    prefix: RepositoryPrefix,
}

impl Resource for Namespace {
    fn owner(&self) -> AccountId {
        self.registry.account
    }

    fn display(&self, _: Action) -> String {
        let RegistryKey { account, region } = &self.registry;
        let partition = region.partition().id;
        let start = if self.prefix.is_root() {
            String::new()
        } else {
            format!("{}/", self.prefix.key())
        };
        format!("arn:{partition}:ecr:{region}:{account}:repository/{start}*")
    }

    fn place(&self) -> ResourcePlace {
        ResourcePlace(Place::Namespace(self.registry.clone(), self.prefix.clone()))
    }
}

impl Registry {
    /// Creates a template. Who writes one may also do, to the repositories that it is for, what it
    /// does.
    ///
    /// # Errors
    /// [`TemplateFault::Exists`]; [`Error::InvalidParameter`] for policies that are none;
    /// [`Error::LimitExceeded`] over 1,000 templates.
    pub async fn template_create(
        &self,
        grant: &Grant<RegistryKey>,
        prefix: RepositoryPrefix,
        change: TemplateChange,
    ) -> Result<CreationTemplate, Error> {
        grant.expect(&[Action::CreateRepositoryCreationTemplate]);
        self.check_author(grant, &prefix, &change).await?;
        let plain = plain(prefix, self.now());
        let args = (grant.resource().clone(), plain, check(change)?);
        self.write_for(grant, args, |tx, (registry, plain, checked)| {
            async move {
                let template = changed(tx, plain.clone(), checked).await?;
                if tx.template_count(registry).await? >= MAX_TEMPLATES {
                    let sentence = "The maximum number of repository creation templates per registry is 1000";
                    return Err(Error::LimitExceeded(sentence.to_owned()));
                }
                if tx.template_create(registry, &template).await? == Put::Exists {
                    let fault = TemplateFault::Exists(template.prefix, registry.account);
                    return Err(Error::Template(fault));
                }
                presented(tx, template).await
            }
            .boxed()
        })
        .await
    }

    /// Changes a template. Repositories that exist stay as they are.
    ///
    /// # Errors
    /// [`TemplateFault::NotFound`]; [`Error::InvalidParameter`] for policies that are none.
    pub async fn template_update(
        &self,
        grant: &Grant<RegistryKey>,
        prefix: RepositoryPrefix,
        change: TemplateChange,
    ) -> Result<CreationTemplate, Error> {
        grant.expect(&[Action::UpdateRepositoryCreationTemplate]);
        self.check_author(grant, &prefix, &change).await?;
        let args = (grant.resource().clone(), prefix, check(change)?, self.now());
        self.write_for(grant, args, |tx, (registry, prefix, checked, now)| {
            async move {
                let template = present(tx, registry, prefix).await?;
                let template = CreationTemplate {
                    updated_at: *now,
                    ..changed(tx, template, checked).await?
                };
                tx.template_update(registry, &template).await?;
                presented(tx, template).await
            }
            .boxed()
        })
        .await
    }

    /// Deletes a template and returns it as it was.
    ///
    /// # Errors
    /// [`TemplateFault::NotFound`].
    pub async fn template_delete(
        &self,
        grant: &Grant<RegistryKey>,
        prefix: RepositoryPrefix,
    ) -> Result<CreationTemplate, Error> {
        grant.expect(&[Action::DeleteRepositoryCreationTemplate]);
        let args = (grant.resource().clone(), prefix);
        self.write_for(grant, args, |tx, (registry, prefix)| {
            async move {
                let template = present(tx, registry, prefix).await?;
                tx.template_delete(registry, prefix).await?;
                presented(tx, template).await
            }
            .boxed()
        })
        .await
    }

    /// The templates with these prefixes; there need not be one for each.
    pub async fn template_get(
        &self,
        grant: &Grant<RegistryKey>,
        prefixes: Vec<RepositoryPrefix>,
    ) -> Result<Vec<CreationTemplate>, Error> {
        grant.expect(&[Action::DescribeRepositoryCreationTemplates]);
        let args = (grant.resource().clone(), prefixes);
        self.read(args, |tx, (registry, prefixes)| {
            async move {
                let mut found = Vec::new();
                for prefix in prefixes {
                    if let Some(template) = tx.template_get(registry, prefix).await? {
                        found.push(presented(tx, template).await?);
                    }
                }
                Ok(found)
            }
            .boxed()
        })
        .await
    }

    /// One page of the registry's templates, by prefix.
    pub async fn template_list(
        &self,
        grant: &Grant<RegistryKey>,
        page: &PageRequest,
    ) -> Result<Page<CreationTemplate>, Error> {
        grant.expect(&[Action::DescribeRepositoryCreationTemplates]);
        let after = page
            .after::<1>(LIST)?
            .map(|[prefix]| RepositoryPrefix::parse(&prefix));
        let after = after.transpose().map_err(|_| crate::page::invalid_token())?;
        let args = (grant.resource().clone(), after, page.probe());
        let entries = self
            .read(args, |tx, (registry, after, limit)| {
                async move {
                    let mut entries = Vec::new();
                    for template in tx.template_list(registry, after.as_ref(), *limit).await? {
                        entries.push(presented(tx, template).await?);
                    }
                    Ok(entries)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, page.size, |last| {
            PageToken::new(LIST, [last.prefix.key()])
        }))
    }

    /// Else a template would be a way to do what its author may not.
    async fn check_author(
        &self,
        grant: &Grant<RegistryKey>,
        prefix: &RepositoryPrefix,
        change: &TemplateChange,
    ) -> Result<(), Error> {
        let registry = grant.resource().clone();
        let namespace = Namespace {
            registry: registry.clone(),
            prefix: prefix.clone(),
        };
        let tags = change.resource_tags.as_deref().unwrap_or_default();
        let has = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        let facts = RequestFacts::none().with_tags(pairs(tags));
        for (action, is_needed) in [
            (Action::CreateRepository, true),
            (Action::TagResource, !tags.is_empty()),
            (Action::SetRepositoryPolicy, has(&change.repository_policy)),
            (Action::PutLifecyclePolicy, has(&change.lifecycle_policy)),
        ] {
            if is_needed {
                self.authorize_with(grant.caller(), action, &namespace, &facts)
                    .await?;
            }
        }
        if let Some(arn) = change.custom_role.as_deref().filter(|arn| !arn.is_empty()) {
            let role = role_of(&registry, arn)?;
            let facts = RequestFacts::none().with("iam:PassedToService", ["ecr.amazonaws.com".to_owned()]);
            self.authorize_with(grant.caller(), Action::PassRole, &role, &facts)
                .await?;
        }
        Ok(())
    }
}

/// Tags as condition keys have them.
pub(crate) fn pairs(tags: &[ResourceTag]) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()))
}

/// The template that a repository is made by: the most specific one that is for the occasion.
pub(crate) async fn template_for(
    tx: &mut Tx<'_>,
    arn: &RepositoryArn,
    scenario: Scenario,
) -> Result<Option<CreationTemplate>, Error> {
    for prefix in RepositoryPrefix::of(&arn.name) {
        let template = tx.template_get(&arn.registry, &prefix).await?;
        let template = template.filter(|template| template.applied_for.contains(&scenario));
        if template.is_some() {
            return Ok(template);
        }
    }
    Ok(None)
}

async fn present(
    tx: &mut Tx<'_>,
    registry: &RegistryKey,
    prefix: &RepositoryPrefix,
) -> Result<CreationTemplate, Error> {
    let template = tx.template_get(registry, prefix).await?;
    template.ok_or_else(|| Error::Template(TemplateFault::NotFound(prefix.clone(), registry.account)))
}

/// A template as callers see it.
async fn presented(tx: &mut Tx<'_>, template: CreationTemplate) -> Result<CreationTemplate, Error> {
    let repository_policy = match &template.repository_policy {
        Some(stored) => Some(shown(tx, stored).await?),
        None => None,
    };
    Ok(CreationTemplate {
        repository_policy,
        ..template
    })
}

fn plain(prefix: RepositoryPrefix, now: Timestamp) -> CreationTemplate {
    CreationTemplate {
        prefix,
        created_at: now,
        updated_at: now,
        description: None,
        applied_for: Vec::new(),
        tag_mutability: TagMutability::Mutable,
        encryption: Encryption::Aes256,
        resource_tags: Vec::new(),
        repository_policy: None,
        lifecycle_policy: None,
        custom_role: None,
    }
}

fn check(change: TemplateChange) -> Result<Checked, Error> {
    if let Some(tag_mutability) = &change.tag_mutability {
        check_tag_mutability(tag_mutability)?;
    }
    if let Some(tags) = &change.resource_tags {
        check_tags(tags)?;
    }
    if let Some(text) = change.lifecycle_policy.as_deref().filter(|text| !text.is_empty()) {
        lifecycle::Policy::parse(text).map_err(|error| Error::InvalidParameter {
            parameter: "lifecyclePolicy",
            why: error.to_string(),
        })?;
    }
    let policy = change
        .repository_policy
        .as_deref()
        .filter(|text| !text.is_empty());
    let policy = policy.map(|text| read(text, PolicyKind::Repository)).transpose();
    Ok(Checked {
        policy: policy.map_err(|_| unfit())?,
        change,
    })
}

async fn changed(
    tx: &mut Tx<'_>,
    template: CreationTemplate,
    Checked { change, policy }: &Checked,
) -> Result<CreationTemplate, Error> {
    let text = |new: &Option<String>, old: Option<String>| match new {
        Some(new) => Some(new.clone()).filter(|new| !new.is_empty()),
        None => old,
    };
    let repository_policy = match policy {
        Some((policy, document)) => {
            let bound = bind(tx, policy, document).await?;
            Some(bound.ok_or_else(unfit)?.to_string())
        }
        None => text(&change.repository_policy, template.repository_policy),
    };
    Ok(CreationTemplate {
        prefix: template.prefix,
        created_at: template.created_at,
        updated_at: template.updated_at,
        description: text(&change.description, template.description),
        applied_for: change.applied_for.clone().unwrap_or(template.applied_for),
        tag_mutability: change.tag_mutability.clone().unwrap_or(template.tag_mutability),
        encryption: change.encryption.clone().unwrap_or(template.encryption),
        resource_tags: change.resource_tags.clone().unwrap_or(template.resource_tags),
        repository_policy,
        lifecycle_policy: text(&change.lifecycle_policy, template.lifecycle_policy),
        custom_role: text(&change.custom_role, template.custom_role),
    })
}

fn unfit() -> Error {
    Error::InvalidParameter {
        parameter: POLICY,
        why: "Invalid repository policy provided".to_owned(),
    }
}

/// A role that may be passed: one of the registry's own account.
fn role_of(registry: &RegistryKey, arn: &str) -> Result<IamResource, Error> {
    let account = registry.account;
    let parsed = PrincipalArn::parse(arn).ok();
    parsed
        .filter(|parsed| parsed.account() == account && arn.contains(":role/"))
        .map(|_| IamResource {
            account,
            arn: arn.to_owned(),
        })
        .ok_or_else(|| Error::InvalidParameter {
            parameter: "customRoleArn",
            why: "Invalid ARN".to_owned(),
        })
}
