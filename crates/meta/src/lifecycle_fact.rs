//! What a lifecycle policy has to know of the images of a repository, and no more.

use names::Digest;
use stdx::Timestamp;

use crate::image_storage;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, RepositoryId, Storage, Tx};

/// An image, as far as a lifecycle policy is about it. Its tags and children are lists of their
/// own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifecycleImage {
    /// The image.
    pub digest: Digest,
    /// When it was first pushed.
    pub pushed_at: Timestamp,
    /// The image that this one is about.
    pub subject: Option<Digest>,
    /// Where it is.
    pub storage: Storage,
}

/// A manifest that an index lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageChild {
    /// The index.
    pub index: Digest,
    /// What it lists.
    pub child: Digest,
}

/// A layer, or configuration, that an image needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageLayer {
    /// The image.
    pub image: Digest,
    /// What it needs.
    pub layer: Digest,
    /// Its bytes.
    pub size: u64,
}

statements! {
    LIST_IMAGES = "SELECT digest, pushed_at, subject, storage, last_archived_at, last_activated_at FROM image \
        WHERE repository_id = $1 AND digest > $2 ORDER BY digest LIMIT $3";
    LIST_CHILDREN = "SELECT image_digest, child_digest FROM image_child \
        WHERE repository_id = $1 AND (image_digest, child_digest) > ($2, $3) \
        ORDER BY image_digest, child_digest LIMIT $4";
    LIST_LAYERS = "SELECT image_digest, layer_digest, size FROM image_layer \
        WHERE repository_id = $1 AND (image_digest, layer_digest) > ($2, $3) \
        ORDER BY image_digest, layer_digest LIMIT $4";
}

impl Tx<'_> {
    /// The images of a repository by digest, those after `after`.
    pub async fn lifecycle_image_list(
        &mut self,
        repository: RepositoryId,
        after: Option<&Digest>,
        limit: Limit,
    ) -> Result<Vec<LifecycleImage>, Error> {
        let values = [repository.into(), Value::after(after), limit.into()];
        self.rows(LIST_IMAGES, &values, read).await
    }

    /// What the images of a repository need, by image and layer, those after `after`.
    pub async fn image_layer_list(
        &mut self,
        repository: RepositoryId,
        after: Option<&ImageLayer>,
        limit: Limit,
    ) -> Result<Vec<ImageLayer>, Error> {
        let values = [
            repository.into(),
            Value::after(after.map(|after| &after.image)),
            Value::after(after.map(|after| &after.layer)),
            limit.into(),
        ];
        self.rows(LIST_LAYERS, &values, read_layer).await
    }

    /// What the indexes of a repository list, by index and child, those after `after`.
    pub async fn image_child_list(
        &mut self,
        repository: RepositoryId,
        after: Option<&ImageChild>,
        limit: Limit,
    ) -> Result<Vec<ImageChild>, Error> {
        let values = [
            repository.into(),
            Value::after(after.map(|after| &after.index)),
            Value::after(after.map(|after| &after.child)),
            limit.into(),
        ];
        self.rows(LIST_CHILDREN, &values, read_child).await
    }
}

fn read(row: &Row<'_>) -> Result<LifecycleImage, Error> {
    Ok(LifecycleImage {
        digest: row.parsed(0, "image.digest")?,
        pushed_at: row.timestamp(1, "image.pushed_at")?,
        subject: row.optional_parsed(2, "image.subject")?,
        storage: image_storage::read(row, 3)?,
    })
}

fn read_layer(row: &Row<'_>) -> Result<ImageLayer, Error> {
    Ok(ImageLayer {
        image: row.parsed(0, "image_layer.image_digest")?,
        layer: row.parsed(1, "image_layer.layer_digest")?,
        size: row.unsigned(2, "image_layer.size")?,
    })
}

fn read_child(row: &Row<'_>) -> Result<ImageChild, Error> {
    Ok(ImageChild {
        index: row.parsed(0, "image_child.image_digest")?,
        child: row.parsed(1, "image_child.child_digest")?,
    })
}
