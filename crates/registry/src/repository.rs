//! Repositories: create, list, delete, and whether their tags may move.

use futures_util::FutureExt as _;
use meta::{ImageSelection, Put, RepositoryId};
use names::{PageToken, RegistryKey, RepositoryArn, RepositoryName};
use stdx::point::Point;

use crate::at_rest::{give_up_key, let_use_key};
use crate::page::{Page, PageRequest};
use crate::protection::check_repository;
use crate::registry::existing;
use crate::resource_tag::check_tags;
use crate::{Action, Encryption, Error, Grant, Registry, Repository, ResourceTag, TagMutability};

/// How many exclusion filters a repository may have (ECR: 5).
pub const MAX_EXCLUSION_FILTERS: usize = 5;
/// How many wildcards one exclusion filter may have (ECR: 2).
const MAX_WILDCARDS: usize = 2;
const LIST: &str = "repositories";

/// What a new repository is to be.
#[derive(Debug, Clone)]
pub struct NewRepository {
    /// Whether tags may move.
    pub tag_mutability: TagMutability,
    /// Whether images are scanned when they are pushed.
    pub scan_on_push: bool,
    /// How layers are encrypted at rest.
    pub encryption: Encryption,
    /// Resource tags, at most 50.
    pub tags: Vec<ResourceTag>,
}

/// Whether a repository is deleted with its images.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepositoryDeletion {
    /// Only when it is empty.
    Empty,
    /// With everything in it.
    Force,
}

impl Registry {
    /// Creates the repository of the grant. Not idempotent.
    pub async fn repository_create(
        &self,
        grant: &Grant<RepositoryArn>,
        new: NewRepository,
    ) -> Result<Repository, Error> {
        grant.expect(&[Action::CreateRepository]);
        check_tag_mutability(&new.tag_mutability)?;
        check_tags(&new.tags)?;
        let encryption = self
            .encryption_for(grant.caller(), grant.resource(), new.encryption)
            .await?;
        let repository = Repository {
            id: RepositoryId::random(),
            arn: grant.resource().clone(),
            created_at: self.now(),
            tag_mutability: new.tag_mutability,
            scan_on_push: new.scan_on_push,
            encryption,
        };
        let args = (repository, new.tags, self.quotas);
        self.change_for(grant, args, |tx, (repository, tags, quotas)| {
            async move {
                if tx.repository_create(repository).await? == Put::Exists {
                    return Err(Error::RepositoryExists(repository.arn.clone()));
                }
                quotas.check_repositories(tx, &repository.arn.registry).await?;
                let_use_key(tx, repository, repository.created_at).await?;
                Point::RepositoryCreated.pass();
                for tag in tags {
                    tx.resource_tag_put(repository.id, tag).await?;
                }
                Ok(repository.clone())
            }
            .boxed()
        })
        .await
    }

    /// The repository of the grant.
    pub async fn repository_get(&self, grant: &Grant<RepositoryArn>) -> Result<Repository, Error> {
        self.read(grant.resource().clone(), |tx, arn| existing(tx, arn).boxed())
            .await
    }

    /// One page of the registry's repositories, by name.
    pub async fn repository_list(
        &self,
        grant: &Grant<RegistryKey>,
        page: &PageRequest,
    ) -> Result<Page<Repository>, Error> {
        grant.expect(&[Action::DescribeRepositories]);
        let after = page.after::<1>(LIST)?.map(|[name]| RepositoryName::parse(&name));
        let after = after.transpose().map_err(|_| crate::page::invalid_token())?;
        let entries = self
            .repositories_after(grant.resource(), after, page.probe())
            .await?;
        Ok(Page::cut(entries, page.size, |last| {
            PageToken::new(LIST, [last.arn.name.as_str()])
        }))
    }

    /// At most `size` names after `last`, and whether there are more.
    pub async fn catalog(
        &self,
        grant: &Grant<RegistryKey>,
        last: Option<RepositoryName>,
        size: usize,
    ) -> Result<Page<RepositoryName>, Error> {
        grant.expect(&[Action::DescribeRepositories]);
        let probe = PageRequest { token: None, size }.probe();
        let entries = self.repositories_after(grant.resource(), last, probe).await?;
        let page = Page::cut(entries, size, |last| {
            PageToken::new(LIST, [last.arn.name.as_str()])
        });
        Ok(page.map(|repository| repository.arn.name))
    }

    async fn repositories_after(
        &self,
        registry: &RegistryKey,
        after: Option<RepositoryName>,
        limit: meta::Limit,
    ) -> Result<Vec<Repository>, Error> {
        self.read(
            (registry.clone(), after, limit),
            |tx, (registry, after, limit)| {
                async move { Ok(tx.repository_list(registry, after.as_ref(), *limit).await?) }.boxed()
            },
        )
        .await
    }

    /// Deletes the repository of the grant and returns it as it was. What is in it is purged when
    /// its time in the bin is over.
    pub async fn repository_delete(
        &self,
        grant: &Grant<RepositoryArn>,
        deletion: RepositoryDeletion,
    ) -> Result<Repository, Error> {
        grant.expect(&[Action::DeleteRepository]);
        let removal = self.removal(grant.principal());
        let args = (grant.resource().clone(), deletion, removal);
        let (repository, uploads) = self
            .change_for(grant, args, |tx, (arn, deletion, removal)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    check_repository(tx, (repository.id, arn), removal.at).await?;
                    let empty = *deletion == RepositoryDeletion::Empty;
                    if empty
                        && !tx
                            .image_list(repository.id, ImageSelection::ALL, None, meta::Limit(1))
                            .await?
                            .is_empty()
                    {
                        return Err(Error::RepositoryNotEmpty(arn.clone()));
                    }
                    give_up_key(tx, &repository).await?;
                    let uploads = tx.repository_hide(&repository, removal).await?;
                    Ok((repository, uploads))
                }
                .boxed()
            })
            .await?;
        Point::RepositoryHidden.pass();
        for upload in uploads {
            self.discard(upload).await;
        }
        Ok(repository)
    }

    /// Says whether tags of the repository may move; tags that exist stay as they are.
    pub async fn repository_put_tag_mutability(
        &self,
        grant: &Grant<RepositoryArn>,
        tag_mutability: TagMutability,
    ) -> Result<Repository, Error> {
        grant.expect(&[Action::PutImageTagMutability]);
        check_tag_mutability(&tag_mutability)?;
        self.write_for(
            grant,
            (grant.resource().clone(), tag_mutability),
            |tx, (arn, tag_mutability)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    tx.repository_put_tag_mutability(repository.id, tag_mutability)
                        .await?;
                    Ok(Repository {
                        tag_mutability: tag_mutability.clone(),
                        ..repository
                    })
                }
                .boxed()
            },
        )
        .await
    }
}

pub(crate) fn check_tag_mutability(tag_mutability: &TagMutability) -> Result<(), Error> {
    let filters = match tag_mutability {
        TagMutability::Mutable | TagMutability::Immutable => return Ok(()),
        TagMutability::MutableWithExclusion(filters) | TagMutability::ImmutableWithExclusion(filters) => {
            filters
        }
    };
    let invalid = |why: String| Error::InvalidParameter {
        parameter: "imageTagMutabilityExclusionFilters",
        why,
    };
    if filters.is_empty() || filters.len() > MAX_EXCLUSION_FILTERS {
        return Err(invalid(format!(
            "Member must have between 1 and {MAX_EXCLUSION_FILTERS} filters"
        )));
    }
    let wildcards = |filter: &String| filter.bytes().filter(|byte| *byte == b'*').count();
    match filters.iter().find(|filter| wildcards(filter) > MAX_WILDCARDS) {
        Some(filter) => Err(invalid(format!(
            "Filter '{filter}' must have at most {MAX_WILDCARDS} wildcards"
        ))),
        None => Ok(()),
    }
}
