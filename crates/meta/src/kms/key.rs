//! Keys of KMS.

use names::{KmsKeyArn, KmsKeyId, RegistryKey};
use stdx::Timestamp;

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// A key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsKey {
    /// Which one, whose, and where.
    pub arn: KmsKeyArn,
    /// When it was created.
    pub created_at: Timestamp,
    /// What it is for, in its owner's words; may be empty.
    pub description: String,
    /// Who looks after it.
    pub manager: KmsKeyManager,
    /// Whether it can be used.
    pub state: KmsKeyState,
    /// How it is rotated by itself, if it is.
    pub rotation: Option<KmsRotation>,
    /// Its policy, with unique ids for users and roles.
    pub policy: String,
    /// The key of a key service that it takes too, if it does; never changed.
    pub external: Option<KmsExternalKey>,
}

/// A key in a key service outside the installation (KMS, "external key stores").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KmsExternalKey {
    /// The store, by the name that the operator gave it.
    pub store: String,
    /// What the key is called there.
    pub key: String,
}

/// Who looks after a key (KMS `KeyManager`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KmsKeyManager {
    /// The account.
    Customer,
    /// A service, which made it for the account.
    Aws,
}

/// Whether a key can be used (KMS `KeyState`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KmsKeyState {
    /// It can.
    Enabled,
    /// It cannot until it is enabled again.
    Disabled,
    /// It cannot, and is deleted at this time.
    PendingDeletion(Timestamp),
}

/// How a key is rotated by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KmsRotation {
    /// From one rotation to the next, in days.
    pub period_days: u32,
    /// When the next one is due.
    pub next_at: Timestamp,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, account_id, region, created_at, description, manager, state, deletion_at, \
             rotation_days, next_rotation_at, policy, store, store_key FROM kms_key ",
            $rest
        )
    };
}

statements! {
    CREATE = "INSERT INTO kms_key (id, account_id, region, created_at, description, manager, state, \
        deletion_at, rotation_days, next_rotation_at, policy, store, store_key) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";
    GET = select!("WHERE id = $1 AND account_id = $2 AND region = $3");
    GET_BY_ID = select!("WHERE id = $1");
    LIST = select!("WHERE account_id = $1 AND region = $2 AND id > $3 ORDER BY id LIMIT $4");
    UPDATE = "UPDATE kms_key SET description = $1, state = $2, deletion_at = $3, rotation_days = $4, \
        next_rotation_at = $5, policy = $6 WHERE id = $7";
    DELETE = "DELETE FROM kms_key WHERE id = $1";
}

impl Tx<'_> {
    /// Stores a key; an id that is taken stays as it is.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn kms_key_create(&mut self, key: &KmsKey) -> Result<Put, Error> {
        let (state, deletion_at) = state_columns(key.state);
        let (days, next_at) = rotation_columns(key.rotation);
        let values = [
            Value::from(&key.arn.id),
            Value::from(&key.arn.home.account),
            Value::from(&key.arn.home.region),
            Value::from(key.created_at),
            Value::from(&*key.description),
            Value::from(match key.manager {
                KmsKeyManager::Customer => "customer",
                KmsKeyManager::Aws => "aws",
            }),
            state,
            deletion_at,
            days,
            next_at,
            Value::from(&*key.policy),
            key.external
                .as_ref()
                .map_or(Value::Null, |external| Value::from(&*external.store)),
            key.external
                .as_ref()
                .map_or(Value::Null, |external| Value::from(&*external.key)),
        ];
        self.put(CREATE, &values).await
    }

    /// The key of this ARN.
    pub async fn kms_key_get(&mut self, arn: &KmsKeyArn) -> Result<Option<KmsKey>, Error> {
        let values = [
            Value::from(&arn.id),
            Value::from(&arn.home.account),
            Value::from(&arn.home.region),
        ];
        self.row(GET, &values, read).await
    }

    /// The key of this id, whosever it is.
    pub async fn kms_key_get_by_id(&mut self, id: &KmsKeyId) -> Result<Option<KmsKey>, Error> {
        self.row(GET_BY_ID, &[id.into()], read).await
    }

    /// The keys of an account in a region by id, those after `after`.
    pub async fn kms_key_list(
        &mut self,
        home: &RegistryKey,
        after: Option<&KmsKeyId>,
        limit: Limit,
    ) -> Result<Vec<KmsKey>, Error> {
        let values = [
            Value::from(&home.account),
            Value::from(&home.region),
            Value::after(after),
            limit.into(),
        ];
        self.rows(LIST, &values, read).await
    }

    /// Writes what of a key can change. False when it is gone.
    pub async fn kms_key_update(&mut self, key: &KmsKey) -> Result<bool, Error> {
        let (state, deletion_at) = state_columns(key.state);
        let (days, next_at) = rotation_columns(key.rotation);
        let values = [
            Value::from(&*key.description),
            state,
            deletion_at,
            days,
            next_at,
            Value::from(&*key.policy),
            Value::from(&key.arn.id),
        ];
        Ok(self.execute(UPDATE, &values).await? != 0)
    }

    /// Deletes a key with its material, aliases, grants and tags. False when it is gone already.
    pub async fn kms_key_delete(&mut self, id: &KmsKeyId) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[id.into()]).await? != 0)
    }
}

fn state_columns(state: KmsKeyState) -> (Value<'static>, Value<'static>) {
    match state {
        KmsKeyState::Enabled => (Value::from("enabled"), Value::Null),
        KmsKeyState::Disabled => (Value::from("disabled"), Value::Null),
        KmsKeyState::PendingDeletion(at) => (Value::from("pending-deletion"), at.into()),
    }
}

fn rotation_columns(rotation: Option<KmsRotation>) -> (Value<'static>, Value<'static>) {
    match rotation {
        Some(rotation) => (
            Value::from(i64::from(rotation.period_days)),
            rotation.next_at.into(),
        ),
        None => (Value::Null, Value::Null),
    }
}

fn read(row: &Row<'_>) -> Result<KmsKey, Error> {
    let state = match row.text(6, "kms_key.state")? {
        "enabled" => KmsKeyState::Enabled,
        "disabled" => KmsKeyState::Disabled,
        "pending-deletion" => KmsKeyState::PendingDeletion(row.timestamp(7, "kms_key.deletion_at")?),
        _ => return Err(corrupt("kms_key.state")),
    };
    let rotation = match row.optional_int(8, "kms_key.rotation_days")? {
        None => None,
        Some(days) => Some(KmsRotation {
            period_days: u32::try_from(days).map_err(|_| corrupt("kms_key.rotation_days"))?,
            next_at: row.timestamp(9, "kms_key.next_rotation_at")?,
        }),
    };
    Ok(KmsKey {
        arn: KmsKeyArn {
            home: RegistryKey {
                account: row.parsed(1, "kms_key.account_id")?,
                region: row.parsed(2, "kms_key.region")?,
            },
            id: row.parsed(0, "kms_key.id")?,
        },
        created_at: row.timestamp(3, "kms_key.created_at")?,
        description: row.string(4, "kms_key.description")?,
        manager: match row.text(5, "kms_key.manager")? {
            "customer" => KmsKeyManager::Customer,
            "aws" => KmsKeyManager::Aws,
            _ => return Err(corrupt("kms_key.manager")),
        },
        state,
        rotation,
        policy: row.string(10, "kms_key.policy")?,
        external: match (
            row.optional_string(11, "kms_key.store")?,
            row.optional_string(12, "kms_key.store_key")?,
        ) {
            (Some(store), Some(key)) => Some(KmsExternalKey { store, key }),
            (None, None) => None,
            _ => return Err(corrupt("kms_key.store")),
        },
    })
}
