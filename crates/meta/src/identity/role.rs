//! Roles.

use std::time::Duration;

use names::{AccountId, EntityName, EntityPath, PolicyArn, Region, UniqueId};
use stdx::Timestamp;

use super::inline_policy::OwnerKind;
use super::tag::TagOwner;
use crate::access_key::minute_before;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// An IAM role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The account that it belongs to.
    pub account: AccountId,
    /// Its name, as it was created; unique among the account's roles without regard to case.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// Its unique id, `AROA…`.
    pub id: UniqueId,
    /// When it was created.
    pub created_at: Timestamp,
    /// What its creator says of it.
    pub description: Option<String>,
    /// The longest life of a session, whole seconds (IAM: 1 to 12 hours).
    pub max_session: Duration,
    /// Who may assume it: the text of a policy document.
    pub trust_policy: String,
    /// The managed policy that bounds what it may do.
    pub boundary: Option<PolicyArn>,
    /// When and where a session of it last made a request; not written by `iam_role_create`.
    pub last_used: Option<RoleLastUsed>,
}

/// When and where a role was last used (IAM `RoleLastUsed`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleLastUsed {
    /// When; exact to a minute.
    pub at: Timestamp,
    /// The region of the request.
    pub region: Region,
}

statements! {
    CREATE = "INSERT INTO iam_role (account_id, folded, name, path, id, created_at, description, \
        max_session_seconds, trust_policy, boundary) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING";
    GET = "SELECT account_id, name, path, id, created_at, description, max_session_seconds, \
        trust_policy, boundary, last_used_at, last_used_region FROM iam_role \
        WHERE account_id = $1 AND folded = $2";
    GET_BY_ID = "SELECT account_id, name, path, id, created_at, description, max_session_seconds, \
        trust_policy, boundary, last_used_at, last_used_region FROM iam_role WHERE id = $1";
    LIST = "SELECT account_id, name, path, id, created_at, description, max_session_seconds, \
        trust_policy, boundary, last_used_at, last_used_region FROM iam_role \
        WHERE account_id = $1 AND folded > $2 ORDER BY folded LIMIT $3";
    UPDATE = "UPDATE iam_role SET description = $1, max_session_seconds = $2 \
        WHERE account_id = $3 AND folded = $4";
    PUT_TRUST_POLICY = "UPDATE iam_role SET trust_policy = $1 WHERE account_id = $2 AND folded = $3";
    SET_BOUNDARY = "UPDATE iam_role SET boundary = $1 WHERE account_id = $2 AND folded = $3";
    TOUCH = "UPDATE iam_role SET last_used_at = $1, last_used_region = $2 \
        WHERE account_id = $3 AND folded = $4 AND (last_used_at IS NULL OR last_used_at <= $5)";
    DELETE = "DELETE FROM iam_role WHERE account_id = $1 AND folded = $2";
}

impl Tx<'_> {
    /// Creates a role; `Exists` when the account has one of that name in whatever case.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn iam_role_create(&mut self, role: &Role) -> Result<Put, Error> {
        let values = [
            Value::from(&role.account),
            Value::folded(&role.name),
            Value::from(&role.name),
            Value::from(&role.path),
            Value::from(&role.id),
            Value::from(role.created_at),
            Value::optional(role.description.as_deref()),
            Value::from(role.max_session.as_secs()),
            Value::from(&*role.trust_policy),
            Value::optional(role.boundary.as_ref().map(PolicyArn::as_str)),
        ];
        self.put(CREATE, &values).await
    }

    /// The role of this name.
    pub async fn iam_role_get(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<Option<Role>, Error> {
        self.row(GET, &[account.into(), Value::folded(name)], read).await
    }

    /// The role with this unique id, of whatever account.
    pub async fn iam_role_get_by_id(&mut self, id: &UniqueId) -> Result<Option<Role>, Error> {
        self.row(GET_BY_ID, &[id.into()], read).await
    }

    /// The roles of an account by folded name, those after `after`.
    pub async fn iam_role_list(
        &mut self,
        account: &AccountId,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<Role>, Error> {
        let values = [account.into(), Value::after_folded(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// Replaces description and longest session. False when there is no such role.
    pub async fn iam_role_update(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        description: Option<&str>,
        max_session: Duration,
    ) -> Result<bool, Error> {
        let values = [
            Value::optional(description),
            Value::from(max_session.as_secs()),
            Value::from(account),
            Value::folded(name),
        ];
        Ok(self.execute(UPDATE, &values).await? != 0)
    }

    /// Replaces the policy that says who may assume the role. False when there is no such role.
    pub async fn iam_role_put_trust_policy(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        document: &str,
    ) -> Result<bool, Error> {
        let values = [document.into(), Value::from(account), Value::folded(name)];
        Ok(self.execute(PUT_TRUST_POLICY, &values).await? != 0)
    }

    /// Sets or takes away the permissions boundary. False when there is no such role.
    pub async fn iam_role_set_boundary(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        boundary: Option<&PolicyArn>,
    ) -> Result<bool, Error> {
        let boundary = Value::optional(boundary.map(PolicyArn::as_str));
        let values = [boundary, account.into(), Value::folded(name)];
        Ok(self.execute(SET_BOUNDARY, &values).await? != 0)
    }

    /// Notes that a session of the role made a request, unless one did less than a minute
    /// before. True when it was noted.
    pub async fn iam_role_touch(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        used: &RoleLastUsed,
    ) -> Result<bool, Error> {
        let values = [
            used.at.into(),
            Value::from(&used.region),
            Value::from(account),
            Value::folded(name),
            minute_before(used.at).into(),
        ];
        Ok(self.execute(TOUCH, &values).await? != 0)
    }

    /// Deletes a role with its attachments, inline policies and tags. False when there is none.
    ///
    /// # Errors
    /// [`Error::Dangling`] when an instance profile has it.
    pub async fn iam_role_delete(&mut self, account: &AccountId, name: &EntityName) -> Result<bool, Error> {
        self.owned_policies_delete(account, OwnerKind::Role, name).await?;
        self.owned_tags_delete(account, &TagOwner::Role(name.clone()))
            .await?;
        let deleted = self
            .execute(DELETE, &[account.into(), Value::folded(name)])
            .await?;
        Ok(deleted != 0)
    }
}

/// Reads a row whose first eleven columns are those that [`GET`] names.
pub(crate) fn read(row: &Row<'_>) -> Result<Role, Error> {
    let last_used = match row.optional_timestamp(9, "iam_role.last_used_at")? {
        None => None,
        Some(at) => Some(RoleLastUsed {
            at,
            region: row.parsed(10, "iam_role.last_used_region")?,
        }),
    };
    let seconds = row.count(6, "iam_role.max_session_seconds")?;
    Ok(Role {
        account: row.parsed(0, "iam_role.account_id")?,
        name: row.parsed(1, "iam_role.name")?,
        path: row.parsed(2, "iam_role.path")?,
        id: row.parsed(3, "iam_role.id")?,
        created_at: row.timestamp(4, "iam_role.created_at")?,
        description: row.optional_string(5, "iam_role.description")?,
        max_session: Duration::from_secs(seconds.into()),
        trust_policy: row.string(7, "iam_role.trust_policy")?,
        boundary: row.optional_parsed(8, "iam_role.boundary")?,
        last_used,
    })
}
