//! How many repositories a registry has, and how many images a repository: kept in the transactions
//! that make and delete them, since counting rows costs as much as there are.

use names::RegistryKey;

use crate::statement::statements;
use crate::value::Value;
use crate::{Error, RepositoryId, Tx};

statements! {
    ADD_REPOSITORY = "INSERT INTO registry_usage (account_id, region, repositories) VALUES ($1, $2, 1) \
        ON CONFLICT (account_id, region) DO UPDATE SET repositories = registry_usage.repositories + 1";
    REMOVE_REPOSITORY = "UPDATE registry_usage SET repositories = repositories - 1 \
        WHERE account_id = $1 AND region = $2";
    FORGET_REGISTRY = "DELETE FROM registry_usage \
        WHERE account_id = $1 AND region = $2 AND repositories <= 0";
    REPOSITORIES = "SELECT repositories FROM registry_usage WHERE account_id = $1 AND region = $2";
    ADD_IMAGE = "INSERT INTO repository_usage (repository_id, images) VALUES ($1, 1) \
        ON CONFLICT (repository_id) DO UPDATE SET images = repository_usage.images + 1";
    REMOVE_IMAGE = "UPDATE repository_usage SET images = images - 1 WHERE repository_id = $1";
    IMAGES = "SELECT images FROM repository_usage WHERE repository_id = $1";
}

impl Tx<'_> {
    /// Counts a repository that a registry has now and had not before.
    pub(crate) async fn registry_usage_add(&mut self, registry: &RegistryKey) -> Result<(), Error> {
        let RegistryKey { account, region } = registry;
        self.execute(ADD_REPOSITORY, &[account.into(), region.into()])
            .await?;
        Ok(())
    }

    /// Counts a repository no more. The row goes with the last one.
    pub(crate) async fn registry_usage_remove(&mut self, registry: &RegistryKey) -> Result<(), Error> {
        let RegistryKey { account, region } = registry;
        for statement in [REMOVE_REPOSITORY, FORGET_REGISTRY] {
            self.execute(statement, &[account.into(), region.into()]).await?;
        }
        Ok(())
    }

    /// How many repositories a registry has.
    pub async fn registry_count_repositories(&mut self, registry: &RegistryKey) -> Result<u32, Error> {
        let RegistryKey { account, region } = registry;
        let values = [Value::from(account), region.into()];
        let read = |row: &crate::row::Row<'_>| row.count(0, "registry_usage.repositories");
        Ok(self.row(REPOSITORIES, &values, read).await?.unwrap_or(0))
    }

    /// Counts an image that a repository has now and had not before.
    pub(crate) async fn repository_usage_add(&mut self, repository: RepositoryId) -> Result<(), Error> {
        self.execute(ADD_IMAGE, &[repository.into()]).await?;
        Ok(())
    }

    /// Counts an image no more.
    pub(crate) async fn repository_usage_remove(&mut self, repository: RepositoryId) -> Result<(), Error> {
        self.execute(REMOVE_IMAGE, &[repository.into()]).await?;
        Ok(())
    }

    /// How many images a repository has, those in indexes and in the archive too.
    pub async fn repository_count_images(&mut self, repository: RepositoryId) -> Result<u32, Error> {
        let read = |row: &crate::row::Row<'_>| row.count(0, "repository_usage.images");
        let images = self.row(IMAGES, &[repository.into()], read).await?;
        Ok(images.unwrap_or(0))
    }
}
