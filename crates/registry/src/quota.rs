//! How many there may be: ECR's quotas, which an operator may change. Sizes and limits that ECR never
//! changes (parts of a layer, bytes of a manifest, rules of a policy) are with what they bound.

use meta::{Repository, Tx};
use names::{RegistryKey, RepositoryArn, Tag};

use crate::Error;

/// The most of each; `u32::MAX` bounds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Repositories of a registry.
    pub repositories: u32,
    /// Images of a repository, those in indexes and in the archive too.
    pub images: u32,
    /// Tags of an image.
    pub tags: u32,
}

impl Quotas {
    /// What ECR grants without being asked for more (Service Quotas, "Amazon ECR").
    pub const ECR: Self = Self {
        repositories: 100_000,
        images: 100_000,
        tags: 1000,
    };

    /// No bounds.
    pub const NONE: Self = Self {
        repositories: u32::MAX,
        images: u32::MAX,
        tags: u32::MAX,
    };
}

impl Default for Quotas {
    fn default() -> Self {
        Self::ECR
    }
}

/// What there would be too many of. The sentences are ECR's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuotaFault {
    /// Repositories.
    #[error("The registry with id '{}' already has the maximum allowed number of repositories which is '{most}'", .registry.account)]
    Repositories {
        /// Where.
        registry: RegistryKey,
        /// The quota.
        most: u32,
    },
    /// Images.
    #[error(
        "The repository with name '{}' in registry with id '{}' already has the maximum allowed number of images \
         which is '{most}'",
        .repository.name, .repository.registry.account
    )]
    Images {
        /// Where.
        repository: RepositoryArn,
        /// The quota.
        most: u32,
    },
    /// Tags of one image.
    #[error(
        "Adding tag '{tag}' to an image in the repository with name '{}' in registry with id '{}' exceeds the \
         maximum allowed number of tags per image which is '{most}'.",
        .repository.name, .repository.registry.account
    )]
    Tags {
        /// The tag that is one too many.
        tag: Tag,
        /// Where.
        repository: RepositoryArn,
        /// The quota.
        most: u32,
    },
}

impl Quotas {
    /// Refuses the repository that was just created in this transaction, if it is one too many.
    pub(crate) async fn check_repositories(
        self,
        tx: &mut Tx<'_>,
        registry: &RegistryKey,
    ) -> Result<(), Error> {
        let most = self.repositories;
        if tx.registry_count_repositories(registry).await? <= most {
            return Ok(());
        }
        let registry = registry.clone();
        Err(Error::QuotaExceeded(QuotaFault::Repositories { registry, most }))
    }

    /// Refuses the image that was just put in this transaction, if it is one too many.
    pub(crate) async fn check_images(self, tx: &mut Tx<'_>, repository: &Repository) -> Result<(), Error> {
        let most = self.images;
        if tx.repository_count_images(repository.id).await? <= most {
            return Ok(());
        }
        let repository = repository.arn.clone();
        Err(Error::QuotaExceeded(QuotaFault::Images { repository, most }))
    }

    /// Refuses a tag that is about to be put on an image with this many tags, if it is one too many.
    pub(crate) fn check_tags(self, tags: u32, tag: &Tag, repository: &RepositoryArn) -> Result<(), Error> {
        let most = self.tags;
        if tags < most {
            return Ok(());
        }
        let (tag, repository) = (tag.clone(), repository.clone());
        Err(Error::QuotaExceeded(QuotaFault::Tags {
            tag,
            repository,
            most,
        }))
    }
}
