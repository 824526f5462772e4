//! Images. An image is one manifest in one repository.

use std::collections::HashSet;

use bytes::Bytes;
use names::{Digest, MediaType};
use stdx::Timestamp;

use crate::image_storage;
use crate::row::Row;
use crate::statement::{IN_LIST, in_list, statements};
use crate::value::Value;
use crate::{Error, ImageStatus, Keep, Limit, Put, Removal, RepositoryId, Storage, Tx};

/// What is known of an image beside its manifest's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The digest of its manifest.
    pub digest: Digest,
    /// The media type of its manifest.
    pub media_type: MediaType,
    /// `artifactType`, or else the media type of the configuration (OCI image-spec, manifest).
    pub artifact_type: Option<String>,
    /// The media type of the configuration.
    pub config_media_type: Option<String>,
    /// The bytes of all its layers (ECR `imageSizeInBytes`).
    pub size: u64,
    /// The bytes of the manifest itself.
    pub manifest_size: u64,
    /// When it was first pushed.
    pub pushed_at: Timestamp,
    /// The image that this one is about (OCI `subject`); it need not exist.
    pub subject: Option<Digest>,
    /// The annotations, as the text of a JSON object.
    pub annotations: Option<String>,
    /// Where it is.
    pub storage: Storage,
}

/// What a manifest lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageContent {
    /// The configuration and layers of an image; foreign layers are not in it.
    Layers(Vec<LayerReference>),
    /// The manifests of an index.
    Children(Vec<Digest>),
}

/// One descriptor of an image's manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerReference {
    /// The layer.
    pub digest: Digest,
    /// What this image says it is.
    pub media_type: String,
    /// Its bytes, as this image says.
    pub size: u64,
}

/// An image to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImage {
    /// What is known of it.
    pub image: Image,
    /// The manifest's bytes, whose digest is the image's.
    pub manifest: Bytes,
    /// What the manifest lists.
    pub content: ImageContent,
}

/// Which images a list shows (ECR `tagStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagStatus {
    /// All of them.
    Any,
    /// Those with at least one tag.
    Tagged,
    /// Those without a tag.
    Untagged,
}

/// Which images of a repository a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageSelection {
    /// By whether they have a tag.
    pub tags: TagStatus,
    /// By where they are; all of them when `None`.
    pub status: Option<ImageStatus>,
}

impl ImageSelection {
    /// Every image.
    pub const ALL: Self = Self {
        tags: TagStatus::Any,
        status: None,
    };
}

// The range in LIST_OF_CLASS is explained in `referrer.rs`.
statements! {
    PUT = "INSERT INTO image (repository_id, digest, media_type, artifact_type, config_media_type, \
        size, manifest_size, pushed_at, subject, annotations, tag_count) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) ON CONFLICT DO NOTHING";
    PUT_MANIFEST = "INSERT INTO manifest (repository_id, digest, media_type, bytes) \
        VALUES ($1, $2, $3, $4)";
    HEAL_MANIFEST = "INSERT INTO manifest (repository_id, digest, media_type, bytes) \
        SELECT repository_id, digest, media_type, $1 FROM image WHERE repository_id = $2 AND digest = $3 \
        ON CONFLICT (repository_id, digest) DO UPDATE SET bytes = excluded.bytes \
        WHERE manifest.bytes <> excluded.bytes";
    PUT_LAYER = "INSERT INTO image_layer (repository_id, image_digest, layer_digest, media_type, size) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    PUT_CHILD = "INSERT INTO image_child (repository_id, image_digest, child_digest) \
        VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    GET = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations, storage, last_archived_at, last_activated_at FROM image WHERE repository_id = $1 AND digest = $2";
    LIST = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations, storage, last_archived_at, last_activated_at FROM image WHERE repository_id = $1 AND digest > $2 \
        ORDER BY digest LIMIT $3";
    LIST_OF_CLASS = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations, storage, last_archived_at, last_activated_at FROM image WHERE repository_id = $1 \
        AND storage = $2 AND (tagged, digest) > ($3, $4) AND tagged <= $3 ORDER BY tagged, digest LIMIT $5";
    DELETE = "DELETE FROM image WHERE repository_id = $1 AND digest = $2";
    PARENTS = "SELECT image_digest FROM image_child WHERE repository_id = $1 AND child_digest = $2 \
        ORDER BY image_digest LIMIT $3";
    PRESENT = concat!("SELECT digest FROM image WHERE repository_id = $1 AND digest IN ", in_list!());
    COUNT_TAGS = "SELECT tag_count FROM image WHERE repository_id = $1 AND digest = $2";
}

impl Tx<'_> {
    /// Stores an image without a tag. One that exists stays untouched, its push time too.
    pub async fn image_put(&mut self, repository: RepositoryId, new: &NewImage) -> Result<Put, Error> {
        let put = self.image_insert(repository, &new.image).await?;
        if put == Put::Created {
            let Image {
                digest, media_type, ..
            } = &new.image;
            let values = [
                repository.into(),
                digest.into(),
                media_type.into(),
                Value::from(&*new.manifest),
            ];
            self.execute(PUT_MANIFEST, &values).await?;
            self.image_put_content(repository, digest, &new.content).await?;
            if new.image.storage != Storage::default() {
                self.image_put_storage(repository, digest, &new.image.storage)
                    .await?;
            }
            self.repository_usage_add(repository).await?;
        }
        Ok(put)
    }

    /// Gives an image that is there the bytes of its manifest again, where they are gone or are others. Says
    /// whether they were.
    pub async fn manifest_heal(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
        bytes: &[u8],
    ) -> Result<bool, Error> {
        let values = [Value::from(bytes), repository.into(), digest.into()];
        Ok(self.execute(HEAL_MANIFEST, &values).await? != 0)
    }

    async fn image_insert(&mut self, repository: RepositoryId, image: &Image) -> Result<Put, Error> {
        let values = [
            Value::from(repository),
            Value::from(&image.digest),
            Value::from(&image.media_type),
            Value::optional(image.artifact_type.as_deref()),
            Value::optional(image.config_media_type.as_deref()),
            Value::from(image.size),
            Value::from(image.manifest_size),
            Value::from(image.pushed_at),
            image.subject.as_ref().map_or(Value::Null, Value::from),
            Value::optional(image.annotations.as_deref()),
        ];
        self.put(PUT, &values).await
    }

    async fn image_put_content(
        &mut self,
        repository: RepositoryId,
        image: &Digest,
        content: &ImageContent,
    ) -> Result<(), Error> {
        let key = || [Value::from(repository), Value::from(image)];
        match content {
            ImageContent::Layers(layers) => {
                let sets: Vec<[Value<'_>; 5]> = layers
                    .iter()
                    .map(|layer| {
                        let [repository, image] = key();
                        let media_type = Value::from(&*layer.media_type);
                        [
                            repository,
                            image,
                            (&layer.digest).into(),
                            media_type,
                            layer.size.into(),
                        ]
                    })
                    .collect();
                self.execute_each(PUT_LAYER, &sets).await
            }
            ImageContent::Children(children) => {
                let sets: Vec<[Value<'_>; 3]> = children
                    .iter()
                    .map(|child| {
                        let [repository, image] = key();
                        [repository, image, child.into()]
                    })
                    .collect();
                self.execute_each(PUT_CHILD, &sets).await
            }
        }
    }

    /// The image with this digest.
    pub async fn image_get(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<Image>, Error> {
        self.row(GET, &[repository.into(), digest.into()], read).await
    }

    /// The images of a repository by digest, those after `after`.
    pub async fn image_list(
        &mut self,
        repository: RepositoryId,
        selection: ImageSelection,
        after: Option<&Digest>,
        limit: Limit,
    ) -> Result<Vec<Image>, Error> {
        if selection == ImageSelection::ALL {
            let values = [repository.into(), Value::after(after), limit.into()];
            return self.rows(LIST, &values, read).await;
        }
        let tagged: &[bool] = match selection.tags {
            TagStatus::Any => &[false, true],
            TagStatus::Tagged => &[true],
            TagStatus::Untagged => &[false],
        };
        // One range of the index for each class, then a merge, as in `referrer.rs`.
        let mut images = Vec::new();
        for status in ImageStatus::ALL {
            if selection.status.is_some_and(|only| only != status) {
                continue;
            }
            for tagged in tagged {
                let values = [
                    repository.into(),
                    status.into(),
                    (*tagged).into(),
                    Value::after(after),
                    limit.into(),
                ];
                images.extend(self.rows(LIST_OF_CLASS, &values, read).await?);
            }
        }
        Ok(first_by_digest(images, limit))
    }

    /// Deletes an image with its manifest, its tags and what it lists. False when there is none.
    /// It can be restored where `removal` says so.
    pub async fn image_delete(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
        removal: &Removal,
    ) -> Result<bool, Error> {
        // Somebody may be about to push another image of these layers.
        self.layer_touch_of_image(repository, digest, removal.at).await?;
        if removal.keep == Keep::Restorable {
            self.deleted_image_keep(repository, digest, removal).await?;
        }
        let deleted = self.execute(DELETE, &[repository.into(), digest.into()]).await?;
        if deleted != 0 {
            self.repository_usage_remove(repository).await?;
        }
        Ok(deleted != 0)
    }

    /// The indexes of this repository that list `child`, by digest.
    pub async fn image_parents(
        &mut self,
        repository: RepositoryId,
        child: &Digest,
        limit: Limit,
    ) -> Result<Vec<Digest>, Error> {
        let values = [repository.into(), child.into(), limit.into()];
        self.rows(PARENTS, &values, |row| row.parsed(0, "image_child.image_digest"))
            .await
    }

    /// Which of these digests are no image of this repository, in the order given.
    pub async fn image_missing(
        &mut self,
        repository: RepositoryId,
        digests: &[Digest],
    ) -> Result<Vec<Digest>, Error> {
        let mut present = HashSet::new();
        for chunk in digests.chunks(IN_LIST) {
            let values = in_list_values(repository, chunk);
            let found = self.rows(PRESENT, &values, |row| row.parsed::<Digest>(0, "image.digest"));
            present.extend(found.await?);
        }
        Ok(without(digests, &present))
    }

    /// How many tags the image has; 0 when it does not exist.
    pub async fn image_count_tags(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<u32, Error> {
        let values = [repository.into(), digest.into()];
        let count = self
            .row(COUNT_TAGS, &values, |row| row.count(0, "image.tag_count"))
            .await?;
        Ok(count.unwrap_or(0))
    }
}

/// The values for a statement with [`in_list!`]; `chunk` has 1 to `IN_LIST` digests.
pub(crate) fn in_list_values<'a>(first: impl Into<Value<'a>>, chunk: &[Digest]) -> Vec<Value<'a>> {
    let mut values = vec![first.into()];
    values.extend(chunk.iter().map(Value::from));
    let last = chunk.last().expect("chunks are never empty");
    values.resize_with(IN_LIST + 1, || Value::from(last));
    values
}

/// The digests that are not in `present`, each once.
pub(crate) fn without(digests: &[Digest], present: &HashSet<Digest>) -> Vec<Digest> {
    let mut seen = HashSet::new();
    let missing = digests.iter().filter(|digest| !present.contains(digest));
    missing.filter(|digest| seen.insert(**digest)).copied().collect()
}

/// The first of these images by digest.
pub(crate) fn first_by_digest(mut images: Vec<Image>, limit: Limit) -> Vec<Image> {
    images.sort_by_key(|image| image.digest);
    images.truncate(usize::try_from(limit.0).unwrap_or(usize::MAX));
    images
}

/// Reads a row of the twelve columns that [`GET`] names.
pub(crate) fn read(row: &Row<'_>) -> Result<Image, Error> {
    Ok(Image {
        digest: row.parsed(0, "image.digest")?,
        media_type: row.parsed(1, "image.media_type")?,
        artifact_type: row.optional_string(2, "image.artifact_type")?,
        config_media_type: row.optional_string(3, "image.config_media_type")?,
        size: row.unsigned(4, "image.size")?,
        manifest_size: row.unsigned(5, "image.manifest_size")?,
        pushed_at: row.timestamp(6, "image.pushed_at")?,
        subject: row.optional_parsed(7, "image.subject")?,
        annotations: row.optional_string(8, "image.annotations")?,
        storage: image_storage::read(row, 9)?,
    })
}
