//! Another name for a repository, in one transaction: everything in it hangs on the row, not on the
//! name, and stays.

use futures_util::FutureExt as _;
use meta::Put;
use names::RepositoryArn;

use crate::registry::existing;
use crate::{Action, Encryption, Error, Grant, Registry, Repository, TagFault, job};

/// What it takes to rename.
#[derive(Clone)]
pub struct RenameRights {
    /// [`Action::RenameRepository`] on the old name.
    pub from: Grant<RepositoryArn>,
    /// [`Action::RenameRepository`] on the new name.
    pub to: Grant<RepositoryArn>,
    /// [`Action::DeleteRepository`] on the old name.
    pub delete: Grant<RepositoryArn>,
    /// [`Action::CreateRepository`] on the new name.
    pub create: Grant<RepositoryArn>,
}

impl Registry {
    /// Renames a repository within its registry. Requests by the old name find nothing from then on;
    /// uploads go on by the new one.
    ///
    /// # Errors
    /// [`Error::RepositoryNotFound`], [`Error::RepositoryExists`], [`TagFault::Bound`].
    pub async fn repository_rename(&self, rights: &RenameRights) -> Result<Repository, Error> {
        rights.from.expect(&[Action::RenameRepository]);
        rights.to.expect(&[Action::RenameRepository]);
        rights.delete.expect(&[Action::DeleteRepository]);
        rights.create.expect(&[Action::CreateRepository]);
        let args = (rights.from.resource().clone(), rights.to.resource().clone());
        // Policies of the repository are found by its name, so this is a change to what decides.
        self.change_for(&rights.from, args, |tx, (from, to)| {
            async move {
                let repository = existing(tx, from).await?;
                if repository.encryption != Encryption::Aes256 {
                    return Err(Error::Tag(TagFault::Bound(from.clone())));
                }
                if tx.repository_rename(from, &to.name).await? == Put::Exists {
                    return Err(Error::RepositoryExists(to.clone()));
                }
                job::follow(tx, (from, to)).await?;
                Ok(Repository {
                    arn: to.clone(),
                    ..repository
                })
            }
            .boxed()
        })
        .await
    }
}
