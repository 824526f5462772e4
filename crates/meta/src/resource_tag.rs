//! Resource tags: the key and value pairs that a user puts on a repository. Those of IAM's entities
//! are in `identity/tag.rs`.

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, RepositoryId, Tx};

/// A resource tag (ECR and IAM `Tag`), not to be mistaken for an image's tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceTag {
    /// The key; unique on what has the tag.
    pub key: String,
    /// The value; may be empty.
    pub value: String,
}

statements! {
    PUT = "INSERT INTO resource_tag (repository_id, name, value) VALUES ($1, $2, $3) \
        ON CONFLICT (repository_id, name) DO UPDATE SET value = excluded.value";
    DELETE = "DELETE FROM resource_tag WHERE repository_id = $1 AND name = $2";
    LIST = "SELECT name, value FROM resource_tag WHERE repository_id = $1 ORDER BY name";
}

impl Tx<'_> {
    /// Sets a tag, in place of the one with the same key.
    pub async fn resource_tag_put(
        &mut self,
        repository: RepositoryId,
        tag: &ResourceTag,
    ) -> Result<(), Error> {
        let values = [
            repository.into(),
            Value::from(&*tag.key),
            Value::from(&*tag.value),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// Removes the tag with this key, if there is one.
    pub async fn resource_tag_delete(&mut self, repository: RepositoryId, key: &str) -> Result<(), Error> {
        self.execute(DELETE, &[repository.into(), key.into()]).await?;
        Ok(())
    }

    /// All tags of a repository, by key.
    pub async fn resource_tag_list(&mut self, repository: RepositoryId) -> Result<Vec<ResourceTag>, Error> {
        self.rows(LIST, &[repository.into()], read).await
    }
}

fn read(row: &Row<'_>) -> Result<ResourceTag, Error> {
    Ok(ResourceTag {
        key: row.string(0, "resource_tag.name")?,
        value: row.string(1, "resource_tag.value")?,
    })
}
