//! Blobs that the byte store holds, and the repositories in which each is a layer.

use std::collections::HashSet;

use names::Digest;
use stdx::Timestamp;

use crate::image::{in_list_values, without};
use crate::statement::{IN_LIST, in_list, statements};
use crate::value::Value;
use crate::{Error, Put, RepositoryId, Tx};

/// Bytes that are durable in the byte store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredBlob {
    /// The digest of the bytes.
    pub digest: Digest,
    /// Which physical copy of them; with the digest it is the key in the byte store.
    pub generation: u64,
    /// How many bytes.
    pub size: u64,
}

/// A blob as a repository sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerLink {
    /// The bytes.
    pub blob: StoredBlob,
    /// Whether an image of this repository lists it.
    pub referenced: bool,
    /// What such an image calls it; of several, an active one, and the one with the lowest digest.
    pub media_type: Option<String>,
    /// Whether images of this repository list it, but no active one.
    pub archived: bool,
}

statements! {
    GET = "SELECT generation, size FROM blob WHERE digest = $1";
    CREATE = "INSERT INTO blob (digest, generation, size, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    LAYER_GET = "SELECT blob.generation, blob.size, \
        (SELECT media_type FROM image_layer WHERE repository_id = $1 AND layer_digest = $2 \
        ORDER BY storage, image_digest LIMIT 1), \
        (SELECT storage FROM image_layer WHERE repository_id = $1 AND layer_digest = $2 \
        ORDER BY storage, image_digest LIMIT 1) \
        FROM layer JOIN blob ON blob.digest = layer.digest \
        WHERE layer.repository_id = $1 AND layer.digest = $2";
    LAYER_LINK = "INSERT INTO layer (repository_id, digest, created_at) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
    LAYER_UNLINK = "DELETE FROM layer WHERE repository_id = $1 AND digest = $2";
    LAYER_PRESENT = concat!(
        "SELECT digest FROM layer WHERE repository_id = $1 AND digest IN ", in_list!()
    );
}

impl Tx<'_> {
    /// The stored bytes with this digest, whoever pushed them.
    pub async fn blob_get(&mut self, digest: &Digest) -> Result<Option<StoredBlob>, Error> {
        self.row(GET, &[digest.into()], |row| {
            Ok(StoredBlob {
                digest: *digest,
                generation: row.unsigned(0, "blob.generation")?,
                size: row.unsigned(1, "blob.size")?,
            })
        })
        .await
    }

    /// Names bytes that are durable in the byte store. On `Exists` another copy was named first,
    /// and the caller's own is garbage.
    pub async fn blob_create(&mut self, blob: &StoredBlob, now: Timestamp) -> Result<Put, Error> {
        let values = [
            Value::from(&blob.digest),
            blob.generation.into(),
            blob.size.into(),
            now.into(),
        ];
        self.put(CREATE, &values).await
    }

    /// The layer with this digest, if this repository has it.
    pub async fn layer_get(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<LayerLink>, Error> {
        self.row(LAYER_GET, &[repository.into(), digest.into()], |row| {
            let media_type = row.optional_string(2, "image_layer.media_type")?;
            let blob = StoredBlob {
                digest: *digest,
                generation: row.unsigned(0, "blob.generation")?,
                size: row.unsigned(1, "blob.size")?,
            };
            Ok(LayerLink {
                blob,
                referenced: media_type.is_some(),
                media_type,
                archived: row
                    .optional_int(3, "image_layer.storage")?
                    .is_some_and(|code| code > 0),
            })
        })
        .await
    }

    /// Makes stored bytes a layer of a repository.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the blob or the repository does not exist.
    pub async fn layer_link(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<Put, Error> {
        self.put(LAYER_LINK, &[repository.into(), digest.into(), now.into()])
            .await
    }

    /// Takes a layer out of a repository; the bytes stay. False when it was not there.
    pub async fn layer_unlink(&mut self, repository: RepositoryId, digest: &Digest) -> Result<bool, Error> {
        let deleted = self
            .execute(LAYER_UNLINK, &[repository.into(), digest.into()])
            .await?;
        Ok(deleted != 0)
    }

    /// Which of these digests are no layer of this repository, in the order given.
    pub async fn layer_missing(
        &mut self,
        repository: RepositoryId,
        digests: &[Digest],
    ) -> Result<Vec<Digest>, Error> {
        let mut present = HashSet::new();
        for chunk in digests.chunks(IN_LIST) {
            let values = in_list_values(repository, chunk);
            let found = self.rows(LAYER_PRESENT, &values, |row| {
                row.parsed::<Digest>(0, "layer.digest")
            });
            present.extend(found.await?);
        }
        Ok(without(digests, &present))
    }
}
