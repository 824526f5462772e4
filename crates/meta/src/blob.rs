//! Blobs that the byte store holds, and the repositories in which each is a layer.

use std::collections::HashSet;
use std::convert::Infallible;
use std::str::FromStr;
use std::sync::Arc;

use names::Digest;
use stdx::Timestamp;

use crate::image::{in_list_values, without};
use crate::statement::{IN_LIST, in_list, statements};
use crate::value::Value;
use crate::{Error, Put, RepositoryId, Tx};

/// Under whose key bytes stand in the byte store. Equal bytes are one blob within a domain, and
/// never across two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum BlobDomain {
    /// Nobody's: they stand in the clear.
    #[default]
    Clear,
    /// The installation's own key.
    Installation,
    /// The key of the key service that has this ARN.
    Key(Arc<str>),
    /// Two keys': around that of a key of the key service there is the installation's own. The
    /// text is [`BlobDomain::twice`]'s.
    Twice(Arc<str>),
}

/// What the names of domains with two layers begin with; the ARN of the key is behind it.
const TWICE: &str = "KMS_DSSE ";

impl BlobDomain {
    /// The domain of two layers whose inner one is under the key of this ARN.
    pub fn twice(arn: &str) -> Self {
        Self::Twice(format!("{TWICE}{arn}").into())
    }

    /// The ARN of the key of the key service that its bytes stand under, if one does.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Clear | Self::Installation => None,
            Self::Key(arn) => Some(arn),
            Self::Twice(text) => text.strip_prefix(TWICE),
        }
    }

    /// How the database and the byte store call it: empty, `AES256`, the key's ARN, or `KMS_DSSE`
    /// and that.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Clear => "",
            Self::Installation => "AES256",
            Self::Key(text) | Self::Twice(text) => text,
        }
    }
}

impl FromStr for BlobDomain {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text {
            "" => Self::Clear,
            "AES256" => Self::Installation,
            text if text.starts_with(TWICE) => Self::Twice(text.into()),
            arn => Self::Key(arn.into()),
        })
    }
}

/// Bytes that are durable in the byte store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBlob {
    /// The digest of the bytes.
    pub digest: Digest,
    /// Under whose key they stand.
    pub domain: BlobDomain,
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
    GET = "SELECT generation, size FROM blob WHERE digest = $1 AND domain = $2 AND damaged_at IS NULL";
    CREATE = "INSERT INTO blob (digest, domain, generation, size, created_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (digest, domain) DO UPDATE SET \
        generation = excluded.generation, size = excluded.size, created_at = excluded.created_at, \
        damaged_at = NULL WHERE blob.damaged_at IS NOT NULL";
    DAMAGED = "UPDATE blob SET damaged_at = $1 WHERE digest = $2 AND domain = $3 AND generation = $4";
    LAYER_GET = "SELECT blob.generation, blob.size, \
        (SELECT media_type FROM image_layer WHERE repository_id = $1 AND layer_digest = $2 \
        ORDER BY storage, image_digest LIMIT 1), \
        (SELECT storage FROM image_layer WHERE repository_id = $1 AND layer_digest = $2 \
        ORDER BY storage, image_digest LIMIT 1), blob.domain \
        FROM layer JOIN blob ON blob.digest = layer.digest AND blob.domain = layer.domain \
        WHERE layer.repository_id = $1 AND layer.digest = $2 AND blob.damaged_at IS NULL";
    LAYER_LINK = "INSERT INTO layer (repository_id, digest, domain, created_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (repository_id, digest) \
        DO UPDATE SET domain = excluded.domain WHERE layer.domain <> excluded.domain";
    LAYER_UNLINK = "DELETE FROM layer WHERE repository_id = $1 AND digest = $2";
    LAYER_PRESENT = concat!(
        "SELECT layer.digest FROM layer \
        JOIN blob ON blob.digest = layer.digest AND blob.domain = layer.domain \
        WHERE layer.repository_id = $1 AND layer.digest IN ", in_list!(), " AND blob.damaged_at IS NULL"
    );
}

impl Tx<'_> {
    /// The stored bytes with this digest in a domain, whoever pushed them, unless they are damaged.
    pub async fn blob_get(
        &mut self,
        digest: &Digest,
        domain: &BlobDomain,
    ) -> Result<Option<StoredBlob>, Error> {
        let values = [digest.into(), Value::from(domain.as_str())];
        self.row(GET, &values, |row| {
            Ok(StoredBlob {
                digest: *digest,
                domain: domain.clone(),
                generation: row.unsigned(0, "blob.generation")?,
                size: row.unsigned(1, "blob.size")?,
            })
        })
        .await
    }

    /// Names bytes that are durable in the byte store, also in the place of a copy that is damaged.
    /// On `Exists` another copy was named first, and the caller's own is garbage.
    pub async fn blob_create(&mut self, blob: &StoredBlob, now: Timestamp) -> Result<Put, Error> {
        let values = [
            Value::from(&blob.digest),
            Value::from(blob.domain.as_str()),
            blob.generation.into(),
            blob.size.into(),
            now.into(),
        ];
        self.put(CREATE, &values).await
    }

    /// Notes that this copy is damaged: from now on nobody has it, and the next push of the digest
    /// takes its place. False when there is another copy, or none.
    pub async fn blob_put_damaged(&mut self, blob: &StoredBlob, now: Timestamp) -> Result<bool, Error> {
        let values = [
            now.into(),
            Value::from(&blob.digest),
            Value::from(blob.domain.as_str()),
            blob.generation.into(),
        ];
        Ok(self.execute(DAMAGED, &values).await? != 0)
    }

    /// The layer with this digest, if this repository has it and its bytes are not damaged.
    pub async fn layer_get(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<LayerLink>, Error> {
        self.row(LAYER_GET, &[repository.into(), digest.into()], |row| {
            let media_type = row.optional_string(2, "image_layer.media_type")?;
            let blob = StoredBlob {
                digest: *digest,
                domain: row.parsed(4, "blob.domain")?,
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

    /// Makes stored bytes a layer of a repository, in the place of a copy in another domain.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the blob or the repository does not exist.
    pub async fn layer_link(
        &mut self,
        repository: RepositoryId,
        blob: (&Digest, &BlobDomain),
        now: Timestamp,
    ) -> Result<Put, Error> {
        let (digest, domain) = blob;
        let values = [
            repository.into(),
            digest.into(),
            Value::from(domain.as_str()),
            now.into(),
        ];
        self.put(LAYER_LINK, &values).await
    }

    /// Takes a layer out of a repository; the bytes stay. False when it was not there.
    pub async fn layer_unlink(&mut self, repository: RepositoryId, digest: &Digest) -> Result<bool, Error> {
        let deleted = self
            .execute(LAYER_UNLINK, &[repository.into(), digest.into()])
            .await?;
        Ok(deleted != 0)
    }

    /// Which of these digests are no layer of this repository, or damaged, in the order given.
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
