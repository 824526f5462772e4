//! Repositories that were deleted: listing, restoring and purging them.

use futures_util::FutureExt as _;
use meta::{Put, RepositoryContent};
use names::{RegistryKey, RepositoryArn};
use stdx::Timestamp;
use stdx::point::Point;

use crate::at_rest::let_use_key;
use crate::deleted_image::{DeletionId, Ending, parse_key, write_key};
use crate::lifecycle_run::INTERVAL;
use crate::page::{Page, PageRequest};
use crate::registry::existing;
use crate::{Action, Error, Grant, Registry, Repository};

const LIST: &str = "deleted-repositories";

/// A repository that was deleted and can be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedRepositoryEntry {
    /// This deletion.
    pub id: DeletionId,
    /// What it was called.
    pub arn: RepositoryArn,
    /// When it was created.
    pub created_at: Timestamp,
    /// How much is in it.
    pub content: RepositoryContent,
    /// Who deleted it, when, and until when it can be restored.
    pub end: Ending,
}

impl Registry {
    /// One page of the deleted repositories of a registry, the newest deletion first.
    pub async fn deleted_repository_list(
        &self,
        grant: &Grant<RegistryKey>,
        page: &PageRequest,
    ) -> Result<Page<DeletedRepositoryEntry>, Error> {
        grant.expect(&[Action::ListDeletedRepositories]);
        let after = page.after::<2>(LIST)?.map(parse_key).transpose()?;
        let args = (grant.resource().clone(), after, page.probe(), self.bin_end());
        let entries = self
            .read(args, |tx, (registry, after, probe, end)| {
                async move {
                    let mut listed = tx.deleted_repository_list(registry, *after, *probe).await?;
                    listed.retain(|repository| repository.deleted_at > *end);
                    let mut entries = Vec::new();
                    for repository in listed {
                        let content = tx.repository_content(repository.repository).await?;
                        entries.push((repository, content));
                    }
                    Ok(entries)
                }
                .boxed()
            })
            .await?;
        let page = Page::cut(entries, page.size, |(last, _)| {
            write_key(LIST, last.deleted_at, &last.id.to_string())
        });
        Ok(page.map(|(repository, content)| DeletedRepositoryEntry {
            id: repository.id,
            arn: repository.arn,
            created_at: repository.created_at,
            content,
            end: self.ending(repository.deleted_at, repository.deleted_by),
        }))
    }

    /// Gives a deleted repository back to its registry with all that was in it, under its old name
    /// or the one that `creating` is the right to create: that of the deletion, or the one of this
    /// name that was deleted last. Its lifecycle policy is not applied before a day has gone by.
    pub async fn repository_undelete(
        &self,
        grant: &Grant<RepositoryArn>,
        deletion: Option<DeletionId>,
        creating: Option<&Grant<RepositoryArn>>,
    ) -> Result<Repository, Error> {
        grant.expect(&[Action::UndeleteRepository]);
        let old = grant.resource().clone();
        let new = match creating {
            None => old.clone(),
            Some(creating) => {
                creating.expect(&[Action::CreateRepository]);
                creating.resource().clone()
            }
        };
        let times = (self.bin_end(), self.now());
        let args = ((old, new), deletion, times, self.quotas);
        self.change_for(grant, args, |tx, ((old, new), deletion, (end, now), quotas)| {
            async move {
                let found = tx.deleted_repository_get(old, *deletion).await?;
                let deleted = found.filter(|repository| repository.deleted_at > *end);
                let deleted = deleted.ok_or_else(|| Error::RepositoryNotFound(old.clone()))?;
                let due_at = now.after(INTERVAL);
                if tx.repository_restore(&deleted, new, due_at).await? == Put::Exists {
                    return Err(Error::RepositoryExists(new.clone()));
                }
                Point::RepositoryRestored.pass();
                quotas.check_repositories(tx, &new.registry).await?;
                let repository = existing(tx, new).await?;
                let_use_key(tx, &repository, *now).await?;
                Ok(repository)
            }
            .boxed()
        })
        .await
    }

    /// Lets a deleted repository go for good: it is purged in the next minutes.
    pub async fn deleted_repository_purge(
        &self,
        grant: &Grant<RepositoryArn>,
        deletion: DeletionId,
    ) -> Result<(), Error> {
        grant.expect(&[Action::PurgeDeletedRepository]);
        let args = (grant.resource().clone(), deletion, self.bin_end());
        self.write_for(grant, args, |tx, (arn, deletion, end)| {
            async move {
                let found = tx.deleted_repository_get(arn, Some(*deletion)).await?;
                let deleted = found.filter(|repository| repository.deleted_at > *end);
                let deleted = deleted.ok_or_else(|| Error::RepositoryNotFound(arn.clone()))?;
                Ok(tx
                    .deleted_repository_put_deleted_at(deleted.id, Timestamp::from_micros(i64::MIN))
                    .await?)
            }
            .boxed()
        })
        .await
    }
}
