//! Deleting images and tags in batches, with a failure for each name that could not be served.

use futures_util::FutureExt as _;
use meta::{RepositoryId, Tx};
use names::{Digest, RepositoryArn, Tag};

use crate::image_list::find;
use crate::registry::existing;
use crate::{Action, Error, Grant, Image, ImageName, Registry};

/// How many parents an answer names when an image cannot be deleted.
const SHOWN_PARENTS: meta::Limit = meta::Limit(100);

/// Most bytes of manifests in one answer: they are in memory together, some of them twice.
const MAX_MANIFESTS: u64 = 16 << 20;

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

/// A name that could not be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFailure {
    /// The name as the caller wrote it.
    pub image: ImageName,
    /// Why.
    pub kind: ImageFailureKind,
}

/// Why a name could not be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageFailureKind {
    /// The digest is outside its grammar.
    InvalidDigest,
    /// The tag is outside its grammar.
    InvalidTag,
    /// The tag names another image than the digest.
    TagDoesNotMatchDigest,
    /// No such image.
    NotFound,
    /// Neither a digest nor a tag.
    MissingDigestAndTag,
    /// Indexes list the image.
    Referenced(Vec<Digest>),
}

impl Registry {
    /// Deletes by tag (the tag, and the image with its last tag) and by digest (the image with
    /// all its tags). Indexes go before the images that they list, whatever the order of `names`.
    pub async fn image_delete(
        &self,
        grant: &Grant<RepositoryArn>,
        names: Vec<ImageName>,
    ) -> Result<BatchDeleted, Error> {
        grant.expect(&[Action::BatchDeleteImage]);
        self.write((grant.resource().clone(), names), |tx, (arn, names)| {
            async move {
                let repository = existing(tx, arn).await?.id;
                let mut batch = BatchDeleted::default();
                let mut waiting: Vec<&ImageName> = names.iter().collect();
                // Each round may free what the round before found referenced.
                loop {
                    let failures = round(tx, repository, &waiting, &mut batch.deleted).await?;
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
        })
        .await
    }
}

async fn round(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    names: &[&ImageName],
    deleted: &mut Vec<DeletedImage>,
) -> Result<Vec<ImageFailure>, Error> {
    let mut failures = Vec::new();
    for name in names {
        match delete_one(tx, repository, name).await? {
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
    repository: RepositoryId,
    name: &ImageName,
) -> Result<Result<Vec<DeletedImage>, ImageFailureKind>, Error> {
    let tag = match checked(name) {
        Ok(tag) => tag,
        Err(kind) => return Ok(Err(kind)),
    };
    let Some(image) = find(tx, repository, name).await? else {
        return Ok(Err(missing(tx, repository, name).await?));
    };
    let digest = image.digest;
    let mut tags = tx.tag_list_of_image(repository, &digest).await?;
    if name.digest.is_none()
        && let Some(tag) = tag.filter(|_| tags.len() > 1)
    {
        tx.tag_delete(repository, &tag).await?;
        return Ok(Ok(vec![DeletedImage {
            digest,
            tag: Some(tag),
        }]));
    }
    let parents = tx.image_parents(repository, &digest, SHOWN_PARENTS).await?;
    if !parents.is_empty() {
        return Ok(Err(ImageFailureKind::Referenced(parents)));
    }
    tx.image_delete(repository, &digest).await?;
    tags.sort_unstable();
    Ok(Ok(entries(&image, tags)))
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

/// Checks the grammar of a name and returns its tag.
pub(crate) fn checked(name: &ImageName) -> Result<Option<Tag>, ImageFailureKind> {
    if name.digest.is_none() && name.tag.is_none() {
        return Err(ImageFailureKind::MissingDigestAndTag);
    }
    if name
        .digest
        .as_deref()
        .is_some_and(|digest| !has_digest_shape(digest))
    {
        return Err(ImageFailureKind::InvalidDigest);
    }
    let tag = name.tag.as_deref().map(Tag::parse);
    tag.transpose().map_err(|_| ImageFailureKind::InvalidTag)
}

/// ECR's own, wider grammar `[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+`: a digest of an algorithm that is not
/// served is unknown, not invalid.
pub fn has_digest_shape(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, value)| {
        let word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+.".contains(&byte);
        !algorithm.is_empty()
            && algorithm.bytes().all(word)
            && !value.is_empty()
            && value.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Why a well-formed name names nothing.
async fn missing(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
) -> Result<ImageFailureKind, Error> {
    if name.digest.is_some() && name.tag.is_some() {
        let by_digest = ImageName {
            tag: None,
            ..name.clone()
        };
        let by_tag = ImageName {
            digest: None,
            ..name.clone()
        };
        let both = find(tx, repository, &by_digest).await?.is_some()
            && find(tx, repository, &by_tag).await?.is_some();
        if both {
            return Ok(ImageFailureKind::TagDoesNotMatchDigest);
        }
    }
    Ok(ImageFailureKind::NotFound)
}

impl Registry {
    /// The manifests that `names` name, or why there is none, in the order of `names`. More than
    /// 16 MiB of them are refused.
    pub async fn image_get(
        &self,
        grant: &Grant<RepositoryArn>,
        names: Vec<ImageName>,
    ) -> Result<Vec<(ImageName, Result<crate::Manifest, ImageFailureKind>)>, Error> {
        grant.expect(&[Action::BatchGetImage]);
        self.read((grant.resource().clone(), names), |tx, (arn, names)| {
            async move {
                let repository = existing(tx, arn).await?.id;
                let (mut found, mut room) = (Vec::new(), MAX_MANIFESTS);
                for name in names {
                    found.push((name.clone(), get_one(tx, repository, name, &mut room).await?));
                }
                Ok(found)
            }
            .boxed()
        })
        .await
    }
}

async fn get_one(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
    room: &mut u64,
) -> Result<Result<crate::Manifest, ImageFailureKind>, Error> {
    if let Err(kind) = checked(name) {
        return Ok(Err(kind));
    }
    let Some(image) = find(tx, repository, name).await? else {
        return Ok(Err(missing(tx, repository, name).await?));
    };
    let too_much =
        || Error::LimitExceeded("The maximum size of all manifests in one answer is 16 MiB".to_owned());
    *room = room.checked_sub(image.manifest_size).ok_or_else(too_much)?;
    let reference = names::Reference::Digest(image.digest);
    Ok(tx
        .manifest_get(repository, &reference)
        .await?
        .ok_or(ImageFailureKind::NotFound))
}
