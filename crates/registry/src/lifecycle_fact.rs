//! The images of a repository as a lifecycle policy sees them, and what it decides about them.

use std::collections::{HashMap, HashSet};

use lifecycle::{Cause, Image, Policy, Storage};
use meta::{ImageStatus, Limit, RepositoryId, TagMutability, Tx};
use names::{Digest, Tag};
use stdx::Timestamp;

use crate::Error;
use crate::tag::may_move;

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
    /// Where it was, and when it last came back from the archive.
    pub(crate) storage: (Storage, Option<Timestamp>),
    /// The image that it refers to, where it goes because that one does.
    pub(crate) goes_with: Option<Digest>,
}

/// Tags that are to be taken off an image by one rule, and what the image was when that was
/// decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedUntagging {
    pub(crate) digest: Digest,
    pub(crate) pushed_at: Timestamp,
    pub(crate) tags: Vec<Tag>,
    pub(crate) priority: u32,
}

/// Which tags a plan takes off, in the order in which it is to be done: none that may not move, or
/// else it could be put on another image.
pub(crate) fn untaggings(plan: &lifecycle::Plan<'_>, mutability: &TagMutability) -> Vec<PlannedUntagging> {
    let mut planned: Vec<PlannedUntagging> = Vec::new();
    let loose = plan.untaggings.iter();
    for one in loose.filter(|one| may_move(mutability, one.tag)) {
        let (digest, priority) = (one.image.digest, one.rule.priority);
        match planned.last_mut() {
            Some(last) if (last.digest, last.priority) == (digest, priority) => {
                last.tags.push(one.tag.clone())
            }
            _ => planned.push(PlannedUntagging {
                digest,
                pushed_at: one.image.pushed_at,
                tags: vec![one.tag.clone()],
                priority,
            }),
        }
    }
    planned
}

/// What `policy` would do to `images` at `now`, in the order in which it is to be done.
pub(crate) fn acts(policy: &Policy, images: &[Image], now: Timestamp) -> Vec<PlannedAct> {
    acts_of(&lifecycle::plan(policy, images, now))
}

/// The acts of a plan.
pub(crate) fn acts_of(plan: &lifecycle::Plan<'_>) -> Vec<PlannedAct> {
    let act = |act: &lifecycle::Act<'_>| PlannedAct {
        digest: act.image.digest,
        tags: act.image.tags.clone(),
        pushed_at: act.image.pushed_at,
        priority: act.priority(),
        action: act.action(),
        storage: (act.image.storage, act.image.last_activated_at),
        goes_with: match act.cause {
            Cause::Marked(_) => None,
            Cause::Refers(subject) => Some(subject.digest),
        },
    };
    plan.acts.iter().map(act).collect()
}

/// All images of a repository, on the snapshot of `tx`.
pub(crate) async fn images(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    now: Timestamp,
) -> Result<Vec<Image>, Error> {
    let held = held(tx, repository, now).await?;
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
            last_activated_at: image.storage.last_activated_at,
            storage: storage(&image.storage, image.pushed_at),
            children: children.remove(&image.digest).unwrap_or_default(),
            subject: image.subject,
            is_held: held.contains(&image.digest),
        }));
    }
}

impl PlannedAct {
    pub(crate) const fn is_archived(&self) -> bool {
        matches!(self.storage.0, Storage::Archived { .. })
    }

    /// Whether the image is still where it was, and was not away meanwhile.
    pub(crate) fn is_in_place(&self, image: &meta::Image) -> bool {
        self.storage
            == (
                storage(&image.storage, image.pushed_at),
                image.storage.last_activated_at,
            )
    }
}

fn storage(of: &meta::Storage, pushed_at: Timestamp) -> Storage {
    match of.status {
        ImageStatus::Active => Storage::Standard,
        ImageStatus::Activating => Storage::Activating,
        ImageStatus::Archived => Storage::Archived {
            at: of.last_archived_at.unwrap_or(pushed_at),
        },
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

/// The images that are held at `now`.
async fn held(tx: &mut Tx<'_>, repository: RepositoryId, now: Timestamp) -> Result<HashSet<Digest>, Error> {
    let mut held = HashSet::new();
    let mut after: Option<Digest> = None;
    loop {
        let page = tx
            .image_hold_list(repository, after.as_ref(), (now, PAGE))
            .await?;
        let Some(last) = page.last() else {
            return Ok(held);
        };
        after = Some(last.digest);
        held.extend(page.iter().map(|hold| hold.digest));
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
