//! A registry as simple as it can be: sets and maps in memory, and what each operation answers.
//!
//! It is written from what the documents promise, not from the code, and knows nothing of storage. Tags,
//! blobs and images are numbers here; [`Things`] says what they are. Later deletions have greater numbers,
//! as each operation happens at a time of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::model_things::{Op, TAGS, Things};

/// What a caller hears: the status, and what of the answer is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) said: String,
}

/// An answer.
pub(crate) fn answer(status: u16, said: impl Into<String>) -> Answer {
    Answer {
        status,
        said: said.into(),
    }
}

/// An image in the bin.
#[derive(Debug, Clone)]
struct Deleted {
    image: usize,
    tags: BTreeSet<usize>,
    at: u64,
}

/// An upload in progress: how many pieces of the blob were sent.
#[derive(Debug, Clone, Copy)]
struct Upload {
    blob: usize,
    sent: usize,
}

#[derive(Debug, Clone, Default)]
struct Repository {
    immutable: bool,
    blobs: BTreeSet<usize>,
    images: BTreeSet<usize>,
    tags: BTreeMap<usize, usize>,
    bin: Vec<Deleted>,
    upload: Option<Upload>,
}

/// What came back from the bin, and the tags that did not.
#[derive(Default)]
struct Restored {
    images: Vec<(usize, Vec<usize>)>,
    conflicts: Vec<(usize, usize, usize)>,
}

/// The registry.
pub(crate) struct Model<'t> {
    things: &'t Things,
    repositories: Vec<Repository>,
    now: u64,
}

impl<'t> Model<'t> {
    /// `count` empty repositories.
    pub(crate) fn new(things: &'t Things, count: usize) -> Self {
        Self {
            things,
            repositories: vec![Repository::default(); count],
            now: 0,
        }
    }

    /// Does an operation and says what its answer must be.
    pub(crate) fn apply(&mut self, op: Op) -> Answer {
        self.now += 1;
        let (things, now) = (self.things, self.now);
        let Some(place) = op.repository() else {
            if op == Op::Collect {
                self.repositories.iter_mut().for_each(|one| one.collect(things));
            }
            return answer(0, "");
        };
        let repository = &mut self.repositories[place];
        match op {
            Op::PushBlob(_, blob) => {
                repository.blobs.insert(blob);
                answer(201, "")
            }
            Op::PullBlob(_, blob) if repository.blobs.contains(&blob) => {
                answer(200, things.blob_digest(blob))
            }
            Op::PullBlob(..) => answer(404, "BLOB_UNKNOWN"),
            Op::DeleteBlob(_, blob) => repository.delete_blob(things, blob),
            Op::Piece(_, blob, is_wrong) => repository.piece(blob, is_wrong),
            Op::Push(_, image, tag) => match repository.put(things, image, tag) {
                Ok(_) => answer(201, ""),
                Err(Refused::Content) => answer(400, "MANIFEST_BLOB_UNKNOWN"),
                Err(Refused::Tag) => answer(400, "TAG_INVALID"),
            },
            Op::PutImage(_, image, tag) => repository.put_image(things, image, tag),
            Op::PullTag(_, tag) => repository.pull(things, repository.tags.get(&tag).copied()),
            Op::PullImage(_, image) => repository.pull(things, repository.images.get(&image).copied()),
            Op::DeleteTag(_, tag) if repository.tags.remove(&tag).is_some() => answer(202, ""),
            Op::DeleteTag(..) => answer(404, "MANIFEST_UNKNOWN"),
            Op::DeleteImage(_, image) => match repository.delete(things, image, now) {
                Ok(_) => answer(202, ""),
                Err("ImageNotFound") => answer(404, "MANIFEST_UNKNOWN"),
                Err(_) => answer(405, "UNSUPPORTED"),
            },
            Op::BatchDelete(_, image, tag) => repository.batch_delete(things, (image, tag), now),
            Op::TagImage(_, image, tag) => repository.tag_image(image, tag),
            Op::UntagImage(_, tag) => repository.untag_image(tag),
            Op::Undelete(_, image) => repository.undelete(things, image),
            Op::SetImmutable(_, immutable) => {
                repository.immutable = immutable;
                answer(200, "")
            }
            Op::ListTags(_) => {
                let tags: Vec<&str> = repository.tags.keys().map(|tag| TAGS[*tag]).collect();
                answer(200, tags.join(","))
            }
            Op::ListImages(_) => answer(200, repository.list(things)),
            Op::ListDeleted(_) => answer(200, repository.list_deleted(things)),
            Op::Referrers(_, image) => answer(200, repository.referrers(things, image)),
            Op::Collect | Op::Restart => unreachable!("they are of no repository"),
        }
    }
}

/// Why an image was not put.
enum Refused {
    Content,
    Tag,
}

impl Repository {
    fn delete_blob(&mut self, things: &Things, blob: usize) -> Answer {
        if !self.blobs.contains(&blob) {
            return answer(404, "BLOB_UNKNOWN");
        }
        let needed = |image: &usize| things.images[*image].blobs.contains(&blob);
        if self.images.iter().any(needed) {
            return answer(405, "UNSUPPORTED");
        }
        self.blobs.remove(&blob);
        answer(202, "")
    }

    fn piece(&mut self, blob: usize, is_wrong: bool) -> Answer {
        match &mut self.upload {
            none @ None => {
                *none = Some(Upload { blob, sent: 0 });
                answer(202, "")
            }
            Some(_) if is_wrong => answer(416, "BLOB_UPLOAD_INVALID"),
            Some(upload) if upload.sent < 3 => {
                upload.sent += 1;
                answer(202, "")
            }
            Some(upload) => {
                self.blobs.insert(upload.blob);
                self.upload = None;
                answer(201, "")
            }
        }
    }

    /// Says whether anything changed.
    fn put(&mut self, things: &Things, image: usize, tag: Option<usize>) -> Result<bool, Refused> {
        let is_new = !self.images.contains(&image);
        let what = &things.images[image];
        let is_there = what.blobs.iter().all(|blob| self.blobs.contains(blob))
            && what.children.iter().all(|child| self.images.contains(child));
        if is_new && !is_there {
            return Err(Refused::Content);
        }
        let held = tag.and_then(|tag| self.tags.get(&tag).copied());
        if self.immutable && held.is_some_and(|held| held != image) {
            return Err(Refused::Tag);
        }
        self.images.insert(image);
        if let Some(tag) = tag {
            self.tags.insert(tag, image);
        }
        Ok(is_new || (tag.is_some() && held != Some(image)))
    }

    fn put_image(&mut self, things: &Things, image: usize, tag: Option<usize>) -> Answer {
        match self.put(things, image, tag) {
            Ok(true) => answer(200, ""),
            Ok(false) => answer(400, "ImageAlreadyExistsException"),
            Err(Refused::Tag) => answer(400, "ImageTagAlreadyExistsException"),
            Err(Refused::Content) if things.images[image].children.is_empty() => {
                answer(400, "LayersNotFoundException")
            }
            Err(Refused::Content) => answer(400, "ReferencedImagesNotFoundException"),
        }
    }

    fn pull(&self, things: &Things, image: Option<usize>) -> Answer {
        match image {
            Some(image) => answer(200, things.digest(image)),
            None => answer(404, "MANIFEST_UNKNOWN"),
        }
    }

    fn tags_of(&self, image: usize) -> BTreeSet<usize> {
        let own = self.tags.iter().filter(|(_, held)| **held == image);
        own.map(|(tag, _)| *tag).collect()
    }

    /// Deletes an image with its tags, which it says.
    fn delete(&mut self, things: &Things, image: usize, at: u64) -> Result<BTreeSet<usize>, &'static str> {
        if !self.images.contains(&image) {
            return Err("ImageNotFound");
        }
        let lists = |parent: &usize| things.images[*parent].children.contains(&image);
        if self.images.iter().any(lists) {
            return Err("ImageReferencedByManifestList");
        }
        let tags = self.tags_of(image);
        self.images.remove(&image);
        self.tags.retain(|_, held| *held != image);
        self.bin.push(Deleted {
            image,
            tags: tags.clone(),
            at,
        });
        Ok(tags)
    }

    fn batch_delete(
        &mut self,
        things: &Things,
        (image, tag): (Option<usize>, Option<usize>),
        at: u64,
    ) -> Answer {
        let by_tag = tag.and_then(|tag| self.tags.get(&tag).copied());
        let by_digest = image.filter(|image| self.images.contains(image));
        let found = match (image, tag) {
            (Some(_), Some(_)) if by_tag.is_some() && by_digest.is_some() && by_tag != by_digest => {
                Err("ImageTagDoesNotMatchDigest")
            }
            (Some(_), Some(_)) => by_tag.filter(|_| by_digest.is_some()).ok_or("ImageNotFound"),
            (Some(_), None) => by_digest.ok_or("ImageNotFound"),
            (None, _) => by_tag.ok_or("ImageNotFound"),
        };
        let deleted = found.and_then(|found| match tag {
            Some(tag) if image.is_none() && self.tags_of(found).len() > 1 => {
                self.tags.remove(&tag);
                Ok((found, BTreeSet::from([tag])))
            }
            _ => self.delete(things, found, at).map(|tags| (found, tags)),
        });
        match deleted {
            Ok((image, tags)) => answer(200, shown(things, image, tags)),
            Err(code) => answer(200, code),
        }
    }

    fn tag_image(&mut self, image: usize, tag: usize) -> Answer {
        if !self.images.contains(&image) {
            return answer(400, "ImageNotFoundException");
        }
        let held = self.tags.get(&tag).copied();
        if self.immutable && held.is_some_and(|held| held != image) {
            return answer(400, "ImageTagAlreadyExistsException");
        }
        self.tags.insert(tag, image);
        answer(200, "")
    }

    fn untag_image(&mut self, tag: usize) -> Answer {
        if !self.tags.contains_key(&tag) {
            return answer(400, "ImageNotFoundException");
        }
        if self.immutable {
            return answer(400, "ImageTagImmutableException");
        }
        self.tags.remove(&tag);
        answer(200, "")
    }

    /// The place in the bin of the newest deletion of an image.
    fn newest(&self, image: usize) -> Option<usize> {
        self.bin.iter().rposition(|deleted| deleted.image == image)
    }

    fn undelete(&mut self, things: &Things, image: usize) -> Answer {
        let mut after = self.clone();
        match after.restore(things, image) {
            Ok(restored) => {
                *self = after;
                answer(200, restored.shown(things))
            }
            Err(name) => answer(400, name),
        }
    }

    /// An image comes back behind the images that it lists, and before those that are about it and were
    /// deleted later.
    fn restore(&mut self, things: &Things, image: usize) -> Result<Restored, &'static str> {
        let place = self.newest(image).ok_or("ImageNotFoundException")?;
        let since = self.bin[place].at;
        let mut restored = Restored::default();
        for child in things.images[image].children.iter().rev() {
            let place = self.newest(*child).filter(|_| !self.images.contains(child));
            if let Some(place) = place {
                self.take_back(things, place, &mut restored);
            }
        }
        let missing = |child: &usize| !self.images.contains(child);
        if !self.images.contains(&image) && things.images[image].children.iter().any(missing) {
            return Err("ReferencedImagesNotFoundException");
        }
        let place = self.newest(image).ok_or("it was there before its children")?;
        self.take_back(things, place, &mut restored);
        let mut next = 0;
        while let Some((subject, _)) = restored.images.get(next) {
            let about = |image: usize| things.images[image].subject == Some(*subject);
            let mut referrers = Vec::new();
            for deleted in self.bin.iter().rev().filter(|deleted| deleted.at >= since) {
                let is_gone = !self.images.contains(&deleted.image);
                if about(deleted.image) && is_gone && !referrers.contains(&deleted.image) {
                    referrers.push(deleted.image);
                }
            }
            for image in referrers.into_iter().rev() {
                let place = self.newest(image).ok_or("it was in the bin")?;
                self.take_back(things, place, &mut restored);
            }
            next += 1;
        }
        Ok(restored)
    }

    fn take_back(&mut self, things: &Things, place: usize, restored: &mut Restored) {
        let Deleted { image, tags, .. } = self.bin.remove(place);
        if self.images.insert(image) {
            self.blobs.extend(&things.images[image].blobs);
        }
        let mut got = Vec::new();
        for tag in tags {
            match self.tags.get(&tag).copied().filter(|held| *held != image) {
                Some(held) => restored.conflicts.push((tag, image, held)),
                None => {
                    self.tags.insert(tag, image);
                    got.push(tag);
                }
            }
        }
        restored.images.push((image, got));
    }

    /// Blobs that no image needs, living or deleted, are gone.
    fn collect(&mut self, things: &Things) {
        let deleted = self.bin.iter().map(|deleted| &deleted.image);
        let kept = self.images.iter().chain(deleted);
        let needed: BTreeSet<usize> = kept
            .flat_map(|image| &things.images[*image].blobs)
            .copied()
            .collect();
        self.blobs.retain(|blob| needed.contains(blob));
    }

    fn list(&self, things: &Things) -> String {
        let mut ids: Vec<String> = Vec::new();
        for image in &self.images {
            ids.push(shown(things, *image, self.tags_of(*image)));
        }
        ids.sort();
        ids.join(" ")
    }

    fn list_deleted(&self, things: &Things) -> String {
        let entries = self.bin.iter().rev();
        let entries = entries.map(|deleted| shown(things, deleted.image, deleted.tags.clone()));
        entries.collect::<Vec<_>>().join(" ")
    }

    fn referrers(&self, things: &Things, subject: usize) -> String {
        let about = |image: &&usize| things.images[**image].subject == Some(subject);
        let mut digests: Vec<String> = self
            .images
            .iter()
            .filter(about)
            .map(|image| things.digest(*image))
            .collect();
        digests.sort();
        digests.join(" ")
    }
}

impl Restored {
    fn shown(&self, things: &Things) -> String {
        let images = self
            .images
            .iter()
            .map(|(image, tags)| shown(things, *image, tags.iter().copied().collect()));
        let conflicts = self.conflicts.iter().map(|(tag, image, held)| {
            format!(
                "{}:{}:{}",
                TAGS[*tag],
                things.digest(*image),
                things.digest(*held)
            )
        });
        let (images, conflicts): (Vec<_>, Vec<_>) = (images.collect(), conflicts.collect());
        format!("{} / {}", images.join(" "), conflicts.join(" "))
    }
}

/// An image with tags, as it is compared.
fn shown(things: &Things, image: usize, tags: BTreeSet<usize>) -> String {
    let tags: Vec<&str> = tags.into_iter().map(|tag| TAGS[tag]).collect();
    format!("{}[{}]", things.digest(image), tags.join(","))
}
