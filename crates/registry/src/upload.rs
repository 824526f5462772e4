//! Uploads of layers: start, append, complete, cancel. Chunks of the OCI API and parts of the
//! layer API are the same thing here.
//!
//! Bytes are durable in the byte store before the row that counts them, and a blob is published
//! before the row that links it. What a caller was not told is overwritten or collected.

use std::ops::RangeInclusive;
use std::time::Duration;

use blobs::{AppendError, BlobKey, Content, FinishError, Generation, Staged};
use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _};
use meta::{Put, StoredBlob, Tx, Upload};
use names::{Digest, RepositoryArn, UploadId};

use crate::layer::key;
use crate::registry::existing;
use crate::{Action, Error, Grant, Registry, Repository};

/// Longest layer, in bytes (ECR: 52,000 MiB).
const MAX_LAYER: u64 = 52_000 * MIB;
/// Most parts of one upload (ECR: 4,200).
const MAX_PARTS: u32 = 4200;
/// Shortest part of the layer API that is not the last, in bytes (ECR: 5 MiB).
const MIN_PART: u64 = 5 * MIB;
const MIB: u64 = 1 << 20;
/// How long an upload may stand still before it is swept.
const ABANDONED: Duration = Duration::from_secs(7 * 24 * 3600);

/// Where appended bytes go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendAt {
    /// After what has been received, however much that is: a stream without `Content-Range`.
    End,
    /// At these bytes, which must follow at once on those received (`Content-Range`).
    Chunk(RangeInclusive<u64>),
    /// As a chunk, and counted against the limits of the layer API.
    Part(RangeInclusive<u64>),
}

/// How far an upload got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UploadProgress {
    /// Which upload.
    pub upload: UploadId,
    /// Bytes received.
    pub received: u64,
}

/// Which rules an upload is completed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// The OCI API's: parts of any size, an empty blob is a blob.
    Blob,
    /// The layer API's: at least one part, none but the last under 5 MiB.
    Layer,
}

/// A layer that its repository has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompletedLayer {
    /// The layer.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// Whether the repository had it before.
    pub existed: bool,
}

impl Registry {
    /// Starts an upload into the repository of the grant.
    pub async fn upload_start(&self, grant: &Grant<RepositoryArn>) -> Result<UploadId, Error> {
        grant.expect(&[Action::InitiateLayerUpload]);
        let id = UploadId::from_uuid(uuid::Uuid::new_v4());
        let (arn, principal, now) = (
            grant.resource().clone(),
            grant.principal().arn.clone(),
            self.now(),
        );
        self.write((arn, principal, now), move |tx, (arn, principal, now)| {
            async move {
                let repository = existing(tx, arn).await?.id;
                let staged = Staged::empty().to_bytes();
                let upload = Upload {
                    id,
                    repository,
                    principal: principal.clone(),
                    staged,
                    offset: 0,
                    parts: 0,
                    last_part: 0,
                    short_part: false,
                    created_at: *now,
                    updated_at: *now,
                };
                Ok(tx.upload_create(&upload).await?)
            }
            .boxed()
        })
        .await?;
        Ok(id)
    }

    /// How far an upload of this caller got.
    pub async fn upload_get(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
    ) -> Result<UploadProgress, Error> {
        grant.expect(&[Action::UploadLayerPart]);
        let (_, upload) = self.upload_of(grant, id).await?;
        Ok(UploadProgress {
            upload: id,
            received: upload.offset,
        })
    }

    /// Appends `content`; what was received is durable when this returns, and nothing of
    /// `content` counts when it fails.
    pub async fn upload_append(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
        at: AppendAt,
        content: Content,
    ) -> Result<UploadProgress, Error> {
        grant.expect(&[Action::UploadLayerPart]);
        let (_, mut upload) = self.upload_of(grant, id).await?;
        let received = upload.offset;
        let staged = self.append(grant, &upload, &at, content).await?;
        note_part(&mut upload, &at, staged.offset() - received)?;
        upload.offset = staged.offset();
        upload.staged = staged.to_bytes();
        upload.updated_at = self.now();
        let advanced = self
            .write((upload, received), |tx, (upload, received)| {
                async move { Ok(tx.upload_advance(upload, *received).await?) }.boxed()
            })
            .await?;
        if advanced {
            Ok(UploadProgress {
                upload: id,
                received: staged.offset(),
            })
        } else {
            Err(Error::UploadBusy(id))
        }
    }

    /// Appends `last`, if there is any, verifies the digest and gives the repository the layer.
    /// After a wrong digest the upload is as it was before.
    pub async fn upload_complete(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
        digest: Digest,
        completion: Completion,
        last: Option<(AppendAt, Content)>,
    ) -> Result<CompletedLayer, Error> {
        grant.expect(&[Action::CompleteLayerUpload]);
        let (_, upload) = self.upload_of(grant, id).await?;
        check_parts(&upload, completion)?;
        let staged = match last {
            Some((at, content)) => self.append(grant, &upload, &at, content).await?,
            None => decode(&upload)?,
        };
        let (blob, fresh) = self.publish(grant, id, digest, staged).await?;
        let (completed, kept) = self.link(grant, id, blob, fresh).await?;
        if fresh && kept != blob {
            // Another upload of the same bytes committed first; this copy has no row.
            self.blobs.delete(key(&blob)).await?;
        }
        Ok(completed)
    }

    /// Drops an upload of this caller and its bytes.
    pub async fn upload_cancel(&self, grant: &Grant<RepositoryArn>, id: UploadId) -> Result<(), Error> {
        grant.expect(&[Action::UploadLayerPart]);
        self.upload_of(grant, id).await?;
        self.write(id, |tx, id| {
            async move { Ok(tx.upload_delete(*id).await?) }.boxed()
        })
        .await?;
        self.discard(id).await;
        Ok(())
    }

    /// Drops uploads that have stood still for a week, at most `limit`, and says how many.
    pub async fn upload_sweep(&self, limit: meta::Limit) -> Result<usize, Error> {
        let before = stdx::Timestamp::from_micros(
            self.now()
                .as_micros()
                .saturating_sub(i64::try_from(ABANDONED.as_micros()).unwrap_or(i64::MAX)),
        );
        let stale = self
            .write((before, limit), |tx, (before, limit)| {
                async move {
                    let stale = tx.upload_list_stale(*before, *limit).await?;
                    for id in &stale {
                        tx.upload_delete(*id).await?;
                    }
                    Ok(stale)
                }
                .boxed()
            })
            .await?;
        for id in &stale {
            self.discard(*id).await;
        }
        Ok(stale.len())
    }

    /// Drops the bytes of an upload whose row is gone. A failure costs disk space, not
    /// correctness, so it is only logged.
    pub(crate) async fn discard(&self, id: UploadId) {
        if let Err(error) = self.blobs.abort(id).await {
            tracing::warn!(%id, %error, "could not drop the bytes of an upload");
        }
    }

    /// The upload, if it is this caller's and in this repository: others cannot tell it from one
    /// that does not exist.
    async fn upload_of(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
    ) -> Result<(Repository, Upload), Error> {
        let args = (grant.resource().clone(), grant.principal().arn.clone(), id);
        self.read(args, |tx, (arn, principal, id)| {
            async move {
                let repository = existing(tx, arn).await?;
                let upload = tx.upload_get(*id).await?;
                let own =
                    |upload: &Upload| upload.repository == repository.id && upload.principal == *principal;
                let upload = upload.filter(own).ok_or_else(|| not_found(*id, arn))?;
                Ok((repository, upload))
            }
            .boxed()
        })
        .await
    }

    async fn append(
        &self,
        grant: &Grant<RepositoryArn>,
        upload: &Upload,
        at: &AppendAt,
        content: Content,
    ) -> Result<Staged, Error> {
        let (id, received) = (upload.id, upload.offset);
        let out_of_order = || Error::PartOutOfOrder {
            repository: grant.resource().clone(),
            upload: id,
            received,
        };
        let room = MAX_LAYER.saturating_sub(received);
        let content = match at {
            AppendAt::End => at_most(content, room),
            AppendAt::Chunk(range) | AppendAt::Part(range) => {
                let length = (range.end() - range.start()).saturating_add(1);
                if *range.start() != received {
                    return Err(out_of_order());
                }
                if length > room {
                    return Err(too_long());
                }
                exactly(content, length)
            }
        };
        self.blobs
            .append(id, decode(upload)?, content)
            .await
            .map_err(|error| match error {
                AppendError::Source(source) if source.is::<WrongLength>() => out_of_order(),
                AppendError::Source(source) if source.is::<TooLong>() => too_long(),
                AppendError::Source(source) => Error::Body(source),
                AppendError::Busy => Error::UploadBusy(id),
                AppendError::Lost => not_found(id, grant.resource()),
                AppendError::Store(error) => error.into(),
            })
    }

    /// Makes sure that the store has the blob; says which copy, and whether it is this upload's.
    async fn publish(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
        digest: Digest,
        staged: Staged,
    ) -> Result<(StoredBlob, bool), Error> {
        let known = self
            .read(digest, |tx, digest| {
                async move { Ok(tx.blob_get(digest).await?) }.boxed()
            })
            .await?;
        let failed = |error| match error {
            FinishError::DigestMismatch { computed } => Error::LayerDigestMismatch {
                given: digest,
                computed,
            },
            FinishError::Lost => not_found(id, grant.resource()),
            FinishError::Busy => Error::UploadBusy(id),
            FinishError::Store(error) => error.into(),
        };
        if let Some(blob) = known {
            self.blobs.verify(id, staged, digest).await.map_err(failed)?;
            return Ok((blob, false));
        }
        let key = BlobKey {
            digest,
            generation: Generation::random(),
        };
        let generation = key.generation.bits();
        let size = self.blobs.finish(id, staged, key).await.map_err(failed)?;
        Ok((
            StoredBlob {
                digest,
                generation,
                size,
            },
            true,
        ))
    }

    /// Links the blob to the repository and ends the upload, in one transaction. Returns the copy
    /// that the row names.
    async fn link(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
        blob: StoredBlob,
        fresh: bool,
    ) -> Result<(CompletedLayer, StoredBlob), Error> {
        let args = (grant.resource().clone(), blob, self.now());
        self.write(args, move |tx, (arn, blob, now)| {
            async move {
                let repository = existing(tx, arn).await?;
                if !tx.upload_delete(id).await? {
                    return Err(not_found(id, arn));
                }
                let kept = if fresh {
                    record(tx, blob, *now).await?
                } else {
                    *blob
                };
                let existed = tx.layer_link(repository.id, &blob.digest, *now).await? == Put::Exists;
                Ok((
                    CompletedLayer {
                        digest: blob.digest,
                        size: blob.size,
                        existed,
                    },
                    kept,
                ))
            }
            .boxed()
        })
        .await
    }
}

/// Writes the row of a new blob, or returns the copy that is there already.
async fn record(tx: &mut Tx<'_>, blob: &StoredBlob, now: stdx::Timestamp) -> Result<StoredBlob, Error> {
    if tx.blob_create(blob, now).await? == Put::Created {
        return Ok(*blob);
    }
    Ok(tx.blob_get(&blob.digest).await?.unwrap_or(*blob))
}

fn decode(upload: &Upload) -> Result<Staged, Error> {
    Ok(Staged::from_bytes(&upload.staged)?)
}

fn not_found(upload: UploadId, repository: &RepositoryArn) -> Error {
    Error::UploadNotFound {
        upload,
        repository: repository.clone(),
    }
}

fn too_long() -> Error {
    Error::LimitExceeded("The maximum size of a layer is 52000 MiB".to_owned())
}

fn note_part(upload: &mut Upload, at: &AppendAt, length: u64) -> Result<(), Error> {
    if !matches!(at, AppendAt::Part(_)) {
        return Ok(());
    }
    if upload.parts >= MAX_PARTS {
        return Err(Error::LimitExceeded(
            "The maximum number of parts of a layer is 4200".to_owned(),
        ));
    }
    upload.short_part |= upload.parts > 0 && upload.last_part < MIN_PART;
    upload.parts += 1;
    upload.last_part = length;
    Ok(())
}

fn check_parts(upload: &Upload, completion: Completion) -> Result<(), Error> {
    match completion {
        Completion::Layer if upload.offset == 0 => Err(Error::UploadEmpty(upload.id)),
        Completion::Layer if upload.short_part => Err(Error::LayerPartTooSmall),
        Completion::Layer | Completion::Blob => Ok(()),
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the body is not as long as its Content-Range says")]
struct WrongLength;

#[derive(Debug, thiserror::Error)]
#[error("the body is longer than a layer may be")]
struct TooLong;

/// Passes on at most `room` bytes; one more is an error.
fn at_most(content: Content, room: u64) -> Content {
    let mut room = room;
    content
        .map(move |frame| {
            let frame = frame?;
            room = room.checked_sub(frame.len() as u64).ok_or(TooLong)?;
            Ok(frame)
        })
        .boxed()
}

/// Passes on exactly `length` bytes; more or fewer are an error.
fn exactly(content: Content, length: u64) -> Content {
    let end = futures_util::stream::once(async { Ok(Bytes::new()) });
    let mut left = length;
    // The mark after the last frame is where a body that ended early is noticed.
    content
        .map(|frame| frame.map(Some))
        .chain(end.map(|mark: Result<Bytes, blobs::SourceError>| mark.map(|_| None)))
        .filter_map(move |frame| {
            let checked = match frame {
                Err(error) => Some(Err(error)),
                Ok(None) => (left != 0).then(|| Err(WrongLength.into())),
                Ok(Some(frame)) => match left.checked_sub(frame.len() as u64) {
                    None => Some(Err(WrongLength.into())),
                    Some(rest) => {
                        left = rest;
                        Some(Ok(frame))
                    }
                },
            };
            std::future::ready(checked)
        })
        .boxed()
}
