//! From staged bytes to a layer of the repository.
//!
//! A blob is published in the byte store before the row that links it is committed; bytes that the
//! store has already are only verified. Two uploads of the same bytes may both publish a copy: the
//! one that commits second takes its own away again.

use blobs::{BlobKey, Content, FinishError, Staged};
use futures_util::FutureExt as _;
use meta::{BlobDomain, Put, StoredBlob, Tx, Upload};
use names::{Digest, RepositoryArn, UploadId};
use stdx::point::Point;
use stdx::sabotage;

use std::sync::Arc;

use crate::layer::key;
use crate::layer_touch::link_or_touch;
use crate::registry::existing;
use crate::standing::while_allowed;
use crate::upload::{MAX_LAYER, append_error, decode, not_found};
use crate::upload_claim::{UploadClaim, UploadRow};
use crate::upload_content::at_most;
use crate::{Action, AppendAt, Error, Grant, Internal, Registry};

/// Which rules an upload is completed by.
pub enum Completion {
    /// The OCI API's: parts of any size, the last of which may come now; an empty blob is a blob.
    Blob {
        /// The last bytes.
        last: Option<(AppendAt, Content)>,
    },
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

/// A blob that the store has.
#[derive(Debug, Clone)]
struct Published {
    blob: StoredBlob,
    origin: Origin,
}

/// A layer that was linked to its repository.
#[derive(Debug, Clone)]
pub(crate) struct Linked {
    /// Whether it was before.
    pub(crate) existed: bool,
    kept: StoredBlob,
}

/// Whose copy of a blob it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// This upload's; it has no row yet.
    Fresh,
    /// An earlier one, which has its row.
    Known,
}

/// The bug of a row that names bytes before they are published, for `cargo xtask sabotage`.
fn is_row_first() -> bool {
    sabotage::is("row-before-bytes")
}

impl Registry {
    /// Appends the last bytes, if there are any, verifies the digest and gives the repository the layer.
    /// After a wrong digest the upload is as it was before.
    pub async fn upload_complete(
        &self,
        grant: &Grant<RepositoryArn>,
        id: UploadId,
        digest: Digest,
        completion: Completion,
    ) -> Result<CompletedLayer, Error> {
        grant.expect(&[Action::CompleteLayerUpload]);
        let (claim, upload) = self.upload_claim(grant, id).await?;
        let claim = Arc::new(claim);
        let staged = match completion {
            Completion::Blob {
                last: Some((at, content)),
            } => self.append(grant, &upload, &at, content).await?,
            Completion::Blob { last: None } => decode(&upload)?,
            Completion::Layer => {
                check_parts(&upload)?;
                decode(&upload)?
            }
        };
        let blob = (digest, upload.domain.clone());
        self.publish_and_link(grant, claim, staged, blob).await
    }

    /// Gives the repository, which is made where a template is for that, a layer from one body, without an upload that others could see.
    pub async fn layer_put(
        &self,
        grant: &Grant<RepositoryArn>,
        digest: Digest,
        content: Content,
    ) -> Result<CompletedLayer, Error> {
        grant.expect(&[Action::InitiateLayerUpload]);
        let found = self
            .read(grant.resource().clone(), |tx, arn| existing(tx, arn).boxed())
            .await;
        let repository = match found {
            Err(Error::RepositoryNotFound(arn)) => {
                self.create_on_push(grant.caller(), &arn).await?;
                self.reauthorize(grant).await?;
                self.read(arn, |tx, arn| existing(tx, arn).boxed()).await?
            }
            found => found?,
        };
        let claim = Arc::new(self.uploads.begin());
        let domain = self.at_rest.domain(&repository.encryption);
        let stored = self
            .stage_and_link(grant, &claim, (digest, domain), content)
            .await;
        if stored.is_err() {
            self.discard(claim.id()).await;
        }
        stored
    }

    async fn stage_and_link(
        &self,
        grant: &Grant<RepositoryArn>,
        claim: &Arc<UploadClaim>,
        (digest, domain): (Digest, BlobDomain),
        content: Content,
    ) -> Result<CompletedLayer, Error> {
        let id = claim.id();
        let content = while_allowed(self, grant, at_most(content, MAX_LAYER));
        let store = self.store(&domain, grant.resource());
        let staged = store.append(id, Staged::empty(), content).await;
        let staged = staged.map_err(|error| append_error(error, (id, 0), grant.resource()))?;
        Point::LayerStaged.pass();
        self.publish_and_link(grant, Arc::clone(claim), staged, (digest, domain))
            .await
    }

    /// Makes sure that the store has the blob, and links it.
    async fn publish_and_link(
        &self,
        grant: &Grant<RepositoryArn>,
        claim: Arc<UploadClaim>,
        staged: Staged,
        (digest, domain): (Digest, BlobDomain),
    ) -> Result<CompletedLayer, Error> {
        let id = claim.id();
        let published = self
            .publish(grant, (&claim, staged.clone()), (digest, &domain))
            .await?;
        let (origin, fresh) = (published.origin, key(&published.blob));
        let linked = self.link(grant, Arc::clone(&claim), published).await;
        if origin == Origin::Fresh {
            if is_row_first() {
                let late = self
                    .store(&domain, grant.resource())
                    .finish(id, staged, fresh)
                    .await;
                late.map_err(|error| finish_error(error, (id, digest), grant.resource()))?;
            }
            return linked;
        }
        let linked = match linked {
            // It was collected, or found damaged, since it was found: the staged bytes are published.
            Err(Error::Internal(Internal::Meta(meta::Error::Dangling(_)))) => {
                let fresh = self
                    .publish_fresh(grant, (&claim, staged), (digest, &domain))
                    .await?;
                self.link(grant, claim, fresh).await
            }
            linked => linked,
        };
        if linked.is_ok() {
            self.discard(id).await;
        }
        linked
    }

    /// Makes sure that the store has the blob, and that the staged bytes are it.
    async fn publish(
        &self,
        grant: &Grant<RepositoryArn>,
        (claim, staged): (&UploadClaim, Staged),
        (digest, domain): (Digest, &BlobDomain),
    ) -> Result<Published, Error> {
        let known = self
            .read((digest, domain.clone()), |tx, (digest, domain)| {
                async move { Ok(tx.blob_get(digest, domain).await?) }.boxed()
            })
            .await?;
        let known = match known {
            Some(blob) if self.damage_settle(&blob).await? => None,
            known => known,
        };
        let Some(blob) = known else {
            return self.publish_fresh(grant, (claim, staged), (digest, domain)).await;
        };
        let id = claim.id();
        let store = self.store(domain, grant.resource());
        let verified = store.verify(id, staged, digest).await;
        verified.map_err(|error| finish_error(error, (id, digest), grant.resource()))?;
        Point::LayerVerified.pass();
        Ok(Published {
            blob,
            origin: Origin::Known,
        })
    }

    /// Publishes the staged bytes as a copy of their own.
    async fn publish_fresh(
        &self,
        grant: &Grant<RepositoryArn>,
        (claim, staged): (&UploadClaim, Staged),
        (digest, domain): (Digest, &BlobDomain),
    ) -> Result<Published, Error> {
        let store = self.store(domain, grant.resource());
        let (id, generation) = (claim.id(), claim.generation());
        let key = BlobKey { digest, generation };
        let finished = if is_row_first() {
            Ok(staged.offset())
        } else {
            store.finish(id, staged, key).await
        };
        let size = finished.map_err(|error| finish_error(error, (id, digest), grant.resource()))?;
        Point::LayerPublished.pass();
        let blob = StoredBlob {
            digest,
            domain: domain.clone(),
            generation: key.generation.bits(),
            size,
        };
        Ok(Published {
            blob,
            origin: Origin::Fresh,
        })
    }

    /// Links the blob to the repository and ends the upload that has a row, in one transaction.
    async fn link(
        &self,
        grant: &Grant<RepositoryArn>,
        claim: Arc<UploadClaim>,
        published: Published,
    ) -> Result<CompletedLayer, Error> {
        let args = (grant.resource().clone(), published.clone(), self.now(), claim);
        let linked = self
            .write_for(grant, args, |tx, (arn, published, now, claim)| {
                async move {
                    let repository = existing(tx, arn).await?;
                    if claim.row() == UploadRow::Present && !tx.upload_delete(claim.id()).await? {
                        return Err(not_found(claim.id(), arn));
                    }
                    let kept = record(tx, published, *now).await?;
                    let linked = link_or_touch(tx, repository.id, (&kept.digest, &kept.domain), *now).await?;
                    // A layer whose copy was damaged had no bytes.
                    let is_new = published.origin == Origin::Fresh && kept == published.blob;
                    let existed = linked == Put::Exists && !is_new;
                    Ok(Linked { existed, kept })
                }
                .boxed()
            })
            .await;
        let Published { blob, origin } = published;
        let has_row = match &linked {
            Ok(Linked { kept, .. }) => origin == Origin::Known || *kept == blob,
            // Whether a row was committed before the database failed is not known.
            Err(Error::Internal(_)) => true,
            Err(_) => origin == Origin::Known,
        };
        if !has_row {
            // Another upload of the same bytes committed first, or this one was cancelled.
            self.bytes.any().delete(key(&blob)).await?;
        }
        let Linked { existed, .. } = linked?;
        Point::LayerLinked.pass();
        Ok(CompletedLayer {
            digest: blob.digest,
            size: blob.size,
            existed,
        })
    }
}

/// Writes the row of a fresh copy; returns the copy that the row names.
async fn record(tx: &mut Tx<'_>, published: &Published, now: stdx::Timestamp) -> Result<StoredBlob, Error> {
    let Published { blob, origin } = published;
    if *origin == Origin::Fresh && tx.doomed_blob_get(&blob.digest, blob.generation).await? {
        // Another server collected it, after a time of grace that is shorter than this took.
        return Err(Internal::Broken("a blob was collected while it was published".to_owned()).into());
    }
    if *origin == Origin::Fresh && tx.blob_create(blob, now).await? == Put::Created {
        return Ok(blob.clone());
    }
    // A copy that was known may turn out to be damaged, or be collected, before it is linked.
    let named = tx.blob_get(&blob.digest, &blob.domain).await?;
    let gone = || meta::Error::Dangling(format!("the copy of {} is gone", blob.digest));
    Ok(named.ok_or_else(gone)?)
}

fn finish_error(error: FinishError, (id, digest): (UploadId, Digest), repository: &RepositoryArn) -> Error {
    match error {
        FinishError::DigestMismatch { computed } => Error::LayerDigestMismatch {
            given: Box::new(digest),
            computed,
        },
        FinishError::Lost => not_found(id, repository),
        FinishError::Busy => Error::UploadBusy(id),
        FinishError::Store(error) => error.into(),
    }
}

fn check_parts(upload: &Upload) -> Result<(), Error> {
    if upload.offset == 0 {
        Err(Error::UploadEmpty(upload.id))
    } else if upload.short_part {
        Err(Error::LayerPartTooSmall)
    } else {
        Ok(())
    }
}
