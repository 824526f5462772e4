//! Applying lifecycle policies: each repository that has one, once a day.
//!
//! What goes is decided on one snapshot by the same function as a preview. Then it is deleted or
//! archived in batches, and each transaction looks again: an image that is not what it was then stays, and a
//! policy that was changed or deleted meanwhile does nothing more.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use lifecycle::Action;
use meta::{ImageStatus, Limit, Removal, RepositoryId, TagMutability, Tx};
use names::{RepositoryArn, Tag};
use stdx::Timestamp;

use crate::image_delete::announce;
use crate::image_storage::Shelf;
use crate::job::{Lease, Work};
use crate::lifecycle_audit::{ActFailure, Trail};
use crate::lifecycle_fact::{PlannedAct, PlannedUntagging, acts_of, images, untaggings};
use crate::lifecycle_policy::valid;
use crate::protection::active;
use crate::{Error, Registry, StorageFault};

/// Time from one run of a repository's policy to the next (ECR: within 24 hours).
pub(crate) const INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);
/// How many runs one transaction asks for.
const DUE: Limit = Limit(100);
/// How many images one transaction deletes or archives.
const BATCH: usize = 90;

/// A run, after its decisions.
struct Run {
    repository: RepositoryId,
    trail: Trail,
    lease: Lease,
}

/// What a run is decided on.
struct Facts {
    repository: RepositoryId,
    mutability: TagMutability,
    policy: meta::LifecyclePolicy,
    images: Vec<lifecycle::Image>,
}

/// What became of an image that was to be deleted or archived.
enum Outcome {
    Done,
    /// It is not what it was any more, or the image that it was to go with stays.
    Changed,
    /// An index lists it now.
    Listed,
    /// Somebody holds it now.
    Held,
}

impl Registry {
    /// Asks for a run of each policy that is due, and says how many. The runs are jobs, which
    /// [`Registry::job_run_due`] does; it calls this, too.
    pub async fn lifecycle_run_due(&self) -> Result<usize, Error> {
        if self.clock_rests_until().is_some() {
            return Ok(0);
        }
        let now = self.now();
        let due = self
            .read(now, |tx, now| {
                async move { Ok(tx.lifecycle_policy_list_due(*now, Limit(1)).await?) }.boxed()
            })
            .await?;
        if due.is_empty() {
            return Ok(0);
        }
        self.write(now, |tx, now| {
            async move {
                let due = tx.lifecycle_policy_list_due(*now, DUE).await?;
                for policy in &due {
                    tx.lifecycle_policy_put_due(policy.repository, now.after(INTERVAL))
                        .await?;
                    let repository = policy.arn.to_string();
                    Work::LifecycleRun { repository }.put(tx, *now).await?;
                }
                Ok(due.len())
            }
            .boxed()
        })
        .await
    }

    /// The job of [`Work::LifecycleRun`].
    pub(crate) async fn lifecycle_run(&self, arn: &RepositoryArn, lease: &Lease) -> Result<(), Error> {
        let now = self.now();
        let facts = self
            .read((arn.clone(), now), |tx, (arn, now)| facts(tx, arn, *now).boxed())
            .await?;
        // The repository or its policy is gone, and with it all that was to be done.
        let Some(Facts {
            repository,
            mutability,
            policy,
            images,
        }) = facts
        else {
            return Ok(());
        };
        let parsed = valid(&policy.text)?;
        let (planned, untaggings) = {
            let plan = lifecycle::plan(&parsed, &images, now);
            (acts_of(&plan), untaggings(&plan, &mutability))
        };
        let run = Arc::new(Run {
            repository,
            trail: Trail {
                repository: arn.clone(),
                event: "PolicyExecutionEvent",
                policy: parsed,
                policy_id: policy.id,
                policy_version: policy.version,
                last_evaluated_at: policy.last_evaluated_at,
            },
            lease: lease.clone(),
        });
        for batch in planned.chunks(BATCH) {
            let times = (self.removal_by_policy(), self.push_time());
            let args = (Arc::clone(&run), batch.to_vec(), times);
            let going_on = self
                .write(args, |tx, (run, batch, times)| {
                    run.apply(tx, batch, times).boxed()
                })
                .await?;
            if !going_on {
                return Ok(());
            }
        }
        for batch in untaggings.chunks(BATCH) {
            let args = (Arc::clone(&run), batch.to_vec(), self.removal_by_policy());
            let going_on = self
                .write(args, |tx, (run, batch, removal)| {
                    run.untag(tx, batch, removal).boxed()
                })
                .await?;
            if !going_on {
                return Ok(());
            }
        }
        let count = planned.len() + untaggings.len();
        tracing::info!(repository = %arn, planned = count, "applied a lifecycle policy");
        self.write((run, count, now), |tx, (run, count, now)| {
            run.end(tx, *count, *now).boxed()
        })
        .await
    }
}

impl Run {
    /// Deletes or archives what is still as it was planned. False when there is nothing more to be
    /// done, because the policy is another one now.
    async fn apply(
        &self,
        tx: &mut Tx<'_>,
        batch: &[PlannedAct],
        (removal, at): &(Removal, Timestamp),
    ) -> Result<bool, Error> {
        if !self.is_current(tx).await? {
            return Ok(false);
        }
        self.lease.hold(tx, removal.at).await?;
        let (mut done, mut failed) = (Vec::new(), Vec::new());
        let shelf = Shelf {
            repository: self.repository,
            arn: &self.trail.repository,
            at: *at,
        };
        for act in batch {
            let outcome = match act.action {
                Action::Expire => {
                    expire_one(tx, (self.repository, &self.trail.repository), (act, removal)).await?
                }
                Action::Transition => archive_one(tx, &shelf, act, removal.at).await?,
            };
            match outcome {
                Outcome::Done => done.push(act.clone()),
                Outcome::Changed => {}
                Outcome::Held => failed.push(ActFailure {
                    act: act.clone(),
                    code: "ImageHeld",
                    reason: "Requested image is held".to_owned(),
                }),
                Outcome::Listed => failed.push(ActFailure {
                    act: act.clone(),
                    code: "ImageReferencedByManifestList",
                    reason: "Requested image referenced by manifest list".to_owned(),
                }),
            }
        }
        if !done.is_empty() || !failed.is_empty() {
            self.trail.write(tx, removal.at, (&done, &failed)).await?;
        }
        Ok(true)
    }

    /// Takes off the tags that still name what they named, and that nobody has put on anew. False
    /// as in [`Self::expire`].
    async fn untag(
        &self,
        tx: &mut Tx<'_>,
        batch: &[PlannedUntagging],
        removal: &Removal,
    ) -> Result<bool, Error> {
        if !self.is_current(tx).await? {
            return Ok(false);
        }
        self.lease.hold(tx, removal.at).await?;
        let mut done = Vec::new();
        for planned in batch {
            let tags = untag_one(tx, (self.repository, &self.trail.repository), (planned, removal)).await?;
            if !tags.is_empty() {
                done.push(PlannedUntagging {
                    tags,
                    ..planned.clone()
                });
            }
        }
        self.trail.write_untagged(tx, removal.at, &done).await?;
        Ok(true)
    }

    /// Notes that the run has come to its end. One that did nothing leaves a record of that.
    async fn end(&self, tx: &mut Tx<'_>, count: usize, now: Timestamp) -> Result<(), Error> {
        if !self.is_current(tx).await? {
            return Ok(());
        }
        self.lease.hold(tx, now).await?;
        if count == 0 {
            self.trail.write(tx, now, (&[], &[])).await?;
        }
        // A clock that was set back does not take back that a later run took place.
        let evaluated_at = self.trail.last_evaluated_at.map_or(now, |last| last.max(now));
        tx.lifecycle_policy_put_evaluated(self.repository, evaluated_at)
            .await?;
        Ok(())
    }

    async fn is_current(&self, tx: &mut Tx<'_>) -> Result<bool, Error> {
        // A repository that was deleted keeps its policy in the bin.
        let repository = tx.repository_get(&self.trail.repository).await?;
        if repository.is_none_or(|repository| repository.id != self.repository) {
            return Ok(false);
        }
        let policy = tx.lifecycle_policy_get(self.repository).await?;
        let planned = (self.trail.policy_id, self.trail.policy_version);
        Ok(policy.is_some_and(|policy| (policy.id, policy.version) == planned))
    }
}

async fn facts(tx: &mut Tx<'_>, arn: &RepositoryArn, now: Timestamp) -> Result<Option<Facts>, Error> {
    let Some(repository) = tx.repository_get(arn).await? else {
        return Ok(None);
    };
    let (repository, mutability) = (repository.id, repository.tag_mutability);
    let Some(policy) = tx.lifecycle_policy_get(repository).await? else {
        return Ok(None);
    };
    let images = images(tx, repository, now).await?;
    Ok(Some(Facts {
        repository,
        mutability,
        policy,
        images,
    }))
}

async fn expire_one(
    tx: &mut Tx<'_>,
    (repository, arn): (RepositoryId, &RepositoryArn),
    (act, removal): (&PlannedAct, &Removal),
) -> Result<Outcome, Error> {
    let Some(image) = unchanged(tx, repository, act).await? else {
        return Ok(Outcome::Changed);
    };
    if !act.is_in_place(&image) {
        return Ok(Outcome::Changed);
    }
    if let Some(subject) = &act.goes_with
        && tx.image_get(repository, subject).await?.is_some()
    {
        return Ok(Outcome::Changed);
    }
    if active(tx, repository, &act.digest, removal.at).await?.is_some() {
        return Ok(Outcome::Held);
    }
    let parents = tx.image_parents(repository, &act.digest, Limit(1)).await?;
    if !parents.is_empty() {
        return Ok(Outcome::Listed);
    }
    tx.image_delete(repository, &act.digest, removal).await?;
    announce(tx, (arn, removal.at), &image, &act.tags).await?;
    Ok(Outcome::Done)
}

async fn archive_one(
    tx: &mut Tx<'_>,
    shelf: &Shelf<'_>,
    act: &PlannedAct,
    now: Timestamp,
) -> Result<Outcome, Error> {
    let repository = shelf.repository;
    let Some(image) = unchanged(tx, repository, act).await? else {
        return Ok(Outcome::Changed);
    };
    if let Some(subject) = &act.goes_with {
        let subject = tx.image_get(repository, subject).await?;
        let archived = |image: &meta::Image| image.storage.status == ImageStatus::Archived;
        if !subject.as_ref().is_some_and(archived) {
            return Ok(Outcome::Changed);
        }
        // It went in the moment in which its subject did.
        let went_at = subject.and_then(|subject| subject.storage.last_archived_at);
        if archived(&image) && image.storage.last_archived_at == went_at {
            return Ok(Outcome::Done);
        }
    }
    if active(tx, repository, &act.digest, now).await?.is_some() {
        return Ok(Outcome::Held);
    }
    if !act.is_in_place(&image) {
        return Ok(Outcome::Changed);
    }
    Ok(match shelf.archive(tx, &image, now).await? {
        Ok(_) => Outcome::Done,
        Err(StorageFault::Listed { .. }) => Outcome::Listed,
        Err(_) => Outcome::Changed,
    })
}

/// The image, if it was not pushed anew and has the tags that it had.
async fn unchanged(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    act: &PlannedAct,
) -> Result<Option<meta::Image>, Error> {
    let image = tx.image_get(repository, &act.digest).await?;
    let Some(image) = image.filter(|image| image.pushed_at == act.pushed_at) else {
        return Ok(None);
    };
    let tags = tx.tag_list_of_image(repository, &act.digest).await?;
    Ok((tags == act.tags).then_some(image))
}

/// Takes tags off an image, and returns those that it still had.
async fn untag_one(
    tx: &mut Tx<'_>,
    (repository, arn): (RepositoryId, &RepositoryArn),
    (planned, removal): (&PlannedUntagging, &Removal),
) -> Result<Vec<Tag>, Error> {
    let image = tx.image_get(repository, &planned.digest).await?;
    let Some(image) = image.filter(|image| image.pushed_at == planned.pushed_at) else {
        return Ok(Vec::new());
    };
    if active(tx, repository, &planned.digest, removal.at)
        .await?
        .is_some()
    {
        return Ok(Vec::new());
    }
    let mut tags = tx.tag_list_of_image(repository, &planned.digest).await?;
    tags.retain(|tag| planned.tags.contains(tag));
    for tag in &tags {
        tx.tag_delete(repository, tag, removal).await?;
    }
    if !tags.is_empty() {
        announce(tx, (arn, removal.at), &image, &tags).await?;
    }
    Ok(tags)
}
