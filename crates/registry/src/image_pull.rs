//! When images are pulled, and how often. A pull notes itself in memory; the database learns of many
//! at once every few seconds and when the server stops, so that no pull waits for that. What a crash
//! loses is what was noted since.
//!
//! A pull is the reading of a manifest to use it: `GET` of the OCI API or `BatchGetImage`. `HEAD`,
//! lists and the reading of layers are none. What principals pull that the registry excludes
//! (`pull_time_exclusion.rs`) is not noted at all.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use foldhash::fast::RandomState;
use futures_util::FutureExt as _;
use meta::{ImagePull, NewPulls, RepositoryId, Tx};
use names::{Digest, PageToken, RepositoryArn};
use stdx::Timestamp;

use crate::page::{Page, PageRequest, invalid_token};
use crate::registry::existing;
use crate::{Action, Error, Grant, ImageGrant, Registry};

/// Parts of the memory that are locked one by one, so that pulls seldom wait for each other.
const SHARDS: usize = 16;
/// Most images of one part: 2¹⁷ in all, which is some 20 MB.
const IMAGES: usize = 1 << 13;
/// Images that one transaction writes down.
const BATCH: usize = 1_000;

/// Why a manifest is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManifestRead {
    /// To be used: this is a pull.
    Pull,
    /// To know what is there.
    Look,
}

/// What was noted since it was last written down.
#[derive(Default)]
pub(crate) struct Pulls {
    shards: [Mutex<Shard>; SHARDS],
    hasher: RandomState,
    missed: AtomicU64,
}

type Shard = HashMap<(RepositoryId, Digest), Noted, RandomState>;

#[derive(Clone, Copy)]
struct Noted {
    newest: Timestamp,
    count: u64,
}

impl Noted {
    fn add(&mut self, newest: Timestamp, count: u64) {
        self.newest = self.newest.max(newest);
        self.count = self.count.saturating_add(count);
    }
}

impl Pulls {
    /// Notes pulls of an image. An image for which there is no more room is not noted.
    fn note(&self, pulls: NewPulls) {
        let key = (pulls.repository, pulls.digest);
        let shard = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or(0);
        let mut shard = lock(&self.shards[shard]);
        if let Some(noted) = shard.get_mut(&key) {
            return noted.add(pulls.newest, pulls.count);
        }
        if shard.len() < IMAGES {
            let NewPulls { newest, count, .. } = pulls;
            shard.insert(key, Noted { newest, count });
        } else {
            self.missed.fetch_add(pulls.count, Ordering::Relaxed);
        }
    }

    /// Takes everything out. What is not [`Taken::done`] is noted again when this is dropped.
    fn take(&self) -> Taken<'_> {
        let mut left = Vec::new();
        for shard in &self.shards {
            // The room is made before the lock is taken: a pull that waits for it waits for a swap.
            let room = lock(shard).len();
            let empty = Shard::with_capacity_and_hasher(room, RandomState::default());
            let full = std::mem::replace(&mut *lock(shard), empty);
            left.extend(
                full.into_iter()
                    .map(|((repository, digest), Noted { newest, count })| NewPulls {
                        repository,
                        digest,
                        newest,
                        count,
                    }),
            );
        }
        // Servers of one database that write the same images do it in the same order.
        left.sort_unstable_by_key(|pulls| (pulls.repository, pulls.digest));
        Taken { pulls: self, left }
    }
}

/// The lock is held for one look-up, or for taking everything out.
fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was taken out and is not written down yet.
struct Taken<'a> {
    pulls: &'a Pulls,
    left: Vec<NewPulls>,
}

impl Taken<'_> {
    fn next(&self) -> Vec<NewPulls> {
        let from = self.left.len().saturating_sub(BATCH);
        self.left[from..].to_vec()
    }

    fn done(&mut self, written: usize) {
        self.left.truncate(self.left.len().saturating_sub(written));
    }
}

/// After an error, or when the server is stopped in the middle. A batch of which nobody knows whether
/// it was committed may so be counted twice, and none is lost.
impl Drop for Taken<'_> {
    fn drop(&mut self) {
        for pulls in self.left.drain(..) {
            self.pulls.note(pulls);
        }
    }
}

impl Registry {
    /// Notes that an image was read, if that is a pull and one that is recorded.
    pub fn image_pull_note(
        &self,
        grant: &ImageGrant,
        read: ManifestRead,
        (repository, digest): (RepositoryId, Digest),
    ) {
        if read == ManifestRead::Look || !grant.records_pulls {
            return;
        }
        self.pulls.note(NewPulls {
            repository,
            digest,
            newest: self.use_time(),
            count: 1,
        });
    }

    /// Writes down the pulls that were noted, and says of how many images. Housekeeping calls this
    /// every few seconds, and the server before it stops.
    pub async fn image_pull_flush(&self) -> Result<usize, Error> {
        let missed = self.pulls.missed.swap(0, Ordering::Relaxed);
        if missed > 0 {
            tracing::warn!(missed, "more images were pulled at once than can be noted");
        }
        let mut taken = self.pulls.take();
        let images = taken.left.len();
        while !taken.left.is_empty() {
            let batch = taken.next();
            let size = batch.len();
            self.write(batch, |tx, batch| {
                async move { Ok(tx.image_pull_note(batch).await?) }.boxed()
            })
            .await?;
            taken.done(size);
        }
        Ok(images)
    }
}

const LIST: &str = "image-pulls";

impl Registry {
    /// One page of the images of a repository that were ever pulled, by digest, as far as it is
    /// written down.
    pub async fn image_pull_list(
        &self,
        grant: &Grant<RepositoryArn>,
        page: &PageRequest,
    ) -> Result<Page<ImagePull>, Error> {
        grant.expect(&[Action::DescribeImagePulls]);
        let after = page.after::<1>(LIST)?.map(|[digest]| Digest::parse(&digest));
        let after = after.transpose().map_err(|_| invalid_token())?;
        let args = (grant.resource().clone(), after, page.probe());
        let entries = self
            .read(args, |tx, (arn, after, probe)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    Ok(tx.image_pull_list(repository.id, after.as_ref(), *probe).await?)
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(entries, page.size, |last| {
            PageToken::new(LIST, [&last.digest.to_string()])
        }))
    }
}

/// When each of these images was last pulled, as ECR shows it; those that never were are not in it.
pub(crate) async fn recorded(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    digests: &[Digest],
) -> Result<HashMap<Digest, Timestamp>, Error> {
    let pulls = tx.image_pull_list_of_images(repository, digests).await?;
    Ok(pulls
        .into_iter()
        .map(|pull| (pull.digest, pull.recorded_at))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pulls(repository: RepositoryId, number: u32, at: i64) -> NewPulls {
        let mut digest = [0; 32];
        digest[..4].copy_from_slice(&number.to_be_bytes());
        NewPulls {
            repository,
            digest: Digest::Sha256(digest),
            newest: Timestamp::from_micros(at),
            count: 1,
        }
    }

    fn noted(pulls: &Pulls) -> usize {
        pulls.shards.iter().map(|shard| lock(shard).len()).sum()
    }

    #[test]
    fn pulls_of_an_image_are_one_note_with_the_newest_time() {
        let (all, one, two) = (Pulls::default(), RepositoryId::random(), RepositoryId::random());
        for (repository, number, at) in [(one, 1, 5), (one, 1, 9), (one, 1, 7), (one, 2, 1), (two, 1, 3)] {
            all.note(pulls(repository, number, at));
        }
        let taken = all.take();
        let mut found: Vec<_> = taken
            .left
            .iter()
            .map(|pulls| (pulls.newest.as_micros(), pulls.count))
            .collect();
        found.sort_unstable();
        assert_eq!(found, [(1, 1), (3, 1), (9, 3)]);
        assert_eq!(noted(&all), 0);
    }

    #[test]
    fn what_is_not_written_down_is_noted_again() {
        let (all, one) = (Pulls::default(), RepositoryId::random());
        for number in 0..2_500 {
            all.note(pulls(one, number, 1));
        }
        let mut taken = all.take();
        let first = taken.next();
        assert_eq!(first.len(), BATCH);
        taken.done(first.len());
        // Pulls go on while the database fails.
        all.note(pulls(one, 0, 2));
        let second = taken.next();
        assert!(
            second.iter().all(|pulls| !first.contains(pulls)),
            "each is written once"
        );
        drop(taken);
        assert_eq!(noted(&all), 1_500);
        let again = all.take();
        let sum: u64 = again.left.iter().map(|pulls| pulls.count).sum();
        assert_eq!(sum, 1_501);
        assert!(
            again
                .left
                .iter()
                .any(|pulls| pulls.newest == Timestamp::from_micros(2))
        );
    }

    #[test]
    fn memory_is_bounded() {
        let (all, one) = (Pulls::default(), RepositoryId::random());
        for number in 0..200_000 {
            all.note(pulls(one, number, 1));
        }
        assert!(noted(&all) <= SHARDS * IMAGES);
        let missed = all.missed.load(Ordering::Relaxed);
        assert_eq!(missed + noted(&all) as u64, 200_000);
        let known = all.take();
        assert_eq!(noted(&all), 0);
        drop(known);
        assert!(noted(&all) > 100_000);
    }
}
