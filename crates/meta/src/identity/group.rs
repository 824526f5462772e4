//! Groups of users.

use names::{AccountId, EntityName, EntityPath, UniqueId};
use stdx::Timestamp;

use super::inline_policy::OwnerKind;
use super::user::Renamed;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// A group of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The account that it belongs to.
    pub account: AccountId,
    /// Its name, as it was created; unique among the account's groups without regard to case.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// Its unique id, `AGPA…`.
    pub id: UniqueId,
    /// When it was created.
    pub created_at: Timestamp,
}

statements! {
    CREATE = "INSERT INTO iam_group (account_id, folded, name, path, id, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    GET = "SELECT account_id, name, path, id, created_at FROM iam_group \
        WHERE account_id = $1 AND folded = $2";
    GET_BY_ID = "SELECT account_id, name, path, id, created_at FROM iam_group WHERE id = $1";
    LIST = "SELECT account_id, name, path, id, created_at FROM iam_group \
        WHERE account_id = $1 AND folded > $2 ORDER BY folded LIMIT $3";
    UPDATE = "UPDATE iam_group SET folded = $1, name = $2, path = $3 \
        WHERE account_id = $4 AND folded = $5";
    DELETE = "DELETE FROM iam_group WHERE account_id = $1 AND folded = $2";
}

impl Tx<'_> {
    /// Creates a group; `Exists` when the account has one of that name in whatever case.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn iam_group_create(&mut self, group: &Group) -> Result<Put, Error> {
        let values = [
            Value::from(&group.account),
            Value::folded(&group.name),
            Value::from(&group.name),
            Value::from(&group.path),
            Value::from(&group.id),
            Value::from(group.created_at),
        ];
        self.put(CREATE, &values).await
    }

    /// The group of this name.
    pub async fn iam_group_get(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<Option<Group>, Error> {
        self.row(GET, &[account.into(), Value::folded(name)], read).await
    }

    /// The group with this unique id, of whatever account.
    pub async fn iam_group_get_by_id(&mut self, id: &UniqueId) -> Result<Option<Group>, Error> {
        self.row(GET_BY_ID, &[id.into()], read).await
    }

    /// The groups of an account by folded name, those after `after`.
    pub async fn iam_group_list(
        &mut self,
        account: &AccountId,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<Group>, Error> {
        let values = [account.into(), Value::after_folded(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// Gives a group another name and path. Its members, attachments and inline policies stay
    /// with it. The new name may be the old one, also in another case.
    pub async fn iam_group_update(
        &mut self,
        account: &AccountId,
        old: &EntityName,
        name: &EntityName,
        path: &EntityPath,
    ) -> Result<Renamed, Error> {
        let moved = old.fold() != name.fold();
        if moved && self.iam_group_get(account, name).await?.is_some() {
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
            self.owned_move(account, OwnerKind::Group, old, name).await?;
        }
        Ok(Renamed::Done)
    }

    /// Deletes a group with its attachments and inline policies. False when there is none.
    ///
    /// # Errors
    /// [`Error::Dangling`] when it has members.
    pub async fn iam_group_delete(&mut self, account: &AccountId, name: &EntityName) -> Result<bool, Error> {
        self.owned_policies_delete(account, OwnerKind::Group, name)
            .await?;
        let deleted = self
            .execute(DELETE, &[account.into(), Value::folded(name)])
            .await?;
        Ok(deleted != 0)
    }
}

/// Reads a row of the columns that [`GET`] names.
pub(crate) fn read(row: &Row<'_>) -> Result<Group, Error> {
    Ok(Group {
        account: row.parsed(0, "iam_group.account_id")?,
        name: row.parsed(1, "iam_group.name")?,
        path: row.parsed(2, "iam_group.path")?,
        id: row.parsed(3, "iam_group.id")?,
        created_at: row.timestamp(4, "iam_group.created_at")?,
    })
}
