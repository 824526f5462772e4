//! Layers (and configurations): what a repository has, reading one, mounting one from elsewhere.

use blobs::{BlobKey, Generation};
use futures_util::FutureExt as _;
use meta::{LayerLink, StoredBlob, Tx};
use names::{Digest, RepositoryArn};
use std::ops::Range;
use stdx::point::Point;

use crate::account_setting::{BlobMounting, blob_mounting};
use crate::layer_touch::{is_stale, link_or_touch};
use crate::registry::existing;
use crate::{Action, Error, Grant, LayerReader, Registry, Repository, SignedUrl};

/// Whether a repository has a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerAvailability {
    /// Its size in bytes.
    pub size: u64,
    /// What an image of the repository calls it; `None` while no image refers to it.
    pub media_type: Option<String>,
    /// Whether only images that are in the archive refer to it, so that it cannot be downloaded.
    pub archived: bool,
}

/// A layer that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerContent {
    blob: StoredBlob,
    archived: bool,
}

/// What an attempt to mount did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MountOutcome {
    /// The repository has the layer now.
    Mounted,
    /// The source cannot give it; upload it.
    NotMountable,
}

impl LayerContent {
    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.blob.size
    }

    /// The digest.
    pub fn digest(&self) -> Digest {
        self.blob.digest
    }
}

impl Registry {
    /// For each digest, what the repository has of it.
    pub async fn layer_availability(
        &self,
        grant: &Grant<RepositoryArn>,
        digests: Vec<Digest>,
    ) -> Result<Vec<(Digest, Option<LayerAvailability>)>, Error> {
        grant.expect(&[Action::BatchCheckLayerAvailability]);
        let args = (grant.resource().clone(), digests, self.touch_before());
        let found = self.read(args, |tx, (arn, digests, before)| {
            async move {
                let repository = existing(tx, arn).await?;
                let (mut found, mut stale) = (Vec::new(), Vec::new());
                for digest in digests {
                    let link = tx.layer_get(repository.id, digest).await?;
                    if let Some(link) = &link
                        && is_stale(tx, repository.id, link, *before).await?
                    {
                        stale.push(*digest);
                    }
                    let availability = link.map(|link| LayerAvailability {
                        size: link.blob.size,
                        media_type: link.media_type,
                        archived: link.archived,
                    });
                    found.push((*digest, availability));
                }
                Ok((repository.id, found, stale))
            }
            .boxed()
        });
        let (repository, mut found, stale) = found.await?;
        let gone = self.layer_touch(repository, stale).await?;
        for (digest, availability) in &mut found {
            if gone.contains(digest) || self.suspects.has_copy_of(digest) {
                *availability = None;
            }
        }
        Ok(found)
    }

    /// A layer of the repository, uploaded or mounted, whether or not an image refers to it
    /// (OCI distribution-spec, "Pulling blobs").
    pub async fn layer_get(
        &self,
        grant: &Grant<RepositoryArn>,
        digest: Digest,
    ) -> Result<LayerContent, Error> {
        grant.expect(&[
            Action::GetDownloadUrlForLayer,
            Action::BatchCheckLayerAvailability,
        ]);
        let (repository, link) = self.layer_in(grant.resource(), digest).await?;
        if grant.action == Action::BatchCheckLayerAvailability {
            if self.suspects.has_copy_of(&digest) {
                return Err(layer_not_found(&repository, digest));
            }
            let before = self.touch_before();
            let stale = self
                .read(
                    (repository.id, link.clone(), before),
                    |tx, (repository, link, before)| is_stale(tx, *repository, link, *before).boxed(),
                )
                .await?;
            let stale = if stale { vec![digest] } else { Vec::new() };
            if !self.layer_touch(repository.id, stale).await?.is_empty() {
                return Err(layer_not_found(&repository, digest));
            }
        }
        Ok(LayerContent {
            blob: link.blob,
            archived: link.archived,
        })
    }

    /// A URL under which the layer can be read for an hour without another credential. The layer
    /// must belong to an image of the repository.
    pub async fn layer_sign_url(
        &self,
        grant: &Grant<RepositoryArn>,
        digest: Digest,
    ) -> Result<SignedUrl, Error> {
        grant.expect(&[Action::GetDownloadUrlForLayer]);
        let link = self.layer_link(grant.resource(), digest).await?;
        refuse_archived(grant, digest, link.archived)?;
        if !link.referenced {
            return Err(Error::LayerInaccessible {
                digest,
                repository: grant.resource().clone(),
            });
        }
        self.url_sign(grant.resource(), digest, grant.principal())
    }

    /// Opens `range` of a layer's bytes, unless it is in the archive. They are verified as they are
    /// read, and the grant is looked at again while they are.
    pub async fn layer_open(
        &self,
        grant: &Grant<RepositoryArn>,
        layer: LayerContent,
        range: Range<u64>,
    ) -> Result<LayerReader, Error> {
        refuse_archived(grant, layer.digest(), layer.archived)?;
        let store = self.store(&layer.blob.domain, grant.resource());
        let opened = store.open(key(&layer.blob), range).await;
        let reader = self.suspected(&layer.blob, opened)?;
        Ok(LayerReader::new(self, grant, self.watched(&layer.blob, reader)))
    }

    /// Gives the repository a layer of another one in the same registry, without moving bytes.
    /// The registry's account must not have switched it off, and both must be encrypted alike; `source` is the caller's right to read there.
    pub async fn layer_mount(
        &self,
        grant: &Grant<RepositoryArn>,
        source: &Grant<RepositoryArn>,
        digest: Digest,
    ) -> Result<MountOutcome, Error> {
        grant.expect(&[Action::InitiateLayerUpload]);
        source.expect(&[Action::GetDownloadUrlForLayer]);
        match self.mount_in(grant, source, digest).await {
            Err(Error::RepositoryNotFound(arn)) => {
                self.create_on_push(grant.caller(), &arn).await?;
                self.reauthorize(grant).await?;
                self.mount_in(grant, source, digest).await
            }
            mounted => mounted,
        }
    }

    async fn mount_in(
        &self,
        grant: &Grant<RepositoryArn>,
        source: &Grant<RepositoryArn>,
        digest: Digest,
    ) -> Result<MountOutcome, Error> {
        if self.suspects.has_copy_of(&digest) {
            return Ok(MountOutcome::NotMountable);
        }
        let args = (
            grant.resource().clone(),
            source.resource().clone(),
            digest,
            self.now(),
        );
        self.write_for(grant, args, |tx, (arn, source, digest, now)| {
            async move {
                let repository = existing(tx, arn).await?;
                if blob_mounting(tx, &arn.registry).await? == BlobMounting::Disabled {
                    return Ok(MountOutcome::NotMountable);
                }
                let Some(source) = tx
                    .repository_get(source)
                    .await?
                    .filter(|source| mountable(source, &repository))
                else {
                    return Ok(MountOutcome::NotMountable);
                };
                let link = tx.layer_get(source.id, digest).await?;
                let Some(LayerLink { blob, .. }) = link.filter(|link| !link.archived) else {
                    return Ok(MountOutcome::NotMountable);
                };
                link_or_touch(tx, repository.id, (digest, &blob.domain), *now).await?;
                Point::LayerMounted.pass();
                Ok(MountOutcome::Mounted)
            }
            .boxed()
        })
        .await
    }

    /// Takes a layer from the repository (OCI distribution-spec, "Deleting blobs"). A layer that
    /// an image refers to stays.
    pub async fn layer_delete(&self, grant: &Grant<RepositoryArn>, digest: Digest) -> Result<(), Error> {
        grant.expect(&[Action::BatchDeleteImage]);
        self.write_for(grant, (grant.resource().clone(), digest), |tx, (arn, digest)| {
            async move {
                let repository = existing(tx, arn).await?;
                let link = found(tx, &repository, *digest).await?;
                if link.referenced {
                    let why = "Requested layer is referenced by an image".to_owned();
                    return Err(Error::InvalidParameter {
                        parameter: "layerDigest",
                        why,
                    });
                }
                tx.layer_unlink(repository.id, digest).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    async fn layer_link(&self, arn: &RepositoryArn, digest: Digest) -> Result<LayerLink, Error> {
        Ok(self.layer_in(arn, digest).await?.1)
    }

    async fn layer_in(&self, arn: &RepositoryArn, digest: Digest) -> Result<(Repository, LayerLink), Error> {
        self.read((arn.clone(), digest), |tx, (arn, digest)| {
            async move {
                let repository = existing(tx, arn).await?;
                let link = found(tx, &repository, *digest).await?;
                Ok((repository, link))
            }
            .boxed()
        })
        .await
    }
}

fn refuse_archived(grant: &Grant<RepositoryArn>, digest: Digest, archived: bool) -> Result<(), Error> {
    if !archived {
        return Ok(());
    }
    Err(Error::LayerArchived {
        digest,
        repository: grant.resource().clone(),
    })
}

async fn found(tx: &mut Tx<'_>, repository: &Repository, digest: Digest) -> Result<LayerLink, Error> {
    let link = tx.layer_get(repository.id, &digest).await?;
    link.ok_or_else(|| layer_not_found(repository, digest))
}

fn layer_not_found(repository: &Repository, digest: Digest) -> Error {
    Error::LayerNotFound {
        digest,
        repository: repository.arn.clone(),
    }
}

fn mountable(source: &Repository, repository: &Repository) -> bool {
    source.arn.registry == repository.arn.registry && source.encryption == repository.encryption
}

/// Where the bytes of a blob are.
pub(crate) fn key(blob: &StoredBlob) -> BlobKey {
    BlobKey {
        digest: blob.digest,
        generation: Generation::from_bits(blob.generation),
    }
}
