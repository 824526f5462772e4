//! Repositories that were deleted and can be restored.
//!
//! Such a repository keeps its rows under the empty region, and a name that no client can write, so
//! that no statement that looks for a repository by its registry and name finds it. Deleting and
//! restoring it changes a few rows, however much is in it; purging it is done in batches.

use names::{RegistryKey, RepositoryArn, RepositoryName, UploadId};
use stdx::Timestamp;
use uuid::Uuid;

use crate::deleted_image::before;
use crate::repository::read_id;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{DeletedKey, Error, Limit, Put, Removal, Repository, RepositoryId, Tx};

/// A repository that was deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedRepository {
    /// This deletion, and no other.
    pub id: Uuid,
    /// The key of everything in it.
    pub repository: RepositoryId,
    /// What it was called.
    pub arn: RepositoryArn,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// By whom.
    pub deleted_by: String,
}

/// How much is in a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepositoryContent {
    /// Its images.
    pub images: u64,
    /// The bytes of its layers, each counted once.
    pub bytes: u64,
}

/// Whether anything is left of what is purged in batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purge {
    /// There is more.
    GoesOn,
    /// Nothing is left.
    Done,
}

/// When a policy that rests is due: never.
const NEVER: Timestamp = Timestamp::from_micros(i64::MAX);

statements! {
    UPLOADS = "SELECT id FROM upload WHERE repository_id = $1 ORDER BY id";
    DELETE_UPLOADS = "DELETE FROM upload WHERE repository_id = $1";
    HIDE = "UPDATE repository SET region = '', name = $1 WHERE id = $2";
    SHOW = "UPDATE repository SET region = $1, name = $2 WHERE id = $3";
    PUT = "INSERT INTO deleted_repository (id, repository_id, account_id, region, name, created_at, \
        deleted_at, deleted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    GET = "SELECT id, repository_id, account_id, region, name, created_at, deleted_at, deleted_by \
        FROM deleted_repository WHERE id = $1 AND account_id = $2 AND region = $3 AND name = $4";
    GET_NEWEST = "SELECT id, repository_id, account_id, region, name, created_at, deleted_at, deleted_by \
        FROM deleted_repository WHERE account_id = $1 AND region = $2 AND name = $3 \
        ORDER BY deleted_at DESC, id DESC LIMIT 1";
    LIST = "SELECT id, repository_id, account_id, region, name, created_at, deleted_at, deleted_by \
        FROM deleted_repository WHERE account_id = $1 AND region = $2 AND (deleted_at, id) < ($3, $4) \
        ORDER BY deleted_at DESC, id DESC LIMIT $5";
    LIST_BEFORE = "SELECT id, repository_id, account_id, region, name, created_at, deleted_at, deleted_by \
        FROM deleted_repository WHERE deleted_at <= $1 ORDER BY deleted_at, id LIMIT $2";
    EXPIRE = "UPDATE deleted_repository SET deleted_at = $1 WHERE id = $2";
    FORGET = "DELETE FROM deleted_repository WHERE id = $1";
    COUNT_IMAGES = "SELECT COUNT(*) FROM image WHERE repository_id = $1";
    SUM_LAYERS = "SELECT CAST(COALESCE(SUM(blob.size), 0) AS BIGINT) FROM layer \
        JOIN blob ON blob.digest = layer.digest AND blob.domain = layer.domain WHERE layer.repository_id = $1";
    PURGE_IMAGES = "DELETE FROM image WHERE repository_id = $1 AND digest IN \
        (SELECT digest FROM image WHERE repository_id = $1 ORDER BY digest LIMIT $2)";
    PURGE_LAYERS = "DELETE FROM layer WHERE repository_id = $1 AND digest IN \
        (SELECT digest FROM layer WHERE repository_id = $1 ORDER BY digest LIMIT $2)";
    PURGE = "DELETE FROM repository WHERE id = $1";
}

impl Tx<'_> {
    /// Takes a repository out of its registry, with everything in it but its uploads. Returns
    /// these, so that the caller can drop their staged bytes once this is committed.
    pub async fn repository_hide(
        &mut self,
        repository: &Repository,
        removal: &Removal,
    ) -> Result<Vec<UploadId>, Error> {
        let key = Value::from(repository.id);
        let uploads = self
            .rows(UPLOADS, &[key], |row| row.parsed(0, "upload.id"))
            .await?;
        self.execute(DELETE_UPLOADS, &[repository.id.into()]).await?;
        let id = Uuid::new_v4().to_string();
        let RegistryKey { account, region } = &repository.arn.registry;
        let values = [
            Value::from(id.as_str()),
            repository.id.into(),
            account.into(),
            region.into(),
            Value::from(&repository.arn.name),
            repository.created_at.into(),
            removal.at.into(),
            Value::from(removal.by.as_str()),
        ];
        self.execute(PUT, &values).await?;
        self.execute(HIDE, &[id.as_str().into(), repository.id.into()])
            .await?;
        self.lifecycle_policy_put_due(repository.id, NEVER).await?;
        self.registry_usage_remove(&repository.arn.registry).await?;
        Ok(uploads)
    }

    /// Gives a repository back to its registry, under the name of `arn`. A name that is taken stays
    /// as it is. Its lifecycle policy is due at `due_at`.
    pub async fn repository_restore(
        &mut self,
        deleted: &DeletedRepository,
        arn: &RepositoryArn,
        due_at: Timestamp,
    ) -> Result<Put, Error> {
        if self.repository_get(arn).await?.is_some() {
            return Ok(Put::Exists);
        }
        let values = [
            Value::from(&arn.registry.region),
            Value::from(&arn.name),
            deleted.repository.into(),
        ];
        self.execute(SHOW, &values).await?;
        let id = deleted.id.to_string();
        self.execute(FORGET, &[id.as_str().into()]).await?;
        self.lifecycle_policy_put_due(deleted.repository, due_at).await?;
        self.registry_usage_add(&arn.registry).await?;
        Ok(Put::Created)
    }

    /// The deleted repository of this name: the one of that deletion, or the one that was deleted
    /// last.
    pub async fn deleted_repository_get(
        &mut self,
        arn: &RepositoryArn,
        id: Option<Uuid>,
    ) -> Result<Option<DeletedRepository>, Error> {
        let RegistryKey { account, region } = &arn.registry;
        let name = [account.into(), region.into(), Value::from(&arn.name)];
        let Some(id) = id.map(|id| id.to_string()) else {
            return self.row(GET_NEWEST, &name, read).await;
        };
        let [account, region, name] = name;
        let values = [Value::from(id.as_str()), account, region, name];
        self.row(GET, &values, read).await
    }

    /// The deleted repositories of a registry, the newest deletion first, those after `after`.
    pub async fn deleted_repository_list(
        &mut self,
        registry: &RegistryKey,
        after: Option<DeletedKey>,
        limit: Limit,
    ) -> Result<Vec<DeletedRepository>, Error> {
        let RegistryKey { account, region } = registry;
        let (at, id) = before(after);
        let values = [
            account.into(),
            region.into(),
            at.into(),
            Value::from(id.as_str()),
            limit.into(),
        ];
        self.rows(LIST, &values, read).await
    }

    /// The repositories that were deleted at `before` or earlier, the longest gone first.
    pub async fn deleted_repository_list_before(
        &mut self,
        before: Timestamp,
        limit: Limit,
    ) -> Result<Vec<DeletedRepository>, Error> {
        self.rows(LIST_BEFORE, &[before.into(), limit.into()], read).await
    }

    /// Lets a deleted repository be purged as if it had been deleted at `at`.
    pub async fn deleted_repository_put_deleted_at(&mut self, id: Uuid, at: Timestamp) -> Result<(), Error> {
        let id = id.to_string();
        self.execute(EXPIRE, &[at.into(), id.as_str().into()]).await?;
        Ok(())
    }

    /// How much is in a repository. It costs as much as there is in it.
    pub async fn repository_content(&mut self, repository: RepositoryId) -> Result<RepositoryContent, Error> {
        let images = self
            .row(COUNT_IMAGES, &[repository.into()], |row| {
                row.unsigned(0, "image.count")
            })
            .await?;
        let bytes = self
            .row(SUM_LAYERS, &[repository.into()], |row| {
                row.unsigned(0, "blob.size")
            })
            .await?;
        Ok(RepositoryContent {
            images: images.unwrap_or(0),
            bytes: bytes.unwrap_or(0),
        })
    }

    /// Deletes at most `limit` images or layers of a repository, or what is left when there are no
    /// more.
    pub async fn repository_purge(&mut self, repository: RepositoryId, limit: Limit) -> Result<Purge, Error> {
        for statement in [PURGE_IMAGES, PURGE_LAYERS] {
            if self
                .execute(statement, &[repository.into(), limit.into()])
                .await?
                != 0
            {
                return Ok(Purge::GoesOn);
            }
        }
        let images = self.deleted_image_delete_of_repository(repository, limit).await?;
        if images != 0 || self.deleted_tag_delete_of_repository(repository, limit).await? != 0 {
            return Ok(Purge::GoesOn);
        }
        self.execute(PURGE, &[repository.into()]).await?;
        Ok(Purge::Done)
    }
}

fn read(row: &Row<'_>) -> Result<DeletedRepository, Error> {
    let registry = RegistryKey {
        account: row.parsed(2, "deleted_repository.account_id")?,
        region: row.parsed(3, "deleted_repository.region")?,
    };
    let name: RepositoryName = row.parsed(4, "deleted_repository.name")?;
    Ok(DeletedRepository {
        id: row.parsed(0, "deleted_repository.id")?,
        repository: read_id(row, 1, "deleted_repository.repository_id")?,
        arn: RepositoryArn { registry, name },
        created_at: row.timestamp(5, "deleted_repository.created_at")?,
        deleted_at: row.timestamp(6, "deleted_repository.deleted_at")?,
        deleted_by: row.string(7, "deleted_repository.deleted_by")?,
    })
}
