//! Uploads of layers: start, append, complete, cancel. Chunks of the OCI API and parts of the
//! layer API are the same thing here.
//!
//! Bytes are durable in the byte store before the row that counts them, and a blob is published
//! before the row that links it. What a caller was not told is overwritten or collected.

use std::ops::RangeInclusive;
use std::time::Duration;

use blobs::{AppendError, Content, Staged};
use futures_util::FutureExt as _;
use meta::Upload;
use names::{RepositoryArn, UploadId};
use stdx::point::Point;
use stdx::sabotage;

use crate::registry::existing;
use crate::standing::while_allowed;
use crate::upload_content::{TooLong, WrongLength, at_most, exactly};
use crate::{Action, Error, Grant, Registry, Repository};

/// Longest layer, in bytes (ECR: 52,000 MiB).
pub(crate) const MAX_LAYER: u64 = 52_000 * MIB;
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

impl Registry {
    /// Starts an upload into the repository of the grant, which is made where a template is for that.
    pub async fn upload_start(&self, grant: &Grant<RepositoryArn>) -> Result<UploadId, Error> {
        grant.expect(&[Action::InitiateLayerUpload]);
        match self.start_in(grant).await {
            Err(Error::RepositoryNotFound(arn)) => {
                self.create_on_push(grant.caller(), &arn).await?;
                self.reauthorize(grant).await?;
                self.start_in(grant).await
            }
            started => started,
        }
    }

    async fn start_in(&self, grant: &Grant<RepositoryArn>) -> Result<UploadId, Error> {
        let id = new_id();
        let (arn, principal, now) = (
            grant.resource().clone(),
            grant.principal().arn.clone(),
            self.now(),
        );
        let at_rest = self.at_rest;
        self.write_for(grant, (arn, principal, now), move |tx, (arn, principal, now)| {
            async move {
                let repository = existing(tx, arn).await?;
                let staged = Staged::empty().to_bytes();
                let upload = Upload {
                    id,
                    repository: repository.id,
                    principal: principal.clone(),
                    domain: at_rest.domain(&repository.encryption),
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
        Point::UploadStarted.pass();
        Ok(id)
    }

    /// How far an upload of this caller got. One whose bytes are gone, as they are after a crash when
    /// they were published and not linked, cannot go on: it is not found.
    pub async fn upload_get(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
    ) -> Result<UploadProgress, Error> {
        grant.expect(&[Action::UploadLayerPart]);
        let (_, upload) = self.upload_of(grant, id).await?;
        let backend = self.bytes.backend();
        if upload.offset != 0 && backend.upload_look(id).await?.is_none() {
            return Err(not_found(id, grant.resource()));
        }
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
        let (claim, mut upload) = self.upload_claim(grant, id).await?;
        let received = upload.offset;
        let staged = self.append(grant, &upload, &at, content).await?;
        note_part(&mut upload, &at, staged.offset() - received)?;
        Point::UploadStaged.pass();
        upload.offset = staged.offset();
        upload.staged = staged.to_bytes();
        upload.updated_at = self.now();
        let advanced = self
            .write_for(grant, (upload, received, claim), |tx, (upload, received, _)| {
                async move { Ok(tx.upload_advance(upload, *received).await?) }.boxed()
            })
            .await?;
        Point::UploadAdvanced.pass();
        if !advanced {
            // Cancelled while its bytes came: they were written to a file that nobody has now.
            self.discard(id).await;
            return Err(not_found(id, grant.resource()));
        }
        Ok(UploadProgress {
            upload: id,
            received: staged.offset(),
        })
    }

    /// Drops an upload of this caller and its bytes.
    pub async fn upload_cancel(&self, grant: &Grant<RepositoryArn>, id: UploadId) -> Result<(), Error> {
        grant.expect(&[Action::UploadLayerPart]);
        self.upload_of(grant, id).await?;
        self.write_for(grant, id, |tx, id| {
            async move { Ok(tx.upload_delete(*id).await?) }.boxed()
        })
        .await?;
        Point::UploadCancelled.pass();
        self.discard(id).await;
        Ok(())
    }

    /// Drops uploads that have stood still for a week, at most `limit`, and says how many.
    pub async fn upload_sweep(&self, limit: meta::Limit) -> Result<usize, Error> {
        if self.clock_rests_until().is_some() {
            return Ok(0);
        }
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
        Point::UploadSwept.pass();
        for id in &stale {
            self.discard(*id).await;
        }
        Ok(stale.len())
    }

    /// Drops the bytes of an upload whose row is gone. A failure costs disk space, not
    /// correctness, so it is only logged.
    pub(crate) async fn discard(&self, id: UploadId) {
        if let Err(error) = self.bytes.any().abort(id).await {
            tracing::warn!(%id, %error, "could not drop the bytes of an upload");
        }
    }

    /// The upload, if it is this caller's and in this repository: others cannot tell it from one
    /// that does not exist.
    pub(crate) async fn upload_of(
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

    pub(crate) async fn append(
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
                if *range.start() != received && !sabotage::is("upload-offset-trusted") {
                    return Err(out_of_order());
                }
                if length > room {
                    return Err(too_long());
                }
                exactly(content, length)
            }
        };
        let content = while_allowed(self, grant, content);
        let store = self.store(&upload.domain, grant.resource());
        let staged = store.append(id, decode(upload)?, content).await;
        staged.map_err(|error| append_error(error, (id, received), grant.resource()))
    }
}

/// A fresh upload id; nobody can guess it.
pub(crate) fn new_id() -> UploadId {
    UploadId::from_uuid(uuid::Uuid::new_v4())
}

/// What a failed append of an upload that holds `received` bytes means.
pub(crate) fn append_error(
    error: AppendError,
    (upload, received): (UploadId, u64),
    repository: &RepositoryArn,
) -> Error {
    match error {
        AppendError::Source(source) if source.is::<WrongLength>() => Error::PartOutOfOrder {
            repository: repository.clone(),
            upload,
            received,
        },
        AppendError::Source(source) if source.is::<TooLong>() => too_long(),
        AppendError::Source(source) => match source.downcast::<Error>() {
            Ok(no_longer_allowed) => *no_longer_allowed,
            Err(source) => Error::Body(source),
        },
        AppendError::Busy => Error::UploadBusy(upload),
        AppendError::Lost => not_found(upload, repository),
        AppendError::Store(error) => error.into(),
    }
}

pub(crate) fn decode(upload: &Upload) -> Result<Staged, Error> {
    Ok(Staged::from_bytes(&upload.staged)?)
}

pub(crate) fn not_found(upload: UploadId, repository: &RepositoryArn) -> Error {
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
