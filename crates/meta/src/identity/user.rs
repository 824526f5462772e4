//! IAM users.

use names::{AccountId, EntityName, EntityPath, PolicyArn, UniqueId};
use stdx::Timestamp;

use super::inline_policy::OwnerKind;
use super::tag::TagOwner;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The account that it belongs to.
    pub account: AccountId,
    /// Its name, as it was created; unique among the account's users without regard to case.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// Its unique id, `AIDA…`.
    pub id: UniqueId,
    /// When it was created.
    pub created_at: Timestamp,
    /// The managed policy that bounds what it may do.
    pub boundary: Option<PolicyArn>,
}

/// What became of a change that may give an entity another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renamed {
    /// The change is made.
    Done,
    /// There is no entity of the old name. Nothing is changed.
    Missing,
    /// Another entity has the new name already. Nothing is changed.
    Taken,
}

statements! {
    CREATE = "INSERT INTO iam_user (account_id, folded, name, path, id, created_at, boundary) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    GET = "SELECT account_id, name, path, id, created_at, boundary FROM iam_user \
        WHERE account_id = $1 AND folded = $2";
    GET_BY_ID = "SELECT account_id, name, path, id, created_at, boundary FROM iam_user WHERE id = $1";
    LIST = "SELECT account_id, name, path, id, created_at, boundary FROM iam_user \
        WHERE account_id = $1 AND folded > $2 ORDER BY folded LIMIT $3";
    UPDATE = "UPDATE iam_user SET folded = $1, name = $2, path = $3 \
        WHERE account_id = $4 AND folded = $5";
    SET_BOUNDARY = "UPDATE iam_user SET boundary = $1 WHERE account_id = $2 AND folded = $3";
    DELETE = "DELETE FROM iam_user WHERE account_id = $1 AND folded = $2";
}

impl Tx<'_> {
    /// Creates a user; `Exists` when the account has one of that name in whatever case.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn iam_user_create(&mut self, user: &User) -> Result<Put, Error> {
        let values = [
            Value::from(&user.account),
            Value::folded(&user.name),
            Value::from(&user.name),
            Value::from(&user.path),
            Value::from(&user.id),
            Value::from(user.created_at),
            Value::optional(user.boundary.as_ref().map(PolicyArn::as_str)),
        ];
        self.put(CREATE, &values).await
    }

    /// The user of this name.
    pub async fn iam_user_get(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<Option<User>, Error> {
        self.row(GET, &[account.into(), Value::folded(name)], read).await
    }

    /// The user with this unique id, of whatever account.
    pub async fn iam_user_get_by_id(&mut self, id: &UniqueId) -> Result<Option<User>, Error> {
        self.row(GET_BY_ID, &[id.into()], read).await
    }

    /// The users of an account by folded name, those after `after`.
    pub async fn iam_user_list(
        &mut self,
        account: &AccountId,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<User>, Error> {
        let values = [account.into(), Value::after_folded(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// Gives a user another name and path. Its access keys, groups, attachments, inline policies
    /// and tags stay with it. The new name may be the old one, also in another case.
    pub async fn iam_user_update(
        &mut self,
        account: &AccountId,
        old: &EntityName,
        name: &EntityName,
        path: &EntityPath,
    ) -> Result<Renamed, Error> {
        let moved = old.fold() != name.fold();
        if moved && self.iam_user_get(account, name).await?.is_some() {
            return Ok(Renamed::Taken);
        }
        let values = [
            Value::folded(name),
            Value::from(name),
            Value::from(path),
            Value::from(account),
            Value::folded(old),
        ];
        if self.execute(UPDATE, &values).await? == 0 {
            return Ok(Renamed::Missing);
        }
        if moved {
            self.owned_move(account, OwnerKind::User, old, name).await?;
        }
        Ok(Renamed::Done)
    }

    /// Sets or takes away the permissions boundary. False when there is no such user.
    pub async fn iam_user_set_boundary(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        boundary: Option<&PolicyArn>,
    ) -> Result<bool, Error> {
        let boundary = Value::optional(boundary.map(PolicyArn::as_str));
        let values = [boundary, account.into(), Value::folded(name)];
        Ok(self.execute(SET_BOUNDARY, &values).await? != 0)
    }

    /// Deletes a user with its attachments, inline policies and tags. False when there is none.
    ///
    /// # Errors
    /// [`Error::Dangling`] when it has access keys or is in a group.
    pub async fn iam_user_delete(&mut self, account: &AccountId, name: &EntityName) -> Result<bool, Error> {
        self.owned_policies_delete(account, OwnerKind::User, name).await?;
        self.owned_tags_delete(account, &TagOwner::User(name.clone()))
            .await?;
        let deleted = self
            .execute(DELETE, &[account.into(), Value::folded(name)])
            .await?;
        Ok(deleted != 0)
    }
}

/// Reads a row whose first six columns are those that [`GET`] names.
pub(crate) fn read(row: &Row<'_>) -> Result<User, Error> {
    Ok(User {
        account: row.parsed(0, "iam_user.account_id")?,
        name: row.parsed(1, "iam_user.name")?,
        path: row.parsed(2, "iam_user.path")?,
        id: row.parsed(3, "iam_user.id")?,
        created_at: row.timestamp(4, "iam_user.created_at")?,
        boundary: row.optional_parsed(5, "iam_user.boundary")?,
    })
}
