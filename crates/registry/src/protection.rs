//! What is not to be deleted: images that are held, and repositories that are protected. This is
//! ours; ECR has neither.
//!
//! A hold is on a digest: tags may still be moved and taken off, but the image stays. Whatever
//! deletes an image or a repository asks here first, in its own transaction.

use futures_util::FutureExt as _;
use meta::{ImageHold, RepositoryId, RepositoryProtection, Tx};
use names::{Digest, PageToken, RepositoryArn};
use stdx::Timestamp;

use crate::image_name::look_up;
use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::{Action, Error, Grant, Image, ImageName, Registry};

/// The most characters of the reason of a hold.
const MAX_REASON: usize = 256;
const LIST: &str = "image-holds";

/// What keeps something from being deleted, or is not there to be taken away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProtectionFault {
    /// The image is held.
    #[error("Requested image is held: {0}")]
    ImageHeld(String),
    /// The repository has a held image.
    #[error(
        "The repository with name '{}' in registry with id '{}' cannot be deleted because the image '{held}' is held",
        .repository.name, .repository.registry.account
    )]
    RepositoryHoldsImage {
        /// The repository.
        repository: RepositoryArn,
        /// The first of the held images.
        held: Box<Digest>,
    },
    /// The repository is protected.
    #[error(
        "The repository with name '{}' in registry with id '{}' cannot be deleted because it is protected from deletion",
        .0.name, .0.registry.account
    )]
    RepositoryProtected(RepositoryArn),
    /// The image is not held.
    #[error("Requested image is not held")]
    HoldNotFound,
}

/// What a new hold says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImageHold {
    /// Why; from 1 to 256 characters.
    pub reason: String,
    /// When it ends by itself, if ever.
    pub until: Option<Timestamp>,
}

/// Whether a repository may be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeletionProtection {
    /// Not while this is so, with or without force.
    Enabled,
    /// As ECR has it.
    Disabled,
}

/// What is ours in a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepositorySettings {
    /// Who protected it from deletion, and when, where it is protected.
    pub protection: Option<RepositoryProtection>,
}

impl Registry {
    /// Holds an image, in place of the hold that it has.
    ///
    /// # Errors
    /// [`Error::ImageNotFound`], [`Error::InvalidParameter`] about the reason and the time.
    pub async fn image_hold_put(
        &self,
        grant: &Grant<RepositoryArn>,
        name: ImageName,
        new: NewImageHold,
    ) -> Result<ImageHold, Error> {
        grant.expect(&[Action::PutImageHold]);
        let now = self.now();
        check(&new, now)?;
        let by = grant.principal().arn.to_string();
        let args = (grant.resource().clone(), name, new, (by, now));
        self.write_for(grant, args, |tx, (arn, name, new, (by, now))| {
            async move {
                let (repository, image) = named(tx, arn, name).await?;
                let hold = ImageHold {
                    digest: image.digest,
                    reason: new.reason.clone(),
                    held_by: by.clone(),
                    held_at: *now,
                    held_until: new.until,
                };
                tx.image_hold_delete_ended(repository, *now).await?;
                tx.image_hold_put(repository, &hold).await?;
                Ok(hold)
            }
            .boxed()
        })
        .await
    }

    /// Takes the hold of an image away, and returns it as it was.
    ///
    /// # Errors
    /// [`ProtectionFault::HoldNotFound`].
    pub async fn image_hold_delete(
        &self,
        grant: &Grant<RepositoryArn>,
        name: ImageName,
    ) -> Result<ImageHold, Error> {
        grant.expect(&[Action::DeleteImageHold]);
        let args = (grant.resource().clone(), name, self.now());
        self.write_for(grant, args, |tx, (arn, name, now)| {
            async move {
                let (repository, image) = named(tx, arn, name).await?;
                let hold = active(tx, repository, &image.digest, *now).await?;
                let hold = hold.ok_or(ProtectionFault::HoldNotFound)?;
                tx.image_hold_delete(repository, &image.digest).await?;
                Ok(hold)
            }
            .boxed()
        })
        .await
    }

    /// One page of the held images of a repository, by digest.
    pub async fn image_hold_list(
        &self,
        grant: &Grant<RepositoryArn>,
        page: &PageRequest,
    ) -> Result<Page<ImageHold>, Error> {
        grant.expect(&[Action::ListImageHolds]);
        let after = page.after::<1>(LIST)?.map(|[digest]| Digest::parse(&digest));
        let after = after.transpose().map_err(|_| invalid_token())?;
        let args = (grant.resource().clone(), after, page.probe(), self.now());
        let entries = self
            .read(args, |tx, (arn, after, probe, now)| {
                async move {
                    let repository = existing(tx, arn).await?.id;
                    let holds = tx.image_hold_list(repository, after.as_ref(), (*now, *probe));
                    Ok(holds.await?)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, page.size, |last| {
            PageToken::new(LIST, [&last.digest.to_string()])
        }))
    }

    /// Protects a repository from deletion, or does no longer.
    pub async fn repository_put_deletion_protection(
        &self,
        grant: &Grant<RepositoryArn>,
        wanted: DeletionProtection,
    ) -> Result<(), Error> {
        grant.expect(&[Action::PutRepositoryDeletionProtection]);
        let protection = RepositoryProtection {
            protected_by: grant.principal().arn.to_string(),
            protected_at: self.now(),
        };
        let args = (grant.resource().clone(), wanted, protection);
        self.write_for(grant, args, |tx, (arn, wanted, protection)| {
            async move {
                let repository = existing(tx, arn).await?.id;
                match wanted {
                    DeletionProtection::Enabled => {
                        tx.repository_protection_put(repository, protection).await?
                    }
                    DeletionProtection::Disabled => {
                        tx.repository_protection_delete(repository).await?;
                    }
                }
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// What is ours in a repository.
    pub async fn repository_settings(
        &self,
        grant: &Grant<RepositoryArn>,
    ) -> Result<RepositorySettings, Error> {
        grant.expect(&[Action::GetRepositorySettings]);
        self.read(grant.resource().clone(), |tx, arn| {
            async move {
                let repository = existing(tx, arn).await?.id;
                let protection = tx.repository_protection_get(repository).await?;
                Ok(RepositorySettings { protection })
            }
            .boxed()
        })
        .await
    }
}

fn check(new: &NewImageHold, now: Timestamp) -> Result<(), Error> {
    let invalid = |parameter, why: &str| {
        Err(Error::InvalidParameter {
            parameter,
            why: why.to_owned(),
        })
    };
    if new.reason.trim().is_empty() || new.reason.chars().nth(MAX_REASON).is_some() {
        return invalid("reason", "Member must have between 1 and 256 characters");
    }
    if new.until.is_some_and(|until| until <= now) {
        return invalid("until", "Member must be a time in the future");
    }
    Ok(())
}

async fn named(
    tx: &mut Tx<'_>,
    arn: &RepositoryArn,
    name: &ImageName,
) -> Result<(RepositoryId, Image), Error> {
    let repository = existing(tx, arn).await?.id;
    let image = look_up(tx, repository, name).await?;
    let image = image.map_err(|_| Error::ImageNotFound {
        image: name.clone(),
        repository: arn.clone(),
    })?;
    Ok((repository, image))
}

/// The hold of an image at `now`.
pub(crate) async fn active(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    digest: &Digest,
    now: Timestamp,
) -> Result<Option<ImageHold>, Error> {
    let hold = tx.image_hold_get(repository, digest).await?;
    Ok(hold.filter(|hold| hold.is_active(now)))
}

/// Refuses to delete a repository that is protected or has a held image.
pub(crate) async fn check_repository(
    tx: &mut Tx<'_>,
    (repository, arn): (RepositoryId, &RepositoryArn),
    now: Timestamp,
) -> Result<(), Error> {
    if tx.repository_protection_get(repository).await?.is_some() {
        return Err(ProtectionFault::RepositoryProtected(arn.clone()).into());
    }
    let held = tx
        .image_hold_list(repository, None, (now, meta::Limit(1)))
        .await?;
    match held.into_iter().next() {
        None => Ok(()),
        Some(hold) => Err(ProtectionFault::RepositoryHoldsImage {
            repository: arn.clone(),
            held: Box::new(hold.digest),
        }
        .into()),
    }
}
