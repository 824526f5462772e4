//! Restoring images and tags that were deleted.
//!
//! A restored image is put again from the bytes of its manifest, by the rules of a push: everything
//! that it names must be there, and a tag that somebody has taken meanwhile stays where it is. It
//! has its old push time, so that lifecycle rules see what they saw.

use std::collections::{BTreeSet, HashSet};

use futures_util::FutureExt as _;
use meta::{DeletedTag, ImageContent, ImageStatus, Limit, Removal, Tx};
use names::{Digest, Tag};
use stdx::Timestamp;
use stdx::point::Point;

use crate::at_rest::AtRest;
use crate::deleted_image::DeletionId;
use crate::deleted_tag::last_named;
use crate::event::{self, ImageEvent};
use crate::image::{new_image, point, store};
use crate::image_list::well_formed;
use crate::image_storage::Shelf;
use crate::{
    Action, Error, ImageChange, ImageFacts, ImageGrant, ImageName, Internal, Quotas, Registry, Repository,
};

/// How many images that refer to it come back with one image.
const MAX_REFERRERS: Limit = Limit(100);

/// What is to be restored.
#[derive(Debug, Clone)]
pub enum Undelete {
    /// The image of that deletion.
    Deletion(DeletionId),
    /// The image or tag of that name that was deleted last.
    Named(ImageName),
}

/// What came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undeleted {
    /// The images, those first that others list.
    pub images: Vec<UndeletedImage>,
    /// The tags that did not.
    pub conflicts: Vec<TagConflict>,
}

/// An image with the tags that it has got back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndeletedImage {
    /// The image.
    pub digest: Digest,
    /// Its tags, in byte order.
    pub tags: Vec<Tag>,
}

/// A tag that names another image now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagConflict {
    /// The tag.
    pub tag: Tag,
    /// The image that it named.
    pub digest: Digest,
    /// The image that it names.
    pub held_by: Digest,
}

/// A restoration under way.
struct Restoring<'a> {
    repository: Repository,
    grants: [&'a ImageGrant; 2],
    removal: &'a Removal,
    push_time: Timestamp,
    quotas: Quotas,
    at_rest: AtRest,
    /// What was deleted then or earlier cannot be restored.
    end: Timestamp,
    done: Undeleted,
}

impl Registry {
    /// Restores an image with the tags that it had, the images that it lists, and those that refer
    /// to it and were deleted with or after it; or a tag whose image is still there. All of it or
    /// nothing, but for tags that are taken. `putting` is the right to put such images.
    pub async fn image_undelete(
        &self,
        grant: &ImageGrant,
        putting: &ImageGrant,
        what: Undelete,
    ) -> Result<Undeleted, Error> {
        grant.expect(&[Action::UndeleteImage]);
        putting.expect(&[Action::PutImage]);
        if let Undelete::Named(name) = &what {
            well_formed(name)?;
        }
        let removal = self.removal(grant.principal());
        let args = (
            grant.clone(),
            putting.clone(),
            what,
            removal,
            (self.bin_end(), self.push_time(), self.quotas, self.at_rest),
        );
        self.write_for(
            grant,
            args,
            |tx, (grant, putting, what, removal, (end, push_time, quotas, at_rest))| {
                async move {
                    let named = match what {
                        Undelete::Named(name) => name.clone(),
                        Undelete::Deletion(_) => ImageName::default(),
                    };
                    let repository = grant.existing(tx, &[named]).await?;
                    let mut restoring = Restoring {
                        repository,
                        grants: [grant, putting],
                        removal,
                        push_time: *push_time,
                        quotas: *quotas,
                        at_rest: *at_rest,
                        end: *end,
                        done: Undeleted::default(),
                    };
                    restoring.restore(tx, what).await?;
                    Ok(restoring.done)
                }
                .boxed()
            },
        )
        .await
    }
}

impl Restoring<'_> {
    async fn restore(&mut self, tx: &mut Tx<'_>, what: &Undelete) -> Result<(), Error> {
        let repository = self.repository.id;
        let name = match what {
            Undelete::Deletion(id) => {
                let found = tx.deleted_image_get(repository, *id).await?;
                let image = found.filter(|image| image.deleted_at > self.end);
                let image = image.ok_or_else(|| self.not_found(&ImageName::default()))?;
                return self.image_and_all(tx, image, None).await;
            }
            Undelete::Named(name) => name,
        };
        let digest = name.digest.as_deref().map(Digest::parse).transpose();
        let digest = digest.map_err(|_| self.not_found(name))?;
        let tag = name.tag.as_deref().and_then(|tag| Tag::parse(tag).ok());
        let Some(tag) = tag else {
            let digest = digest.ok_or_else(|| self.not_found(name))?;
            let image = self.find(tx, &digest).await?;
            let image = image.ok_or_else(|| self.not_found(name))?;
            return self.image_and_all(tx, image, None).await;
        };
        let past = last_named(tx, repository, (&tag, digest), self.end).await?;
        let past = past.ok_or_else(|| self.not_found(name))?;
        match self.find(tx, &past.digest).await? {
            Some(image) => self.image_and_all(tx, image, Some(&past)).await,
            None if tx.image_get(repository, &past.digest).await?.is_some() => self.only_tag(tx, &past).await,
            None => Err(self.not_found(name)),
        }
    }

    /// Of the deletions of an image the newest, if it can still be restored.
    async fn find(&self, tx: &mut Tx<'_>, digest: &Digest) -> Result<Option<meta::DeletedImage>, Error> {
        let found = tx.deleted_image_get_by_digest(self.repository.id, digest).await?;
        Ok(found.filter(|image| image.deleted_at > self.end))
    }

    /// Puts a tag back on an image that is there.
    async fn only_tag(&mut self, tx: &mut Tx<'_>, past: &DeletedTag) -> Result<(), Error> {
        let image = tx.image_get(self.repository.id, &past.digest).await?;
        self.admit(&ImageFacts {
            tags: vec![past.tag.clone()],
            digest: Some(past.digest),
            artifact_type: image.as_ref().and_then(crate::image_admission::artifact_type),
        })?;
        let mut tags = BTreeSet::new();
        self.tag(tx, (&past.tag, past.digest), &mut tags).await?;
        if tags.is_empty() {
            // It is among the conflicts.
            return Ok(());
        }
        tx.deleted_tag_delete(past).await?;
        if let Some(image) = &image {
            self.announce(tx, image, &tags).await?;
        }
        self.done.images.push(UndeletedImage {
            digest: past.digest,
            tags: tags.into_iter().collect(),
        });
        Ok(())
    }

    /// Restores an image, after the images that it lists and before those that refer to it.
    async fn image_and_all(
        &mut self,
        tx: &mut Tx<'_>,
        image: meta::DeletedImage,
        past: Option<&DeletedTag>,
    ) -> Result<(), Error> {
        let (root, since) = (image.digest, image.deleted_at);
        let mut extra = past;
        let mut waiting = vec![image];
        let mut seen = HashSet::new();
        let mut next = 0;
        while let Some(image) = waiting.last().cloned() {
            if self.done.images.iter().any(|done| done.digest == image.digest) {
                // Two indexes list it.
                waiting.pop();
                continue;
            }
            let new = self.parse(tx, &image).await?;
            let missing = self.missing_children(tx, &new.content).await?;
            if !missing.is_empty() && seen.insert(image.digest) {
                waiting.extend(missing);
                continue;
            }
            waiting.pop();
            let tag = extra.filter(|_| image.digest == root);
            self.put(tx, (&image, &new), tag).await?;
            if image.digest == root {
                extra = None;
            }
            // When nothing waits any more: those that refer to what is back.
            while waiting.is_empty() && next < self.done.images.len() {
                let subject = self.done.images[next].digest;
                next += 1;
                waiting = self.referrers(tx, (&subject, since), &seen).await?;
                seen.extend(waiting.iter().map(|referrer| referrer.digest));
            }
        }
        Ok(())
    }

    /// The images that an index lists and that are not there, from the bin.
    async fn missing_children(
        &self,
        tx: &mut Tx<'_>,
        content: &ImageContent,
    ) -> Result<Vec<meta::DeletedImage>, Error> {
        let ImageContent::Children(children) = content else {
            return Ok(Vec::new());
        };
        let mut missing = Vec::new();
        for child in tx.image_missing(self.repository.id, children).await? {
            // One that is not in the bin either is an error when the index is put.
            missing.extend(self.find(tx, &child).await?);
        }
        Ok(missing)
    }

    /// The images about `subject` that are not there and were deleted with the image or later.
    async fn referrers(
        &self,
        tx: &mut Tx<'_>,
        (subject, since): (&Digest, Timestamp),
        seen: &HashSet<Digest>,
    ) -> Result<Vec<meta::DeletedImage>, Error> {
        let repository = self.repository.id;
        let since = since.max(Timestamp::from_micros(self.end.as_micros().saturating_add(1)));
        let listed = tx
            .deleted_image_list_of_subject(repository, subject, since, MAX_REFERRERS)
            .await?;
        let mut referrers: Vec<meta::DeletedImage> = Vec::new();
        for image in listed {
            let twice =
                seen.contains(&image.digest) || referrers.iter().any(|other| other.digest == image.digest);
            if !twice && tx.image_get(repository, &image.digest).await?.is_none() {
                referrers.push(image);
            }
        }
        Ok(referrers)
    }

    async fn parse(&self, tx: &mut Tx<'_>, image: &meta::DeletedImage) -> Result<meta::NewImage, Error> {
        let broken = |text: String| Error::from(Internal::Broken(text));
        let bytes = tx.deleted_image_manifest(image.id).await?;
        let bytes = bytes.ok_or_else(|| broken(format!("the manifest of {} is gone", image.id)))?;
        let facts = oci::manifest::parse(&bytes, Some(&image.media_type)).map_err(Error::ManifestInvalid)?;
        let mut new = new_image(image.digest, bytes, &facts, image.pushed_at)?;
        new.image.storage = image.storage;
        if image.storage.status == ImageStatus::Activating {
            // It was on its way back, and has arrived.
            new.image.storage.status = ImageStatus::Active;
            new.image.storage.last_activated_at = Some(self.removal.at);
        }
        Ok(new)
    }

    /// Puts one image and its tags, and takes it out of the bin.
    async fn put(
        &mut self,
        tx: &mut Tx<'_>,
        (image, new): (&meta::DeletedImage, &meta::NewImage),
        extra: Option<&DeletedTag>,
    ) -> Result<(), Error> {
        let had = tx.deleted_tag_list_of_image(image.id).await?;
        let wanted: BTreeSet<Tag> = had
            .into_iter()
            .chain(extra.map(|past| past.tag.clone()))
            .collect();
        self.admit(&ImageFacts {
            tags: wanted.iter().cloned().collect(),
            digest: Some(image.digest),
            artifact_type: image.artifact_type.clone(),
        })?;
        let repository = self.repository.id;
        if tx.image_get(repository, &image.digest).await?.is_none() {
            self.link_layers(tx, &new.content).await?;
            store(tx, (&self.repository, self.quotas), new).await?;
            let is_index = matches!(new.content, ImageContent::Children(_));
            if is_index && new.image.storage.status == ImageStatus::Active {
                // Whoever can pull an index can pull what it lists.
                let shelf = Shelf {
                    repository,
                    arn: &self.repository.arn,
                    at: self.push_time,
                };
                shelf.activate_pushed(tx, &image.digest, self.removal.at).await?;
            }
        }
        Point::ImageRestored.pass();
        let mut tags = BTreeSet::new();
        for tag in &wanted {
            self.tag(tx, (tag, image.digest), &mut tags).await?;
        }
        tx.deleted_image_delete(repository, image.id).await?;
        self.announce(tx, &new.image, &tags).await?;
        if let Some(past) = extra {
            tx.deleted_tag_delete(past).await?;
        }
        self.done.images.push(UndeletedImage {
            digest: image.digest,
            tags: tags.into_iter().collect(),
        });
        Ok(())
    }

    /// A layer may have been deleted after its image; its bytes are there as long as the image is
    /// in the bin.
    async fn link_layers(&self, tx: &mut Tx<'_>, content: &ImageContent) -> Result<(), Error> {
        let ImageContent::Layers(layers) = content else {
            return Ok(());
        };
        let digests: Vec<Digest> = layers.iter().map(|layer| layer.digest).collect();
        for missing in tx.layer_missing(self.repository.id, &digests).await? {
            for domain in self.at_rest.domains(&self.repository.encryption) {
                if tx.blob_get(&missing, &domain).await?.is_some() {
                    tx.layer_link(self.repository.id, (&missing, &domain), self.removal.at)
                        .await?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Puts a tag where it is free.
    async fn tag(
        &mut self,
        tx: &mut Tx<'_>,
        (tag, digest): (&Tag, Digest),
        tags: &mut BTreeSet<Tag>,
    ) -> Result<(), Error> {
        match tx.tag_get(self.repository.id, tag).await? {
            Some(held_by) if held_by != digest => {
                self.done.conflicts.push(TagConflict {
                    tag: tag.clone(),
                    digest,
                    held_by,
                });
            }
            _ => {
                let _: ImageChange =
                    point(tx, (&self.repository, self.quotas), tag, (digest, self.removal)).await?;
                tags.insert(tag.clone());
            }
        }
        Ok(())
    }

    /// Writes the events of an image that is back: one for each of its tags, or one where it has
    /// none.
    async fn announce(
        &self,
        tx: &mut Tx<'_>,
        image: &meta::Image,
        tags: &BTreeSet<Tag>,
    ) -> Result<(), Error> {
        let mut pushed = ImageEvent {
            repository: &self.repository.arn,
            image,
            tag: None,
            at: self.removal.at,
        };
        if tags.is_empty() {
            event::image_pushed(tx, pushed).await?;
        }
        for tag in tags {
            pushed.tag = Some(tag);
            event::image_pushed(tx, pushed).await?;
        }
        Ok(())
    }

    fn admit(&self, facts: &ImageFacts) -> Result<(), Error> {
        for grant in self.grants {
            grant.admit(facts)?;
        }
        Ok(())
    }

    fn not_found(&self, name: &ImageName) -> Error {
        Error::ImageNotFound {
            image: name.clone(),
            repository: self.repository.arn.clone(),
        }
    }
}
