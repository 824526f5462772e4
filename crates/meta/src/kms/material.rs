//! What keys encrypt with, sealed.

use names::KmsKeyId;
use stdx::Timestamp;

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// The material of a key between two rotations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsMaterial {
    /// Whose.
    pub key: KmsKeyId,
    /// The first is 1.
    pub version: u32,
    /// Its id (KMS `KeyMaterialId`): 64 hexadecimal digits.
    pub id: String,
    /// When it became the newest.
    pub created_at: Timestamp,
    /// What made it; `None` for the first.
    pub rotation: Option<KmsRotationKind>,
    /// The material as the registry sealed it.
    pub sealed: Vec<u8>,
}

/// Why a key was rotated (KMS `RotationType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KmsRotationKind {
    /// It was due.
    Automatic,
    /// Somebody asked for it.
    OnDemand,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT key_id, version, material_id, created_at, rotation, sealed FROM kms_key_material ",
            $rest
        )
    };
}

statements! {
    CREATE = "INSERT INTO kms_key_material (key_id, version, material_id, created_at, rotation, sealed) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    GET = select!("WHERE key_id = $1 AND version = $2");
    NEWEST = select!("WHERE key_id = $1 ORDER BY version DESC LIMIT 1");
    LIST = select!("WHERE key_id = $1 AND version > $2 ORDER BY version LIMIT $3");
}

impl Tx<'_> {
    /// Stores material; a version that is there stays as it is.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the key does not exist.
    pub async fn kms_material_create(&mut self, material: &KmsMaterial) -> Result<Put, Error> {
        let values = [
            Value::from(&material.key),
            Value::from(i64::from(material.version)),
            Value::from(&*material.id),
            Value::from(material.created_at),
            Value::optional(material.rotation.map(|kind| match kind {
                KmsRotationKind::Automatic => "automatic",
                KmsRotationKind::OnDemand => "on-demand",
            })),
            Value::from(&*material.sealed),
        ];
        self.put(CREATE, &values).await
    }

    /// One version of a key's material.
    pub async fn kms_material_get(
        &mut self,
        key: &KmsKeyId,
        version: u32,
    ) -> Result<Option<KmsMaterial>, Error> {
        let values = [Value::from(key), Value::from(i64::from(version))];
        self.row(GET, &values, read).await
    }

    /// The version that encrypts.
    pub async fn kms_material_newest(&mut self, key: &KmsKeyId) -> Result<Option<KmsMaterial>, Error> {
        self.row(NEWEST, &[key.into()], read).await
    }

    /// The versions after `after`, oldest first.
    pub async fn kms_material_list(
        &mut self,
        key: &KmsKeyId,
        after: u32,
        limit: Limit,
    ) -> Result<Vec<KmsMaterial>, Error> {
        let values = [Value::from(key), Value::from(i64::from(after)), limit.into()];
        self.rows(LIST, &values, read).await
    }
}

fn read(row: &Row<'_>) -> Result<KmsMaterial, Error> {
    Ok(KmsMaterial {
        key: row.parsed(0, "kms_key_material.key_id")?,
        version: row.count(1, "kms_key_material.version")?,
        id: row.string(2, "kms_key_material.material_id")?,
        created_at: row.timestamp(3, "kms_key_material.created_at")?,
        rotation: match row.optional_text(4, "kms_key_material.rotation")? {
            None => None,
            Some("automatic") => Some(KmsRotationKind::Automatic),
            Some("on-demand") => Some(KmsRotationKind::OnDemand),
            Some(_) => return Err(corrupt("kms_key_material.rotation")),
        },
        sealed: row.blob(5, "kms_key_material.sealed")?.to_vec(),
    })
}
