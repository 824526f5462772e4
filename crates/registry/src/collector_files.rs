//! The collector's look at the files of the store: those that no row names, once they are old.

use std::num::NonZeroUsize;

use blobs::{BlobKey, ListedBlob, Shard};
use futures_util::FutureExt as _;
use meta::DoomedBlob;
use names::Digest;
use stdx::point::Point;

use crate::collector::{CollectorEpoch, CollectorStep, CollectorWork, DECIDED, ROWS, give_way, hold};
use crate::collector_progress::{CollectorProgress, Cursor, Phase};
use crate::{Error, Registry};

/// How many files a step lists.
const FILES: u32 = 10_000;

/// What a look at files has found.
struct LookedFiles {
    unneeded: Vec<DoomedBlob>,
    /// Where it goes on, if there are more.
    next: Option<Cursor>,
    /// How many there were.
    files: u64,
}

impl Registry {
    pub(crate) async fn collect_files(
        &self,
        epoch: &CollectorEpoch,
        progress: CollectorProgress,
    ) -> Result<CollectorStep, Error> {
        let looked = self.look_at_files(&progress).await?;
        let args = (epoch.0, progress, looked, self.now());
        self.write(args, |tx, (epoch, progress, looked, now)| {
            async move {
                let mut progress = progress.clone();
                let mut done = 0;
                for copy in &looked.unneeded {
                    if tx.blob_doom_copy(copy, *now).await? {
                        done += 1;
                        progress.reclaimable_bytes += copy.size;
                    }
                }
                Point::CollectorFiles.pass();
                progress.count(|counts| counts.files += done);
                match &looked.next {
                    Some(cursor) => progress.cursor = cursor.clone(),
                    None => progress.enter(Phase::Uploads),
                }
                hold(tx, *epoch, &progress, *now).await?;
                let looked = looked.files;
                Ok(CollectorStep::GoesOn(CollectorWork { done, looked }))
            }
            .boxed()
        })
        .await
    }

    /// The next files that are old and that no row names, of as many shards as make a page.
    async fn look_at_files(&self, progress: &CollectorProgress) -> Result<LookedFiles, Error> {
        let backend = self.bytes.backend();
        let limit = NonZeroUsize::new(FILES as usize).expect("a page has entries");
        let (mut cursor, mut keys) = (progress.cursor.clone(), Vec::new());
        while keys.len() < limit.get()
            && let Some(shard) = Shard::all().nth(cursor.shard.into())
        {
            let mut page = backend.blob_keys(shard, cursor.file()?, limit).await?;
            keys.append(&mut page.items);
            match page.next {
                Some(key) => cursor.at_file(&key),
                None => cursor.at_shard(cursor.shard + 1),
            }
        }
        let files = keys.len() as u64;
        let mut unknown = self.unknown(keys).await?;
        if unknown.len() > DECIDED as usize {
            unknown.truncate(DECIDED as usize);
            let last = unknown.last().expect("something is decided on");
            cursor.at_shard(Shard::of(&last.digest).byte().into());
            cursor.at_file(last);
        }
        let before = self.collect_before(self.collecting.grace);
        let found = backend.blob_look(unknown).await?;
        let old = found.iter().filter(|file| file.changed <= before);
        let is_end = Shard::all().nth(cursor.shard.into()).is_none();
        Ok(LookedFiles {
            unneeded: old.map(doomed).collect(),
            next: (!is_end).then_some(cursor),
            files,
        })
    }

    /// Those of these copies that no row names and that this process is not about to link, in the order of
    /// their shards.
    pub(crate) async fn unknown(&self, mut keys: Vec<BlobKey>) -> Result<Vec<BlobKey>, Error> {
        // What is given up between this look and the next at the rows has its row by then.
        let published = self.uploads.generations();
        keys.retain(|key| !published.contains(&key.generation));
        keys.sort();
        let mut unknown = Vec::new();
        for keys in keys.chunk_by(|one, other| one.digest.algorithm() == other.digest.algorithm()) {
            for keys in keys.chunks(ROWS as usize) {
                let read = self.read(keys.to_vec(), |tx, keys| {
                    async move {
                        let (first, last) = (keys.first(), keys.last());
                        let (first, last) = first.zip(last).expect("chunks are never empty");
                        let copies = tx.blob_copies(&first.digest, &last.digest).await?;
                        Ok(unnamed(keys, &copies))
                    }
                    .boxed()
                });
                unknown.append(&mut read.await?);
                give_way().await;
            }
        }
        unknown.sort_by_key(|key| Shard::of(&key.digest));
        Ok(unknown)
    }
}

/// Those of these keys that no copy is; both lists are in order.
fn unnamed(keys: &[BlobKey], copies: &[(Digest, u64)]) -> Vec<BlobKey> {
    let mut copies = copies.iter().peekable();
    let is_unnamed = |key: &&BlobKey| {
        let wanted = (key.digest, key.generation.bits());
        while copies.next_if(|copy| **copy < wanted).is_some() {}
        copies.peek().is_none_or(|copy| **copy != wanted)
    };
    keys.iter().filter(is_unnamed).copied().collect()
}

pub(crate) fn doomed(file: &ListedBlob) -> DoomedBlob {
    DoomedBlob {
        digest: file.key.digest,
        generation: file.key.generation.bits(),
        size: file.stored_bytes,
    }
}
