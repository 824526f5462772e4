//! Repositories.

use std::fmt;

use names::{RegistryKey, RepositoryArn, RepositoryName, UploadId};
use stdx::Timestamp;
use uuid::Uuid;

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// The key of a repository in this database. It never leaves the program: a repository that is
/// deleted and created again has another one, so nothing of the old can show in the new.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepositoryId(i64);

impl RepositoryId {
    /// A new id: 63 random bits.
    pub fn random() -> Self {
        // The low half of a version 4 UUID has two fixed bits on top; shifting them out and
        // filling up from the other half leaves nothing but random bits.
        let (high, low) = Uuid::new_v4().as_u64_pair();
        Self(((low << 2 | high & 3) >> 1).cast_signed())
    }

    /// The id as a number, for notes that are kept outside of this database's tables.
    pub const fn as_i64(self) -> i64 {
        self.0
    }

    /// The id that this number is of.
    pub const fn from_i64(number: i64) -> Self {
        Self(number)
    }

    /// The id as hexadecimal digits, for texts that have to outlive a new name of the repository.
    pub fn to_hex(self) -> String {
        format!("{:016x}", self.0)
    }

    /// The other end of [`RepositoryId::to_hex`].
    pub fn from_hex(text: &str) -> Option<Self> {
        i64::from_str_radix(text, 16).ok().map(Self)
    }
}

impl fmt::Debug for RepositoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RepositoryId({:016x})", self.0)
    }
}

/// Whether a tag may be moved to another image (ECR `imageTagMutability`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagMutability {
    /// Every tag may move.
    Mutable,
    /// No tag may move.
    Immutable,
    /// Every tag may move but those that match one of the filters, which are kept as given.
    MutableWithExclusion(Vec<String>),
    /// No tag may move but those that match one of the filters, which are kept as given.
    ImmutableWithExclusion(Vec<String>),
}

/// How the layers of a repository are encrypted at rest (ECR `encryptionConfiguration`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encryption {
    /// With keys that the registry keeps.
    Aes256,
    /// With a key of the key service; `None` is the registry's own key there.
    Kms {
        /// The key's ARN, id or alias as the caller gave it.
        key: Option<String>,
    },
    /// Like `Kms`, in two layers.
    KmsDsse {
        /// The key's ARN, id or alias as the caller gave it.
        key: Option<String>,
    },
}

/// Whether each image of a repository is scanned when it is pushed (ECR `scanOnPush`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanOnPush {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// A repository as `CreateRepository` made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Its key in this database.
    pub id: RepositoryId,
    /// Its registry and name.
    pub arn: RepositoryArn,
    /// When it was created.
    pub created_at: Timestamp,
    /// Whether tags may be moved.
    pub tag_mutability: TagMutability,
    /// Whether each image is scanned when it is pushed.
    pub scan_on_push: bool,
    /// How its layers are encrypted.
    pub encryption: Encryption,
}

statements! {
    CREATE = "INSERT INTO repository (account_id, region, name, id, created_at, tag_mutability, \
        tag_exclusions, scan_on_push, encryption, kms_key) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    GET = "SELECT name, id, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, \
        kms_key FROM repository WHERE account_id = $1 AND region = $2 AND name = $3";
    GET_BY_ID = "SELECT name, id, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, \
        kms_key, account_id, region FROM repository WHERE id = $1";
    LIST = "SELECT name, id, created_at, tag_mutability, tag_exclusions, scan_on_push, encryption, \
        kms_key FROM repository WHERE account_id = $1 AND region = $2 AND name > $3 \
        ORDER BY name LIMIT $4";
    PUT_TAG_MUTABILITY = "UPDATE repository SET tag_mutability = $1, tag_exclusions = $2 WHERE id = $3";
    PUT_SCAN_ON_PUSH = "UPDATE repository SET scan_on_push = $1 WHERE id = $2";
    GET_REGISTRY = "SELECT account_id, region FROM repository WHERE id = $1";
    RENAME = "UPDATE repository SET name = $1 WHERE account_id = $2 AND region = $3 AND name = $4";
    HAS_IMAGES = "SELECT digest FROM image WHERE repository_id = $1 LIMIT 1";
    UPLOADS = "SELECT id FROM upload WHERE repository_id = $1 ORDER BY id";
    DELETE = "DELETE FROM repository WHERE id = $1";
}

impl Tx<'_> {
    /// Creates a repository; a name that is taken in its registry stays as it is.
    pub async fn repository_create(&mut self, repository: &Repository) -> Result<Put, Error> {
        let registry = &repository.arn.registry;
        let (mutability, exclusions) = write_mutability(&repository.tag_mutability);
        let (encryption, key) = write_encryption(&repository.encryption);
        let values = [
            Value::from(&registry.account),
            Value::from(&registry.region),
            Value::from(&repository.arn.name),
            Value::from(repository.id),
            Value::from(repository.created_at),
            Value::from(mutability),
            Value::optional(exclusions.as_deref()),
            Value::from(repository.scan_on_push),
            Value::from(encryption),
            Value::optional(key),
        ];
        let put = self.put(CREATE, &values).await?;
        if put == Put::Created {
            self.registry_usage_add(registry).await?;
        }
        Ok(put)
    }

    /// The repository of this name.
    pub async fn repository_get(&mut self, arn: &RepositoryArn) -> Result<Option<Repository>, Error> {
        let RegistryKey { account, region } = &arn.registry;
        let values = [account.into(), region.into(), Value::from(&arn.name)];
        self.row(GET, &values, |row| read(row, &arn.registry)).await
    }

    /// The repositories of a registry by name, those after `after`.
    pub async fn repository_list(
        &mut self,
        registry: &RegistryKey,
        after: Option<&RepositoryName>,
        limit: Limit,
    ) -> Result<Vec<Repository>, Error> {
        let RegistryKey { account, region } = registry;
        let values = [account.into(), region.into(), Value::after(after), limit.into()];
        self.rows(LIST, &values, |row| read(row, registry)).await
    }

    /// Replaces the rule on moving tags. Does nothing when the repository is gone.
    pub async fn repository_put_tag_mutability(
        &mut self,
        repository: RepositoryId,
        mutability: &TagMutability,
    ) -> Result<(), Error> {
        let (mutability, exclusions) = write_mutability(mutability);
        let values = [
            Value::from(mutability),
            Value::optional(exclusions.as_deref()),
            repository.into(),
        ];
        self.execute(PUT_TAG_MUTABILITY, &values).await?;
        Ok(())
    }

    /// Says whether images are scanned when they are pushed. Does nothing when the repository is gone.
    pub async fn repository_put_scan_on_push(
        &mut self,
        repository: RepositoryId,
        scan_on_push: ScanOnPush,
    ) -> Result<(), Error> {
        let scan = scan_on_push == ScanOnPush::Yes;
        self.execute(PUT_SCAN_ON_PUSH, &[scan.into(), repository.into()])
            .await?;
        Ok(())
    }

    /// The repository with this id, whatever its name is now.
    pub async fn repository_get_by_id(
        &mut self,
        repository: RepositoryId,
    ) -> Result<Option<Repository>, Error> {
        self.row(GET_BY_ID, &[repository.into()], |row| {
            let registry = RegistryKey {
                account: row.parsed(8, "repository.account_id")?,
                region: row.parsed(9, "repository.region")?,
            };
            read(row, &registry)
        })
        .await
    }

    /// Gives a repository another name in its registry, unless that is taken. Does nothing when the
    /// repository is gone.
    pub async fn repository_rename(
        &mut self,
        from: &RepositoryArn,
        to: &RepositoryName,
    ) -> Result<Put, Error> {
        let target = RepositoryArn {
            registry: from.registry.clone(),
            name: to.clone(),
        };
        if self.repository_get(&target).await?.is_some() {
            return Ok(Put::Exists);
        }
        let RegistryKey { account, region } = &from.registry;
        let values = [to.into(), account.into(), region.into(), Value::from(&from.name)];
        self.execute(RENAME, &values).await?;
        Ok(Put::Created)
    }

    /// Whether there is at least one image in the repository.
    pub async fn repository_has_images(&mut self, repository: RepositoryId) -> Result<bool, Error> {
        let image = self.row(HAS_IMAGES, &[repository.into()], |_| Ok(())).await?;
        Ok(image.is_some())
    }

    /// Deletes the repository with all that is in it. Returns its uploads in progress, so that
    /// the caller can drop their staged bytes once this is committed.
    pub async fn repository_delete(&mut self, repository: RepositoryId) -> Result<Vec<UploadId>, Error> {
        let uploads = self
            .rows(UPLOADS, &[repository.into()], |row| row.parsed(0, "upload.id"))
            .await?;
        let registry = self
            .row(GET_REGISTRY, &[repository.into()], read_registry)
            .await?;
        if let Some(registry) = &registry {
            self.registry_usage_remove(registry).await?;
        }
        self.execute(DELETE, &[repository.into()]).await?;
        Ok(uploads)
    }
}

/// Where a column is, and its name as `table.column`.
type Column = (usize, &'static str);

fn read(row: &Row<'_>, registry: &RegistryKey) -> Result<Repository, Error> {
    let arn = RepositoryArn {
        registry: registry.clone(),
        name: row.parsed(0, "repository.name")?,
    };
    Ok(Repository {
        id: RepositoryId(row.int(1, "repository.id")?),
        arn,
        created_at: row.timestamp(2, "repository.created_at")?,
        tag_mutability: read_mutability(
            row,
            [(3, "repository.tag_mutability"), (4, "repository.tag_exclusions")],
        )?,
        scan_on_push: row.flag(5, "repository.scan_on_push")?,
        encryption: read_encryption(row, [(6, "repository.encryption"), (7, "repository.kms_key")])?,
    })
}

fn read_registry(row: &Row<'_>) -> Result<RegistryKey, Error> {
    Ok(RegistryKey {
        account: row.parsed(0, "repository.account_id")?,
        region: row.parsed(1, "repository.region")?,
    })
}

/// The `upload` table refers to repositories too.
pub(crate) fn read_id(row: &Row<'_>, index: usize, column: &str) -> Result<RepositoryId, Error> {
    row.int(index, column).map(RepositoryId)
}

pub(crate) fn write_mutability(mutability: &TagMutability) -> (&'static str, Option<String>) {
    let list = |filters: &[String]| Some(serde_json::Value::from(filters).to_string());
    match mutability {
        TagMutability::Mutable => ("MUTABLE", None),
        TagMutability::Immutable => ("IMMUTABLE", None),
        TagMutability::MutableWithExclusion(filters) => ("MUTABLE_WITH_EXCLUSION", list(filters)),
        TagMutability::ImmutableWithExclusion(filters) => ("IMMUTABLE_WITH_EXCLUSION", list(filters)),
    }
}

/// From a column with the mode and one with its filters.
pub(crate) fn read_mutability(row: &Row<'_>, [mode, filters]: [Column; 2]) -> Result<TagMutability, Error> {
    let list = || -> Result<Vec<String>, Error> {
        let text = row.text(filters.0, filters.1)?;
        serde_json::from_str(text).map_err(|_| corrupt(filters.1))
    };
    match row.text(mode.0, mode.1)? {
        "MUTABLE" => Ok(TagMutability::Mutable),
        "IMMUTABLE" => Ok(TagMutability::Immutable),
        "MUTABLE_WITH_EXCLUSION" => list().map(TagMutability::MutableWithExclusion),
        "IMMUTABLE_WITH_EXCLUSION" => list().map(TagMutability::ImmutableWithExclusion),
        _ => Err(corrupt(mode.1)),
    }
}

pub(crate) fn write_encryption(encryption: &Encryption) -> (&'static str, Option<&str>) {
    match encryption {
        Encryption::Aes256 => ("AES256", None),
        Encryption::Kms { key } => ("KMS", key.as_deref()),
        Encryption::KmsDsse { key } => ("KMS_DSSE", key.as_deref()),
    }
}

/// From a column with the type and one with its key.
pub(crate) fn read_encryption(row: &Row<'_>, [kind, key]: [Column; 2]) -> Result<Encryption, Error> {
    let key = row.optional_string(key.0, key.1)?;
    match row.text(kind.0, kind.1)? {
        "AES256" => Ok(Encryption::Aes256),
        "KMS" => Ok(Encryption::Kms { key }),
        "KMS_DSSE" => Ok(Encryption::KmsDsse { key }),
        _ => Err(corrupt(kind.1)),
    }
}
