//! Images that were deleted and can be restored.

use bytes::Bytes;
use names::{Digest, MediaType};
use stdx::Timestamp;
use uuid::Uuid;

use crate::image_storage;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Removal, RemovalCause, RepositoryId, Storage, Tx};

/// An image that was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedImage {
    /// This deletion, and no other.
    pub id: Uuid,
    /// The image.
    pub digest: Digest,
    /// The media type of its manifest.
    pub media_type: MediaType,
    /// What `ecr:ArtifactType` was of it.
    pub artifact_type: Option<String>,
    /// The bytes of all its layers (ECR `imageSizeInBytes`).
    pub size: u64,
    /// When it was first pushed.
    pub pushed_at: Timestamp,
    /// The image that it was about.
    pub subject: Option<Digest>,
    /// Where it was.
    pub storage: Storage,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// By whom.
    pub deleted_by: String,
    /// Why.
    pub cause: RemovalCause,
}

/// Where a list of things that were deleted goes on: the newest are first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeletedKey {
    /// When the last one that was shown was deleted.
    pub at: Timestamp,
    /// Its id.
    pub id: Uuid,
}

/// A layer that only deleted images of a repository list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldLayer {
    /// The layer.
    pub digest: Digest,
    /// Its bytes.
    pub size: u64,
}

// The ranges with two bounds are explained in `referrer.rs`.
statements! {
    KEEP = "INSERT INTO deleted_image (id, deleted_at, deleted_by, cause, repository_id, digest, \
        media_type, artifact_type, size, pushed_at, subject, storage, last_archived_at, last_activated_at, \
        bytes) \
        SELECT $1, $2, $3, $4, image.repository_id, image.digest, image.media_type, \
        COALESCE(image.artifact_type, image.config_media_type), image.size, image.pushed_at, \
        image.subject, image.storage, image.last_archived_at, image.last_activated_at, manifest.bytes FROM image JOIN manifest \
        ON manifest.repository_id = image.repository_id AND manifest.digest = image.digest \
        WHERE image.repository_id = $5 AND image.digest = $6";
    KEEP_LAYERS = "INSERT INTO deleted_image_layer (deleted_image_id, repository_id, layer_digest, size) \
        SELECT $1, repository_id, layer_digest, size FROM image_layer \
        WHERE repository_id = $2 AND image_digest = $3";
    GET = "SELECT id, digest, media_type, artifact_type, size, pushed_at, subject, deleted_at, \
        deleted_by, cause, storage, last_archived_at, last_activated_at FROM deleted_image WHERE id = $1 AND repository_id = $2";
    GET_BY_DIGEST = "SELECT id, digest, media_type, artifact_type, size, pushed_at, subject, \
        deleted_at, deleted_by, cause, storage, last_archived_at, last_activated_at FROM deleted_image WHERE repository_id = $1 AND digest = $2 \
        ORDER BY deleted_at DESC, id DESC LIMIT 1";
    MANIFEST = "SELECT bytes FROM deleted_image WHERE id = $1";
    LIST = "SELECT id, digest, media_type, artifact_type, size, pushed_at, subject, deleted_at, \
        deleted_by, cause, storage, last_archived_at, last_activated_at FROM deleted_image WHERE repository_id = $1 AND (deleted_at, id) < ($2, $3) \
        ORDER BY deleted_at DESC, id DESC LIMIT $4";
    LIST_OF_SUBJECT = "SELECT id, digest, media_type, artifact_type, size, pushed_at, subject, \
        deleted_at, deleted_by, cause, storage, last_archived_at, last_activated_at FROM deleted_image WHERE repository_id = $1 AND subject = $2 \
        AND deleted_at >= $3 ORDER BY deleted_at DESC, id DESC LIMIT $4";
    LAYERS = "SELECT layer_digest FROM deleted_image_layer WHERE deleted_image_id = $1 \
        ORDER BY layer_digest";
    HELD = "SELECT layer_digest, MAX(size) FROM deleted_image_layer WHERE repository_id = $1 \
        AND layer_digest > $2 AND NOT EXISTS (SELECT 1 FROM image_layer \
        WHERE image_layer.repository_id = deleted_image_layer.repository_id \
        AND image_layer.layer_digest = deleted_image_layer.layer_digest) \
        GROUP BY layer_digest ORDER BY layer_digest LIMIT $3";
    DELETE = "DELETE FROM deleted_image WHERE id = $1 AND repository_id = $2";
    DELETE_BEFORE = "DELETE FROM deleted_image WHERE id IN \
        (SELECT id FROM deleted_image WHERE deleted_at <= $1 ORDER BY deleted_at, id LIMIT $2)";
    OLDEST = "SELECT deleted_at FROM deleted_image WHERE deleted_at <= $1 \
        ORDER BY deleted_at, id LIMIT 1";
    DELETE_OF_REPOSITORY = "DELETE FROM deleted_image WHERE id IN \
        (SELECT id FROM deleted_image WHERE repository_id = $1 ORDER BY deleted_at, id LIMIT $2)";
}

impl Tx<'_> {
    /// Keeps an image that is about to be deleted, with its tags. Does nothing when there is none.
    pub(crate) async fn deleted_image_keep(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
        removal: &Removal,
    ) -> Result<(), Error> {
        let id = Uuid::new_v4().to_string();
        let values = [
            Value::from(id.as_str()),
            Value::from(removal.at),
            Value::from(removal.by.as_str()),
            Value::from(removal.cause.as_str()),
            repository.into(),
            digest.into(),
        ];
        if self.execute(KEEP, &values).await? == 0 {
            return Ok(());
        }
        let values = [Value::from(id.as_str()), repository.into(), digest.into()];
        self.execute(KEEP_LAYERS, &values).await?;
        self.deleted_tag_keep_all(&id, repository, (digest, removal))
            .await
    }

    /// The deleted image with this id.
    pub async fn deleted_image_get(
        &mut self,
        repository: RepositoryId,
        id: Uuid,
    ) -> Result<Option<DeletedImage>, Error> {
        let id = id.to_string();
        let values = [Value::from(id.as_str()), repository.into()];
        self.row(GET, &values, read).await
    }

    /// The deleted image with this digest that was deleted last.
    pub async fn deleted_image_get_by_digest(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<DeletedImage>, Error> {
        let values = [repository.into(), digest.into()];
        self.row(GET_BY_DIGEST, &values, read).await
    }

    /// The manifest of a deleted image.
    pub async fn deleted_image_manifest(&mut self, id: Uuid) -> Result<Option<Bytes>, Error> {
        let id = id.to_string();
        self.row(MANIFEST, &[id.as_str().into()], |row| {
            row.bytes(0, "deleted_image.bytes")
        })
        .await
    }

    /// The deleted images of a repository, the newest deletion first, those after `after`.
    pub async fn deleted_image_list(
        &mut self,
        repository: RepositoryId,
        after: Option<DeletedKey>,
        limit: Limit,
    ) -> Result<Vec<DeletedImage>, Error> {
        let (at, id) = before(after);
        let values = [
            repository.into(),
            at.into(),
            Value::from(id.as_str()),
            limit.into(),
        ];
        self.rows(LIST, &values, read).await
    }

    /// The deleted images about `subject` that were deleted at `since` or later, the newest
    /// deletion first.
    pub async fn deleted_image_list_of_subject(
        &mut self,
        repository: RepositoryId,
        subject: &Digest,
        since: Timestamp,
        limit: Limit,
    ) -> Result<Vec<DeletedImage>, Error> {
        let values = [repository.into(), subject.into(), since.into(), limit.into()];
        self.rows(LIST_OF_SUBJECT, &values, read).await
    }

    /// What a deleted image lists: its layers and configuration, by digest.
    pub async fn deleted_image_layers(&mut self, id: Uuid) -> Result<Vec<Digest>, Error> {
        let id = id.to_string();
        self.rows(LAYERS, &[id.as_str().into()], |row| {
            row.parsed(0, "deleted_image_layer.layer_digest")
        })
        .await
    }

    /// The layers of a repository that only deleted images list, by digest, those after `after`.
    pub async fn deleted_image_list_held(
        &mut self,
        repository: RepositoryId,
        after: Option<&Digest>,
        limit: Limit,
    ) -> Result<Vec<HeldLayer>, Error> {
        let values = [repository.into(), Value::after(after), limit.into()];
        self.rows(HELD, &values, |row| {
            Ok(HeldLayer {
                digest: row.parsed(0, "deleted_image_layer.layer_digest")?,
                size: row.unsigned(1, "deleted_image_layer.size")?,
            })
        })
        .await
    }

    /// Forgets a deleted image and the tags that it had. False when there is none.
    pub async fn deleted_image_delete(&mut self, repository: RepositoryId, id: Uuid) -> Result<bool, Error> {
        let id = id.to_string();
        let values = [Value::from(id.as_str()), repository.into()];
        Ok(self.execute(DELETE, &values).await? != 0)
    }

    /// Whether an image was deleted at `before` or earlier.
    pub async fn deleted_image_is_before(&mut self, before: Timestamp) -> Result<bool, Error> {
        let oldest = self.row(OLDEST, &[before.into()], |_| Ok(())).await?;
        Ok(oldest.is_some())
    }

    /// Forgets images that were deleted at `before` or earlier, the longest gone first, and returns
    /// their number.
    pub async fn deleted_image_delete_before(
        &mut self,
        before: Timestamp,
        limit: Limit,
    ) -> Result<u64, Error> {
        self.execute(DELETE_BEFORE, &[before.into(), limit.into()]).await
    }

    /// Forgets deleted images of a repository, the longest gone first, and returns their number.
    pub async fn deleted_image_delete_of_repository(
        &mut self,
        repository: RepositoryId,
        limit: Limit,
    ) -> Result<u64, Error> {
        self.execute(DELETE_OF_REPOSITORY, &[repository.into(), limit.into()])
            .await
    }
}

/// The key before which a list goes on. An id is never the letter.
pub(crate) fn before(after: Option<DeletedKey>) -> (i64, String) {
    after.map_or((i64::MAX, "z".to_owned()), |key| {
        (key.at.as_micros(), key.id.to_string())
    })
}

fn read(row: &Row<'_>) -> Result<DeletedImage, Error> {
    Ok(DeletedImage {
        id: row.parsed(0, "deleted_image.id")?,
        digest: row.parsed(1, "deleted_image.digest")?,
        media_type: row.parsed(2, "deleted_image.media_type")?,
        artifact_type: row.optional_string(3, "deleted_image.artifact_type")?,
        size: row.unsigned(4, "deleted_image.size")?,
        pushed_at: row.timestamp(5, "deleted_image.pushed_at")?,
        subject: row.optional_parsed(6, "deleted_image.subject")?,
        deleted_at: row.timestamp(7, "deleted_image.deleted_at")?,
        deleted_by: row.string(8, "deleted_image.deleted_by")?,
        cause: RemovalCause::read(row.text(9, "deleted_image.cause")?, "deleted_image.cause")?,
        storage: image_storage::read(row, 10)?,
    })
}
