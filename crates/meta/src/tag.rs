//! Image tags.

use names::{Digest, Tag};
use stdx::Timestamp;

use crate::image::in_list_values;
use crate::row::Row;
use crate::statement::{IN_LIST, in_list, statements};
use crate::value::Value;
use crate::{Error, ImageStatus, Limit, Removal, RepositoryId, TagEnd, Tx};

/// A tag and the image that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedDigest {
    /// The tag.
    pub tag: Tag,
    /// The image.
    pub digest: Digest,
}

// The range in LIST_OF_STATUS is explained in `referrer.rs`.
statements! {
    GET = "SELECT digest FROM tag WHERE repository_id = $1 AND name = $2";
    PUT = "INSERT INTO tag (repository_id, name, digest, updated_at, storage) VALUES ($1, $2, $3, $4, \
        COALESCE((SELECT storage FROM image WHERE repository_id = $1 AND digest = $3), 0)) \
        ON CONFLICT (repository_id, name) DO UPDATE SET digest = excluded.digest, \
        updated_at = excluded.updated_at, storage = excluded.storage";
    DELETE = "DELETE FROM tag WHERE repository_id = $1 AND name = $2";
    COUNT = "UPDATE image SET tag_count = tag_count + $1 WHERE repository_id = $2 AND digest = $3";
    LIST = "SELECT name, digest FROM tag WHERE repository_id = $1 AND name > $2 ORDER BY name LIMIT $3";
    LIST_OF_STATUS = "SELECT name, digest FROM tag WHERE repository_id = $1 \
        AND (storage, name) > ($2, $3) AND storage <= $2 ORDER BY storage, name LIMIT $4";
    LIST_OF_IMAGE = "SELECT name FROM tag WHERE repository_id = $1 AND digest = $2 ORDER BY name";
    LIST_OF_IMAGES = concat!(
        "SELECT name, digest FROM tag WHERE repository_id = $1 AND digest IN ", in_list!(),
        " ORDER BY digest, name"
    );
}

impl Tx<'_> {
    /// Puts a tag on an image, taking it off the one that had it.
    ///
    /// # Errors
    /// [`Error::Dangling`] when there is no such image.
    pub async fn tag_put(
        &mut self,
        repository: RepositoryId,
        tag: &Tag,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<(), Error> {
        let before = self.tag_get(repository, tag).await?;
        let values = [repository.into(), tag.into(), Value::from(digest), now.into()];
        self.execute(PUT, &values).await?;
        if before.as_ref() == Some(digest) {
            return Ok(());
        }
        if let Some(before) = before {
            self.tag_count(repository, &before, -1).await?;
        }
        self.tag_count(repository, digest, 1).await
    }

    /// The image that a tag names.
    pub async fn tag_get(&mut self, repository: RepositoryId, tag: &Tag) -> Result<Option<Digest>, Error> {
        let values = [repository.into(), tag.into()];
        self.row(GET, &values, |row| row.parsed(0, "tag.digest")).await
    }

    /// Removes a tag and returns the image that it named. That it did is noted where `removal`
    /// says so.
    pub async fn tag_delete(
        &mut self,
        repository: RepositoryId,
        tag: &Tag,
        removal: &Removal,
    ) -> Result<Option<Digest>, Error> {
        let Some(digest) = self.tag_get(repository, tag).await? else {
            return Ok(None);
        };
        self.deleted_tag_keep(repository, tag, (TagEnd::Removed, removal))
            .await?;
        self.execute(DELETE, &[repository.into(), tag.into()]).await?;
        self.tag_count(repository, &digest, -1).await?;
        Ok(Some(digest))
    }

    async fn tag_count(&mut self, repository: RepositoryId, digest: &Digest, by: i64) -> Result<(), Error> {
        self.execute(COUNT, &[by.into(), repository.into(), digest.into()])
            .await?;
        Ok(())
    }

    /// The tags of a repository in byte order, those after `after`.
    pub async fn tag_list(
        &mut self,
        repository: RepositoryId,
        after: Option<&Tag>,
        limit: Limit,
    ) -> Result<Vec<TaggedDigest>, Error> {
        let values = [repository.into(), Value::after(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// The tags of the images of one status in byte order, those after `after`.
    pub async fn tag_list_of_status(
        &mut self,
        repository: RepositoryId,
        status: ImageStatus,
        after: Option<&Tag>,
        limit: Limit,
    ) -> Result<Vec<TaggedDigest>, Error> {
        let values = [
            repository.into(),
            status.into(),
            Value::after(after),
            limit.into(),
        ];
        self.rows(LIST_OF_STATUS, &values, read).await
    }

    /// The tags of one image in byte order.
    pub async fn tag_list_of_image(
        &mut self,
        repository: RepositoryId,
        digest: &Digest,
    ) -> Result<Vec<Tag>, Error> {
        let values = [repository.into(), digest.into()];
        self.rows(LIST_OF_IMAGE, &values, |row| row.parsed(0, "tag.name"))
            .await
    }

    /// The tags of these images, an image's tags together and in byte order. A digest that is
    /// given twice may be answered twice.
    pub async fn tag_list_of_images(
        &mut self,
        repository: RepositoryId,
        digests: &[Digest],
    ) -> Result<Vec<TaggedDigest>, Error> {
        let mut tags = Vec::new();
        for chunk in digests.chunks(IN_LIST) {
            let values = in_list_values(repository, chunk);
            tags.extend(self.rows(LIST_OF_IMAGES, &values, read).await?);
        }
        Ok(tags)
    }
}

fn read(row: &Row<'_>) -> Result<TaggedDigest, Error> {
    Ok(TaggedDigest {
        tag: row.parsed(0, "tag.name")?,
        digest: row.parsed(1, "tag.digest")?,
    })
}
