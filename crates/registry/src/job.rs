//! Jobs: work that a transaction asks for and that is done later, by whichever server of the
//! installation claims it first.
//!
//! A job is done under a lease that each of its transactions renews, so that of two servers that
//! both believe to have it only one writes. It is begun again after a crash and after a failure,
//! with growing pauses, and in the end given up where the operator can see it.

use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{JobLease, NewJob, Tx};
use names::{KmsKeyArn, RepositoryArn};
use serde::{Deserialize, Serialize};
use stdx::Timestamp;

use crate::{Error, Internal, Registry, StorageClass};

/// How long a job may go without a transaction of its own before another server begins it again.
const LEASE: Duration = Duration::from_secs(10 * 60);
/// How often a job is begun before it is given up.
const MAX_ATTEMPTS: u32 = 8;
/// The pause after the first failure; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(10);

/// The kinds of jobs that there are, with what each has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "kebab-case")]
pub(crate) enum Work {
    /// Applies the lifecycle policy of a repository.
    LifecycleRun {
        /// Its ARN.
        repository: String,
    },
    /// Makes a preview of a lifecycle policy.
    LifecyclePreview {
        /// The ARN of the repository.
        repository: String,
        /// The id of the preview: a newer one is another job.
        preview: String,
    },
    /// Restores an image from the archive, and what goes with it.
    ImageActivate {
        /// The id of its repository and its digest.
        image: String,
    },
    /// Puts the referrers of an archived image into the archive.
    ReferrersArchive {
        /// The id of its repository and its digest.
        image: String,
    },
    /// Deletes a key whose waiting time is over.
    KmsKeyDeletion {
        /// Its ARN.
        key: String,
    },
    /// Rotates a key.
    KmsKeyRotation {
        /// Its ARN.
        key: String,
    },
}

impl Work {
    /// The name under which a preview's job stands in the table.
    pub(crate) const LIFECYCLE_PREVIEW: &str = "lifecycle-preview";
    /// The same of the deletion of a key.
    pub(crate) const KMS_KEY_DELETION: &str = "kms-key-deletion";
    /// The same of the rotation of a key.
    pub(crate) const KMS_KEY_ROTATION: &str = "kms-key-rotation";

    const fn name(&self) -> &'static str {
        match self {
            Self::LifecycleRun { .. } => "lifecycle-run",
            Self::LifecyclePreview { .. } => Self::LIFECYCLE_PREVIEW,
            Self::ImageActivate { .. } => "image-activate",
            Self::ReferrersArchive { .. } => "referrers-archive",
            Self::KmsKeyDeletion { .. } => Self::KMS_KEY_DELETION,
            Self::KmsKeyRotation { .. } => Self::KMS_KEY_ROTATION,
        }
    }

    /// There is one job of a kind for each repository, for each image, or for each key.
    fn key(&self) -> &str {
        match self {
            Self::LifecycleRun { repository } | Self::LifecyclePreview { repository, .. } => repository,
            Self::ImageActivate { image } | Self::ReferrersArchive { image } => image,
            Self::KmsKeyDeletion { key } | Self::KmsKeyRotation { key } => key,
        }
    }

    /// Whether it destroys what is old enough: then it waits while the clock may be wrong.
    const fn goes_by_age(&self) -> bool {
        match self {
            Self::LifecycleRun { .. } | Self::KmsKeyDeletion { .. } => true,
            Self::LifecyclePreview { .. }
            | Self::ImageActivate { .. }
            | Self::ReferrersArchive { .. }
            | Self::KmsKeyRotation { .. } => false,
        }
    }

    /// Asks for the work in the transaction of its cause.
    pub(crate) async fn put(&self, tx: &mut Tx<'_>, due_at: Timestamp) -> Result<(), Error> {
        let payload = serde_json::to_string(self).map_err(|error| Internal::Broken(error.to_string()))?;
        let job = NewJob {
            name: self.name().to_owned(),
            key: self.key().to_owned(),
            payload,
            due_at,
        };
        Ok(tx.job_put(&job).await?)
    }
}

/// Lets the work on a repository go on under another name of it.
pub(crate) async fn follow(
    tx: &mut Tx<'_>,
    (from, to): (&RepositoryArn, &RepositoryArn),
) -> Result<(), Error> {
    for name in ["lifecycle-run", Work::LIFECYCLE_PREVIEW] {
        let Some(job) = tx.job_get(name, &from.to_string()).await? else {
            continue;
        };
        let mut work: Work = serde_json::from_str(&job.payload).map_err(|error| broken(error.to_string()))?;
        let (Work::LifecycleRun { repository } | Work::LifecyclePreview { repository, .. }) = &mut work
        else {
            continue;
        };
        *repository = to.to_string();
        // The job of the old name ends by itself: its repository is gone.
        work.put(tx, job.due_at).await?;
    }
    Ok(())
}

/// The right to write for a job.
#[derive(Debug, Clone)]
pub(crate) struct Lease(JobLease);

impl Lease {
    /// Renews the lease in a transaction that writes for the job.
    ///
    /// # Errors
    /// When another server has the job now, so that this transaction must not write.
    pub(crate) async fn hold(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), Error> {
        if tx.job_extend(&self.0, now.after(LEASE)).await? {
            return Ok(());
        }
        Err(broken(format!(
            "the lease of the job {} {} was lost",
            self.0.name, self.0.key
        )))
    }
}

/// A job that somebody has to look after, because it failed too often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// What kind of work it is.
    pub name: String,
    /// On what.
    pub key: String,
    /// How often it was begun.
    pub attempts: u32,
    /// Why it failed the last time.
    pub error: String,
}

impl Registry {
    /// Does the jobs that are due, one after the other, at most `limit`, and says how many were
    /// begun. A job that fails is logged and done again later.
    pub async fn job_run_due(&self, limit: meta::Limit) -> Result<u32, Error> {
        self.newest_time_note().await?;
        self.lifecycle_run_due().await?;
        let mut begun = 0;
        while begun < limit.0 {
            let now = self.now();
            let claimed = self
                .write(now, |tx, now| {
                    async move { Ok(tx.job_claim(*now, now.after(LEASE)).await?) }.boxed()
                })
                .await?;
            let Some((job, lease)) = claimed else {
                break;
            };
            begun += 1;
            self.job_run(job, Lease(lease)).await?;
        }
        Ok(begun)
    }

    /// The jobs that were given up, the oldest first.
    pub async fn job_list_dead(&self, limit: meta::Limit) -> Result<Vec<DeadJob>, Error> {
        let dead = self
            .read(limit, |tx, limit| {
                async move { Ok(tx.job_list_dead(*limit).await?) }.boxed()
            })
            .await?;
        let dead = dead.into_iter().map(|job| DeadJob {
            name: job.name,
            key: job.key,
            attempts: job.attempts,
            error: job.last_error.unwrap_or_default(),
        });
        Ok(dead.collect())
    }

    async fn job_run(&self, job: meta::Job, lease: Lease) -> Result<(), Error> {
        let work: Result<Work, _> = serde_json::from_str(&job.payload);
        if let (Ok(work), Some(until)) = (&work, self.clock_rests_until())
            && work.goes_by_age()
        {
            return self
                .write((lease, until), |tx, (lease, until)| {
                    let why = "the clock was moved";
                    async move { Ok(tx.job_retry(&lease.0, *until, why).await.map(drop)?) }.boxed()
                })
                .await;
        }
        let outcome = match &work {
            // Whoever began it this often never came to an end, not even to a failure.
            Ok(_) if job.attempts > MAX_ATTEMPTS => Err(broken("it was begun too often".to_owned())),
            Ok(work) => self.job_do(work, &lease).await,
            Err(error) => Err(broken(format!("its payload cannot be read: {error}"))),
        };
        let Err(error) = outcome else {
            return self
                .write(lease, |tx, lease| {
                    async move { Ok(tx.job_complete(&lease.0).await.map(drop)?) }.boxed()
                })
                .await;
        };
        let text = describe(&error);
        let is_last = job.attempts >= MAX_ATTEMPTS || work.is_err();
        tracing::error!(name = %job.name, key = %job.key, attempts = job.attempts, is_last, error = %text, "a job failed");
        let due_at = (!is_last).then(|| self.now().after(pause(job.attempts)));
        let args = (lease, text, due_at, work.ok(), self.now());
        self.write(args, |tx, (lease, text, due_at, work, now)| {
            async move {
                match due_at {
                    Some(due_at) => drop(tx.job_retry(&lease.0, *due_at, text).await?),
                    None => {
                        if tx.job_bury(&lease.0, text).await?
                            && let Some(Work::LifecyclePreview { repository, preview }) = work
                        {
                            crate::lifecycle_preview_run::fail(tx, repository, preview, *now).await?;
                        }
                    }
                }
                Ok(())
            }
            .boxed()
        })
        .await
    }

    async fn job_do(&self, work: &Work, lease: &Lease) -> Result<(), Error> {
        match work {
            Work::LifecycleRun { repository } => self.lifecycle_run(&parse(repository)?, lease).await,
            Work::LifecyclePreview { repository, preview } => {
                self.lifecycle_preview_run(&parse(repository)?, preview, lease)
                    .await
            }
            Work::ImageActivate { image } => {
                self.image_storage_run(image, StorageClass::Standard, lease).await
            }
            Work::ReferrersArchive { image } => {
                self.image_storage_run(image, StorageClass::Archive, lease).await
            }
            Work::KmsKeyDeletion { key } => self.kms_deletion_run(&parse_key(key)?, lease).await,
            Work::KmsKeyRotation { key } => self.kms_rotation_run(&parse_key(key)?, lease).await,
        }
    }
}

/// The pause after a failure.
fn pause(attempts: u32) -> Duration {
    FIRST_PAUSE * 2_u32.saturating_pow(attempts.saturating_sub(1).min(MAX_ATTEMPTS))
}

fn parse(repository: &str) -> Result<RepositoryArn, Error> {
    RepositoryArn::parse(repository).map_err(|error| broken(error.to_string()))
}

fn parse_key(key: &str) -> Result<KmsKeyArn, Error> {
    KmsKeyArn::parse(key).map_err(|error| broken(error.to_string()))
}

fn broken(text: String) -> Error {
    Internal::Broken(text).into()
}

/// An error with its context, for the log and the table.
fn describe(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow() {
        let pauses: Vec<u64> = (1..=MAX_ATTEMPTS)
            .map(|attempts| pause(attempts).as_secs())
            .collect();
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 640, 1280]);
    }
}
