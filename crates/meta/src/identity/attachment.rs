//! Managed policies, the account's and AWS's own, that are attached to users, groups and roles.

use names::{AccountId, EntityName, PolicyArn, UniqueId};

use super::inline_policy::PolicyOwner;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// A user, a group or a role that has a certain policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyUser {
    /// Its name, as it was created.
    pub name: EntityName,
    /// Its unique id.
    pub id: UniqueId,
}

statements! {
    PUT = "INSERT INTO iam_attachment (account_id, owner_kind, owner_folded, policy_arn) \
        VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    DELETE = "DELETE FROM iam_attachment \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 AND policy_arn = $4";
    LIST = "SELECT policy_arn FROM iam_attachment \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 AND policy_arn > $4 \
        ORDER BY policy_arn LIMIT $5";
    COUNT = "SELECT count(*) FROM iam_attachment WHERE account_id = $1 AND policy_arn = $2";
    LIST_USERS = "SELECT e.name, e.id FROM iam_attachment AS a \
        JOIN iam_user AS e ON e.account_id = a.account_id AND e.folded = a.owner_folded \
        WHERE a.account_id = $1 AND a.policy_arn = $2 AND a.owner_kind = 'user' \
        AND a.owner_folded > $3 ORDER BY a.owner_folded LIMIT $4";
    LIST_GROUPS = "SELECT e.name, e.id FROM iam_attachment AS a \
        JOIN iam_group AS e ON e.account_id = a.account_id AND e.folded = a.owner_folded \
        WHERE a.account_id = $1 AND a.policy_arn = $2 AND a.owner_kind = 'group' \
        AND a.owner_folded > $3 ORDER BY a.owner_folded LIMIT $4";
    LIST_ROLES = "SELECT e.name, e.id FROM iam_attachment AS a \
        JOIN iam_role AS e ON e.account_id = a.account_id AND e.folded = a.owner_folded \
        WHERE a.account_id = $1 AND a.policy_arn = $2 AND a.owner_kind = 'role' \
        AND a.owner_folded > $3 ORDER BY a.owner_folded LIMIT $4";
}

impl Tx<'_> {
    /// Attaches a managed policy. That owner and policy exist is for the caller to see, in the
    /// same transaction; the ARN must be the policy's own, by case too.
    pub async fn iam_attachment_put(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
        policy: &PolicyArn,
    ) -> Result<Put, Error> {
        let [account, kind, folded] = owner.values(account);
        self.put(PUT, &[account, kind, folded, policy.into()]).await
    }

    /// Detaches a managed policy. False when it was not attached.
    pub async fn iam_attachment_delete(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
        policy: &PolicyArn,
    ) -> Result<bool, Error> {
        let [account, kind, folded] = owner.values(account);
        let deleted = self
            .execute(DELETE, &[account, kind, folded, policy.into()])
            .await?;
        Ok(deleted != 0)
    }

    /// The managed policies that an entity has by ARN, those after `after`.
    pub async fn iam_attachment_list(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
        after: Option<&PolicyArn>,
        limit: Limit,
    ) -> Result<Vec<PolicyArn>, Error> {
        let [account, kind, folded] = owner.values(account);
        let values = [account, kind, folded, Value::after(after), limit.into()];
        self.rows(LIST, &values, |row| row.parsed(0, "iam_attachment.policy_arn"))
            .await
    }

    /// The account's users that have a policy attached, by folded name, those after `after`.
    pub async fn iam_attachment_list_users(
        &mut self,
        account: &AccountId,
        policy: &PolicyArn,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<PolicyUser>, Error> {
        let values = users_of(account, policy, after, limit);
        self.rows(LIST_USERS, &values, read_policy_user).await
    }

    /// The account's groups that have a policy attached, by folded name, those after `after`.
    pub async fn iam_attachment_list_groups(
        &mut self,
        account: &AccountId,
        policy: &PolicyArn,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<PolicyUser>, Error> {
        let values = users_of(account, policy, after, limit);
        self.rows(LIST_GROUPS, &values, read_policy_user).await
    }

    /// The account's roles that have a policy attached, by folded name, those after `after`.
    pub async fn iam_attachment_list_roles(
        &mut self,
        account: &AccountId,
        policy: &PolicyArn,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<PolicyUser>, Error> {
        let values = users_of(account, policy, after, limit);
        self.rows(LIST_ROLES, &values, read_policy_user).await
    }

    /// How many of the account's entities have a policy attached (IAM `AttachmentCount`); for
    /// AWS's own policies. An account's own have the number in their record.
    pub async fn iam_attachment_count(
        &mut self,
        account: &AccountId,
        policy: &PolicyArn,
    ) -> Result<u32, Error> {
        let values = [account.into(), Value::from(policy)];
        let count = self
            .row(COUNT, &values, |row| row.count(0, "count of iam_attachment"))
            .await?;
        Ok(count.unwrap_or(0))
    }
}

/// The values for a list of what uses a policy.
pub(super) fn users_of<'a>(
    account: &'a AccountId,
    policy: &'a PolicyArn,
    after: Option<&EntityName>,
    limit: Limit,
) -> [Value<'a>; 4] {
    [
        account.into(),
        policy.into(),
        Value::after_folded(after),
        limit.into(),
    ]
}

pub(super) fn read_policy_user(row: &Row<'_>) -> Result<PolicyUser, Error> {
    Ok(PolicyUser {
        name: row.parsed(0, "name of an entity")?,
        id: row.parsed(1, "id of an entity")?,
    })
}
