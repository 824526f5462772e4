//! Uploads in progress.

use names::{PrincipalArn, UploadId};
use stdx::Timestamp;

use crate::repository::read_id;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{BlobDomain, Error, Limit, RepositoryId, Tx};

/// An upload in progress: how far it is, and what is needed to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The name that the client has for it.
    pub id: UploadId,
    /// Where the layer is to go.
    pub repository: RepositoryId,
    /// Who started it.
    pub principal: PrincipalArn,
    /// Under whose key its bytes stand, and its blob will.
    pub domain: BlobDomain,
    /// The byte store's own state, opaque here; at most 64 KiB.
    pub staged: Vec<u8>,
    /// The bytes received.
    pub offset: u64,
    /// The parts received.
    pub parts: u32,
    /// The bytes of the newest part.
    pub last_part: u64,
    /// Whether a part before the newest was shorter than ECR's 5 MiB.
    pub short_part: bool,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it last received bytes.
    pub updated_at: Timestamp,
}

statements! {
    CREATE = "INSERT INTO upload (id, repository_id, principal, staged, received, parts, last_part, \
        short_part, created_at, updated_at, domain) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    GET = "SELECT id, repository_id, principal, staged, received, parts, last_part, short_part, \
        created_at, updated_at, domain FROM upload WHERE id = $1";
    ADVANCE = "UPDATE upload SET staged = $1, received = $2, parts = $3, last_part = $4, \
        short_part = $5, updated_at = $6 WHERE id = $7 AND received = $8";
    DELETE = "DELETE FROM upload WHERE id = $1";
    LIST_STALE = "SELECT id FROM upload WHERE updated_at < $1 ORDER BY updated_at, id LIMIT $2";
}

impl Tx<'_> {
    /// Starts an upload.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the repository does not exist.
    pub async fn upload_create(&mut self, upload: &Upload) -> Result<(), Error> {
        let values = [
            Value::from(&upload.id),
            Value::from(upload.repository),
            Value::from(&upload.principal),
            Value::from(&*upload.staged),
            Value::from(upload.offset),
            Value::from(i64::from(upload.parts)),
            Value::from(upload.last_part),
            Value::from(upload.short_part),
            Value::from(upload.created_at),
            Value::from(upload.updated_at),
            Value::from(upload.domain.as_str()),
        ];
        self.execute(CREATE, &values).await?;
        Ok(())
    }

    /// The upload of this name.
    pub async fn upload_get(&mut self, id: UploadId) -> Result<Option<Upload>, Error> {
        self.row(GET, &[Value::from(&id)], read).await
    }

    /// Stores how far an upload has come, if it still stands at `expected_offset`. False when
    /// another request has moved it on or it is gone; then nothing is changed.
    pub async fn upload_advance(&mut self, upload: &Upload, expected_offset: u64) -> Result<bool, Error> {
        let values = [
            Value::from(&*upload.staged),
            Value::from(upload.offset),
            Value::from(i64::from(upload.parts)),
            Value::from(upload.last_part),
            Value::from(upload.short_part),
            Value::from(upload.updated_at),
            Value::from(&upload.id),
            Value::from(expected_offset),
        ];
        Ok(self.execute(ADVANCE, &values).await? != 0)
    }

    /// Ends an upload. False when it is gone.
    pub async fn upload_delete(&mut self, id: UploadId) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[Value::from(&id)]).await? != 0)
    }

    /// The uploads that last received bytes before `before`, the longest idle first.
    pub async fn upload_list_stale(
        &mut self,
        before: Timestamp,
        limit: Limit,
    ) -> Result<Vec<UploadId>, Error> {
        let values = [before.into(), Value::from(limit)];
        self.rows(LIST_STALE, &values, |row| row.parsed(0, "upload.id"))
            .await
    }
}

fn read(row: &Row<'_>) -> Result<Upload, Error> {
    Ok(Upload {
        id: row.parsed(0, "upload.id")?,
        repository: read_id(row, 1, "upload.repository_id")?,
        principal: row.parsed(2, "upload.principal")?,
        staged: row.blob(3, "upload.staged")?.to_vec(),
        offset: row.unsigned(4, "upload.received")?,
        parts: row.count(5, "upload.parts")?,
        last_part: row.unsigned(6, "upload.last_part")?,
        short_part: row.flag(7, "upload.short_part")?,
        created_at: row.timestamp(8, "upload.created_at")?,
        updated_at: row.timestamp(9, "upload.updated_at")?,
        domain: row.parsed(10, "upload.domain")?,
    })
}
