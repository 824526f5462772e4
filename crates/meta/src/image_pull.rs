//! When images were pulled, and how often: a table beside `image`, so that no pull writes a row that
//! pushes and lists read.
//!
//! Pulls come in batches, each the sum of many. What comes late, from another server or from a clock
//! that was set back, takes nothing back: times only grow.

use names::Digest;
use stdx::Timestamp;

use crate::image::in_list_values;
use crate::row::Row;
use crate::statement::{IN_LIST, in_list, statements};
use crate::value::Value;
use crate::{Error, Limit, RepositoryId, Tx};

/// What is known of the pulls of one image; an image that was never pulled has none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImagePull {
    /// The image.
    pub digest: Digest,
    /// When it was pulled for the last time.
    pub last_pulled_at: Timestamp,
    /// The time that ECR would show (`lastRecordedPullTime`): a pull, and at most 24 hours before
    /// the last one.
    pub recorded_at: Timestamp,
    /// How often it was pulled.
    pub count: u64,
}

/// Pulls of one image since the last batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPulls {
    /// In which repository.
    pub repository: RepositoryId,
    /// The image.
    pub digest: Digest,
    /// The newest of them.
    pub newest: Timestamp,
    /// How many they are.
    pub count: u64,
}

// The row of the image is what makes the new one: an image that was deleted meanwhile has no pulls.
// A recorded time stands for 24 hours, in microseconds (ECR user guide, "lastRecordedPullTime").
statements! {
    NOTE = "INSERT INTO image_pull (repository_id, digest, last_pulled_at, recorded_at, pull_count) \
        SELECT repository_id, digest, $1, $1, $2 FROM image WHERE repository_id = $3 AND digest = $4 \
        ON CONFLICT (repository_id, digest) DO UPDATE SET \
        pull_count = image_pull.pull_count + excluded.pull_count, \
        last_pulled_at = CASE WHEN excluded.last_pulled_at > image_pull.last_pulled_at \
            THEN excluded.last_pulled_at ELSE image_pull.last_pulled_at END, \
        recorded_at = CASE WHEN excluded.recorded_at - image_pull.recorded_at >= 86400000000 \
            THEN excluded.recorded_at ELSE image_pull.recorded_at END";
    LIST = "SELECT digest, last_pulled_at, recorded_at, pull_count FROM image_pull \
        WHERE repository_id = $1 AND digest > $2 ORDER BY digest LIMIT $3";
    LIST_OF_IMAGES = concat!(
        "SELECT digest, last_pulled_at, recorded_at, pull_count FROM image_pull \
        WHERE repository_id = $1 AND digest IN ", in_list!()
    );
}

impl Tx<'_> {
    /// Adds pulls to what is known. Those of an image that is gone are forgotten.
    pub async fn image_pull_note(&mut self, pulls: &[NewPulls]) -> Result<(), Error> {
        let set = |pulls: &NewPulls| {
            [
                Value::from(pulls.newest),
                pulls.count.into(),
                pulls.repository.into(),
                Value::from(&pulls.digest),
            ]
        };
        let sets: Vec<[Value<'_>; 4]> = pulls.iter().map(set).collect();
        self.execute_each(NOTE, &sets).await
    }

    /// The images of a repository that were ever pulled, by digest, those after `after`.
    pub async fn image_pull_list(
        &mut self,
        repository: RepositoryId,
        after: Option<&Digest>,
        limit: Limit,
    ) -> Result<Vec<ImagePull>, Error> {
        let values = [repository.into(), Value::after(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// Those of these images that were ever pulled, in any order.
    pub async fn image_pull_list_of_images(
        &mut self,
        repository: RepositoryId,
        digests: &[Digest],
    ) -> Result<Vec<ImagePull>, Error> {
        let mut pulls = Vec::new();
        for chunk in digests.chunks(IN_LIST) {
            let values = in_list_values(repository, chunk);
            pulls.extend(self.rows(LIST_OF_IMAGES, &values, read).await?);
        }
        Ok(pulls)
    }
}

fn read(row: &Row<'_>) -> Result<ImagePull, Error> {
    Ok(ImagePull {
        digest: row.parsed(0, "image_pull.digest")?,
        last_pulled_at: row.timestamp(1, "image_pull.last_pulled_at")?,
        recorded_at: row.timestamp(2, "image_pull.recorded_at")?,
        count: row.unsigned(3, "image_pull.pull_count")?,
    })
}
