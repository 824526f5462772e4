//! Managed policies of an account.

use names::{AccountId, EntityName, PolicyArn, PolicyVersionId, UniqueId};
use stdx::Timestamp;

use super::tag::TagOwner;
use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// A managed policy to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPolicy {
    /// The account that it belongs to; the ARN's.
    pub account: AccountId,
    /// Its ARN, which holds path and name.
    pub arn: PolicyArn,
    /// Its unique id, `ANPA…`.
    pub id: UniqueId,
    /// What its creator says of it.
    pub description: Option<String>,
    /// The text of its first version.
    pub document: String,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A managed policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The account that it belongs to.
    pub account: AccountId,
    /// Its ARN, which holds path and name; the name is unique among the account's policies
    /// without regard to case.
    pub arn: PolicyArn,
    /// Its unique id, `ANPA…`.
    pub id: UniqueId,
    /// What its creator says of it.
    pub description: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its newest version was created.
    pub updated_at: Timestamp,
    /// The version that is in force.
    pub default_version: PolicyVersionId,
    /// How many users, groups and roles have it attached (IAM `AttachmentCount`).
    pub attachments: u32,
    /// How many users and roles have it as their boundary (IAM `PermissionsBoundaryUsageCount`).
    pub boundaries: u32,
}

/// The columns of [`Policy`]; counts are read from indexes that hold nothing else.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.account_id, p.arn, p.id, p.description, p.created_at, p.updated_at, \
             p.default_version, \
             (SELECT count(*) FROM iam_attachment AS a \
             WHERE a.account_id = p.account_id AND a.policy_arn = p.arn), \
             (SELECT count(*) FROM iam_user AS u WHERE u.account_id = p.account_id AND u.boundary = p.arn), \
             (SELECT count(*) FROM iam_role AS r WHERE r.account_id = p.account_id AND r.boundary = p.arn) \
             FROM iam_policy AS p ",
            $rest
        )
    };
}

statements! {
    CREATE = "INSERT INTO iam_policy (account_id, folded, arn, id, description, created_at, \
        updated_at, default_version, latest_version) \
        VALUES ($1, $2, $3, $4, $5, $6, $6, 1, 1) ON CONFLICT DO NOTHING";
    CREATE_VERSION = "INSERT INTO iam_policy_version (account_id, folded, version, document, created_at) \
        VALUES ($1, $2, 1, $3, $4)";
    GET = select!("WHERE p.account_id = $1 AND p.folded = $2");
    GET_BY_ID = select!("WHERE p.id = $1");
    LIST = select!("WHERE p.account_id = $1 AND p.folded > $2 ORDER BY p.folded LIMIT $3");
    SET_DEFAULT_VERSION = "UPDATE iam_policy SET default_version = $1 \
        WHERE account_id = $2 AND folded = $3 AND EXISTS (SELECT 1 FROM iam_policy_version \
        WHERE account_id = $2 AND folded = $3 AND version = $1)";
    DELETE = "DELETE FROM iam_policy WHERE account_id = $1 AND folded = $2";
}

impl Tx<'_> {
    /// Creates a managed policy with its first version, which is in force; `Exists` when the
    /// account has one of that name in whatever case and on whatever path.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn iam_policy_create(&mut self, policy: &NewPolicy) -> Result<Put, Error> {
        let name = policy.arn.name();
        let values = [
            Value::from(&policy.account),
            Value::folded(&name),
            Value::from(&policy.arn),
            Value::from(&policy.id),
            Value::optional(policy.description.as_deref()),
            Value::from(policy.created_at),
        ];
        let put = self.put(CREATE, &values).await?;
        if put == Put::Created {
            let version = [
                Value::from(&policy.account),
                Value::folded(&name),
                Value::from(&*policy.document),
                Value::from(policy.created_at),
            ];
            self.execute(CREATE_VERSION, &version).await?;
        }
        Ok(put)
    }

    /// The managed policy of this name. Who looks for an ARN must compare it with the record's:
    /// there the path counts too.
    pub async fn iam_policy_get(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<Option<Policy>, Error> {
        self.row(GET, &[account.into(), Value::folded(name)], read).await
    }

    /// The managed policy with this unique id, of whatever account.
    pub async fn iam_policy_get_by_id(&mut self, id: &UniqueId) -> Result<Option<Policy>, Error> {
        self.row(GET_BY_ID, &[id.into()], read).await
    }

    /// The managed policies of an account by folded name, those after `after`.
    pub async fn iam_policy_list(
        &mut self,
        account: &AccountId,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<Policy>, Error> {
        let values = [account.into(), Value::after_folded(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// Puts a version in force. False when there is no such policy or version.
    pub async fn iam_policy_set_default_version(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        version: PolicyVersionId,
    ) -> Result<bool, Error> {
        let values = [version.into(), Value::from(account), Value::folded(name)];
        Ok(self.execute(SET_DEFAULT_VERSION, &values).await? != 0)
    }

    /// Deletes a managed policy with its versions and tags. False when there is none. That
    /// nobody has it attached or as a boundary is for the caller to see, in the same
    /// transaction: the facts of such a user would be corrupt.
    pub async fn iam_policy_delete(&mut self, account: &AccountId, name: &EntityName) -> Result<bool, Error> {
        self.owned_tags_delete(account, &TagOwner::Policy(name.clone()))
            .await?;
        let deleted = self
            .execute(DELETE, &[account.into(), Value::folded(name)])
            .await?;
        Ok(deleted != 0)
    }
}

fn read(row: &Row<'_>) -> Result<Policy, Error> {
    let users = row.count(8, "count of iam_user.boundary")?;
    let roles = row.count(9, "count of iam_role.boundary")?;
    Ok(Policy {
        account: row.parsed(0, "iam_policy.account_id")?,
        arn: row.parsed(1, "iam_policy.arn")?,
        id: row.parsed(2, "iam_policy.id")?,
        description: row.optional_string(3, "iam_policy.description")?,
        created_at: row.timestamp(4, "iam_policy.created_at")?,
        updated_at: row.timestamp(5, "iam_policy.updated_at")?,
        default_version: row.policy_version(6, "iam_policy.default_version")?,
        attachments: row.count(7, "count of iam_attachment")?,
        boundaries: users
            .checked_add(roles)
            .ok_or_else(|| corrupt("count of boundaries"))?,
    })
}
