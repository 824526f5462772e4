//! One writer at a time on an upload, from reading how far it got to committing how far it gets.
//!
//! The byte store keeps two writers of the same bytes apart, but not a writer from a row that is
//! not committed yet: its bytes would be written over by one that read the row before.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use blobs::Generation;
use meta::Upload;
use names::{RepositoryArn, UploadId};

use crate::upload::new_id;
use crate::{Error, Grant, Registry};

/// The uploads that this process is writing, and as which generation each would be published. The
/// collector passes them over, whatever the time of grace is.
#[derive(Clone, Default)]
pub(crate) struct UploadClaims(Arc<Mutex<HashMap<UploadId, Generation>>>);

/// The right to write an upload, until it is dropped. Whoever commits the row takes it into the
/// transaction: a caller that goes away must not give it back before that.
pub(crate) struct UploadClaim {
    claims: UploadClaims,
    id: UploadId,
    generation: Generation,
    row: UploadRow,
}

/// Whether others can see the upload.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum UploadRow {
    /// It has a row, which ends when it is completed.
    Present,
    /// It is one request.
    Absent,
}

impl UploadClaims {
    /// The right to write an upload without a row, whose identifier nobody knows.
    pub(crate) fn begin(&self) -> UploadClaim {
        self.claim(new_id(), UploadRow::Absent)
            .expect("a random identifier is new")
    }

    fn claim(&self, id: UploadId, row: UploadRow) -> Option<UploadClaim> {
        let generation = Generation::random();
        let mut held = self.held();
        if held.contains_key(&id) {
            return None;
        }
        held.insert(id, generation);
        Some(UploadClaim {
            claims: self.clone(),
            id,
            generation,
            row,
        })
    }

    /// Whether this process is writing the upload.
    pub(crate) fn has(&self, id: UploadId) -> bool {
        self.held().contains_key(&id)
    }

    /// What this process is about to publish, or has published and not linked yet.
    pub(crate) fn generations(&self) -> HashSet<Generation> {
        self.held().values().copied().collect()
    }

    fn held(&self) -> MutexGuard<'_, HashMap<UploadId, Generation>> {
        // Inserting and removing leave the map whole even if a thread died with the lock.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UploadClaim {
    /// Which upload.
    pub(crate) fn id(&self) -> UploadId {
        self.id
    }

    /// As which copy of its bytes it is published.
    pub(crate) fn generation(&self) -> Generation {
        self.generation
    }

    /// Whether it has a row.
    pub(crate) fn row(&self) -> UploadRow {
        self.row
    }
}

impl Drop for UploadClaim {
    fn drop(&mut self) {
        self.claims.held().remove(&self.id);
    }
}

impl Registry {
    /// The upload, if it is this caller's and nobody writes it at this moment.
    pub(crate) async fn upload_claim(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
    ) -> Result<(UploadClaim, Upload), Error> {
        let claim = self.uploads.claim(id, UploadRow::Present);
        // Whether an upload is busy is for its owner to know.
        let (_, upload) = self.upload_of(grant, id).await?;
        Ok((claim.ok_or(Error::UploadBusy(id))?, upload))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use blobs::{Backend as _, BlobKey, MemoryStore, Protection, Staged};
    use futures_util::stream;
    use meta::Meta;
    use names::Digest;
    use stdx::{ManualClock, Timestamp};

    use super::*;
    use crate::{AtRest, Collecting, CollectorStep, MasterKey, Stores};

    async fn collect(registry: &Registry, clock: &ManualClock) {
        clock.advance(Duration::from_secs(1));
        let epoch = registry.collector_begin().await.expect("a database");
        let epoch = epoch.expect("a round is due");
        while registry.collector_step(&epoch).await.expect("a step") != CollectorStep::Ended {}
    }

    /// Between its publishing and its row, a blob looks like a file that was forgotten.
    #[tokio::test]
    async fn what_is_published_under_a_claim_is_not_collected() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let meta = Meta::open_sqlite(&folder.path().join("meta.db")).await;
        let blobs = Arc::new(MemoryStore::new());
        let clock = Arc::new(ManualClock::new(Timestamp::from_seconds(4_000_000_000)));
        let stores = Stores {
            meta: meta.expect("a database"),
            blobs: Arc::clone(&blobs) as Arc<_>,
            at_rest: AtRest::default(),
            clock: Arc::clone(&clock) as Arc<_>,
            master_key: MasterKey::random(),
        };
        let at_once = Collecting {
            grace: Duration::ZERO,
            wait: Duration::ZERO,
            interval: Duration::ZERO,
        };
        let registry = Registry::open(stores).await.expect("an installation");
        let registry = registry.collecting(at_once);
        let claim = registry.uploads.begin();
        let store = blobs.store(Protection::Plain);
        let content = Box::pin(stream::empty());
        let staged = store.append(claim.id(), Staged::empty(), content).await;
        let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let key = BlobKey {
            digest: Digest::parse(empty).expect("a digest"),
            generation: claim.generation(),
        };
        let published = store.finish(claim.id(), staged.expect("no bytes"), key).await;
        assert_eq!(published.expect("a blob"), 0);
        collect(&registry, &clock).await;
        assert_eq!(store.size(key).await.expect("a store"), Some(0));
        drop(claim);
        collect(&registry, &clock).await;
        assert_eq!(store.size(key).await.expect("a store"), None);
    }
}
