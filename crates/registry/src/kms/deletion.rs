//! Deleting keys: announced, then done when the waiting time is over. What a deleted key encrypted
//! can never be read again.

use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{KmsKeyState, Tx};
use names::KmsKeyArn;
use stdx::Timestamp;

use super::key::{arn_of, existing, staying};
use super::resource::KmsResource;
use crate::job::{Lease, Work};
use crate::{Action, Error, Grant, KmsFault, Registry};

const DAY: Duration = Duration::from_secs(24 * 3600);

impl Registry {
    /// Lets a key be deleted after `days` days; it cannot be used any more. Returns when.
    pub async fn kms_deletion_schedule(
        &self,
        grant: &Grant<KmsResource>,
        days: u32,
    ) -> Result<Timestamp, Error> {
        grant.expect(&[Action::ScheduleKeyDeletion]);
        if !(7..=30).contains(&days) {
            return Err(Error::kms_validation(
                "PendingWindowInDays must be between 7 and 30 inclusive",
            ));
        }
        let at = self.now().after(DAY * days);
        self.write_for(grant, (arn_of(grant)?.clone(), at), |tx, (arn, at)| {
            async move {
                let mut key = staying(tx, arn).await?;
                key.state = KmsKeyState::PendingDeletion(*at);
                tx.kms_key_update(&key).await?;
                work(arn).put(tx, *at).await
            }
            .boxed()
        })
        .await?;
        Ok(at)
    }

    /// Keeps a key that was to be deleted; it is disabled then.
    pub async fn kms_deletion_cancel(&self, grant: &Grant<KmsResource>) -> Result<(), Error> {
        grant.expect(&[Action::CancelKeyDeletion]);
        self.write_for(grant, arn_of(grant)?.clone(), |tx, arn| {
            async move {
                let mut key = existing(tx, arn).await?;
                let KmsKeyState::PendingDeletion(_) = key.state else {
                    let sentence = format!("{arn} is not pending deletion.");
                    return Err(Error::kms(KmsFault::InvalidState, sentence));
                };
                key.state = KmsKeyState::Disabled;
                tx.kms_key_update(&key).await?;
                tx.job_delete(Work::KMS_KEY_DELETION, &arn.to_string()).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Deletes a key whose waiting time is over, with everything that it encrypts with.
    pub(crate) async fn kms_deletion_run(&self, arn: &KmsKeyArn, lease: &Lease) -> Result<(), Error> {
        let args = (arn.clone(), lease.clone(), self.now());
        self.change(args, |tx, (arn, lease, now)| {
            async move {
                lease.hold(tx, *now).await?;
                delete(tx, arn, *now).await
            }
            .boxed()
        })
        .await
    }
}

async fn delete(tx: &mut Tx<'_>, arn: &KmsKeyArn, now: Timestamp) -> Result<(), Error> {
    let Some(key) = tx.kms_key_get(arn).await? else {
        return Ok(());
    };
    match key.state {
        KmsKeyState::PendingDeletion(at) if at <= now => {
            tx.kms_key_delete(&arn.id).await?;
            tracing::warn!(key = %arn, "a key was deleted: what it encrypted cannot be read any more");
            Ok(())
        }
        // Kept meanwhile, or to be deleted later.
        _ => Ok(()),
    }
}

fn work(arn: &KmsKeyArn) -> Work {
    Work::KmsKeyDeletion { key: arn.to_string() }
}
