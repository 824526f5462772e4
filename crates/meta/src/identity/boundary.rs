//! Whom a managed policy bounds: the other way in which a policy is used.

use names::{AccountId, EntityName, PolicyArn};

use super::attachment::{PolicyUser, read_policy_user, users_of};
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

// The ranges are explained in `referrer.rs`.
statements! {
    LIST_USERS = "SELECT name, id FROM iam_user WHERE account_id = $1 \
        AND (boundary, folded) > ($2, $3) AND boundary <= $2 ORDER BY boundary, folded LIMIT $4";
    LIST_ROLES = "SELECT name, id FROM iam_role WHERE account_id = $1 \
        AND (boundary, folded) > ($2, $3) AND boundary <= $2 ORDER BY boundary, folded LIMIT $4";
    COUNT_USERS = "SELECT count(*) FROM iam_user WHERE account_id = $1 AND boundary = $2";
    COUNT_ROLES = "SELECT count(*) FROM iam_role WHERE account_id = $1 AND boundary = $2";
}

impl Tx<'_> {
    /// The account's users whose boundary is this policy, by folded name, those after `after`.
    pub async fn iam_boundary_list_users(
        &mut self,
        account: &AccountId,
        policy: &PolicyArn,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<PolicyUser>, Error> {
        let values = users_of(account, policy, after, limit);
        self.rows(LIST_USERS, &values, read_policy_user).await
    }

    /// The account's roles whose boundary is this policy, by folded name, those after `after`.
    pub async fn iam_boundary_list_roles(
        &mut self,
        account: &AccountId,
        policy: &PolicyArn,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<PolicyUser>, Error> {
        let values = users_of(account, policy, after, limit);
        self.rows(LIST_ROLES, &values, read_policy_user).await
    }

    /// How many of the account's users and roles have this policy as their boundary (IAM
    /// `PermissionsBoundaryUsageCount`); for AWS's own policies. An account's own have the
    /// number in their record.
    pub async fn iam_boundary_count(
        &mut self,
        account: &AccountId,
        policy: &PolicyArn,
    ) -> Result<u32, Error> {
        let values = [account.into(), Value::from(policy)];
        let mut all = 0;
        for statement in [COUNT_USERS, COUNT_ROLES] {
            let read = |row: &Row<'_>| row.count(0, "count of boundaries");
            all += self.row(statement, &values, read).await?.unwrap_or(0);
        }
        Ok(all)
    }
}
