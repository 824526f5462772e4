//! What a check of the whole installation reads: each thing with what it is to agree with, in one
//! statement, so that a push between two statements is never taken for a fault. And recounts.

use bytes::Bytes;
use names::{AccountId, Digest, Region, UploadId};
use stdx::Timestamp;

use crate::image::read;
use crate::repository::read_id;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{BlobDomain, Error, Image, LayerKey, Limit, RepositoryId, Tx};

/// A repository, deleted ones too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRepository {
    /// Which.
    pub id: RepositoryId,
    /// What people call it: account, region and name; of a deleted one, whatever stands there.
    pub name: String,
    /// How many images it has.
    pub images: u64,
    /// How many it says that it has.
    pub counted: u64,
}

/// A registry that counts its repositories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRegistry {
    /// Its account.
    pub account: AccountId,
    /// Its region.
    pub region: Region,
    /// How many repositories it has.
    pub repositories: u64,
    /// How many it says that it has.
    pub counted: u64,
}

/// An image and its tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedImage {
    /// What its row says.
    pub image: Image,
    /// How many tags it has.
    pub tags: u64,
    /// How many its row says that it has.
    pub counted: u64,
}

/// A manifest, of whatever image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedManifest {
    /// Its media type as its row says.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A deleted image that can be restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedDeletion {
    /// Which deletion.
    pub id: String,
    /// The image.
    pub digest: Digest,
    /// Its manifest.
    pub bytes: Bytes,
}

/// What a layer of an image has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayerState {
    /// The repository has it.
    Present,
    /// The repository has it, and its bytes are known to be damaged.
    Damaged,
    /// The repository does not have it.
    Missing,
}

/// A layer of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedLayer {
    /// The layer.
    pub digest: Digest,
    /// What the image says it is.
    pub media_type: String,
    /// Its bytes, as the image says.
    pub size: u64,
    /// What has become of it.
    pub state: LayerState,
}

/// An image that an index lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckedChild {
    /// The image.
    pub digest: Digest,
    /// Whether it is there.
    pub exists: bool,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedTag {
    /// Its name.
    pub name: String,
    /// The image that it names.
    pub digest: Digest,
    /// Whether that is there, and the tag says rightly where.
    pub fits: bool,
}

/// A layer of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedLink {
    /// Which.
    pub key: LayerKey,
    /// Under whose key its bytes are said to be.
    pub domain: BlobDomain,
    /// Whether there is a blob that is these bytes.
    pub exists: bool,
}

/// An upload in progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckedUpload {
    /// Its name.
    pub id: UploadId,
    /// The bytes received.
    pub offset: u64,
    /// When it last received bytes.
    pub updated_at: Timestamp,
}

statements! {
    REPOSITORIES = "SELECT id, account_id, region, name, \
        (SELECT COUNT(*) FROM image WHERE image.repository_id = repository.id), \
        (SELECT images FROM repository_usage WHERE repository_usage.repository_id = repository.id) \
        FROM repository WHERE id > $1 ORDER BY id LIMIT $2";
    REGISTRIES = "SELECT account_id, region, repositories, (SELECT COUNT(*) FROM repository \
        WHERE repository.account_id = registry_usage.account_id \
        AND repository.region = registry_usage.region) \
        FROM registry_usage WHERE (account_id, region) > ($1, $2) ORDER BY account_id, region LIMIT $3";
    IMAGES = "SELECT digest, media_type, artifact_type, config_media_type, size, manifest_size, \
        pushed_at, subject, annotations, storage, last_archived_at, last_activated_at, tag_count, \
        (SELECT COUNT(*) FROM tag WHERE tag.repository_id = image.repository_id \
        AND tag.digest = image.digest) \
        FROM image WHERE repository_id = $1 AND digest > $2 ORDER BY digest LIMIT $3";
    IMAGE = "SELECT digest FROM image WHERE repository_id = $1 AND digest = $2";
    MANIFEST = "SELECT media_type, bytes FROM manifest WHERE repository_id = $1 AND digest = $2";
    DELETIONS = "SELECT id, digest, bytes FROM deleted_image WHERE id > $1 ORDER BY id LIMIT $2";
    LAYERS = "SELECT layer_digest, media_type, size, CAST(COALESCE((SELECT CASE WHEN blob.damaged_at IS NULL \
        THEN 0 ELSE 1 END FROM layer JOIN blob ON blob.digest = layer.digest AND blob.domain = layer.domain \
        WHERE layer.repository_id = image_layer.repository_id \
        AND layer.digest = image_layer.layer_digest), 2) AS BIGINT) \
        FROM image_layer WHERE repository_id = $1 AND image_digest = $2 ORDER BY layer_digest";
    CHILDREN = "SELECT child_digest, CAST(CASE WHEN EXISTS (SELECT 1 FROM image \
        WHERE image.repository_id = image_child.repository_id AND image.digest = image_child.child_digest) \
        THEN 1 ELSE 0 END AS BIGINT) \
        FROM image_child WHERE repository_id = $1 AND image_digest = $2 ORDER BY child_digest";
    TAGS = "SELECT name, digest, CAST(CASE WHEN EXISTS (SELECT 1 FROM image \
        WHERE image.repository_id = tag.repository_id AND image.digest = tag.digest \
        AND image.storage = tag.storage) THEN 1 ELSE 0 END AS BIGINT) \
        FROM tag WHERE repository_id = $1 AND name > $2 ORDER BY name LIMIT $3";
    LINKS = "SELECT repository_id, digest, domain, CAST(CASE WHEN EXISTS (SELECT 1 FROM blob \
        WHERE blob.digest = layer.digest AND blob.domain = layer.domain) THEN 1 ELSE 0 END AS BIGINT) \
        FROM layer WHERE (repository_id, digest) > ($1, $2) ORDER BY repository_id, digest LIMIT $3";
    UPLOADS = "SELECT id, received, updated_at FROM upload WHERE id > $1 ORDER BY id LIMIT $2";
    UPLOAD = "SELECT id FROM upload WHERE id = $1 AND received = $2";
    RECOUNT_TAGS = "UPDATE image SET tag_count = (SELECT COUNT(*) FROM tag \
        WHERE tag.repository_id = image.repository_id AND tag.digest = image.digest) \
        WHERE repository_id = $1 AND digest = $2";
    RECOUNT_IMAGES = "INSERT INTO repository_usage (repository_id, images) \
        SELECT id, (SELECT COUNT(*) FROM image WHERE image.repository_id = repository.id) \
        FROM repository WHERE id = $1 \
        ON CONFLICT (repository_id) DO UPDATE SET images = excluded.images";
    RECOUNT_REPOSITORIES = "UPDATE registry_usage SET repositories = (SELECT COUNT(*) FROM repository \
        WHERE repository.account_id = registry_usage.account_id \
        AND repository.region = registry_usage.region) WHERE account_id = $1 AND region = $2";
}

impl Tx<'_> {
    /// The repositories behind `after` with what they count, at most `limit`.
    pub async fn check_repositories(
        &mut self,
        after: Option<RepositoryId>,
        limit: Limit,
    ) -> Result<Vec<CheckedRepository>, Error> {
        let after = after.map_or(-1, |id| id.as_i64());
        self.rows(REPOSITORIES, &[after.into(), limit.into()], |row| {
            let name = [
                row.text(1, "repository.account_id")?,
                row.text(2, "repository.region")?,
                row.text(3, "repository.name")?,
            ];
            Ok(CheckedRepository {
                id: read_id(row, 0, "repository.id")?,
                name: name.join("/"),
                images: row.unsigned(4, "image.count")?,
                counted: row
                    .optional_int(5, "repository_usage.images")?
                    .unwrap_or(0)
                    .cast_unsigned(),
            })
        })
        .await
    }

    /// The registries behind `after` with what they count, at most `limit`.
    pub async fn check_registries(
        &mut self,
        after: Option<(&AccountId, &Region)>,
        limit: Limit,
    ) -> Result<Vec<CheckedRegistry>, Error> {
        let (account, region) = after.unzip();
        let values = [Value::after(account), Value::after(region), limit.into()];
        self.rows(REGISTRIES, &values, |row| {
            Ok(CheckedRegistry {
                account: row.parsed(0, "registry_usage.account_id")?,
                region: row.parsed(1, "registry_usage.region")?,
                counted: row.unsigned(2, "registry_usage.repositories")?,
                repositories: row.unsigned(3, "repository.count")?,
            })
        })
        .await
    }

    /// The images of a repository behind `after` with their tags, at most `limit`.
    pub async fn check_images(
        &mut self,
        repository: RepositoryId,
        after: Option<&Digest>,
        limit: Limit,
    ) -> Result<Vec<CheckedImage>, Error> {
        let values = [repository.into(), Value::after(after), limit.into()];
        self.rows(IMAGES, &values, |row| {
            Ok(CheckedImage {
                image: read(row)?,
                counted: row.unsigned(12, "image.tag_count")?,
                tags: row.unsigned(13, "tag.count")?,
            })
        })
        .await
    }

    /// Whether a repository has an image, whatever else its row says.
    pub async fn check_image(&mut self, repository: RepositoryId, digest: &Digest) -> Result<bool, Error> {
        let values = [repository.into(), digest.into()];
        Ok(self.row(IMAGE, &values, |_| Ok(())).await?.is_some())
    }

    /// The manifest of an image, wherever it is.
    pub async fn check_manifest(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<CheckedManifest>, Error> {
        self.row(MANIFEST, &[repository.into(), digest.into()], |row| {
            Ok(CheckedManifest {
                media_type: row.string(0, "manifest.media_type")?,
                bytes: row.bytes(1, "manifest.bytes")?,
            })
        })
        .await
    }

    /// The deleted images behind `after`, at most `limit`.
    pub async fn check_deletions(
        &mut self,
        after: Option<&str>,
        limit: Limit,
    ) -> Result<Vec<CheckedDeletion>, Error> {
        let values = [after.unwrap_or_default().into(), limit.into()];
        self.rows(DELETIONS, &values, |row| {
            Ok(CheckedDeletion {
                id: row.string(0, "deleted_image.id")?,
                digest: row.parsed(1, "deleted_image.digest")?,
                bytes: row.bytes(2, "deleted_image.bytes")?,
            })
        })
        .await
    }

    /// The layers of an image by digest, with what has become of them.
    pub async fn check_layers(
        &mut self,
        repository: RepositoryId,
        image: &Digest,
    ) -> Result<Vec<CheckedLayer>, Error> {
        self.rows(LAYERS, &[repository.into(), image.into()], |row| {
            Ok(CheckedLayer {
                digest: row.parsed(0, "image_layer.layer_digest")?,
                media_type: row.string(1, "image_layer.media_type")?,
                size: row.unsigned(2, "image_layer.size")?,
                state: match row.int(3, "blob.damaged_at")? {
                    0 => LayerState::Present,
                    1 => LayerState::Damaged,
                    _ => LayerState::Missing,
                },
            })
        })
        .await
    }

    /// The images that an index lists, by digest.
    pub async fn check_children(
        &mut self,
        repository: RepositoryId,
        image: &Digest,
    ) -> Result<Vec<CheckedChild>, Error> {
        self.rows(CHILDREN, &[repository.into(), image.into()], |row| {
            Ok(CheckedChild {
                digest: row.parsed(0, "image_child.child_digest")?,
                exists: row.flag(1, "image.exists")?,
            })
        })
        .await
    }

    /// The tags of a repository behind `after`, at most `limit`.
    pub async fn check_tags(
        &mut self,
        repository: RepositoryId,
        after: Option<&str>,
        limit: Limit,
    ) -> Result<Vec<CheckedTag>, Error> {
        let values = [repository.into(), after.unwrap_or_default().into(), limit.into()];
        self.rows(TAGS, &values, |row| {
            Ok(CheckedTag {
                name: row.string(0, "tag.name")?,
                digest: row.parsed(1, "tag.digest")?,
                fits: row.flag(2, "image.exists")?,
            })
        })
        .await
    }

    /// The layers of all repositories behind `after`, at most `limit`.
    pub async fn check_links(
        &mut self,
        after: Option<&LayerKey>,
        limit: Limit,
    ) -> Result<Vec<CheckedLink>, Error> {
        let values = [
            after.map_or(-1, |(repository, _)| repository.as_i64()).into(),
            Value::after(after.map(|(_, digest)| digest)),
            limit.into(),
        ];
        self.rows(LINKS, &values, read_link).await
    }

    /// The uploads in progress behind `after`, at most `limit`.
    pub async fn check_uploads(
        &mut self,
        after: Option<&UploadId>,
        limit: Limit,
    ) -> Result<Vec<CheckedUpload>, Error> {
        self.rows(UPLOADS, &[Value::after(after), limit.into()], |row| {
            Ok(CheckedUpload {
                id: row.parsed(0, "upload.id")?,
                offset: row.unsigned(1, "upload.received")?,
                updated_at: row.timestamp(2, "upload.updated_at")?,
            })
        })
        .await
    }

    /// Whether an upload still stands where it stood.
    pub async fn check_upload(&mut self, upload: &CheckedUpload) -> Result<bool, Error> {
        let values = [Value::from(&upload.id), upload.offset.into()];
        Ok(self.row(UPLOAD, &values, |_| Ok(())).await?.is_some())
    }

    /// Counts the tags of an image again.
    pub async fn recount_tags(&mut self, repository: RepositoryId, digest: &Digest) -> Result<(), Error> {
        let values = [repository.into(), digest.into()];
        self.execute(RECOUNT_TAGS, &values).await.map(drop)
    }

    /// Counts the images of a repository again.
    pub async fn recount_images(&mut self, repository: RepositoryId) -> Result<(), Error> {
        self.execute(RECOUNT_IMAGES, &[repository.into()]).await.map(drop)
    }

    /// Counts the repositories of a registry again.
    pub async fn recount_repositories(&mut self, account: &AccountId, region: &Region) -> Result<(), Error> {
        let values = [account.into(), region.into()];
        self.execute(RECOUNT_REPOSITORIES, &values).await.map(drop)
    }
}

fn read_link(row: &Row<'_>) -> Result<CheckedLink, Error> {
    Ok(CheckedLink {
        key: (
            read_id(row, 0, "layer.repository_id")?,
            row.parsed(1, "layer.digest")?,
        ),
        domain: row.parsed(2, "layer.domain")?,
        exists: row.flag(3, "blob.exists")?,
    })
}
