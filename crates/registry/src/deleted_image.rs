//! Images that were deleted and can be restored: listing and purging them. How one comes back is in
//! `image_undelete.rs`, what tags named before in `deleted_tag.rs`.

use futures_util::FutureExt as _;
use meta::{DeletedKey, Limit, RemovalCause, Tx};
use names::{Digest, MediaType, PageToken, RepositoryArn, Tag};
use stdx::Timestamp;
use stdx::point::Point;

use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::{Action, Error, Grant, Registry};

const IMAGES: &str = "deleted-images";
/// How many rows a statement reads at once.
const BATCH: Limit = Limit(1_000);
/// How many deleted images one transaction purges.
const PURGED: Limit = Limit(200);

/// Which deletion: each of an image or a repository has its own.
pub type DeletionId = uuid::Uuid;

/// An image that was deleted and can be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedImageEntry {
    /// This deletion.
    pub id: DeletionId,
    /// The image.
    pub digest: Digest,
    /// The tags that it had, in byte order.
    pub tags: Vec<Tag>,
    /// The media type of its manifest.
    pub media_type: MediaType,
    /// Its artifact type, or the media type of its configuration.
    pub artifact_type: Option<String>,
    /// ECR `imageSizeInBytes`.
    pub size: u64,
    /// When it was first pushed.
    pub pushed_at: Timestamp,
    /// Who deleted it, when and why.
    pub end: Ending,
    /// Why it was deleted.
    pub cause: RemovalCause,
}

/// Who deleted something, and until when it can be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// When it is purged.
    pub until: Timestamp,
}

/// A page of deleted images.
#[derive(Debug, Clone)]
pub struct DeletedImages {
    /// The page.
    pub page: Page<DeletedImageEntry>,
    /// The bytes of the layers that no image of the repository needs but those in its bin; on the
    /// first page.
    pub held_bytes: Option<u64>,
}

impl Registry {
    /// One page of the deleted images of a repository, the newest deletion first.
    pub async fn deleted_image_list(
        &self,
        grant: &Grant<RepositoryArn>,
        page: &PageRequest,
    ) -> Result<DeletedImages, Error> {
        grant.expect(&[Action::ListDeletedImages]);
        let after = page.after::<2>(IMAGES)?.map(parse_key).transpose()?;
        let args = (grant.resource().clone(), after, page.probe(), self.bin_end());
        let (entries, held_bytes) = self
            .read(args, |tx, (arn, after, probe, end)| {
                async move {
                    let repository = existing(tx, arn).await?.id;
                    let mut images = tx.deleted_image_list(repository, *after, *probe).await?;
                    images.retain(|image| image.deleted_at > *end);
                    let mut entries = Vec::new();
                    for image in images {
                        let tags = tx.deleted_tag_list_of_image(image.id).await?;
                        entries.push((image, tags));
                    }
                    let held = match after {
                        None => Some(held_bytes(tx, repository).await?),
                        Some(_) => None,
                    };
                    Ok((entries, held))
                }
                .boxed()
            })
            .await?;
        let page = Page::cut(entries, page.size, |(last, _)| {
            write_key(IMAGES, last.deleted_at, &last.id.to_string())
        });
        let page = page.map(|(image, tags)| DeletedImageEntry {
            id: image.id,
            digest: image.digest,
            tags,
            media_type: image.media_type,
            artifact_type: image.artifact_type,
            size: image.size,
            pushed_at: image.pushed_at,
            end: self.ending(image.deleted_at, image.deleted_by),
            cause: image.cause,
        });
        Ok(DeletedImages { page, held_bytes })
    }

    /// Purges deleted images of a repository, those of these deletions or all of them, and says how
    /// many. What tags named before is forgotten with all of them.
    pub async fn deleted_image_purge(
        &self,
        grant: &Grant<RepositoryArn>,
        deletions: Option<Vec<DeletionId>>,
    ) -> Result<u64, Error> {
        grant.expect(&[Action::PurgeDeletedImages]);
        let mut purged = 0;
        loop {
            let args = (grant.resource().clone(), deletions.clone());
            let (images, left) = self
                .write_for(grant, args, |tx, (arn, deletions)| {
                    async move {
                        let repository = existing(tx, arn).await?.id;
                        let Some(deletions) = deletions else {
                            let images = tx.deleted_image_delete_of_repository(repository, PURGED).await?;
                            Point::ImagePurged.pass();
                            let tags = tx.deleted_tag_delete_of_repository(repository, BATCH).await?;
                            return Ok((images, images + tags > 0));
                        };
                        let mut images = 0;
                        for id in deletions {
                            images += u64::from(tx.deleted_image_delete(repository, *id).await?);
                        }
                        Ok((images, false))
                    }
                    .boxed()
                })
                .await?;
            purged += images;
            if !left {
                return Ok(purged);
            }
        }
    }

    pub(crate) fn ending(&self, at: Timestamp, by: String) -> Ending {
        let until = at.after(self.bin_time);
        Ending { at, by, until }
    }
}

/// The bytes of the layers that only deleted images of a repository list.
async fn held_bytes(tx: &mut Tx<'_>, repository: meta::RepositoryId) -> Result<u64, Error> {
    let (mut bytes, mut after) = (0_u64, None);
    loop {
        let page = tx
            .deleted_image_list_held(repository, after.as_ref(), BATCH)
            .await?;
        let Some(last) = page.last() else {
            return Ok(bytes);
        };
        after = Some(last.digest);
        bytes = page
            .iter()
            .fold(bytes, |sum, layer| sum.saturating_add(layer.size));
    }
}

/// The token after an entry of a list by time.
pub(crate) fn write_key(list: &str, at: Timestamp, id: &str) -> PageToken {
    PageToken::new(list, [at.as_micros().to_string().as_str(), id])
}

/// The entry after which a list by time goes on.
pub(crate) fn parse_key([at, id]: [String; 2]) -> Result<DeletedKey, Error> {
    let at = at.parse().map_err(|_| invalid_token())?;
    Ok(DeletedKey {
        at: Timestamp::from_micros(at),
        id: DeletionId::parse_str(&id).map_err(|_| invalid_token())?,
    })
}
