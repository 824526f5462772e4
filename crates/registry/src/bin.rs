//! The bin: what was deleted stays restorable for a while.
//!
//! Everything that is deleted says who deleted it, when and why ([`Removal`]), in the transaction
//! that deletes it. What is in the bin is listed in `deleted_image.rs`, `deleted_tag.rs` and
//! `deleted_repository.rs` and restored in `image_undelete.rs` and the last of these; here it is decided
//! how long it stays, and what is over is purged.

use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{Keep, Limit, Purge, Removal, RemovalCause};
use stdx::Timestamp;

use crate::newest_time::CLOCK_REST;
use crate::{Error, Principal, Registry};

/// How long what was deleted stays restorable, where nothing else is said.
pub const DEFAULT_BIN_TIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Who deletes for a lifecycle policy, as CloudTrail calls it.
const BY_POLICY: &str = "AWS Internal";

impl Registry {
    /// The same registry, where what is deleted stays restorable for `time`; none of it where that
    /// is zero.
    #[must_use]
    pub fn with_bin_time(mut self, time: Duration) -> Self {
        self.bin_time = time;
        self
    }

    /// What is noted of something that a caller deletes now.
    pub(crate) fn removal(&self, by: &Principal) -> Removal {
        self.removal_of(by.arn.to_string(), RemovalCause::Request)
    }

    /// What is noted of something that a lifecycle policy deletes now.
    pub(crate) fn removal_by_policy(&self) -> Removal {
        self.removal_of(BY_POLICY.to_owned(), RemovalCause::LifecyclePolicy)
    }

    fn removal_of(&self, by: String, cause: RemovalCause) -> Removal {
        Removal {
            at: self.now(),
            by,
            cause,
            keep: if self.bin_time.is_zero() {
                Keep::Nothing
            } else {
                Keep::Restorable
            },
        }
    }

    /// What was deleted then or earlier cannot be restored any more.
    pub(crate) fn bin_end(&self) -> Timestamp {
        let time = i64::try_from(self.bin_time.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(self.now().as_micros().saturating_sub(time))
    }

    /// Purges what cannot be restored any more, in one bounded transaction: at most `limit` of a
    /// kind. Says how much it found; nothing is left when that is 0.
    pub async fn bin_sweep(&self, limit: Limit) -> Result<u64, Error> {
        if self.newest_time.unsteady_until(self.now(), CLOCK_REST).is_some() {
            return Ok(0);
        }
        let before = self.bin_end();
        let found = self
            .read(before, |tx, before| {
                async move {
                    let one = Limit(1);
                    Ok(!tx.deleted_repository_list_before(*before, one).await?.is_empty()
                        || tx.deleted_image_is_before(*before).await?
                        || tx.deleted_tag_is_before(*before).await?)
                }
                .boxed()
            })
            .await?;
        if !found {
            return Ok(0);
        }
        self.write((before, limit), |tx, (before, limit)| {
            async move {
                let mut purged = tx.deleted_image_delete_before(*before, *limit).await?;
                purged += tx.deleted_tag_delete_before(*before, *limit).await?;
                for deleted in tx.deleted_repository_list_before(*before, Limit(1)).await? {
                    purged += 1;
                    if tx.repository_purge(deleted.repository, *limit).await? == Purge::Done {
                        tracing::info!(repository = %deleted.arn, "purged a deleted repository");
                    }
                }
                Ok(purged)
            }
            .boxed()
        })
        .await
    }
}
