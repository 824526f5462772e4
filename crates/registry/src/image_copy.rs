//! Copying an image to another repository of this installation, of whatever account, without moving
//! bytes: its layers are linked there as by mounts, and its manifest is put as by a push. What an
//! index lists goes with it; what refers to the image goes with it where that is asked for.
//!
//! Images go in batches, each in one transaction, and the one that was asked for goes last with its
//! tag: whoever reads sees none of it under the tag or all. A copy that was cut short leaves
//! untagged images, and doing it again goes on where it ended.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use meta::{ImageContent, ImageStatus, Limit, NewImage, ReferrerSelection, Removal, Tx};
use names::{Digest, Reference, RepositoryArn, Tag};
use stdx::Timestamp;

use crate::image::{Parsed, new_image, put_in};
use crate::image_admission::{artifact_type, name_of};
use crate::image_list::well_formed;
use crate::image_name::look_up;
use crate::registry::existing;
use crate::tag_change::check_expected;
use crate::{
    Action, Error, ExpectedImage, Grant, ImageChange, ImageFacts, ImageGrant, ImageName, Internal, Quotas,
    Registry, Repository, TagFault,
};

/// Most images that one call copies.
const MAX_IMAGES: usize = 10_000;
/// Images that one transaction puts.
const BATCH: usize = 100;
/// All of a list: how many there may be is bounded above.
const ALL: Limit = Limit(MAX_IMAGES as u32 + 1);

/// Whether what refers to an image goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithReferrers {
    /// It does.
    Yes,
    /// It does not.
    No,
}

/// What to copy.
#[derive(Debug, Clone)]
pub struct CopyImage {
    /// The image, in the source.
    pub image: ImageName,
    /// The tag in the target.
    pub tag: Option<Tag>,
    /// What the tag has to name there.
    pub expected: ExpectedImage,
    /// Whether signatures and the like go along.
    pub referrers: WithReferrers,
}

/// What it takes to copy.
#[derive(Clone)]
pub struct CopyRights {
    /// [`Action::CopyImage`] on the target.
    pub own: ImageGrant,
    /// [`Action::PutImage`] on the target.
    pub push: ImageGrant,
    /// [`Action::InitiateLayerUpload`] on the target.
    pub upload: Grant<RepositoryArn>,
    /// [`Action::BatchGetImage`] on the source.
    pub pull: ImageGrant,
    /// [`Action::GetDownloadUrlForLayer`] on the source.
    pub download: Grant<RepositoryArn>,
}

/// An image that was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageCopied {
    /// The image.
    pub digest: Digest,
    /// Its tag in the target.
    pub tag: Option<Tag>,
    /// How many images the target did not have before.
    pub copied: u32,
}

/// Images of the source on their way into the target.
struct Batch {
    rights: CopyRights,
    images: Vec<Digest>,
    tag: Option<(Tag, ExpectedImage)>,
    removal: Removal,
    pushed_at: Timestamp,
    quotas: Quotas,
}

impl Registry {
    /// Copies an image. The target is made where a template is for that, as by a push.
    ///
    /// # Errors
    /// [`Error::RepositoryNotFound`] and [`Error::ImageNotFound`], [`Error::TagImmutable`],
    /// [`TagFault`], [`Error::LimitExceeded`].
    pub async fn image_copy(&self, rights: &CopyRights, copy: CopyImage) -> Result<ImageCopied, Error> {
        rights.own.expect(&[Action::CopyImage]);
        rights.push.expect(&[Action::PutImage]);
        rights.upload.expect(&[Action::InitiateLayerUpload]);
        rights.pull.expect(&[Action::BatchGetImage]);
        rights.download.expect(&[Action::GetDownloadUrlForLayer]);
        well_formed(&copy.image)?;
        let mut rights = rights.clone();
        let images = match self.copy_plan(&rights, &copy).await {
            Err(Error::RepositoryNotFound(arn))
                if arn == *rights.own.resource() && arn != *rights.pull.resource() =>
            {
                rights = self.create_target(&rights, &arn).await?;
                self.copy_plan(&rights, &copy).await?
            }
            images => images?,
        };
        let digest = *images.last().expect("a plan ends with the image that is copied");
        let tag = copy.tag.clone();
        let mut copied = 0;
        let mut batches = images.chunks(BATCH).peekable();
        while let Some(images) = batches.next() {
            let is_last = batches.peek().is_none();
            let tag = tag.clone().map(|tag| (tag, copy.expected));
            let batch = Batch {
                rights: rights.clone(),
                images: images.to_vec(),
                tag: tag.filter(|_| is_last),
                removal: self.removal(rights.own.principal()),
                pushed_at: self.push_time(),
                quotas: self.quotas,
            };
            copied += if is_last {
                self.write_for(&rights.own, batch, |tx, batch| put_batch(tx, batch).boxed())
                    .await?
            } else {
                self.write(batch, |tx, batch| put_batch(tx, batch).boxed())
                    .await?
            };
        }
        Ok(ImageCopied { digest, tag, copied })
    }

    /// Makes the target, and decides again about it.
    async fn create_target(&self, rights: &CopyRights, arn: &RepositoryArn) -> Result<CopyRights, Error> {
        let caller = rights.own.grant.caller();
        self.create_on_push(caller, arn).await?;
        Ok(CopyRights {
            own: self.authorize_images(caller, Action::CopyImage, arn).await?,
            push: self.authorize_images(caller, Action::PutImage, arn).await?,
            upload: self.authorize(caller, Action::InitiateLayerUpload, arn).await?,
            ..rights.clone()
        })
    }

    /// The images to copy: what is listed before what lists it, and the one that was asked for last.
    async fn copy_plan(&self, rights: &CopyRights, copy: &CopyImage) -> Result<Vec<Digest>, Error> {
        let args = (rights.clone(), copy.clone());
        self.read(args, |tx, (rights, copy)| plan(tx, rights, copy).boxed())
            .await
    }
}

async fn plan(tx: &mut Tx<'_>, rights: &CopyRights, copy: &CopyImage) -> Result<Vec<Digest>, Error> {
    let named = std::slice::from_ref(&copy.image);
    let source = rights.pull.existing(tx, named).await?;
    rights.pull.admit_read(tx, source.id, &copy.image).await?;
    let target = copy.tag.clone().map(|tag| name_of(&Reference::Tag(tag)));
    rights.push.existing(tx, target.as_slice()).await?;
    let target = rights.own.existing(tx, target.as_slice()).await?;
    check_encryption(&source, &target)?;
    let found = look_up(tx, source.id, &copy.image).await?;
    let root = found.map_err(|_| Error::ImageNotFound {
        image: copy.image.clone(),
        repository: source.arn.clone(),
    })?;
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    // An image is met twice: when it is found, and when all that it lists stands before it.
    let mut waiting = vec![(root.digest, false)];
    while let Some((digest, is_done)) = waiting.pop() {
        if is_done {
            order.push(digest);
            continue;
        }
        if !seen.insert(digest) {
            continue;
        }
        if seen.len() > MAX_IMAGES {
            let sentence = format!("The maximum number of images in one copy is {MAX_IMAGES}");
            return Err(Error::LimitExceeded(sentence));
        }
        waiting.push((digest, true));
        let listed = load(tx, &source, digest, root.pushed_at).await?;
        if let ImageContent::Children(children) = listed.content {
            waiting.extend(children.into_iter().map(|child| (child, false)));
        }
        if copy.referrers == WithReferrers::Yes {
            let referrers = tx.referrer_list(source.id, &selection(digest), None, ALL).await?;
            waiting.extend(referrers.into_iter().map(|image| (image.digest, false)));
        }
    }
    Ok(order)
}

/// The referrers of an image that can be pulled.
fn selection(subject: Digest) -> ReferrerSelection {
    ReferrerSelection {
        subject,
        artifact_types: Vec::new(),
        status: Some(ImageStatus::Active),
    }
}

/// Layers are linked as they are stored, so both repositories have to protect them alike.
fn check_encryption(source: &Repository, target: &Repository) -> Result<(), Error> {
    if source.encryption == target.encryption {
        return Ok(());
    }
    let fault = TagFault::Encryption(source.arn.clone(), target.arn.clone());
    Err(Error::Tag(fault))
}

/// An image of the source as it would be pushed to another repository.
async fn load(
    tx: &mut Tx<'_>,
    source: &Repository,
    digest: Digest,
    pushed_at: Timestamp,
) -> Result<NewImage, Error> {
    let reference = Reference::Digest(digest);
    let Some(manifest) = tx.manifest_get(source.id, &reference).await? else {
        return Err(Error::ImageNotFound {
            image: name_of(&reference),
            repository: source.arn.clone(),
        });
    };
    if oci::digest_of(digest.algorithm(), &manifest.bytes) != digest {
        return Err(Internal::Broken(format!("the stored manifest {digest} is damaged")).into());
    }
    let facts = oci::manifest::parse(&manifest.bytes, Some(&manifest.media_type));
    let facts = facts.map_err(Error::ManifestInvalid)?;
    new_image(digest, manifest.bytes, &facts, pushed_at)
}

/// Puts a batch into the target and says how many of its images are new there.
async fn put_batch(tx: &mut Tx<'_>, batch: &Batch) -> Result<u32, Error> {
    let rights = &batch.rights;
    let source = existing(tx, rights.pull.resource()).await?;
    let target = existing(tx, rights.own.resource()).await?;
    check_encryption(&source, &target)?;
    let mut copied = 0;
    for (index, digest) in batch.images.iter().enumerate() {
        let tag = batch.tag.as_ref().filter(|_| index + 1 == batch.images.len());
        let name = name_of(&Reference::Digest(*digest));
        rights.pull.admit_read(tx, source.id, &name).await?;
        let new = load(tx, &source, *digest, batch.pushed_at).await?;
        let facts = ImageFacts {
            tags: tag.iter().map(|(tag, _)| tag.clone()).collect(),
            digest: Some(*digest),
            artifact_type: artifact_type(&new.image),
        };
        rights.own.admit(&facts)?;
        rights.push.admit(&facts)?;
        if let Some((tag, expected)) = tag {
            let held = tx.tag_get(target.id, tag).await?;
            check_expected(*expected, held, (tag, &target.arn))?;
        }
        let is_new = tx.image_get(target.id, digest).await?.is_none();
        if is_new {
            link_layers(tx, (&source, &target), &new, batch.removal.at).await?;
        }
        let parsed = Parsed {
            new,
            tag: tag.map(|(tag, _)| tag.clone()),
            grant: rights.push.clone(),
            quotas: batch.quotas,
        };
        let change = put_in(tx, &parsed, &batch.removal).await?;
        copied += u32::from(is_new && change == ImageChange::Stored);
    }
    Ok(copied)
}

/// Links the layers of an image, as a mount of each does.
async fn link_layers(
    tx: &mut Tx<'_>,
    (source, target): (&Repository, &Repository),
    new: &NewImage,
    now: Timestamp,
) -> Result<(), Error> {
    let ImageContent::Layers(layers) = &new.content else {
        return Ok(());
    };
    for layer in layers {
        if let Some(link) = tx.layer_get(source.id, &layer.digest).await? {
            tx.layer_link(target.id, (&layer.digest, &link.blob.domain), now)
                .await?;
        }
    }
    Ok(())
}
