//! Tags of keys.

use names::KmsKeyId;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, ResourceTag, Tx};

statements! {
    PUT = "INSERT INTO kms_key_tag (key_id, name, value) VALUES ($1, $2, $3) \
        ON CONFLICT (key_id, name) DO UPDATE SET value = excluded.value";
    DELETE = "DELETE FROM kms_key_tag WHERE key_id = $1 AND name = $2";
    LIST = "SELECT name, value FROM kms_key_tag WHERE key_id = $1 AND name > $2 ORDER BY name LIMIT $3";
}

impl Tx<'_> {
    /// Sets tags, each in place of the one with the same key.
    pub async fn kms_key_tag_put(&mut self, key: &KmsKeyId, tags: &[ResourceTag]) -> Result<(), Error> {
        let sets: Vec<_> = tags
            .iter()
            .map(|tag| [Value::from(key), Value::from(&*tag.key), Value::from(&*tag.value)])
            .collect();
        self.execute_each(PUT, &sets).await
    }

    /// Removes the tags with these keys, those that are there.
    pub async fn kms_key_tag_delete(&mut self, key: &KmsKeyId, names: &[String]) -> Result<(), Error> {
        let sets: Vec<_> = names
            .iter()
            .map(|name| [Value::from(key), Value::from(&**name)])
            .collect();
        self.execute_each(DELETE, &sets).await
    }

    /// The tags of a key, those after `after`.
    pub async fn kms_key_tag_list(
        &mut self,
        key: &KmsKeyId,
        after: &str,
        limit: Limit,
    ) -> Result<Vec<ResourceTag>, Error> {
        let values = [Value::from(key), Value::from(after), limit.into()];
        self.rows(LIST, &values, read).await
    }
}

fn read(row: &Row<'_>) -> Result<ResourceTag, Error> {
    Ok(ResourceTag {
        key: row.string(0, "kms_key_tag.name")?,
        value: row.string(1, "kms_key_tag.value")?,
    })
}
