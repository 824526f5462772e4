//! Previews of lifecycle policies: one for each repository, with the images that it would act on.

use names::{Digest, Tag};
use stdx::Timestamp;
use uuid::Uuid;

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, RepositoryId, TagStatus, Tx};

/// How far a preview is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifecyclePreviewStatus {
    /// It is being made.
    InProgress,
    /// All its images are there.
    Complete,
    /// It could not be made.
    Failed,
}

/// A preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifecyclePreview {
    /// Tells it from the other previews of the repository.
    pub id: Uuid,
    /// The policy that is tried.
    pub text: String,
    /// How far it is.
    pub status: LifecyclePreviewStatus,
    /// When it was asked for.
    pub started_at: Timestamp,
    /// When it was complete or failed.
    pub ended_at: Option<Timestamp>,
    /// How many images it would delete.
    pub expiring: u32,
    /// How many it would archive.
    pub transitioning: u32,
}

/// An image that a preview would act on, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifecyclePreviewImage {
    /// Its place among the images of the preview.
    pub position: u32,
    /// The image.
    pub digest: Digest,
    /// Its tags in byte order.
    pub tags: Vec<Tag>,
    /// When it was pushed.
    pub pushed_at: Timestamp,
    /// Where it is, by ECR's name of the storage class.
    pub storage_class: String,
    /// What would be done, by ECR's name of the action.
    pub action: String,
    /// By which rule.
    pub priority: u32,
}

// The range in LIST_TAGGED is explained in `referrer.rs`.
statements! {
    DELETE = "DELETE FROM lifecycle_preview WHERE repository_id = $1";
    CREATE = "INSERT INTO lifecycle_preview (repository_id, id, text, status, started_at, expiring, \
        transitioning) VALUES ($1, $2, $3, 'IN_PROGRESS', $4, 0, 0)";
    GET = "SELECT id, text, status, started_at, ended_at, expiring, transitioning \
        FROM lifecycle_preview WHERE repository_id = $1";
    END = "UPDATE lifecycle_preview SET status = $1, ended_at = $2, expiring = $3, transitioning = $4 \
        WHERE repository_id = $5 AND id = $6";
    CLEAR = "DELETE FROM lifecycle_preview_image WHERE repository_id = $1";
    PUT_IMAGE = "INSERT INTO lifecycle_preview_image (repository_id, position, digest, tags, tagged, \
        pushed_at, storage_class, action, priority) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LIST = "SELECT position, digest, tags, pushed_at, storage_class, action, priority \
        FROM lifecycle_preview_image WHERE repository_id = $1 AND position > $2 \
        ORDER BY position LIMIT $3";
    LIST_TAGGED = "SELECT position, digest, tags, pushed_at, storage_class, action, priority \
        FROM lifecycle_preview_image WHERE repository_id = $1 AND (tagged, position) > ($2, $3) \
        AND tagged <= $2 ORDER BY tagged, position LIMIT $4";
    GET_IMAGE = "SELECT position, digest, tags, pushed_at, storage_class, action, priority \
        FROM lifecycle_preview_image WHERE repository_id = $1 AND digest = $2";
}

impl Tx<'_> {
    /// Begins a preview, in place of the one that the repository has.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the repository does not exist.
    pub async fn lifecycle_preview_create(
        &mut self,
        repository: RepositoryId,
        id: Uuid,
        text: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.execute(DELETE, &[repository.into()]).await?;
        let id = id.to_string();
        let values = [
            repository.into(),
            Value::from(id.as_str()),
            Value::from(text),
            now.into(),
        ];
        self.execute(CREATE, &values).await?;
        Ok(())
    }

    /// The newest preview of a repository.
    pub async fn lifecycle_preview_get(
        &mut self,
        repository: RepositoryId,
    ) -> Result<Option<LifecyclePreview>, Error> {
        self.row(GET, &[repository.into()], read).await
    }

    /// Stores the status, end and counts of a preview. Does nothing when another has taken its
    /// place.
    pub async fn lifecycle_preview_end(
        &mut self,
        repository: RepositoryId,
        preview: &LifecyclePreview,
    ) -> Result<(), Error> {
        let id = preview.id.to_string();
        let values = [
            Value::from(write_status(preview.status)),
            preview.ended_at.map_or(Value::Null, Value::from),
            Value::from(i64::from(preview.expiring)),
            Value::from(i64::from(preview.transitioning)),
            repository.into(),
            Value::from(id.as_str()),
        ];
        self.execute(END, &values).await?;
        Ok(())
    }

    /// Drops the images of a repository's preview.
    pub async fn lifecycle_preview_clear(&mut self, repository: RepositoryId) -> Result<(), Error> {
        self.execute(CLEAR, &[repository.into()]).await?;
        Ok(())
    }

    /// Adds images to a repository's preview; their positions must be new.
    ///
    /// # Errors
    /// [`Error::Dangling`] when there is no preview.
    pub async fn lifecycle_preview_put_images(
        &mut self,
        repository: RepositoryId,
        images: &[LifecyclePreviewImage],
    ) -> Result<(), Error> {
        let tags: Vec<String> = images.iter().map(|image| write_tags(&image.tags)).collect();
        let sets: Vec<[Value<'_>; 9]> = images
            .iter()
            .zip(&tags)
            .map(|(image, tags)| {
                [
                    repository.into(),
                    i64::from(image.position).into(),
                    (&image.digest).into(),
                    tags.as_str().into(),
                    (!image.tags.is_empty()).into(),
                    image.pushed_at.into(),
                    image.storage_class.as_str().into(),
                    image.action.as_str().into(),
                    i64::from(image.priority).into(),
                ]
            })
            .collect();
        self.execute_each(PUT_IMAGE, &sets).await
    }

    /// The images of a repository's preview in their order, those after a position.
    pub async fn lifecycle_preview_list_images(
        &mut self,
        repository: RepositoryId,
        status: TagStatus,
        after: Option<u32>,
        limit: Limit,
    ) -> Result<Vec<LifecyclePreviewImage>, Error> {
        let after = Value::from(after.map_or(-1, i64::from));
        let tagged = match status {
            TagStatus::Any => {
                return self
                    .rows(LIST, &[repository.into(), after, limit.into()], read_image)
                    .await;
            }
            TagStatus::Tagged => true,
            TagStatus::Untagged => false,
        };
        let values = [repository.into(), tagged.into(), after, limit.into()];
        self.rows(LIST_TAGGED, &values, read_image).await
    }

    /// What a repository's preview would do with an image.
    pub async fn lifecycle_preview_get_image(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<LifecyclePreviewImage>, Error> {
        self.row(GET_IMAGE, &[repository.into(), digest.into()], read_image)
            .await
    }
}

fn read(row: &Row<'_>) -> Result<LifecyclePreview, Error> {
    Ok(LifecyclePreview {
        id: row.parsed(0, "lifecycle_preview.id")?,
        text: row.string(1, "lifecycle_preview.text")?,
        status: read_status(row.text(2, "lifecycle_preview.status")?)?,
        started_at: row.timestamp(3, "lifecycle_preview.started_at")?,
        ended_at: row.optional_timestamp(4, "lifecycle_preview.ended_at")?,
        expiring: row.count(5, "lifecycle_preview.expiring")?,
        transitioning: row.count(6, "lifecycle_preview.transitioning")?,
    })
}

fn read_image(row: &Row<'_>) -> Result<LifecyclePreviewImage, Error> {
    Ok(LifecyclePreviewImage {
        position: row.count(0, "lifecycle_preview_image.position")?,
        digest: row.parsed(1, "lifecycle_preview_image.digest")?,
        tags: read_tags(row.text(2, "lifecycle_preview_image.tags")?)?,
        pushed_at: row.timestamp(3, "lifecycle_preview_image.pushed_at")?,
        storage_class: row.string(4, "lifecycle_preview_image.storage_class")?,
        action: row.string(5, "lifecycle_preview_image.action")?,
        priority: row.count(6, "lifecycle_preview_image.priority")?,
    })
}

const fn write_status(status: LifecyclePreviewStatus) -> &'static str {
    match status {
        LifecyclePreviewStatus::InProgress => "IN_PROGRESS",
        LifecyclePreviewStatus::Complete => "COMPLETE",
        LifecyclePreviewStatus::Failed => "FAILED",
    }
}

fn read_status(text: &str) -> Result<LifecyclePreviewStatus, Error> {
    match text {
        "IN_PROGRESS" => Ok(LifecyclePreviewStatus::InProgress),
        "COMPLETE" => Ok(LifecyclePreviewStatus::Complete),
        "FAILED" => Ok(LifecyclePreviewStatus::Failed),
        _ => Err(corrupt("lifecycle_preview.status")),
    }
}

fn write_tags(tags: &[Tag]) -> String {
    let tags: Vec<&str> = tags.iter().map(Tag::as_str).collect();
    serde_json::Value::from(tags).to_string()
}

fn read_tags(text: &str) -> Result<Vec<Tag>, Error> {
    let broken = || corrupt("lifecycle_preview_image.tags");
    let tags: Vec<String> = serde_json::from_str(text).map_err(|_| broken())?;
    let tags = tags.iter().map(|tag| Tag::parse(tag).map_err(|_| broken()));
    tags.collect()
}
