//! The storage class of images (ECR user guide, "Archiving an image"): into the archive at once, and
//! out of it by a job or by pushing the image again.
//!
//! An image in the archive is found by its name and listed where a caller asks for such images, but
//! nobody can pull it. What goes with an image is found here too: its referrers follow it, and an
//! index that comes back brings what it lists. The layers stay where they are.

use std::slice;
use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{ImageStatus, Limit, ReferrerSelection, RepositoryId, Storage, Tx};
use names::{Digest, RepositoryArn};
use stdx::Timestamp;

use crate::event::{self, ImageEvent};
use crate::image_list::well_formed;
use crate::image_name::find;
use crate::job::{Lease, Work};
use crate::{Action, Error, Image, ImageGrant, ImageName, Registry};

/// How long an image is on its way back, so that callers that wait for it do (ECR: up to 20
/// minutes, because there it really is moved).
const RESTORE: Duration = Duration::from_secs(1);
/// How many images that go with another one are moved in one transaction.
const BATCH: usize = 100;
/// How many referrers are read at once.
const PAGE: Limit = Limit(100);
/// How many parents an answer names when an image cannot be archived.
const SHOWN_PARENTS: Limit = Limit(100);

/// Where images are kept (ECR `targetStorageClass`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorageClass {
    /// `STANDARD`: images that can be pulled.
    Standard,
    /// `ARCHIVE`.
    Archive,
}

/// An image whose storage class was updated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageClassUpdate {
    /// The image.
    pub digest: Digest,
    /// What it is now.
    pub status: ImageStatus,
}

/// Why the storage class of an image cannot be updated. The sentences are ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageFault {
    /// It is in the standard class already.
    #[error("The image with digest '{0}' is already in the storage class STANDARD.")]
    Standard(Digest),
    /// It is in the archive already.
    #[error("The image with digest '{0}' is already in the storage class ARCHIVE.")]
    Archived(Digest),
    /// It is on its way back.
    #[error(
        "The image with digest '{0}' is being restored from the storage class ARCHIVE. Wait and try again."
    )]
    Activating(Digest),
    /// Indexes that are not in the archive list it.
    #[error(
        "The image with digest '{digest}' is referenced by manifest list: [{}]. Archive the manifest list first.",
        crate::error::join(.indexes)
    )]
    Listed {
        /// The image.
        digest: Digest,
        /// The indexes.
        indexes: Vec<Digest>,
    },
}

impl Registry {
    /// Puts an image into the archive, or begins to restore it from there.
    ///
    /// # Errors
    /// [`Error::ImageNotFound`], and [`Error::StorageClass`] when the image cannot go there now.
    pub async fn image_put_storage_class(
        &self,
        grant: &ImageGrant,
        name: ImageName,
        target: StorageClass,
    ) -> Result<StorageClassUpdate, Error> {
        grant.expect(&[Action::UpdateImageStorageClass]);
        well_formed(&name)?;
        let args = (grant.clone(), name, target, (self.now(), self.push_time()));
        self.write_for(grant, args, |tx, (grant, name, target, (now, at))| {
            async move {
                let repository = grant.existing(tx, slice::from_ref(name)).await?;
                grant.admit_read(tx, repository.id, name).await?;
                let Some(image) = find(tx, repository.id, name).await? else {
                    return Err(Error::ImageNotFound {
                        image: name.clone(),
                        repository: repository.arn,
                    });
                };
                let shelf = Shelf {
                    repository: repository.id,
                    arn: &repository.arn,
                    at: *at,
                };
                let moved = match target {
                    StorageClass::Archive => shelf.archive(tx, &image, *now).await?,
                    StorageClass::Standard => shelf.restore(tx, &image, *now).await?,
                };
                let status = moved.map_err(Error::StorageClass)?;
                Ok(StorageClassUpdate {
                    digest: image.digest,
                    status,
                })
            }
            .boxed()
        })
        .await
    }

    /// The job of [`Work::ImageActivate`] and [`Work::ReferrersArchive`]: what could not be moved
    /// in the transaction of its cause.
    pub(crate) async fn image_storage_run(
        &self,
        image: &str,
        towards: StorageClass,
        lease: &Lease,
    ) -> Result<(), Error> {
        let parsed = image.split_once('/').and_then(|(repository, digest)| {
            Some((RepositoryId::from_hex(repository)?, Digest::parse(digest).ok()?))
        });
        let Some((repository, digest)) = parsed else {
            return Err(crate::Internal::Broken(format!("no image of a job: {image}")).into());
        };
        loop {
            let args = (
                lease.clone(),
                repository,
                digest,
                towards,
                (self.now(), self.push_time()),
            );
            let progress = self
                .write(args, |tx, (lease, repository, digest, towards, (now, at))| {
                    async move {
                        lease.hold(tx, *now).await?;
                        let Some(repository) = tx.repository_get_by_id(*repository).await? else {
                            return Ok(Progress::Done);
                        };
                        let shelf = Shelf {
                            repository: repository.id,
                            arn: &repository.arn,
                            at: *at,
                        };
                        shelf.go_on(tx, digest, *towards).await
                    }
                    .boxed()
                })
                .await?;
            if progress == Progress::Done {
                return Ok(());
            }
        }
    }
}

/// Whether everything that goes with an image is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Done,
    More,
}

/// Moves images of one repository, all at one instant.
pub(crate) struct Shelf<'a> {
    pub(crate) repository: RepositoryId,
    pub(crate) arn: &'a RepositoryArn,
    /// What the images remember: never before an earlier such time, also when the clock is set back.
    pub(crate) at: Timestamp,
}

impl Shelf<'_> {
    /// Puts an active image into the archive, with its referrers.
    pub(crate) async fn archive(
        &self,
        tx: &mut Tx<'_>,
        image: &Image,
        now: Timestamp,
    ) -> Result<Result<ImageStatus, StorageFault>, Error> {
        let digest = image.digest;
        match image.storage.status {
            ImageStatus::Archived => return Ok(Err(StorageFault::Archived(digest))),
            ImageStatus::Activating => return Ok(Err(StorageFault::Activating(digest))),
            ImageStatus::Active => {}
        }
        let parents = tx.image_active_parents(self.repository, &digest, SHOWN_PARENTS);
        let indexes = parents.await?;
        if !indexes.is_empty() {
            return Ok(Err(StorageFault::Listed { digest, indexes }));
        }
        self.put(tx, image, ImageStatus::Archived).await?;
        if self.archive_referrers(tx, digest).await? == Progress::More {
            let image = self.key(&digest);
            Work::ReferrersArchive { image }.put(tx, now).await?;
        }
        Ok(Ok(ImageStatus::Archived))
    }

    /// Begins to restore an image from the archive.
    async fn restore(
        &self,
        tx: &mut Tx<'_>,
        image: &Image,
        now: Timestamp,
    ) -> Result<Result<ImageStatus, StorageFault>, Error> {
        match image.storage.status {
            ImageStatus::Active => return Ok(Err(StorageFault::Standard(image.digest))),
            ImageStatus::Activating => return Ok(Err(StorageFault::Activating(image.digest))),
            ImageStatus::Archived => {}
        }
        self.put(tx, image, ImageStatus::Activating).await?;
        let key = self.key(&image.digest);
        Work::ImageActivate { image: key }
            .put(tx, now.after(RESTORE))
            .await?;
        Ok(Ok(ImageStatus::Activating))
    }

    /// Restores an image at once, because it was pushed, with what it lists; its referrers too, at
    /// the latest by a job.
    pub(crate) async fn activate_pushed(
        &self,
        tx: &mut Tx<'_>,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<(), Error> {
        if self.activate(tx, digest).await? == Progress::More {
            let image = self.key(digest);
            Work::ImageActivate { image }.put(tx, now).await?;
        }
        Ok(())
    }

    /// One step of a job. Does nothing when the image is elsewhere by now.
    async fn go_on(
        &self,
        tx: &mut Tx<'_>,
        digest: &Digest,
        towards: StorageClass,
    ) -> Result<Progress, Error> {
        let image = tx.image_get(self.repository, digest).await?;
        let is_archived = image.map(|image| image.storage.status == ImageStatus::Archived);
        match (towards, is_archived) {
            (StorageClass::Standard, Some(false)) => self.activate(tx, digest).await,
            (StorageClass::Archive, Some(true)) => self.archive_referrers(tx, *digest).await,
            _ => Ok(Progress::Done),
        }
    }

    /// Archives the referrers of an image that is in the archive, and theirs. One that an active
    /// index lists stays.
    async fn archive_referrers(&self, tx: &mut Tx<'_>, root: Digest) -> Result<Progress, Error> {
        let (mut waiting, mut moved) = (vec![root], 0);
        while let Some(subject) = waiting.pop() {
            for referrer in self.referrers(tx, subject).await? {
                if referrer.storage.status == ImageStatus::Active {
                    let held = tx.image_active_parents(self.repository, &referrer.digest, Limit(1));
                    if !held.await?.is_empty() {
                        continue;
                    }
                    if moved == BATCH {
                        return Ok(Progress::More);
                    }
                    self.put(tx, &referrer, ImageStatus::Archived).await?;
                    moved += 1;
                }
                waiting.push(referrer.digest);
            }
        }
        Ok(Progress::Done)
    }

    /// Restores an image with all that it lists, and a batch of the referrers of these.
    async fn activate(&self, tx: &mut Tx<'_>, root: &Digest) -> Result<Progress, Error> {
        let mut needed = vec![*root];
        let mut next = 0;
        while let Some(digest) = needed.get(next).copied() {
            let children = tx.image_children(self.repository, &digest).await?;
            needed.extend(
                children
                    .into_iter()
                    .filter(|child| !needed.contains(child))
                    .collect::<Vec<_>>(),
            );
            next += 1;
        }
        // What an index lists comes before it.
        for digest in needed.iter().rev() {
            if let Some(image) = tx.image_get(self.repository, digest).await?
                && image.storage.status != ImageStatus::Active
            {
                self.put(tx, &image, ImageStatus::Active).await?;
            }
        }
        let (mut waiting, mut moved) = (needed, 0);
        while let Some(subject) = waiting.pop() {
            for referrer in self.referrers(tx, subject).await? {
                if referrer.storage.status != ImageStatus::Active {
                    if moved == BATCH {
                        return Ok(Progress::More);
                    }
                    self.put(tx, &referrer, ImageStatus::Active).await?;
                    moved += 1;
                }
                waiting.push(referrer.digest);
            }
        }
        Ok(Progress::Done)
    }

    async fn referrers(&self, tx: &mut Tx<'_>, subject: Digest) -> Result<Vec<Image>, Error> {
        let selection = ReferrerSelection {
            subject,
            artifact_types: Vec::new(),
            status: None,
        };
        let mut referrers: Vec<Image> = Vec::new();
        loop {
            let after = referrers.last().map(|last| last.digest);
            let page = tx
                .referrer_list(self.repository, &selection, after.as_ref(), PAGE)
                .await?;
            if page.is_empty() {
                return Ok(referrers);
            }
            referrers.extend(page);
        }
    }

    /// The one place where an image moves; its event is written once it has arrived.
    async fn put(&self, tx: &mut Tx<'_>, image: &Image, status: ImageStatus) -> Result<(), Error> {
        let before = image.storage;
        let storage = match status {
            ImageStatus::Active => Storage {
                last_activated_at: Some(self.at),
                ..before
            },
            ImageStatus::Activating => before,
            ImageStatus::Archived => Storage {
                last_archived_at: Some(self.at),
                ..before
            },
        };
        let storage = Storage { status, ..storage };
        tx.image_put_storage(self.repository, &image.digest, &storage)
            .await?;
        let class = match status {
            ImageStatus::Active => event::StorageClass::Standard(self.at),
            ImageStatus::Activating => return Ok(()),
            ImageStatus::Archived => event::StorageClass::Archive,
        };
        let moved = ImageEvent {
            repository: self.arn,
            image,
            tag: None,
            at: self.at,
        };
        event::storage_class_updated(tx, moved, class).await
    }

    /// How jobs name an image of this repository, also when that gets another name.
    fn key(&self, digest: &Digest) -> String {
        format!("{}/{digest}", self.repository.to_hex())
    }
}
