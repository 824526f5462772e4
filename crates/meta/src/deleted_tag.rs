//! Tags that named an image once: removed, moved to another image, or deleted with their image.

use names::{Digest, Tag};
use stdx::Timestamp;
use uuid::Uuid;

use crate::deleted_image::before;
use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{DeletedKey, Error, Keep, Limit, Removal, RepositoryId, Tx};

/// That a tag named an image, and how that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedTag {
    /// This entry; those of one deletion share it.
    pub id: Uuid,
    /// The tag.
    pub tag: Tag,
    /// The image that it named.
    pub digest: Digest,
    /// Since when.
    pub tagged_at: Timestamp,
    /// Until when.
    pub removed_at: Timestamp,
    /// Who ended it.
    pub removed_by: String,
    /// How.
    pub end: TagEnd,
}

/// How a tag came off an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagEnd {
    /// It was removed; the image stayed.
    Removed,
    /// It was put on another image.
    Moved,
    /// Its image was deleted.
    ImageDeleted,
}

impl TagEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "REMOVED",
            Self::Moved => "MOVED",
            Self::ImageDeleted => "IMAGE_DELETED",
        }
    }

    fn read(text: &str) -> Result<Self, Error> {
        match text {
            "REMOVED" => Ok(Self::Removed),
            "MOVED" => Ok(Self::Moved),
            "IMAGE_DELETED" => Ok(Self::ImageDeleted),
            _ => Err(corrupt("deleted_tag.cause")),
        }
    }
}

// An id is that of the deletion with the tag behind it, so that the tags of an image go in one
// statement.
statements! {
    KEEP = "INSERT INTO deleted_tag (id, removed_at, removed_by, cause, repository_id, name, digest, \
        tagged_at) SELECT $1 || '/' || name, $2, $3, $4, repository_id, name, digest, updated_at \
        FROM tag WHERE repository_id = $5 AND name = $6";
    KEEP_ALL = "INSERT INTO deleted_tag (id, deleted_image_id, removed_at, removed_by, cause, \
        repository_id, name, digest, tagged_at) SELECT $1 || '/' || name, $2, $3, $4, $5, \
        repository_id, name, digest, updated_at FROM tag WHERE repository_id = $6 AND digest = $7";
    LIST = "SELECT id, name, digest, tagged_at, removed_at, removed_by, cause FROM deleted_tag \
        WHERE repository_id = $1 AND (removed_at, id) < ($2, $3) \
        ORDER BY removed_at DESC, id DESC LIMIT $4";
    LIST_OF_NAME = "SELECT id, name, digest, tagged_at, removed_at, removed_by, cause FROM deleted_tag \
        WHERE repository_id = $1 AND name = $2 AND (removed_at, id) < ($3, $4) \
        ORDER BY removed_at DESC, id DESC LIMIT $5";
    LIST_OF_IMAGE = "SELECT name FROM deleted_tag WHERE deleted_image_id = $1 ORDER BY name";
    DELETE = "DELETE FROM deleted_tag WHERE id = $1";
    DELETE_BEFORE = "DELETE FROM deleted_tag WHERE id IN \
        (SELECT id FROM deleted_tag WHERE removed_at <= $1 ORDER BY removed_at, id LIMIT $2)";
    OLDEST = "SELECT removed_at FROM deleted_tag WHERE removed_at <= $1 \
        ORDER BY removed_at, id LIMIT 1";
    DELETE_OF_REPOSITORY = "DELETE FROM deleted_tag WHERE id IN \
        (SELECT id FROM deleted_tag WHERE repository_id = $1 ORDER BY removed_at, id LIMIT $2)";
}

impl Tx<'_> {
    /// Notes what a tag names, which is about to end. Does nothing when there is no such tag, or
    /// when nothing is to be kept.
    pub async fn deleted_tag_keep(
        &mut self,
        repository: RepositoryId,
        tag: &Tag,
        (end, removal): (TagEnd, &Removal),
    ) -> Result<(), Error> {
        if removal.keep == Keep::Nothing {
            return Ok(());
        }
        let id = Uuid::new_v4().to_string();
        let values = [
            Value::from(id.as_str()),
            Value::from(removal.at),
            Value::from(removal.by.as_str()),
            Value::from(end.as_str()),
            repository.into(),
            tag.into(),
        ];
        self.execute(KEEP, &values).await?;
        Ok(())
    }

    /// Notes the tags of an image that is kept as the deleted image `id`.
    pub(crate) async fn deleted_tag_keep_all(
        &mut self,
        id: &str,
        repository: RepositoryId,
        (digest, removal): (&Digest, &Removal),
    ) -> Result<(), Error> {
        let values = [
            Value::from(id),
            Value::from(id),
            Value::from(removal.at),
            Value::from(removal.by.as_str()),
            Value::from(TagEnd::ImageDeleted.as_str()),
            repository.into(),
            digest.into(),
        ];
        self.execute(KEEP_ALL, &values).await?;
        Ok(())
    }

    /// What tags of a repository named, the newest end first, those after `after`; of one tag only
    /// where `tag` says so.
    pub async fn deleted_tag_list(
        &mut self,
        repository: RepositoryId,
        tag: Option<&Tag>,
        after: Option<&(DeletedKey, Tag)>,
        limit: Limit,
    ) -> Result<Vec<DeletedTag>, Error> {
        let (at, mut id) = before(after.map(|(key, _)| *key));
        if let Some((_, tag)) = after {
            id = format!("{id}/{tag}");
        }
        let (at, id) = (Value::from(at), Value::from(id.as_str()));
        match tag {
            None => {
                let values = [repository.into(), at, id, limit.into()];
                self.rows(LIST, &values, read).await
            }
            Some(tag) => {
                let values = [repository.into(), tag.into(), at, id, limit.into()];
                self.rows(LIST_OF_NAME, &values, read).await
            }
        }
    }

    /// The tags that a deleted image had, in byte order.
    pub async fn deleted_tag_list_of_image(&mut self, image: Uuid) -> Result<Vec<Tag>, Error> {
        let id = image.to_string();
        self.rows(LIST_OF_IMAGE, &[id.as_str().into()], |row| {
            row.parsed(0, "deleted_tag.name")
        })
        .await
    }

    /// Forgets what a tag named.
    pub async fn deleted_tag_delete(&mut self, entry: &DeletedTag) -> Result<(), Error> {
        self.execute(DELETE, &[key(entry).as_str().into()]).await?;
        Ok(())
    }

    /// Whether a tag ended at `before` or earlier.
    pub async fn deleted_tag_is_before(&mut self, before: Timestamp) -> Result<bool, Error> {
        let oldest = self.row(OLDEST, &[before.into()], |_| Ok(())).await?;
        Ok(oldest.is_some())
    }

    /// Forgets what tags named until `before` or earlier, the longest gone first, and returns the
    /// number of entries.
    pub async fn deleted_tag_delete_before(&mut self, before: Timestamp, limit: Limit) -> Result<u64, Error> {
        self.execute(DELETE_BEFORE, &[before.into(), limit.into()]).await
    }

    /// Forgets what tags of a repository named, the longest gone first, and returns the number of
    /// entries.
    pub async fn deleted_tag_delete_of_repository(
        &mut self,
        repository: RepositoryId,
        limit: Limit,
    ) -> Result<u64, Error> {
        self.execute(DELETE_OF_REPOSITORY, &[repository.into(), limit.into()])
            .await
    }
}

fn key(entry: &DeletedTag) -> String {
    format!("{}/{}", entry.id, entry.tag)
}

fn read(row: &Row<'_>) -> Result<DeletedTag, Error> {
    let key = row.text(0, "deleted_tag.id")?;
    let id = key.split('/').next().and_then(|id| id.parse().ok());
    Ok(DeletedTag {
        id: id.ok_or_else(|| corrupt("deleted_tag.id"))?,
        tag: row.parsed(1, "deleted_tag.name")?,
        digest: row.parsed(2, "deleted_tag.digest")?,
        tagged_at: row.timestamp(3, "deleted_tag.tagged_at")?,
        removed_at: row.timestamp(4, "deleted_tag.removed_at")?,
        removed_by: row.string(5, "deleted_tag.removed_by")?,
        end: TagEnd::read(row.text(6, "deleted_tag.cause")?)?,
    })
}
