//! Previews: what a lifecycle policy would do to a repository now, found out without doing it.

use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{LifecyclePreviewImage, RepositoryId, TagStatus, Tx};
use names::{Digest, PageToken, RepositoryArn, Tag};
use stdx::Timestamp;
use uuid::Uuid;

use crate::image_list::well_formed;
use crate::job::Work;
use crate::lifecycle_policy::valid;
use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::{Action, Error, Grant, ImageFilter, ImageName, Registry};

/// How long the result of a preview is shown. ECR says that it ends, not when.
const LIFE: Duration = Duration::from_secs(24 * 60 * 60);
const TOKEN: &str = "lifecycle-preview";

/// How far a preview is (ECR `LifecyclePolicyPreviewStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifecyclePreviewStatus {
    /// It is being made.
    InProgress,
    /// It can be read.
    Complete,
    /// It is too old to be shown.
    Expired,
    /// It could not be made.
    Failed,
}

/// What is asked of a preview.
#[derive(Debug, Clone)]
pub struct LifecyclePreviewQuery {
    /// These images only; there are no pages then.
    pub images: Option<Vec<ImageName>>,
    /// Of these only some.
    pub filter: ImageFilter,
    /// Which page of all images.
    pub page: PageRequest,
}

/// A preview, or a page of it.
#[derive(Debug, Clone)]
pub struct LifecyclePreview {
    /// The policy that is tried.
    pub text: String,
    /// How far it is.
    pub status: LifecyclePreviewStatus,
    /// The images that would be deleted or archived, in that order.
    pub images: Page<PreviewedImage>,
    /// How many images in all would be deleted.
    pub expiring: u32,
    /// How many in all would be archived.
    pub transitioning: u32,
}

/// An image that would be deleted or archived, as it was when the preview was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewedImage {
    /// The image.
    pub digest: Digest,
    /// Its tags in byte order.
    pub tags: Vec<Tag>,
    /// When it was pushed.
    pub pushed_at: Timestamp,
    /// Whether it would be archived instead of deleted.
    pub goes_to_archive: bool,
    /// Whether it is in the archive now.
    pub is_archived: bool,
    /// By which rule.
    pub priority: u32,
}

/// How actions and storage classes stand in the rows: by ECR's names.
pub(crate) const EXPIRE: &str = "EXPIRE";
pub(crate) const TRANSITION: &str = "TRANSITION";
pub(crate) const STANDARD: &str = "STANDARD";
pub(crate) const ARCHIVE: &str = "ARCHIVE";

impl Registry {
    /// Asks for a preview of `text`, or of the repository's policy, and returns the text. It
    /// takes the place of the preview before, once that is complete.
    ///
    /// # Errors
    /// [`Error::LifecyclePreviewInProgress`] while the one before is being made.
    pub async fn lifecycle_preview_start(
        &self,
        grant: &Grant<RepositoryArn>,
        text: Option<String>,
    ) -> Result<String, Error> {
        grant.expect(&[Action::StartLifecyclePolicyPreview]);
        text.as_deref().map(valid).transpose()?;
        let args = (grant.resource().clone(), text, Uuid::new_v4(), self.now());
        self.write_for(grant, args, |tx, (arn, text, id, now)| {
            start(tx, arn, text.as_deref(), (*id, *now)).boxed()
        })
        .await
    }

    /// The newest preview of the repository.
    pub async fn lifecycle_preview_get(
        &self,
        grant: &Grant<RepositoryArn>,
        query: LifecyclePreviewQuery,
    ) -> Result<LifecyclePreview, Error> {
        grant.expect(&[Action::GetLifecyclePolicyPreview]);
        let after = query.page.after::<2>(TOKEN)?;
        let args = (grant.resource().clone(), query, after, self.now());
        self.read(args, |tx, (arn, query, after, now)| {
            async move {
                let repository = existing(tx, arn).await?.id;
                let preview = tx.lifecycle_preview_get(repository).await?;
                let preview = preview.ok_or_else(|| Error::LifecyclePreviewNotFound(arn.clone()))?;
                let status = status(&preview, *now);
                let images = match (status, &query.images) {
                    (LifecyclePreviewStatus::Complete, Some(names)) => {
                        named(tx, repository, names, query.filter).await?
                    }
                    (LifecyclePreviewStatus::Complete, None) => {
                        page(tx, (repository, preview.id), query, after.as_ref()).await?
                    }
                    _ => Page {
                        entries: Vec::new(),
                        next: None,
                    },
                };
                let shown = status == LifecyclePreviewStatus::Complete;
                Ok(LifecyclePreview {
                    text: preview.text,
                    status,
                    images: images.map(previewed),
                    expiring: if shown { preview.expiring } else { 0 },
                    transitioning: if shown { preview.transitioning } else { 0 },
                })
            }
            .boxed()
        })
        .await
    }
}

async fn start(
    tx: &mut Tx<'_>,
    arn: &RepositoryArn,
    text: Option<&str>,
    (id, now): (Uuid, Timestamp),
) -> Result<String, Error> {
    let repository = existing(tx, arn).await?.id;
    let text = match text {
        Some(text) => text.to_owned(),
        None => {
            let stored = tx.lifecycle_policy_get(repository).await?;
            let missing = || Error::LifecyclePolicyNotFound(arn.clone());
            stored.ok_or_else(missing)?.text
        }
    };
    let before = tx.lifecycle_preview_get(repository).await?;
    let is_made = before.is_some_and(|before| before.status == meta::LifecyclePreviewStatus::InProgress);
    // A preview whose job is gone or dead is made by nobody.
    if is_made
        && tx
            .job_get(Work::LIFECYCLE_PREVIEW, &arn.to_string())
            .await?
            .is_some()
    {
        return Err(Error::LifecyclePreviewInProgress(arn.clone()));
    }
    tx.lifecycle_preview_create(repository, id, &text, now).await?;
    let work = Work::LifecyclePreview {
        repository: arn.to_string(),
        preview: id.to_string(),
    };
    work.put(tx, now).await?;
    Ok(text)
}

fn status(preview: &meta::LifecyclePreview, now: Timestamp) -> LifecyclePreviewStatus {
    let is_old = preview.ended_at.is_some_and(|ended| now.since(ended) > LIFE);
    match preview.status {
        meta::LifecyclePreviewStatus::InProgress => LifecyclePreviewStatus::InProgress,
        meta::LifecyclePreviewStatus::Complete if is_old => LifecyclePreviewStatus::Expired,
        meta::LifecyclePreviewStatus::Complete => LifecyclePreviewStatus::Complete,
        meta::LifecyclePreviewStatus::Failed => LifecyclePreviewStatus::Failed,
    }
}

async fn page(
    tx: &mut Tx<'_>,
    (repository, id): (RepositoryId, Uuid),
    query: &LifecyclePreviewQuery,
    after: Option<&[String; 2]>,
) -> Result<Page<LifecyclePreviewImage>, Error> {
    let id = id.to_string();
    let after = match after {
        None => None,
        // The images of another preview are others.
        Some([of, _]) if *of != id => return Err(invalid_token()),
        Some([_, position]) => Some(position.parse().map_err(|_| invalid_token())?),
    };
    let images = tx
        .lifecycle_preview_list_images(repository, query.filter.tag_status, after, query.page.probe())
        .await?;
    Ok(Page::cut(images, query.page.size, |last| {
        PageToken::new(TOKEN, [&id, &last.position.to_string()])
    }))
}

/// The images of these names that the preview would act on, each once, in the order of the names.
async fn named(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    names: &[ImageName],
    filter: ImageFilter,
) -> Result<Page<LifecyclePreviewImage>, Error> {
    let mut entries: Vec<LifecyclePreviewImage> = Vec::new();
    for name in names {
        well_formed(name)?;
        let digest = match (&name.digest, &name.tag) {
            (Some(digest), _) => Digest::parse(digest).ok(),
            (None, Some(tag)) => match Tag::parse(tag) {
                Ok(tag) => tx.tag_get(repository, &tag).await?,
                Err(_) => None,
            },
            (None, None) => None,
        };
        let Some(digest) = digest else {
            continue;
        };
        let image = tx.lifecycle_preview_get_image(repository, &digest).await?;
        let fits = |image: &LifecyclePreviewImage| {
            let tag = name.tag.as_deref();
            tag.is_none_or(|tag| image.tags.iter().any(|own| own.as_str() == tag))
                && match filter.tag_status {
                    TagStatus::Any => true,
                    TagStatus::Tagged => !image.tags.is_empty(),
                    TagStatus::Untagged => image.tags.is_empty(),
                }
        };
        entries.extend(image.filter(fits));
    }
    let mut seen = std::collections::HashSet::new();
    entries.retain(|image| seen.insert(image.position));
    Ok(Page { entries, next: None })
}

fn previewed(image: LifecyclePreviewImage) -> PreviewedImage {
    PreviewedImage {
        digest: image.digest,
        tags: image.tags,
        pushed_at: image.pushed_at,
        goes_to_archive: image.action == TRANSITION,
        is_archived: image.storage_class == ARCHIVE,
        priority: image.priority,
    }
}
