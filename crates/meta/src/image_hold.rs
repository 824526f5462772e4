//! Images that are held, so that nothing deletes them.

use names::Digest;
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, RepositoryId, Tx};

/// The word of somebody that an image is not to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageHold {
    /// The image.
    pub digest: Digest,
    /// Why.
    pub reason: String,
    /// The ARN of who said so.
    pub held_by: String,
    /// Since when.
    pub held_at: Timestamp,
    /// When it ends by itself, if ever.
    pub held_until: Option<Timestamp>,
}

impl ImageHold {
    /// Whether it holds at `now`.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.held_until.is_none_or(|until| until > now)
    }
}

statements! {
    PUT = "INSERT INTO image_hold (repository_id, digest, reason, held_by, held_at, held_until) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (repository_id, digest) \
        DO UPDATE SET reason = excluded.reason, held_by = excluded.held_by, \
        held_at = excluded.held_at, held_until = excluded.held_until";
    GET = "SELECT digest, reason, held_by, held_at, held_until FROM image_hold \
        WHERE repository_id = $1 AND digest = $2";
    DELETE = "DELETE FROM image_hold WHERE repository_id = $1 AND digest = $2";
    DELETE_ENDED = "DELETE FROM image_hold WHERE repository_id = $1 AND held_until <= $2";
    LIST = "SELECT digest, reason, held_by, held_at, held_until FROM image_hold \
        WHERE repository_id = $1 AND digest > $2 AND (held_until IS NULL OR held_until > $3) \
        ORDER BY digest LIMIT $4";
}

impl Tx<'_> {
    /// Holds an image, in place of the hold that it has.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the image does not exist.
    pub async fn image_hold_put(&mut self, repository: RepositoryId, hold: &ImageHold) -> Result<(), Error> {
        let values = [
            repository.into(),
            Value::from(&hold.digest),
            Value::from(&*hold.reason),
            Value::from(&*hold.held_by),
            Value::from(hold.held_at),
            hold.held_until.map_or(Value::Null, Value::from),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// The hold of an image, also one that has ended.
    pub async fn image_hold_get(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<ImageHold>, Error> {
        self.row(GET, &[repository.into(), digest.into()], read).await
    }

    /// Deletes the hold of an image. False when it has none.
    pub async fn image_hold_delete(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<bool, Error> {
        let deleted = self.execute(DELETE, &[repository.into(), digest.into()]).await?;
        Ok(deleted != 0)
    }

    /// Deletes the holds of a repository that have ended at `now`.
    pub async fn image_hold_delete_ended(
        &mut self,
        repository: RepositoryId,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.execute(DELETE_ENDED, &[repository.into(), now.into()])
            .await?;
        Ok(())
    }

    /// The holds of a repository that have not ended at `now`, by digest, those after `after`.
    pub async fn image_hold_list(
        &mut self,
        repository: RepositoryId,
        after: Option<&Digest>,
        (now, limit): (Timestamp, Limit),
    ) -> Result<Vec<ImageHold>, Error> {
        let values = [repository.into(), Value::after(after), now.into(), limit.into()];
        self.rows(LIST, &values, read).await
    }
}

fn read(row: &Row<'_>) -> Result<ImageHold, Error> {
    Ok(ImageHold {
        digest: row.parsed(0, "image_hold.digest")?,
        reason: row.string(1, "image_hold.reason")?,
        held_by: row.string(2, "image_hold.held_by")?,
        held_at: row.timestamp(3, "image_hold.held_at")?,
        held_until: row.optional_timestamp(4, "image_hold.held_until")?,
    })
}
