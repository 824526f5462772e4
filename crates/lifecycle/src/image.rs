//! What a policy can know of an image.

use names::{Digest, Tag};
use stdx::Timestamp;

/// An image of the repository that a policy is for, as it is at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its digest, which no other image of the repository has.
    pub digest: Digest,
    /// Its tags, in any order.
    pub tags: Vec<Tag>,
    /// When it was pushed (ECR `imagePushedAt`).
    pub pushed_at: Timestamp,
    /// When it was last pulled, if ever (ECR `lastRecordedPullTime`).
    pub last_pulled_at: Option<Timestamp>,
    /// When it was last restored from the archive, if ever (ECR `lastActivatedAt`).
    pub last_activated_at: Option<Timestamp>,
    /// Where it is.
    pub storage: Storage,
    /// The manifests that it lists, when it is an index; they need not exist.
    pub children: Vec<Digest>,
    /// The image that it is about (OCI `subject`); it need not exist.
    pub subject: Option<Digest>,
    /// Whether somebody holds it: no rule acts on it.
    pub is_held: bool,
}

/// Where an image is (ECR `imageStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// In the standard storage class, and can be pulled.
    Standard,
    /// In the archive.
    Archived {
        /// When it was archived (ECR `lastArchivedAt`).
        at: Timestamp,
    },
    /// On its way back from the archive: a candidate of no rule, since somebody has just asked
    /// for it.
    Activating,
}

impl Image {
    /// The time by which images of one storage class are younger and older.
    pub(crate) fn age_time(&self) -> Timestamp {
        match self.storage {
            Storage::Archived { at } => at,
            Storage::Standard | Storage::Activating => self.last_activated_at.unwrap_or(self.pushed_at),
        }
    }

    /// The time of the last use: a restoring counts as one, and a push when there is no other.
    pub(crate) fn pull_time(&self) -> Timestamp {
        self.last_pulled_at
            .max(self.last_activated_at)
            .unwrap_or(self.pushed_at)
    }
}
