//! Deciding about one image, where policies read what it is (`ecr:ImageTag`, `ecr:ImageDigest`,
//! `ecr:ArtifactType`). In the transaction that acts on the image, so that no tag moves between.
//!
//! An image is known by every tag that it has, so that a tag that is reserved stays reserved when
//! the image is named by its digest. Where nothing is there, what the request names decides: who
//! may not read an image does not learn whether it exists.

use meta::{Image, RepositoryId, Tx};
use names::{Digest, Reference, Tag};

use crate::image_name::find;
use crate::registry::existing;
use crate::{Error, ImageFacts, ImageGrant, ImageName, Repository};

impl ImageGrant {
    /// The repository; if there is none, only those are told who may act on what they named.
    pub(crate) async fn existing(&self, tx: &mut Tx<'_>, named: &[ImageName]) -> Result<Repository, Error> {
        let found = existing(tx, self.resource()).await;
        if found.is_err() {
            for name in named {
                self.admit(&requested(name))?;
            }
        }
        found
    }

    /// Refuses unless the caller may read the image of that name, by all tags that it has.
    pub(crate) async fn admit_read(
        &self,
        tx: &mut Tx<'_>,
        repository: RepositoryId,
        name: &ImageName,
    ) -> Result<(), Error> {
        if !self.reads_facts() {
            return Ok(());
        }
        let image = find(tx, repository, name).await?;
        let facts = facts(tx, repository, name, image.as_ref()).await?;
        Ok(self.admit(&facts)?)
    }

    /// Refuses unless the caller may delete what that name names: one tag, or an image with all
    /// its tags.
    pub(crate) async fn admit_delete(
        &self,
        tx: &mut Tx<'_>,
        repository: RepositoryId,
        name: &ImageName,
    ) -> Result<(), Error> {
        if name.digest.is_some() {
            return self.admit_read(tx, repository, name).await;
        }
        if !self.reads_facts() {
            return Ok(());
        }
        let image = find(tx, repository, name).await?;
        let mut facts = requested(name);
        describe(&mut facts, image.as_ref());
        Ok(self.admit(&facts)?)
    }
}

/// How a manifest is named by the OCI API, as an image's name.
pub(crate) fn name_of(reference: &Reference) -> ImageName {
    match reference {
        Reference::Tag(tag) => ImageName {
            digest: None,
            tag: Some(tag.to_string()),
        },
        Reference::Digest(digest) => ImageName {
            digest: Some(digest.to_string()),
            tag: None,
        },
    }
}

fn requested(name: &ImageName) -> ImageFacts {
    let tag = name.tag.as_deref().and_then(|tag| Tag::parse(tag).ok());
    ImageFacts {
        tags: tag.into_iter().collect(),
        digest: name
            .digest
            .as_deref()
            .and_then(|digest| Digest::parse(digest).ok()),
        artifact_type: None,
    }
}

fn describe(facts: &mut ImageFacts, image: Option<&Image>) {
    if let Some(image) = image {
        facts.digest = Some(image.digest);
        facts.artifact_type = artifact_type(image);
    }
}

/// What `ecr:ArtifactType` is of an image.
pub(crate) fn artifact_type(image: &Image) -> Option<String> {
    image
        .artifact_type
        .clone()
        .or_else(|| image.config_media_type.clone())
}

async fn facts(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    name: &ImageName,
    image: Option<&Image>,
) -> Result<ImageFacts, Error> {
    let mut facts = requested(name);
    describe(&mut facts, image);
    if let Some(image) = image {
        for tag in tx.tag_list_of_image(repository, &image.digest).await? {
            if !facts.tags.contains(&tag) {
                facts.tags.push(tag);
            }
        }
    }
    Ok(facts)
}
