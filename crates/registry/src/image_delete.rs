//! Deleting images and tags in batches, with a failure for each name that could not be served.

use futures_util::FutureExt as _;
use meta::{Removal, Tx};
use names::{Digest, RepositoryArn, Tag};
use stdx::Timestamp;
use stdx::point::Point;

use crate::event::{self, ImageEvent};
use crate::image_name::look_up;
use crate::protection::active;
use crate::{
    Action, Error, Image, ImageFailure, ImageFailureKind, ImageGrant, ImageName, Registry, Repository,
};

/// How many parents an answer names when an image cannot be deleted.
const SHOWN_PARENTS: meta::Limit = meta::Limit(100);

/// What a batch did.
#[derive(Debug, Clone, Default)]
pub struct BatchDeleted {
    /// An entry for each tag that is gone, and one for each image that had none.
    pub deleted: Vec<DeletedImage>,
    /// An entry for each name that could not be served.
    pub failures: Vec<ImageFailure>,
}

/// A tag with the image that it named, or an image that had no tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedImage {
    /// The image.
    pub digest: Digest,
    /// The tag that is gone.
    pub tag: Option<Tag>,
}

impl Registry {
    /// Deletes by tag (the tag, and the image with its last tag) and by digest (the image with
    /// all its tags). Indexes go before the images that they list, whatever the order of `names`.
    pub async fn image_delete(
        &self,
        grant: &ImageGrant,
        names: Vec<ImageName>,
    ) -> Result<BatchDeleted, Error> {
        grant.expect(&[Action::BatchDeleteImage]);
        self.write_for(
            grant,
            (grant.clone(), names, self.removal(grant.principal())),
            |tx, (grant, names, removal)| {
                async move {
                    let repository = grant.existing(tx, names).await?;
                    for name in names {
                        grant.admit_delete(tx, repository.id, name).await?;
                    }
                    let mut batch = BatchDeleted::default();
                    let mut waiting: Vec<&ImageName> = names.iter().collect();
                    // Each round may free what the round before found referenced.
                    loop {
                        let failures =
                            round(tx, (&repository, removal), &waiting, &mut batch.deleted).await?;
                        let blocked =
                            |failure: &&ImageFailure| matches!(failure.kind, ImageFailureKind::Referenced(_));
                        let still = failures.iter().filter(blocked).count();
                        if still == 0 || still == waiting.len() {
                            batch.failures.extend(failures);
                            return Ok(batch);
                        }
                        let (again, failed): (Vec<_>, Vec<_>) =
                            failures.into_iter().partition(|failure| blocked(&failure));
                        batch.failures.extend(failed);
                        waiting.retain(|name| again.iter().any(|failure| failure.image == **name));
                    }
                }
                .boxed()
            },
        )
        .await
    }
}

async fn round(
    tx: &mut Tx<'_>,
    (repository, removal): (&Repository, &Removal),
    names: &[&ImageName],
    deleted: &mut Vec<DeletedImage>,
) -> Result<Vec<ImageFailure>, Error> {
    let mut failures = Vec::new();
    for name in names {
        match delete_one(tx, (repository, removal), name).await? {
            Ok(entries) => deleted.extend(entries),
            Err(kind) => failures.push(ImageFailure {
                image: (*name).clone(),
                kind,
            }),
        }
    }
    Ok(failures)
}

async fn delete_one(
    tx: &mut Tx<'_>,
    (Repository { id, arn, .. }, removal): (&Repository, &Removal),
    name: &ImageName,
) -> Result<Result<Vec<DeletedImage>, ImageFailureKind>, Error> {
    let repository = *id;
    let image = match look_up(tx, repository, name).await? {
        Ok(image) => image,
        Err(kind) => return Ok(Err(kind)),
    };
    let digest = image.digest;
    let mut tags = tx.tag_list_of_image(repository, &digest).await?;
    if name.digest.is_none()
        && tags.len() > 1
        && let Some(tag) = tags.iter().find(|tag| name.tag.as_deref() == Some(tag.as_str()))
    {
        tx.tag_delete(repository, tag, removal).await?;
        announce(tx, (arn, removal.at), &image, std::slice::from_ref(tag)).await?;
        return Ok(Ok(vec![DeletedImage {
            digest,
            tag: Some(tag.clone()),
        }]));
    }
    if let Some(hold) = active(tx, repository, &digest, removal.at).await? {
        return Ok(Err(ImageFailureKind::Held(hold.reason)));
    }
    let parents = tx.image_parents(repository, &digest, SHOWN_PARENTS).await?;
    if !parents.is_empty() {
        return Ok(Err(ImageFailureKind::Referenced(parents)));
    }
    tx.image_delete(repository, &digest, removal).await?;
    Point::ImageDeleted.pass();
    tags.sort_unstable();
    announce(tx, (arn, removal.at), &image, &tags).await?;
    Ok(Ok(entries(&image, tags)))
}

/// Writes the events of an image that is gone: one for each of its tags, or one where it had none.
pub(crate) async fn announce(
    tx: &mut Tx<'_>,
    (repository, at): (&RepositoryArn, Timestamp),
    image: &Image,
    tags: &[Tag],
) -> Result<(), Error> {
    let mut deleted = ImageEvent {
        repository,
        image,
        tag: None,
        at,
    };
    if tags.is_empty() {
        event::image_deleted(tx, deleted).await?;
    }
    for tag in tags {
        deleted.tag = Some(tag);
        event::image_deleted(tx, deleted).await?;
    }
    Ok(())
}

fn entries(image: &Image, tags: Vec<Tag>) -> Vec<DeletedImage> {
    let digest = image.digest;
    if tags.is_empty() {
        return vec![DeletedImage { digest, tag: None }];
    }
    tags.into_iter()
        .map(|tag| DeletedImage {
            digest,
            tag: Some(tag),
        })
        .collect()
}
