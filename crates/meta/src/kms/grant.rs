//! Grants: rights to use a key.

use names::KmsKeyId;
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// A right to use a key. What its texts mean is the registry's to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsGrant {
    /// Which key.
    pub key: KmsKeyId,
    /// The grant's id: 64 hexadecimal digits.
    pub id: String,
    /// A name, by which the same grant is not made twice.
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who may use the key.
    pub grantee: String,
    /// Who may end it; empty where only its account may.
    pub retiring: String,
    /// Who made it.
    pub issuer: String,
    /// The repository that it is about; empty where it is about none.
    pub about: String,
    /// What for, as JSON.
    pub operations: String,
    /// With which encryption contexts, as JSON.
    pub constraints: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT key_id, id, name, created_at, grantee, retiring, issuer, about, operations, constraints \
             FROM kms_grant ",
            $rest
        )
    };
}

statements! {
    CREATE = "INSERT INTO kms_grant (key_id, id, name, created_at, grantee, retiring, issuer, about, \
        operations, constraints) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    GET = select!("WHERE key_id = $1 AND id = $2");
    GET_BY_ID = select!("WHERE id = $1 LIMIT 1");
    LIST = select!("WHERE key_id = $1 AND id > $2 ORDER BY id LIMIT $3");
    LIST_OF_GRANTEE = select!("WHERE key_id = $1 AND grantee = $2 AND about = $3 ORDER BY id LIMIT $4");
    LIST_BY_NAME = select!("WHERE key_id = $1 AND name = $2 LIMIT $3");
    LIST_RETIRABLE = select!(
        "WHERE retiring = $1 AND (key_id, id) > ($2, $3) ORDER BY key_id, id LIMIT $4"
    );
    DELETE = "DELETE FROM kms_grant WHERE key_id = $1 AND id = $2";
}

impl Tx<'_> {
    /// Stores a grant; an id that is taken stays as it is.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the key does not exist.
    pub async fn kms_grant_create(&mut self, grant: &KmsGrant) -> Result<Put, Error> {
        let values = [
            Value::from(&grant.key),
            Value::from(&*grant.id),
            Value::optional(grant.name.as_deref()),
            Value::from(grant.created_at),
            Value::from(&*grant.grantee),
            Value::from(&*grant.retiring),
            Value::from(&*grant.issuer),
            Value::from(&*grant.about),
            Value::from(&*grant.operations),
            Value::from(&*grant.constraints),
        ];
        self.put(CREATE, &values).await
    }

    /// The grant of a key with this id.
    pub async fn kms_grant_get(&mut self, key: &KmsKeyId, id: &str) -> Result<Option<KmsGrant>, Error> {
        self.row(GET, &[key.into(), id.into()], read).await
    }

    /// The grant with this id, of whichever key.
    pub async fn kms_grant_get_by_id(&mut self, id: &str) -> Result<Option<KmsGrant>, Error> {
        self.row(GET_BY_ID, &[id.into()], read).await
    }

    /// The grants of a key by id, those after `after`.
    pub async fn kms_grant_list(
        &mut self,
        key: &KmsKeyId,
        after: &str,
        limit: Limit,
    ) -> Result<Vec<KmsGrant>, Error> {
        let values = [Value::from(key), Value::from(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// The grants of a key to somebody that are about a repository, or about none (empty).
    pub async fn kms_grant_list_of_grantee(
        &mut self,
        key: &KmsKeyId,
        grantee: &str,
        about: &str,
        limit: Limit,
    ) -> Result<Vec<KmsGrant>, Error> {
        let values = [
            Value::from(key),
            Value::from(grantee),
            Value::from(about),
            limit.into(),
        ];
        self.rows(LIST_OF_GRANTEE, &values, read).await
    }

    /// The grants of a key that have a name.
    pub async fn kms_grant_list_by_name(
        &mut self,
        key: &KmsKeyId,
        name: &str,
        limit: Limit,
    ) -> Result<Vec<KmsGrant>, Error> {
        let values = [Value::from(key), Value::from(name), limit.into()];
        self.rows(LIST_BY_NAME, &values, read).await
    }

    /// The grants of all keys that somebody may retire, by key and id, those after `after`.
    pub async fn kms_grant_list_retirable(
        &mut self,
        retiring: &str,
        after: Option<(&str, &str)>,
        limit: Limit,
    ) -> Result<Vec<KmsGrant>, Error> {
        let (key, id) = after.unwrap_or_default();
        let values = [
            Value::from(retiring),
            Value::from(key),
            Value::from(id),
            limit.into(),
        ];
        self.rows(LIST_RETIRABLE, &values, read).await
    }

    /// Deletes a grant. False when it is gone already.
    pub async fn kms_grant_delete(&mut self, key: &KmsKeyId, id: &str) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[key.into(), id.into()]).await? != 0)
    }
}

fn read(row: &Row<'_>) -> Result<KmsGrant, Error> {
    Ok(KmsGrant {
        key: row.parsed(0, "kms_grant.key_id")?,
        id: row.string(1, "kms_grant.id")?,
        name: row.optional_string(2, "kms_grant.name")?,
        created_at: row.timestamp(3, "kms_grant.created_at")?,
        grantee: row.string(4, "kms_grant.grantee")?,
        retiring: row.string(5, "kms_grant.retiring")?,
        issuer: row.string(6, "kms_grant.issuer")?,
        about: row.string(7, "kms_grant.about")?,
        operations: row.string(8, "kms_grant.operations")?,
        constraints: row.string(9, "kms_grant.constraints")?,
    })
}
