//! Aliases of keys.

use names::{KmsAlias, KmsKeyId, RegistryKey};
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// Another name of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsAliasEntry {
    /// Whose it is, and where.
    pub home: RegistryKey,
    /// The name.
    pub name: KmsAlias,
    /// The key that it stands for now.
    pub key: KmsKeyId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it got the key that it stands for.
    pub updated_at: Timestamp,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT account_id, region, name, key_id, created_at, updated_at FROM kms_alias ",
            $rest
        )
    };
}

statements! {
    CREATE = "INSERT INTO kms_alias (account_id, region, name, key_id, created_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    GET = select!("WHERE account_id = $1 AND region = $2 AND name = $3");
    LIST = select!("WHERE account_id = $1 AND region = $2 AND name > $3 ORDER BY name LIMIT $4");
    LIST_OF_KEY = select!("WHERE key_id = $1 AND name > $2 ORDER BY name LIMIT $3");
    UPDATE = "UPDATE kms_alias SET key_id = $1, updated_at = $2 \
        WHERE account_id = $3 AND region = $4 AND name = $5";
    DELETE = "DELETE FROM kms_alias WHERE account_id = $1 AND region = $2 AND name = $3";
}

impl Tx<'_> {
    /// Stores an alias; a name that is taken stays as it is.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the key does not exist.
    pub async fn kms_alias_create(&mut self, alias: &KmsAliasEntry) -> Result<Put, Error> {
        let values = [
            Value::from(&alias.home.account),
            Value::from(&alias.home.region),
            Value::from(&alias.name),
            Value::from(&alias.key),
            Value::from(alias.created_at),
            Value::from(alias.updated_at),
        ];
        self.put(CREATE, &values).await
    }

    /// The alias of this name.
    pub async fn kms_alias_get(
        &mut self,
        home: &RegistryKey,
        name: &KmsAlias,
    ) -> Result<Option<KmsAliasEntry>, Error> {
        let values = [
            Value::from(&home.account),
            Value::from(&home.region),
            Value::from(name),
        ];
        self.row(GET, &values, read).await
    }

    /// The aliases of an account in a region by name, those after `after`.
    pub async fn kms_alias_list(
        &mut self,
        home: &RegistryKey,
        after: Option<&KmsAlias>,
        limit: Limit,
    ) -> Result<Vec<KmsAliasEntry>, Error> {
        let values = [
            Value::from(&home.account),
            Value::from(&home.region),
            Value::after(after),
            limit.into(),
        ];
        self.rows(LIST, &values, read).await
    }

    /// The aliases of a key by name, those after `after`.
    pub async fn kms_alias_list_of_key(
        &mut self,
        key: &KmsKeyId,
        after: Option<&KmsAlias>,
        limit: Limit,
    ) -> Result<Vec<KmsAliasEntry>, Error> {
        let values = [Value::from(key), Value::after(after), limit.into()];
        self.rows(LIST_OF_KEY, &values, read).await
    }

    /// Lets an alias stand for another key. False when there is none of that name.
    pub async fn kms_alias_update(
        &mut self,
        home: &RegistryKey,
        name: &KmsAlias,
        key: &KmsKeyId,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let values = [
            Value::from(key),
            now.into(),
            Value::from(&home.account),
            Value::from(&home.region),
            Value::from(name),
        ];
        Ok(self.execute(UPDATE, &values).await? != 0)
    }

    /// Deletes an alias. False when there is none of that name.
    pub async fn kms_alias_delete(&mut self, home: &RegistryKey, name: &KmsAlias) -> Result<bool, Error> {
        let values = [
            Value::from(&home.account),
            Value::from(&home.region),
            Value::from(name),
        ];
        Ok(self.execute(DELETE, &values).await? != 0)
    }
}

fn read(row: &Row<'_>) -> Result<KmsAliasEntry, Error> {
    Ok(KmsAliasEntry {
        home: RegistryKey {
            account: row.parsed(0, "kms_alias.account_id")?,
            region: row.parsed(1, "kms_alias.region")?,
        },
        name: row.parsed(2, "kms_alias.name")?,
        key: row.parsed(3, "kms_alias.key_id")?,
        created_at: row.timestamp(4, "kms_alias.created_at")?,
        updated_at: row.timestamp(5, "kms_alias.updated_at")?,
    })
}
