//! The images of a repository as a lifecycle policy sees them, and what it decides about them.

use std::collections::HashMap;

use lifecycle::{Cause, Image, Policy, Storage};
use meta::{Limit, RepositoryId, Tx};
use names::{Digest, Tag};
use stdx::Timestamp;

use crate::Error;

/// How many rows a statement reads at once.
const PAGE: Limit = Limit(5_000);

/// What is to be done with an image, and what the image was when that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedAct {
    pub(crate) digest: Digest,
    /// In byte order.
    pub(crate) tags: Vec<Tag>,
    pub(crate) pushed_at: Timestamp,
    pub(crate) priority: u32,
    pub(crate) action: lifecycle::Action,
    pub(crate) is_archived: bool,
    /// The image that it refers to, where it goes because that one does.
    pub(crate) goes_with: Option<Digest>,
}

/// What `policy` would do to `images` at `now`, in the order in which it is to be done.
pub(crate) fn acts(policy: &Policy, images: &[Image], now: Timestamp) -> Vec<PlannedAct> {
    let plan = lifecycle::plan(policy, images, now);
    let act = |act: &lifecycle::Act<'_>| PlannedAct {
        digest: act.image.digest,
        tags: act.image.tags.clone(),
        pushed_at: act.image.pushed_at,
        priority: act.priority(),
        action: act.action(),
        is_archived: matches!(act.image.storage, Storage::Archived { .. }),
        goes_with: match act.cause {
            Cause::Marked => None,
            Cause::Refers(subject) => Some(subject.digest),
        },
    };
    plan.acts.iter().map(act).collect()
}

/// All images of a repository, on the snapshot of `tx`.
pub(crate) async fn images(tx: &mut Tx<'_>, repository: RepositoryId) -> Result<Vec<Image>, Error> {
    let (mut tags, mut children) = (tags(tx, repository).await?, children(tx, repository).await?);
    let mut pulls = pulls(tx, repository).await?;
    let mut images: Vec<Image> = Vec::new();
    loop {
        let after = images.last().map(|image| image.digest);
        let page = tx.lifecycle_image_list(repository, after.as_ref(), PAGE).await?;
        if page.is_empty() {
            return Ok(images);
        }
        images.extend(page.into_iter().map(|image| Image {
            digest: image.digest,
            tags: tags.remove(&image.digest).unwrap_or_default(),
            pushed_at: image.pushed_at,
            last_pulled_at: pulls.remove(&image.digest),
            // The archive is not recorded yet.
            last_activated_at: None,
            storage: Storage::Standard,
            children: children.remove(&image.digest).unwrap_or_default(),
            subject: image.subject,
        }));
    }
}

/// The tags of each image, in byte order.
async fn tags(tx: &mut Tx<'_>, repository: RepositoryId) -> Result<HashMap<Digest, Vec<Tag>>, Error> {
    let mut tags: HashMap<Digest, Vec<Tag>> = HashMap::new();
    let mut after: Option<Tag> = None;
    loop {
        let page = tx.tag_list(repository, after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(tags);
        };
        after = Some(last.tag.clone());
        for entry in page {
            tags.entry(entry.digest).or_default().push(entry.tag);
        }
    }
}

/// When each image was last pulled, as ECR shows it.
async fn pulls(tx: &mut Tx<'_>, repository: RepositoryId) -> Result<HashMap<Digest, Timestamp>, Error> {
    let mut pulls: HashMap<Digest, Timestamp> = HashMap::new();
    let mut after = None;
    loop {
        let page = tx.image_pull_list(repository, after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(pulls);
        };
        after = Some(last.digest);
        pulls.extend(page.into_iter().map(|pull| (pull.digest, pull.recorded_at)));
    }
}

/// What each index lists.
async fn children(tx: &mut Tx<'_>, repository: RepositoryId) -> Result<HashMap<Digest, Vec<Digest>>, Error> {
    let mut children: HashMap<Digest, Vec<Digest>> = HashMap::new();
    let mut after = None;
    loop {
        let page = tx.image_child_list(repository, after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(children);
        };
        after = Some(last.clone());
        for entry in page {
            children.entry(entry.index).or_default().push(entry.child);
        }
    }
}
