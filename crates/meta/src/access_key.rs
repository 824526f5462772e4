//! Access keys: what AWS clients sign with.

use std::fmt;

use names::{AccessKeyId, AccountId, EntityName, Region};
use stdx::Timestamp;

use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// An access key. Its `Debug` form leaves the secret out.
///
/// Who acts with it is `account` and `owner`: the root of the account, or a user, whose path and
/// unique id are in [`crate::User`] (`iam_user_get`, or `iam_user_facts` for a decision).
#[derive(Clone, PartialEq, Eq)]
pub struct AccessKey {
    /// The public half.
    pub id: AccessKeyId,
    /// The account that it belongs to.
    pub account: AccountId,
    /// Whose it is in that account.
    pub owner: KeyOwner,
    /// The secret half, in whatever form the caller keeps it. Checking a signature needs it.
    pub secret: String,
    /// Whether it is good.
    pub status: KeyStatus,
    /// When it was created.
    pub created_at: Timestamp,
    /// When and for what it was last used; not written by `access_key_create`.
    pub last_used: Option<KeyLastUsed>,
}

/// Whose an access key is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KeyOwner {
    /// The account's root.
    Root,
    /// A user. A record has the name as the user has it; for arguments any case will do.
    User(EntityName),
}

/// Whether an access key is good (IAM `statusType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyStatus {
    /// It is.
    Active,
    /// It is not, until it is made active again.
    Inactive,
}

/// When and for what an access key was last used (IAM `AccessKeyLastUsed`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLastUsed {
    /// When; exact to a minute.
    pub at: Timestamp,
    /// The service that the request was for, such as `ecr`.
    pub service: String,
    /// The region of the request.
    pub region: Region,
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("id", &self.id)
            .field("account", &self.account)
            .field("owner", &self.owner)
            .field("status", &self.status)
            .field("created_at", &self.created_at)
            .field("last_used", &self.last_used)
            .finish_non_exhaustive()
    }
}

/// The columns of [`AccessKey`], the user's name as the user has it.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT k.id, k.account_id, k.user_folded, u.name, k.secret, k.active, k.created_at, \
             k.last_used_at, k.last_used_service, k.last_used_region FROM access_key AS k \
             LEFT JOIN iam_user AS u ON u.account_id = k.account_id AND u.folded = k.user_folded ",
            $rest
        )
    };
}

statements! {
    CREATE = "INSERT INTO access_key (id, account_id, user_folded, secret, active, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    GET = select!("WHERE k.id = $1");
    LIST_OF_USER = select!(
        "WHERE k.account_id = $1 AND k.user_folded = $2 AND k.id > $3 ORDER BY k.id LIMIT $4"
    );
    LIST_OF_ROOT = select!(
        "WHERE k.account_id = $1 AND k.user_folded IS NULL AND k.id > $2 ORDER BY k.id LIMIT $3"
    );
    COUNT_OF_USER = "SELECT count(*) FROM access_key WHERE account_id = $1 AND user_folded = $2";
    COUNT_OF_ROOT = "SELECT count(*) FROM access_key WHERE account_id = $1 AND user_folded IS NULL";
    LIST_SECRETS = "SELECT id, secret FROM access_key WHERE id > $1 ORDER BY id LIMIT $2";
    SET_SECRET = "UPDATE access_key SET secret = $1 WHERE id = $2 AND secret = $3";
    SET_ACTIVE = "UPDATE access_key SET active = $1 WHERE id = $2";
    TOUCH = "UPDATE access_key SET last_used_at = $1, last_used_service = $2, last_used_region = $3 \
        WHERE id = $4 AND (last_used_at IS NULL OR last_used_at <= $5)";
    DELETE = "DELETE FROM access_key WHERE id = $1";
}

impl Tx<'_> {
    /// Stores an access key; an id that is taken stays as it is.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account or the user does not exist.
    pub async fn access_key_create(&mut self, key: &AccessKey) -> Result<Put, Error> {
        let values = [
            Value::from(&key.id),
            Value::from(&key.account),
            match &key.owner {
                KeyOwner::Root => Value::Null,
                KeyOwner::User(name) => Value::folded(name),
            },
            Value::from(&*key.secret),
            Value::from(key.status == KeyStatus::Active),
            Value::from(key.created_at),
        ];
        self.put(CREATE, &values).await
    }

    /// The access key with this id.
    pub async fn access_key_get(&mut self, id: &AccessKeyId) -> Result<Option<AccessKey>, Error> {
        self.row(GET, &[id.into()], read).await
    }

    /// The access keys of a user or of the account's root by id, those after `after`.
    pub async fn access_key_list(
        &mut self,
        account: &AccountId,
        owner: &KeyOwner,
        after: Option<&AccessKeyId>,
        limit: Limit,
    ) -> Result<Vec<AccessKey>, Error> {
        let (account, after) = (Value::from(account), Value::after(after));
        match owner {
            KeyOwner::Root => {
                let values = [account, after, limit.into()];
                self.rows(LIST_OF_ROOT, &values, read).await
            }
            KeyOwner::User(name) => {
                let values = [account, Value::folded(name), after, limit.into()];
                self.rows(LIST_OF_USER, &values, read).await
            }
        }
    }

    /// The secret halves of all access keys by id, those after `after`.
    pub async fn access_key_secret_list(
        &mut self,
        after: Option<&AccessKeyId>,
        limit: Limit,
    ) -> Result<Vec<(AccessKeyId, String)>, Error> {
        let read = |row: &Row<'_>| {
            Ok((
                row.parsed(0, "access_key.id")?,
                row.string(1, "access_key.secret")?,
            ))
        };
        let values = [Value::after(after), limit.into()];
        self.rows(LIST_SECRETS, &values, read).await
    }

    /// Keeps a secret half in another form, if it is still the `old` one. True when it was.
    pub async fn access_key_set_secret(
        &mut self,
        id: &AccessKeyId,
        old: &str,
        new: &str,
    ) -> Result<bool, Error> {
        let values = [Value::from(new), id.into(), Value::from(old)];
        Ok(self.execute(SET_SECRET, &values).await? != 0)
    }

    /// How many access keys a user or the account's root has.
    pub async fn access_key_count(&mut self, account: &AccountId, owner: &KeyOwner) -> Result<u32, Error> {
        let read = |row: &Row<'_>| row.count(0, "count of access_key");
        let account = Value::from(account);
        let count = match owner {
            KeyOwner::Root => self.row(COUNT_OF_ROOT, &[account], read).await?,
            KeyOwner::User(name) => {
                let values = [account, Value::folded(name)];
                self.row(COUNT_OF_USER, &values, read).await?
            }
        };
        Ok(count.unwrap_or(0))
    }

    /// Makes an access key good or not. False when there is none with this id.
    pub async fn access_key_set_active(
        &mut self,
        id: &AccessKeyId,
        status: KeyStatus,
    ) -> Result<bool, Error> {
        let values = [Value::from(status == KeyStatus::Active), id.into()];
        Ok(self.execute(SET_ACTIVE, &values).await? != 0)
    }

    /// Notes that an access key was used, unless it was less than a minute before. True when it
    /// was noted.
    pub async fn access_key_touch(&mut self, id: &AccessKeyId, used: &KeyLastUsed) -> Result<bool, Error> {
        let values = [
            used.at.into(),
            Value::from(&*used.service),
            Value::from(&used.region),
            Value::from(id),
            minute_before(used.at).into(),
        ];
        Ok(self.execute(TOUCH, &values).await? != 0)
    }

    /// Deletes an access key. False when there is none with this id.
    pub async fn access_key_delete(&mut self, id: &AccessKeyId) -> Result<bool, Error> {
        Ok(self.execute(DELETE, &[id.into()]).await? != 0)
    }
}

/// What was noted at this instant or before is worth being noted again.
pub(crate) fn minute_before(at: Timestamp) -> Timestamp {
    Timestamp::from_micros(at.as_micros().saturating_sub(60_000_000))
}

fn read(row: &Row<'_>) -> Result<AccessKey, Error> {
    let owner = match row.optional_text(2, "access_key.user_folded")? {
        None => KeyOwner::Root,
        Some(_) => KeyOwner::User(row.parsed(3, "iam_user.name")?),
    };
    let last_used = match row.optional_timestamp(7, "access_key.last_used_at")? {
        None => None,
        Some(at) => Some(KeyLastUsed {
            at,
            service: row.string(8, "access_key.last_used_service")?,
            region: row.parsed(9, "access_key.last_used_region")?,
        }),
    };
    let status = match row.int(5, "access_key.active")? {
        0 => KeyStatus::Inactive,
        1 => KeyStatus::Active,
        _ => return Err(corrupt("access_key.active")),
    };
    Ok(AccessKey {
        id: row.parsed(0, "access_key.id")?,
        account: row.parsed(1, "access_key.account_id")?,
        owner,
        secret: row.string(4, "access_key.secret")?,
        status,
        created_at: row.timestamp(6, "access_key.created_at")?,
        last_used,
    })
}
