//! What the collector of unneeded bytes looks at and takes away. Its lease and its holds are in
//! `collector.rs`.
//!
//! A blob that nobody needs is doomed in one transaction, which looks again: its row goes, and that
//! copy of its bytes is noted as doomed. From then on a push of the same bytes makes a copy of its
//! own, so that deleting the doomed one late or twice does no harm.

use names::Digest;
use stdx::Timestamp;

use crate::image::in_list_values;
use crate::repository::read_id;
use crate::row::Row;
use crate::statement::{IN_LIST, in_list, statements};
use crate::value::Value;
use crate::{BlobDomain, Error, Limit, RepositoryId, Tx};

/// A copy of a blob's bytes whose deletion is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DoomedBlob {
    /// The digest of the bytes.
    pub digest: Digest,
    /// Which copy.
    pub generation: u64,
    /// How many bytes.
    pub size: u64,
}

/// A page of what was looked at, with what of it seems to be needed by nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked<T, K> {
    /// What nobody needs.
    pub unneeded: Vec<T>,
    /// The last that was looked at; `None` when there is nothing behind it.
    pub last: Option<K>,
}

impl<T, K> Looked<T, K> {
    /// `last` is the end of what was looked at, unless the limit of the unneeded was reached before.
    fn new(unneeded: Vec<T>, last: Option<K>, limits: LookLimits, key: impl FnOnce(&T) -> K) -> Self {
        let is_full = unneeded.len() as u64 >= u64::from(limits.unneeded.0);
        let last = match unneeded.last() {
            Some(found) if is_full => Some(key(found)),
            _ => last,
        };
        Self { unneeded, last }
    }
}

/// How much is looked at at once. Both are 1 at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookLimits {
    /// How many rows.
    pub rows: Limit,
    /// How many that nobody needs.
    pub unneeded: Limit,
}

impl LookLimits {
    /// The rows before the last one.
    fn offset(self) -> Value<'static> {
        Value::from(i64::from(self.rows.0.saturating_sub(1)))
    }
}

/// A text behind all digests.
const BEHIND_ALL: &str = "~";

/// A layer of a repository.
pub type LayerKey = (RepositoryId, Digest);

/// A blob in its domain.
pub type BlobRowKey = (Digest, BlobDomain);

statements! {
    LAYER_LAST = "SELECT repository_id, digest FROM layer WHERE (repository_id, digest) > ($1, $2) \
        ORDER BY repository_id, digest LIMIT 1 OFFSET $3";
    LAYER_UNNEEDED = "SELECT repository_id, digest FROM layer \
        WHERE (repository_id, digest) > ($1, $2) AND (repository_id, digest) <= ($3, $4) \
        AND created_at <= $5 \
        AND NOT EXISTS (SELECT 1 FROM image_layer \
        WHERE image_layer.repository_id = layer.repository_id AND image_layer.layer_digest = layer.digest) \
        AND NOT EXISTS (SELECT 1 FROM deleted_image_layer \
        WHERE deleted_image_layer.repository_id = layer.repository_id \
        AND deleted_image_layer.layer_digest = layer.digest) \
        ORDER BY repository_id, digest LIMIT $6";
    UNLINK = concat!(
        "DELETE FROM layer WHERE repository_id = $1 AND digest IN ",
        in_list!(),
        " AND created_at <= $34 AND NOT EXISTS (SELECT 1 FROM image_layer \
        WHERE image_layer.repository_id = layer.repository_id AND image_layer.layer_digest = layer.digest) \
        AND NOT EXISTS (SELECT 1 FROM deleted_image_layer \
        WHERE deleted_image_layer.repository_id = layer.repository_id \
        AND deleted_image_layer.layer_digest = layer.digest)"
    );
    LINKED_AT = "SELECT created_at FROM layer WHERE repository_id = $1 AND digest = $2";
    TOUCH = "UPDATE layer SET created_at = $1 WHERE repository_id = $2 AND digest = $3";
    TOUCH_OF_IMAGE = "UPDATE layer SET created_at = $1 WHERE repository_id = $2 AND digest IN \
        (SELECT layer_digest FROM image_layer WHERE repository_id = $2 AND image_digest = $3)";
    BLOB_LAST = "SELECT digest, domain FROM blob WHERE (digest, domain) > ($1, $2) \
        ORDER BY digest, domain LIMIT 1 OFFSET $3";
    BLOB_UNNEEDED = "SELECT digest, domain FROM blob \
        WHERE (digest, domain) > ($1, $2) AND (digest, domain) <= ($3, $4) \
        AND NOT EXISTS (SELECT 1 FROM layer \
        WHERE layer.digest = blob.digest AND layer.domain = blob.domain) \
        AND NOT EXISTS (SELECT 1 FROM deleted_image_layer \
        WHERE deleted_image_layer.layer_digest = blob.digest) \
        ORDER BY digest, domain LIMIT $5";
    FORGET = concat!(
        "DELETE FROM blob WHERE domain = $1 AND digest IN ",
        in_list!(),
        " AND NOT EXISTS (SELECT 1 FROM layer \
        WHERE layer.digest = blob.digest AND layer.domain = blob.domain) \
        AND NOT EXISTS (SELECT 1 FROM deleted_image_layer \
        WHERE deleted_image_layer.layer_digest = blob.digest) \
        RETURNING digest, generation, size"
    );
    COPIES = "SELECT digest, generation FROM blob WHERE digest >= $1 AND digest <= $2 ORDER BY digest";
    DOOMED_COPIES = "SELECT digest, generation FROM doomed_blob WHERE digest >= $1 AND digest <= $2 \
        ORDER BY digest";
    COPY = "SELECT generation FROM blob WHERE digest = $1 AND generation = $2";
    DOOM_COPY = "INSERT INTO doomed_blob (digest, generation, size, doomed_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    DOOMED_GET = "SELECT generation FROM doomed_blob WHERE digest = $1 AND generation = $2";
    DOOMED_LIST = "SELECT digest, generation, size FROM doomed_blob WHERE doomed_at <= $1 \
        ORDER BY doomed_at, digest, generation LIMIT $2";
    DOOMED_AHEAD = "SELECT digest, generation FROM doomed_blob WHERE doomed_at > $1 \
        ORDER BY doomed_at, digest, generation LIMIT $2";
    DOOMED_SET_BACK = "UPDATE doomed_blob SET doomed_at = $1 WHERE digest = $2 AND generation = $3";
    DOOMED_DELETE = "DELETE FROM doomed_blob WHERE digest = $1 AND generation = $2";
}

impl Tx<'_> {
    /// Looks at the layers behind `after`: those that no image needs, living or deleted, and that nobody
    /// has linked or asked for after `before`.
    pub async fn layer_look(
        &mut self,
        before: Timestamp,
        after: Option<&LayerKey>,
        limits: LookLimits,
    ) -> Result<Looked<LayerKey, LayerKey>, Error> {
        let repository = after.map_or(-1, |(repository, _)| repository.as_i64());
        let digest = || Value::after(after.map(|(_, digest)| digest));
        let read = |row: &Row<'_>| {
            let repository = read_id(row, 0, "layer.repository_id")?;
            Ok((repository, row.parsed::<Digest>(1, "layer.digest")?))
        };
        let values = [repository.into(), digest(), limits.offset()];
        let last = self.row(LAYER_LAST, &values, read).await?;
        let (end, end_digest) = match &last {
            Some((repository, digest)) => (repository.as_i64(), digest.into()),
            None => (i64::MAX, Value::from(BEHIND_ALL)),
        };
        let values = [
            repository.into(),
            digest(),
            end.into(),
            end_digest,
            before.into(),
            limits.unneeded.into(),
        ];
        let unneeded = self.rows(LAYER_UNNEEDED, &values, read).await?;
        Ok(Looked::new(unneeded, last, limits, |key| *key))
    }

    /// Takes layers out of their repositories, those of which it is still so; how many they were.
    pub async fn layer_unlink_unneeded(
        &mut self,
        keys: &[LayerKey],
        before: Timestamp,
    ) -> Result<u64, Error> {
        let mut unlinked = 0;
        for of_one in keys.chunk_by(|one, other| one.0 == other.0) {
            for part in of_one.chunks(IN_LIST) {
                let digests: Vec<Digest> = part.iter().map(|(_, digest)| *digest).collect();
                let mut values = in_list_values(of_one[0].0, &digests);
                values.push(before.into());
                unlinked += self.execute(UNLINK, &values).await?;
            }
        }
        Ok(unlinked)
    }

    /// When a layer was linked, or noted to be needed, last.
    pub async fn layer_linked_at(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Option<Timestamp>, Error> {
        let values = [repository.into(), digest.into()];
        self.row(LINKED_AT, &values, |row| row.timestamp(0, "layer.created_at"))
            .await
    }

    /// Notes that somebody is about to need a layer. False when the repository does not have it.
    pub async fn layer_touch(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let values = [now.into(), repository.into(), digest.into()];
        Ok(self.execute(TOUCH, &values).await? != 0)
    }

    /// Notes that the layers of an image were needed until now.
    pub(crate) async fn layer_touch_of_image(
        &mut self,
        repository: RepositoryId,
        image: &Digest,
        now: Timestamp,
    ) -> Result<(), Error> {
        let values = [now.into(), repository.into(), image.into()];
        self.execute(TOUCH_OF_IMAGE, &values).await?;
        Ok(())
    }

    /// Looks at the blobs behind `after`: those that no repository has as a layer, and no deleted image
    /// needs.
    pub async fn blob_look(
        &mut self,
        after: Option<&BlobRowKey>,
        limits: LookLimits,
    ) -> Result<Looked<BlobRowKey, BlobRowKey>, Error> {
        let digest = || Value::after(after.map(|(digest, _)| digest));
        let domain = || Value::from(after.map_or("", |(_, domain)| domain.as_str()));
        let values = [digest(), domain(), limits.offset()];
        let read = |row: &Row<'_>| {
            let digest = row.parsed::<Digest>(0, "blob.digest")?;
            Ok((digest, row.parsed::<BlobDomain>(1, "blob.domain")?))
        };
        let last = self.row(BLOB_LAST, &values, read).await?;
        let (end, end_domain) = match &last {
            Some((digest, domain)) => (digest.into(), Value::from(domain.as_str())),
            None => (Value::from(BEHIND_ALL), Value::from("")),
        };
        let values = [digest(), domain(), end, end_domain, limits.unneeded.into()];
        let unneeded = self.rows(BLOB_UNNEEDED, &values, read).await?;
        Ok(Looked::new(unneeded, last, limits, BlobRowKey::clone))
    }

    /// Dooms the copies of blobs, of those that nobody needs still; which copies they were.
    pub async fn blob_doom(
        &mut self,
        blobs: &[BlobRowKey],
        now: Timestamp,
    ) -> Result<Vec<DoomedBlob>, Error> {
        let mut blobs: Vec<&BlobRowKey> = blobs.iter().collect();
        blobs.sort_by_key(|(_, domain)| domain);
        let mut doomed = Vec::new();
        for of_one in blobs.chunk_by(|one, other| one.1 == other.1) {
            for part in of_one.chunks(IN_LIST) {
                let digests: Vec<Digest> = part.iter().map(|(digest, _)| *digest).collect();
                let values = in_list_values(of_one[0].1.as_str(), &digests);
                doomed.append(&mut self.rows(FORGET, &values, read_copy).await?);
            }
        }
        let set = |copy: &DoomedBlob| doom(copy, now);
        let sets: Vec<[Value<'_>; 4]> = doomed.iter().map(set).collect();
        self.execute_each(DOOM_COPY, &sets).await?;
        Ok(doomed)
    }

    /// Dooms a copy that no row names. False when one does, or it is doomed.
    pub async fn blob_doom_copy(&mut self, copy: &DoomedBlob, now: Timestamp) -> Result<bool, Error> {
        let key = [Value::from(&copy.digest), copy.generation.into()];
        if self.row(COPY, &key, |_| Ok(())).await?.is_some() {
            return Ok(false);
        }
        Ok(self.execute(DOOM_COPY, &doom(copy, now)).await? != 0)
    }

    /// The copies that rows name, doomed ones too, of the digests from `first` to `last`: both are of
    /// one algorithm. In the order of their digests and generations.
    pub async fn blob_copies(&mut self, first: &Digest, last: &Digest) -> Result<Vec<(Digest, u64)>, Error> {
        let mut copies = Vec::new();
        for statement in [COPIES, DOOMED_COPIES] {
            let values = [first.into(), last.into()];
            let found = self.rows(statement, &values, |row| {
                Ok((row.parsed(0, "blob.digest")?, row.unsigned(1, "blob.generation")?))
            });
            copies.append(&mut found.await?);
        }
        // Quick where it is in order already, as it is nearly.
        copies.sort();
        Ok(copies)
    }

    /// Whether a copy is doomed, so that no row may name it.
    pub async fn doomed_blob_get(&mut self, digest: &Digest, generation: u64) -> Result<bool, Error> {
        let values = [digest.into(), generation.into()];
        let doomed = self.row(DOOMED_GET, &values, |_| Ok(()));
        Ok(doomed.await?.is_some())
    }

    /// The copies that were doomed at `before` or earlier, the longest doomed first.
    pub async fn doomed_blob_list(
        &mut self,
        before: Timestamp,
        limit: Limit,
    ) -> Result<Vec<DoomedBlob>, Error> {
        self.rows(DOOMED_LIST, &[before.into(), limit.into()], read_copy)
            .await
    }

    /// Says that copies that were doomed after `now`, at most `limit`, were doomed at that time; how many they
    /// were.
    pub async fn doomed_blob_set_back(&mut self, now: Timestamp, limit: Limit) -> Result<u64, Error> {
        let values = [now.into(), limit.into()];
        let ahead = self.rows(DOOMED_AHEAD, &values, |row| {
            let digest: Digest = row.parsed(0, "blob.digest")?;
            Ok([
                now.into(),
                Value::from(&digest),
                row.unsigned(1, "blob.generation")?.into(),
            ])
        });
        let ahead: Vec<[Value<'static>; 3]> = ahead.await?;
        self.execute_each(DOOMED_SET_BACK, &ahead).await?;
        Ok(ahead.len() as u64)
    }

    /// Forgets copies whose bytes are gone.
    pub async fn doomed_blob_delete(&mut self, copies: &[DoomedBlob]) -> Result<(), Error> {
        let sets: Vec<[Value<'_>; 2]> = copies
            .iter()
            .map(|copy| [Value::from(&copy.digest), copy.generation.into()])
            .collect();
        self.execute_each(DOOMED_DELETE, &sets).await
    }
}

fn read_copy(row: &Row<'_>) -> Result<DoomedBlob, Error> {
    Ok(DoomedBlob {
        digest: row.parsed(0, "blob.digest")?,
        generation: row.unsigned(1, "blob.generation")?,
        size: row.unsigned(2, "blob.size")?,
    })
}

fn doom(copy: &DoomedBlob, now: Timestamp) -> [Value<'static>; 4] {
    [
        Value::from(&copy.digest),
        copy.generation.into(),
        copy.size.into(),
        now.into(),
    ]
}
