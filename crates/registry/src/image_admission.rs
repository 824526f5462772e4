//! Deciding about one image, where policies read what it is (`ecr:ImageTag`, `ecr:ImageDigest`,
//! `ecr:ArtifactType`). In the transaction that acts on the image, so that no tag moves between.
//!
//! An image is known by every tag that it has, and by those of the indexes that list it and of the
//! image that it refers to, so that a tag that is reserved stays reserved when the image is named
//! by its digest, or is one platform's of many. Where nothing is there, what the request names
//! decides: who may not read an image does not learn whether it exists.
//!
//! Who lists an image in an index gives it the index's tags, and so must be allowed to read it.

use std::collections::BTreeSet;

use meta::{Image, Limit, RepositoryId, Tx};
use names::{Digest, Reference, Tag};

use crate::image_name::find;
use crate::registry::existing;
use crate::{Action, Error, ImageFacts, ImageGrant, ImageName, Repository};

/// None may be left out: one of them may have the tag that is reserved.
const ALL_PARENTS: Limit = Limit(u32::MAX);

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
        self.admit(&facts(tx, repository, name).await?)?;
        if let (Some(_), Some(_)) = (&name.digest, &name.tag) {
            // The two may name two images, which an answer would tell.
            for part in halves(name) {
                self.admit(&facts(tx, repository, &part).await?)?;
            }
        }
        Ok(())
    }

    /// Refuses unless the caller may read the images that a new index lists; those without any tag
    /// are reserved to nobody.
    pub(crate) async fn admit_children(
        &self,
        tx: &mut Tx<'_>,
        repository: RepositoryId,
        children: &[Digest],
    ) -> Result<(), Error> {
        if !self.reads_facts() {
            return Ok(());
        }
        for child in children {
            let facts = facts(tx, repository, &name_of(&Reference::Digest(*child))).await?;
            if !facts.tags.is_empty() {
                self.admit_to(Action::BatchGetImage, &facts)?;
            }
        }
        Ok(())
    }

    /// Whether the caller may read an image of a list.
    pub(crate) async fn shows(
        &self,
        tx: &mut Tx<'_>,
        repository: RepositoryId,
        image: &Image,
    ) -> Result<bool, Error> {
        if !self.reads_facts() {
            return Ok(true);
        }
        let facts = facts(tx, repository, &name_of(&Reference::Digest(image.digest))).await?;
        Ok(self.admit(&facts).is_ok())
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

async fn facts(tx: &mut Tx<'_>, repository: RepositoryId, name: &ImageName) -> Result<ImageFacts, Error> {
    let image = find(tx, repository, name).await?;
    let mut facts = requested(name);
    describe(&mut facts, image.as_ref());
    let mut tags: BTreeSet<Tag> = facts.tags.into_iter().collect();
    let mut waiting: Vec<Digest> = image.iter().map(|image| image.digest).collect();
    let mut seen = BTreeSet::new();
    while let Some(digest) = waiting.pop() {
        if !seen.insert(digest) {
            continue;
        }
        tags.extend(tx.tag_list_of_image(repository, &digest).await?);
        waiting.extend(tx.image_parents(repository, &digest, ALL_PARENTS).await?);
        let image = tx.image_get(repository, &digest).await?;
        waiting.extend(image.and_then(|image| image.subject));
    }
    facts.tags = tags.into_iter().collect();
    Ok(facts)
}

/// A name of two parts as two names.
fn halves(name: &ImageName) -> [ImageName; 2] {
    let ImageName { digest, tag } = name.clone();
    let by_digest = ImageName { digest, tag: None };
    [by_digest, ImageName { digest: None, tag }]
}
