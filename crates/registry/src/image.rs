//! Images: putting one into a repository, and reading its manifest.

use bytes::Bytes;
use futures_util::FutureExt as _;
use meta::{
    ImageContent, ImageStatus, LayerReference, NewImage, Put, Removal, RepositoryId, Storage, TagEnd, Tx,
};
use names::{Digest, DigestAlgorithm, MediaType, Tag};
use oci::manifest::Kind;
use stdx::point::Point;

use crate::event::{self, ImageEvent};
use crate::image_admission::artifact_type;
use crate::image_storage::Shelf;
use crate::registry::existing;
use crate::tag::may_move;
use crate::{Action, Error, Image, ImageFacts, ImageGrant, Internal, Quotas, Registry, Repository};

/// A manifest to be put.
#[derive(Debug, Clone)]
pub struct PutImage {
    /// The bytes, stored as they are.
    pub manifest: Bytes,
    /// What the caller says they are.
    pub media_type: Option<MediaType>,
    /// The tag to point at the image.
    pub tag: Option<Tag>,
    /// The digest that the caller expects.
    pub digest: Option<Digest>,
}

/// What a put did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageChange {
    /// The image is new, or its tag is.
    Stored,
    /// Everything was there already: the image, and under that tag.
    Unchanged,
}

/// The image that was put.
#[derive(Debug, Clone)]
pub struct ImagePut {
    /// The manifest's digest.
    pub digest: Digest,
    /// What the manifest is.
    pub media_type: MediaType,
    /// The manifest's subject, if it refers to another one.
    pub subject: Option<Digest>,
    /// Whether anything changed.
    pub change: ImageChange,
}

/// An image on its way into the repository of a grant.
pub(crate) struct Parsed {
    pub(crate) new: NewImage,
    pub(crate) tag: Option<Tag>,
    pub(crate) grant: ImageGrant,
    pub(crate) quotas: Quotas,
}

impl Registry {
    /// Stores a manifest and points its tag at it, in one transaction: a reader sees the old
    /// image under the tag or the new one. The repository is made where a template is for that.
    pub async fn image_put(&self, grant: &ImageGrant, put: PutImage) -> Result<ImagePut, Error> {
        grant.expect(&[Action::PutImage]);
        let PutImage {
            manifest,
            media_type,
            tag,
            digest,
        } = put;
        let facts = oci::manifest::parse(&manifest, media_type.as_ref()).map_err(Error::ManifestInvalid)?;
        let algorithm = digest.map_or(DigestAlgorithm::Sha256, |given| given.algorithm());
        let computed = oci::digest_of(algorithm, &manifest);
        if let Some(given) = digest.filter(|given| *given != computed) {
            let given = Box::new(given);
            return Err(Error::ImageDigestMismatch { given, computed });
        }
        let new = new_image(computed, manifest, &facts, self.push_time())?;
        let (media_type, subject) = (new.image.media_type.clone(), new.image.subject);
        grant.admit(&ImageFacts {
            tags: tag.iter().cloned().collect(),
            digest: Some(computed),
            artifact_type: artifact_type(&new.image),
        })?;
        let stored = self.put_in(grant, &new, tag.as_ref()).await;
        let change = match stored {
            Err(Error::RepositoryNotFound(arn)) => {
                let caller = grant.grant.caller();
                self.create_on_push(caller, &arn).await?;
                let grant = self.authorize_images(caller, Action::PutImage, &arn).await?;
                self.put_in(&grant, &new, tag.as_ref()).await?
            }
            stored => stored?,
        };
        Ok(ImagePut {
            digest: computed,
            media_type,
            subject,
            change,
        })
    }

    async fn put_in(
        &self,
        grant: &ImageGrant,
        new: &NewImage,
        tag: Option<&Tag>,
    ) -> Result<ImageChange, Error> {
        let parsed = Parsed {
            new: new.clone(),
            tag: tag.cloned(),
            grant: grant.clone(),
            quotas: self.quotas,
        };
        let removal = self.removal(grant.principal());
        self.write_for(grant, (parsed, removal), |tx, (parsed, removal)| {
            put_in(tx, parsed, removal).boxed()
        })
        .await
    }
}

/// What is stored of a manifest.
pub(crate) fn new_image(
    digest: Digest,
    manifest: Bytes,
    facts: &oci::Facts,
    pushed_at: stdx::Timestamp,
) -> Result<NewImage, Error> {
    let annotations = (!facts.annotations.is_empty()).then(|| serde_json::to_string(&facts.annotations));
    let annotations = annotations
        .transpose()
        .map_err(|error| Internal::Broken(error.to_string()))?;
    let image = Image {
        digest,
        media_type: facts.media_type.clone(),
        artifact_type: facts.artifact_type_for_referrers().map(str::to_owned),
        config_media_type: facts.artifact_media_type().map(str::to_owned),
        // An index takes the size of its largest child, which is looked up where the children are.
        size: facts.size().unwrap_or(0),
        manifest_size: manifest.len() as u64,
        pushed_at,
        subject: facts.subject.as_ref().map(|subject| subject.digest),
        annotations,
        storage: Storage::default(),
    };
    Ok(NewImage {
        image,
        manifest,
        content: content(facts),
    })
}

fn content(facts: &oci::Facts) -> ImageContent {
    if let Kind::Index { children } = &facts.kind {
        return ImageContent::Children(children.iter().map(|child| child.digest).collect());
    }
    let layer = |layer: &oci::Descriptor| LayerReference {
        digest: layer.digest,
        media_type: layer.media_type.to_string(),
        size: layer.size,
    };
    ImageContent::Layers(facts.layers_to_check().map(layer).collect())
}

/// Puts an image and points its tag at it; what it lists has to be there. What the tag named before ends
/// by `removal`.
pub(crate) async fn put_in(
    tx: &mut Tx<'_>,
    parsed: &Parsed,
    removal: &Removal,
) -> Result<ImageChange, Error> {
    let Parsed {
        new,
        tag,
        grant,
        quotas,
    } = parsed;
    let repository = existing(tx, grant.resource()).await?;
    if let ImageContent::Children(children) = &new.content {
        grant.admit_children(tx, repository.id, children).await?;
    }
    let digest = new.image.digest;
    let mut change = ImageChange::Unchanged;
    let stored = tx.image_get(repository.id, &digest).await?;
    let is_restored = stored
        .as_ref()
        .is_some_and(|stored| stored.storage.status != ImageStatus::Active);
    if stored.is_none() {
        change = store(tx, (&repository, *quotas), new).await?;
    } else if tx.manifest_heal(repository.id, &digest, &new.manifest).await? {
        tracing::warn!(%digest, repository = %repository.arn, "a damaged manifest was pushed again");
        change = ImageChange::Stored;
    }
    Point::ImageStored.pass();
    // Whoever can pull an index can pull what it lists.
    if is_restored || (change == ImageChange::Stored && matches!(new.content, ImageContent::Children(_))) {
        let shelf = Shelf {
            repository: repository.id,
            arn: &repository.arn,
            at: new.image.pushed_at,
        };
        shelf.activate_pushed(tx, &digest, removal.at).await?;
        change = ImageChange::Stored;
    }
    if let Some(tag) = tag
        && point(tx, (&repository, *quotas), tag, (digest, removal)).await? == ImageChange::Stored
    {
        change = ImageChange::Stored;
    }
    if change == ImageChange::Stored {
        let pushed = ImageEvent {
            repository: &repository.arn,
            image: &new.image,
            tag: tag.as_ref(),
            at: removal.at,
        };
        event::image_pushed(tx, pushed).await?;
    }
    Ok(change)
}

/// Stores an image that is not there, if all that its manifest names is.
pub(crate) async fn store(
    tx: &mut Tx<'_>,
    (repository, quotas): (&Repository, Quotas),
    new: &NewImage,
) -> Result<ImageChange, Error> {
    check_content(tx, repository, new).await?;
    let size = size(tx, repository.id, new).await?;
    let image = Image {
        size,
        ..new.image.clone()
    };
    let sized = NewImage {
        image,
        manifest: new.manifest.clone(),
        content: new.content.clone(),
    };
    match tx.image_put(repository.id, &sized).await? {
        Put::Created => {
            quotas.check_images(tx, repository).await?;
            Ok(ImageChange::Stored)
        }
        Put::Exists => Ok(ImageChange::Unchanged),
    }
}

/// Checks that the repository has everything the manifest names.
async fn check_content(tx: &mut Tx<'_>, repository: &Repository, new: &NewImage) -> Result<(), Error> {
    let repository_arn = || repository.arn.clone();
    match &new.content {
        ImageContent::Layers(layers) => {
            let digests: Vec<Digest> = layers.iter().map(|layer| layer.digest).collect();
            let missing = tx.layer_missing(repository.id, &digests).await?;
            let error = |digests| Error::LayersNotFound {
                digests,
                repository: repository_arn(),
            };
            if missing.is_empty() {
                Ok(())
            } else {
                Err(error(missing))
            }
        }
        ImageContent::Children(children) => {
            let missing = tx.image_missing(repository.id, children).await?;
            let error = |digests| Error::ReferencedImagesNotFound {
                digests,
                repository: repository_arn(),
            };
            if missing.is_empty() {
                Ok(())
            } else {
                Err(error(missing))
            }
        }
    }
}

/// What `imageSizeInBytes` is: of an index, the largest of its children's.
async fn size(tx: &mut Tx<'_>, repository: RepositoryId, new: &NewImage) -> Result<u64, Error> {
    let ImageContent::Children(children) = &new.content else {
        return Ok(new.image.size);
    };
    let mut largest = 0;
    for child in children {
        let size = tx
            .image_get(repository, child)
            .await?
            .map_or(0, |child| child.size);
        largest = largest.max(size);
    }
    Ok(largest)
}

/// Points a tag at an image. What it named before ends by `removal`.
pub(crate) async fn point(
    tx: &mut Tx<'_>,
    (repository, quotas): (&Repository, Quotas),
    tag: &Tag,
    (digest, removal): (Digest, &Removal),
) -> Result<ImageChange, Error> {
    let held = tx.tag_get(repository.id, tag).await?;
    if held == Some(digest) {
        return Ok(ImageChange::Unchanged);
    }
    if held.is_some() && !may_move(&repository.tag_mutability, tag) {
        return Err(Error::TagImmutable {
            tag: tag.clone(),
            repository: repository.arn.clone(),
        });
    }
    let tags = tx.image_count_tags(repository.id, &digest).await?;
    quotas.check_tags(tags, tag, &repository.arn)?;
    let moved = (TagEnd::Moved, removal);
    tx.deleted_tag_keep(repository.id, tag, moved).await?;
    tx.tag_put(repository.id, tag, &digest, removal.at).await?;
    Point::TagPointed.pass();
    Ok(ImageChange::Stored)
}
