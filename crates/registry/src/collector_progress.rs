//! How far a round of the collector is, as its row in the database keeps it.

use blobs::{BlobKey, Generation};
use meta::{BlobDomain, RepositoryId};
use names::{Digest, UploadId};
use serde::{Deserialize, Serialize};
use stdx::Timestamp;

use crate::{Error, Internal};

/// How far the collector is, and what it has done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectorProgress {
    /// What is being done.
    pub phase: Phase,
    /// Where the phase goes on.
    pub(crate) cursor: Cursor,
    /// When this round, or the last one, began, in microseconds since 1970.
    pub started_at: i64,
    /// When the last whole round ended; 0 before the first.
    pub ended_at: i64,
    /// What this round has done, or the last one.
    pub round: CollectorCounts,
    /// What all rounds have done.
    pub total: CollectorCounts,
    /// The bytes that are doomed and not deleted yet, as far as is known.
    pub reclaimable_bytes: u64,
}

/// What was collected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectorCounts {
    /// Layers that were taken out of their repositories.
    pub layers: u64,
    /// Blobs that were doomed.
    pub blobs: u64,
    /// Files without a row that were doomed.
    pub files: u64,
    /// Staged bytes without an upload that were dropped.
    pub uploads: u64,
    /// Copies that were deleted.
    pub deleted: u64,
    /// Their bytes.
    pub freed_bytes: u64,
}

/// What a round does, in this order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// No round is under way.
    #[default]
    Rest,
    /// Layers that no image needs are taken out of their repositories.
    Layers,
    /// Blobs that no repository has are doomed.
    Blobs,
    /// Files that no row names are doomed.
    Files,
    /// Staged bytes without an upload are dropped.
    Uploads,
    /// Doomed bytes are deleted.
    Bytes,
}

/// The last thing that was looked at in a phase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Cursor {
    repository: Option<i64>,
    digest: Option<String>,
    domain: Option<String>,
    /// 256 behind the last one.
    pub(crate) shard: u16,
    generation: Option<u64>,
    pub(crate) upload: Option<String>,
}

impl CollectorProgress {
    pub(crate) fn begin(&mut self, now: Timestamp) {
        self.started_at = now.as_micros();
        self.round = CollectorCounts::default();
        self.enter(Phase::Layers);
    }

    pub(crate) fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.cursor = Cursor::default();
    }

    pub(crate) fn count(&mut self, count: impl Fn(&mut CollectorCounts)) {
        count(&mut self.round);
        count(&mut self.total);
    }
}

impl Cursor {
    pub(crate) fn digest(&self) -> Result<Option<Digest>, Error> {
        let digest = self.digest.as_deref().map(Digest::parse).transpose();
        digest.map_err(|_| broken("the collector stopped at no digest"))
    }

    pub(crate) fn layer(&self) -> Result<Option<(RepositoryId, Digest)>, Error> {
        Ok(self.repository.map(RepositoryId::from_i64).zip(self.digest()?))
    }

    pub(crate) fn at_layer(&mut self, repository: RepositoryId, digest: &Digest) {
        self.repository = Some(repository.as_i64());
        self.digest = Some(digest.to_string());
    }

    pub(crate) fn blob(&self) -> Result<Option<(Digest, BlobDomain)>, Error> {
        let Ok(domain) = self.domain.as_deref().unwrap_or_default().parse();
        Ok(self.digest()?.map(|digest| (digest, domain)))
    }

    pub(crate) fn at_blob(&mut self, digest: &Digest, domain: &BlobDomain) {
        self.digest = Some(digest.to_string());
        self.domain = Some(domain.as_str().to_owned());
    }

    pub(crate) fn file(&self) -> Result<Option<BlobKey>, Error> {
        let digest = self.digest()?;
        Ok(digest.zip(self.generation).map(|(digest, generation)| BlobKey {
            digest,
            generation: Generation::from_bits(generation),
        }))
    }

    pub(crate) fn at_file(&mut self, key: &BlobKey) {
        self.digest = Some(key.digest.to_string());
        self.generation = Some(key.generation.bits());
    }

    pub(crate) fn at_shard(&mut self, shard: u16) {
        *self = Self {
            shard,
            ..Self::default()
        };
    }

    pub(crate) fn upload(&self) -> Result<Option<UploadId>, Error> {
        let upload = self.upload.as_deref().map(UploadId::parse).transpose();
        upload.map_err(|_| broken("the collector stopped at no upload"))
    }
}

pub(crate) fn broken(text: &str) -> Error {
    Internal::Broken(text.to_owned()).into()
}

pub(crate) fn parse(text: &str) -> Result<CollectorProgress, Error> {
    if text.is_empty() {
        return Ok(CollectorProgress::default());
    }
    serde_json::from_str(text).map_err(|error| broken(&format!("the collector's progress: {error}")))
}

pub(crate) fn written(progress: &CollectorProgress) -> Result<String, Error> {
    serde_json::to_string(progress).map_err(|error| broken(&error.to_string()))
}
