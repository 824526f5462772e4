//! Where an image is: in the standard storage class, in the archive, or on its way back.
//!
//! Three other tables repeat the status, which the schema explains; all of them are written here
//! and in `tag_put`, and nowhere else.

use names::Digest;
use stdx::Timestamp;

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, RepositoryId, Tx};

/// Whether an image can be used (ECR `imageStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ImageStatus {
    /// It can be pulled.
    #[default]
    Active,
    /// It was in the archive and will be active soon.
    Activating,
    /// It is in the archive.
    Archived,
}

impl ImageStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Activating, Self::Archived];

    const fn code(self) -> i64 {
        match self {
            Self::Active => 0,
            Self::Activating => 1,
            Self::Archived => 2,
        }
    }
}

impl From<ImageStatus> for Value<'_> {
    fn from(status: ImageStatus) -> Self {
        Self::from(status.code())
    }
}

/// Where an image is, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Storage {
    /// Whether it can be used.
    pub status: ImageStatus,
    /// When it last went into the archive (ECR `lastArchivedAt`).
    pub last_archived_at: Option<Timestamp>,
    /// When it last came back (ECR `lastActivatedAt`).
    pub last_activated_at: Option<Timestamp>,
}

// CROSS JOIN keeps SQLite from walking all active images to find the few parents among them.
statements! {
    PUT = "UPDATE image SET storage = $1, last_archived_at = $2, last_activated_at = $3 \
        WHERE repository_id = $4 AND digest = $5";
    PUT_MANIFEST = "UPDATE manifest SET storage = $1 WHERE repository_id = $2 AND digest = $3";
    PUT_LAYERS = "UPDATE image_layer SET storage = $1 WHERE repository_id = $2 AND image_digest = $3";
    PUT_TAGS = "UPDATE tag SET storage = $1 WHERE repository_id = $2 AND digest = $3";
    HOLDERS = "SELECT image_child.image_digest FROM image_child CROSS JOIN image \
        WHERE image_child.repository_id = $1 AND image_child.child_digest = $2 \
        AND image.repository_id = image_child.repository_id AND image.digest = image_child.image_digest \
        AND image.storage < 2 ORDER BY image_child.image_digest LIMIT $3";
    CHILDREN = "SELECT child_digest FROM image_child WHERE repository_id = $1 AND image_digest = $2 \
        ORDER BY child_digest";
}

impl Tx<'_> {
    /// Moves an image to where `storage` says. Does nothing when there is none.
    pub async fn image_put_storage(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
        storage: &Storage,
    ) -> Result<(), Error> {
        let values = [
            storage.status.into(),
            storage.last_archived_at.map_or(Value::Null, Value::from),
            storage.last_activated_at.map_or(Value::Null, Value::from),
            repository.into(),
            digest.into(),
        ];
        self.execute(PUT, &values).await?;
        for copy in [PUT_MANIFEST, PUT_LAYERS, PUT_TAGS] {
            let values = [storage.status.into(), repository.into(), digest.into()];
            self.execute(copy, &values).await?;
        }
        Ok(())
    }

    /// The indexes of this repository that list `child` and are not in the archive, by digest.
    pub async fn image_active_parents(
        &mut self,
        repository: RepositoryId,
        child: &Digest,
        limit: Limit,
    ) -> Result<Vec<Digest>, Error> {
        let values = [repository.into(), child.into(), limit.into()];
        self.rows(HOLDERS, &values, |row| row.parsed(0, "image_child.image_digest"))
            .await
    }

    /// What an index lists, by digest; nothing of an image that is no index.
    pub async fn image_children(
        &mut self,
        repository: RepositoryId,
        index: &Digest,
    ) -> Result<Vec<Digest>, Error> {
        let values = [repository.into(), index.into()];
        self.rows(CHILDREN, &values, |row| row.parsed(0, "image_child.child_digest"))
            .await
    }
}

/// Reads the three columns of `image`, the first of which is at `index`.
pub(crate) fn read(row: &Row<'_>, index: usize) -> Result<Storage, Error> {
    let code = row.int(index, "image.storage")?;
    let status = ImageStatus::ALL.into_iter().find(|status| status.code() == code);
    Ok(Storage {
        status: status.ok_or_else(|| corrupt("image.storage"))?,
        last_archived_at: row.optional_timestamp(index + 1, "image.last_archived_at")?,
        last_activated_at: row.optional_timestamp(index + 2, "image.last_activated_at")?,
    })
}
