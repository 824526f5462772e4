//! Manifests as bytes: what a pull reads.

use bytes::Bytes;
use names::{Digest, MediaType, Reference};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, RepositoryId, Tx};

/// A manifest, byte for byte as it was pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The digest of `bytes`.
    pub digest: Digest,
    /// The media type that it was pushed with.
    pub media_type: MediaType,
    /// The content.
    pub bytes: Bytes,
}

statements! {
    GET_BY_DIGEST = "SELECT digest, media_type, bytes FROM manifest \
        WHERE repository_id = $1 AND digest = $2 AND storage = 0";
    GET_BY_TAG = "SELECT manifest.digest, manifest.media_type, manifest.bytes FROM tag \
        JOIN manifest ON manifest.repository_id = tag.repository_id AND manifest.digest = tag.digest \
        WHERE tag.repository_id = $1 AND tag.name = $2 AND manifest.storage = 0";
}

impl Tx<'_> {
    /// The manifest that a pull names: of an active image only. One statement, whatever the
    /// reference is.
    pub async fn manifest_get(
        &mut self,
        repository: RepositoryId,
        reference: &Reference,
    ) -> Result<Option<Manifest>, Error> {
        match reference {
            Reference::Digest(digest) => {
                self.row(GET_BY_DIGEST, &[repository.into(), digest.into()], read)
                    .await
            }
            Reference::Tag(tag) => self.row(GET_BY_TAG, &[repository.into(), tag.into()], read).await,
        }
    }
}

fn read(row: &Row<'_>) -> Result<Manifest, Error> {
    Ok(Manifest {
        digest: row.parsed(0, "manifest.digest")?,
        media_type: row.parsed(1, "manifest.media_type")?,
        bytes: row.bytes(2, "manifest.bytes")?,
    })
}
