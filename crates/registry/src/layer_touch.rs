//! Who asks whether a layer is there is about to push an image of it, and does not upload it again. So
//! the answer keeps the layer from the collector for another while.
//!
//! A layer that an image lists is kept by the image, and touched when the image is deleted.

use futures_util::FutureExt as _;
use meta::{BlobDomain, LayerLink, Put, RepositoryId, Tx};
use names::Digest;
use stdx::Timestamp;

use crate::{Error, Registry};

impl Registry {
    /// Layers that were linked or touched before this are touched when they are asked for: at least
    /// three quarters of the time of grace are left to who got an answer.
    pub(crate) fn touch_before(&self) -> Timestamp {
        let quarter = i64::try_from(self.collecting.grace.as_micros() / 4).unwrap_or(i64::MAX);
        Timestamp::from_micros(self.now().as_micros().saturating_sub(quarter))
    }

    /// Touches layers, and returns those that are gone by now.
    pub(crate) async fn layer_touch(
        &self,
        repository: RepositoryId,
        stale: Vec<Digest>,
    ) -> Result<Vec<Digest>, Error> {
        if stale.is_empty() {
            return Ok(Vec::new());
        }
        self.write((repository, stale, self.now()), |tx, (repository, stale, now)| {
            async move {
                let mut gone = Vec::new();
                for digest in stale {
                    if !tx.layer_touch(*repository, digest, *now).await? {
                        gone.push(*digest);
                    }
                }
                Ok(gone)
            }
            .boxed()
        })
        .await
    }
}

/// Whether a layer that was asked for has to be touched.
pub(crate) async fn is_stale(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    link: &LayerLink,
    before: Timestamp,
) -> Result<bool, Error> {
    if link.referenced {
        return Ok(false);
    }
    let linked_at = tx.layer_linked_at(repository, &link.blob.digest).await?;
    Ok(linked_at.is_none_or(|at| at < before))
}

/// Makes a stored blob a layer of a repository; one that is there is touched.
pub(crate) async fn link_or_touch(
    tx: &mut Tx<'_>,
    repository: RepositoryId,
    blob: (&Digest, &BlobDomain),
    now: Timestamp,
) -> Result<Put, Error> {
    let put = tx.layer_link(repository, blob, now).await?;
    if put == Put::Exists {
        tx.layer_touch(repository, blob.0, now).await?;
    }
    Ok(put)
}
