//! Which users are in which groups.

use names::{AccountId, EntityName};

use super::{group, user};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Group, Limit, Put, Tx, User};

statements! {
    PUT = "INSERT INTO iam_group_member (account_id, group_folded, user_folded) \
        VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    DELETE = "DELETE FROM iam_group_member \
        WHERE account_id = $1 AND group_folded = $2 AND user_folded = $3";
    LIST_OF_GROUP = "SELECT u.account_id, u.name, u.path, u.id, u.created_at, u.boundary \
        FROM iam_group_member AS m \
        JOIN iam_user AS u ON u.account_id = m.account_id AND u.folded = m.user_folded \
        WHERE m.account_id = $1 AND m.group_folded = $2 AND m.user_folded > $3 \
        ORDER BY m.user_folded LIMIT $4";
    LIST_OF_USER = "SELECT g.account_id, g.name, g.path, g.id, g.created_at \
        FROM iam_group_member AS m \
        JOIN iam_group AS g ON g.account_id = m.account_id AND g.folded = m.group_folded \
        WHERE m.account_id = $1 AND m.user_folded = $2 AND m.group_folded > $3 \
        ORDER BY m.group_folded LIMIT $4";
}

impl Tx<'_> {
    /// Puts a user into a group.
    ///
    /// # Errors
    /// [`Error::Dangling`] when there is no such group or user.
    pub async fn iam_group_member_put(
        &mut self,
        account: &AccountId,
        group: &EntityName,
        user: &EntityName,
    ) -> Result<Put, Error> {
        let values = [account.into(), Value::folded(group), Value::folded(user)];
        self.put(PUT, &values).await
    }

    /// Takes a user out of a group. False when it was not in it.
    pub async fn iam_group_member_delete(
        &mut self,
        account: &AccountId,
        group: &EntityName,
        user: &EntityName,
    ) -> Result<bool, Error> {
        let values = [account.into(), Value::folded(group), Value::folded(user)];
        Ok(self.execute(DELETE, &values).await? != 0)
    }

    /// The users in a group by folded name, those after `after`.
    pub async fn iam_group_member_list_of_group(
        &mut self,
        account: &AccountId,
        group: &EntityName,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<User>, Error> {
        let values = [
            account.into(),
            Value::folded(group),
            Value::after_folded(after),
            limit.into(),
        ];
        self.rows(LIST_OF_GROUP, &values, user::read).await
    }

    /// The groups that a user is in by folded name, those after `after`.
    pub async fn iam_group_member_list_of_user(
        &mut self,
        account: &AccountId,
        user: &EntityName,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<Group>, Error> {
        let values = [
            account.into(),
            Value::folded(user),
            Value::after_folded(after),
            limit.into(),
        ];
        self.rows(LIST_OF_USER, &values, group::read).await
    }
}
