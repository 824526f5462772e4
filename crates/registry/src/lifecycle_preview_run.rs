//! Making previews: the job that evaluates a lifecycle policy and stores what it would do.

use std::sync::Arc;

use futures_util::FutureExt as _;
use meta::{LifecyclePreviewImage, RepositoryId, Tx};
use names::RepositoryArn;
use stdx::Timestamp;

use crate::job::Lease;
use crate::lifecycle_audit::Trail;
use crate::lifecycle_fact::{PlannedAct, acts, images};
use crate::lifecycle_policy::valid;
use crate::lifecycle_preview::{ARCHIVE, EXPIRE, STANDARD, TRANSITION};
use crate::{Error, Registry};

/// How many images one transaction stores.
const BATCH: usize = 500;

impl Registry {
    /// The job of [`Work::LifecyclePreview`].
    pub(crate) async fn lifecycle_preview_run(
        &self,
        arn: &RepositoryArn,
        id: &str,
        lease: &Lease,
    ) -> Result<(), Error> {
        let now = self.now();
        let facts = self
            .read((arn.clone(), id.to_owned(), now), |tx, (arn, id, now)| {
                async move {
                    let Some((repository, preview)) = current(tx, arn, id).await? else {
                        return Ok(None);
                    };
                    Ok(Some((repository, preview, images(tx, repository, *now).await?)))
                }
                .boxed()
            })
            .await?;
        // The repository is gone, or another preview has taken this one's place.
        let Some((repository, preview, images)) = facts else {
            return Ok(());
        };
        let policy = valid(&preview.text)?;
        let acts = acts(&policy, &images, now);
        let trail = Arc::new(Trail {
            repository: arn.clone(),
            event: "DryRunEvent",
            policy,
            policy_id: preview.id,
            policy_version: 1,
            last_evaluated_at: None,
        });
        self.write(
            (lease.clone(), repository, now),
            |tx, (lease, repository, now)| {
                async move {
                    lease.hold(tx, *now).await?;
                    Ok(tx.lifecycle_preview_clear(*repository).await?)
                }
                .boxed()
            },
        )
        .await?;
        for (number, batch) in acts.chunks(BATCH).enumerate() {
            let rows = rows(number * BATCH, batch);
            let held = (lease.clone(), Arc::clone(&trail), repository, self.now());
            self.write((held, batch.to_vec(), rows), |tx, (held, batch, rows)| {
                async move {
                    let (lease, trail, repository, now) = held;
                    lease.hold(tx, *now).await?;
                    tx.lifecycle_preview_put_images(*repository, rows).await?;
                    trail.write(tx, *now, (batch, &[])).await
                }
                .boxed()
            })
            .await?;
        }
        self.lifecycle_preview_end((lease, trail), (repository, preview), &acts)
            .await
    }

    async fn lifecycle_preview_end(
        &self,
        (lease, trail): (&Lease, Arc<Trail>),
        (repository, preview): (RepositoryId, meta::LifecyclePreview),
        acts: &[PlannedAct],
    ) -> Result<(), Error> {
        let archived = acts
            .iter()
            .filter(|act| act.action == lifecycle::Action::Transition)
            .count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let ended = meta::LifecyclePreview {
            status: meta::LifecyclePreviewStatus::Complete,
            ended_at: Some(self.now()),
            expiring: count(acts.len() - archived),
            transitioning: count(archived),
            ..preview
        };
        let args = (
            lease.clone(),
            trail,
            (repository, ended),
            acts.is_empty(),
            self.now(),
        );
        self.write(args, |tx, (lease, trail, (repository, ended), is_empty, now)| {
            async move {
                lease.hold(tx, *now).await?;
                if *is_empty {
                    trail.write(tx, *now, (&[], &[])).await?;
                }
                Ok(tx.lifecycle_preview_end(*repository, ended).await?)
            }
            .boxed()
        })
        .await
    }
}

/// Ends a preview whose job was given up.
pub(crate) async fn fail(tx: &mut Tx<'_>, repository: &str, id: &str, now: Timestamp) -> Result<(), Error> {
    let Ok(arn) = RepositoryArn::parse(repository) else {
        return Ok(());
    };
    if let Some((repository, preview)) = current(tx, &arn, id).await? {
        let failed = meta::LifecyclePreview {
            status: meta::LifecyclePreviewStatus::Failed,
            ended_at: Some(now),
            ..preview
        };
        tx.lifecycle_preview_clear(repository).await?;
        tx.lifecycle_preview_end(repository, &failed).await?;
    }
    Ok(())
}

/// The repository and its preview, while that is the one with this id.
async fn current(
    tx: &mut Tx<'_>,
    arn: &RepositoryArn,
    id: &str,
) -> Result<Option<(RepositoryId, meta::LifecyclePreview)>, Error> {
    let Some(repository) = tx.repository_get(arn).await? else {
        return Ok(None);
    };
    let preview = tx.lifecycle_preview_get(repository.id).await?;
    let preview = preview.filter(|preview| preview.id.to_string() == id);
    Ok(preview.map(|preview| (repository.id, preview)))
}

fn rows(first: usize, batch: &[PlannedAct]) -> Vec<LifecyclePreviewImage> {
    let row = |(number, act): (usize, &PlannedAct)| LifecyclePreviewImage {
        position: u32::try_from(first + number).unwrap_or(u32::MAX),
        digest: act.digest,
        tags: act.tags.clone(),
        pushed_at: act.pushed_at,
        storage_class: if act.is_archived() { ARCHIVE } else { STANDARD }.to_owned(),
        action: match act.action {
            lifecycle::Action::Expire => EXPIRE,
            lifecycle::Action::Transition => TRANSITION,
        }
        .to_owned(),
        priority: act.priority,
    };
    batch.iter().enumerate().map(row).collect()
}
