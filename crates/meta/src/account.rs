//! Accounts.

use names::AccountId;
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::{Statement, statements};
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// An account that this installation serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// When it was created.
    pub created_at: Timestamp,
    /// The text of the policy document that bounds everybody in it, its root too. `None` bounds
    /// nobody.
    pub service_control_policy: Option<String>,
}

statements! {
    CREATE = "INSERT INTO account (id, created_at, service_control_policy) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
    GET = "SELECT id, created_at, service_control_policy FROM account WHERE id = $1";
    LIST = "SELECT id, created_at, service_control_policy FROM account WHERE id > $1 \
        ORDER BY id LIMIT $2";
    SET_SERVICE_CONTROL_POLICY = "UPDATE account SET service_control_policy = $1 WHERE id = $2";
    HAS_REPOSITORIES = "SELECT name FROM repository WHERE account_id = $1 AND region > '' LIMIT 1";
    DELETE_REPOSITORIES = "DELETE FROM repository WHERE account_id = $1 AND region = ''";
    DELETE = "DELETE FROM account WHERE id = $1";
    DELETE_TOKENS = "DELETE FROM authorization_token WHERE account_id = $1";
    DELETE_SETTINGS = "DELETE FROM account_setting WHERE account_id = $1";
    DELETE_REGISTRY_POLICIES = "DELETE FROM registry_policy WHERE account_id = $1";
    DELETE_ACCESS_KEYS = "DELETE FROM access_key WHERE account_id = $1";
    DELETE_ALIAS = "DELETE FROM account_alias WHERE account_id = $1";
    DELETE_TAGS = "DELETE FROM iam_tag WHERE account_id = $1";
    DELETE_OIDC_PROVIDERS = "DELETE FROM iam_oidc_provider WHERE account_id = $1";
    DELETE_INSTANCE_PROFILES = "DELETE FROM iam_instance_profile WHERE account_id = $1";
    DELETE_INLINE_POLICIES = "DELETE FROM iam_inline_policy WHERE account_id = $1";
    DELETE_ATTACHMENTS = "DELETE FROM iam_attachment WHERE account_id = $1";
    DELETE_POLICIES = "DELETE FROM iam_policy WHERE account_id = $1";
    DELETE_ROLES = "DELETE FROM iam_role WHERE account_id = $1";
    DELETE_GROUP_MEMBERS = "DELETE FROM iam_group_member WHERE account_id = $1";
    DELETE_GROUPS = "DELETE FROM iam_group WHERE account_id = $1";
    DELETE_USERS = "DELETE FROM iam_user WHERE account_id = $1";
}

/// What belongs to an account, in an order in which no row is left that refers to a deleted one.
const DELETE_CONTENTS: [Statement; 16] = [
    DELETE_REPOSITORIES,
    DELETE_TOKENS,
    DELETE_SETTINGS,
    DELETE_REGISTRY_POLICIES,
    DELETE_ACCESS_KEYS,
    DELETE_ALIAS,
    DELETE_TAGS,
    DELETE_OIDC_PROVIDERS,
    DELETE_INSTANCE_PROFILES,
    DELETE_INLINE_POLICIES,
    DELETE_ATTACHMENTS,
    DELETE_POLICIES,
    DELETE_ROLES,
    DELETE_GROUP_MEMBERS,
    DELETE_GROUPS,
    DELETE_USERS,
];

impl Tx<'_> {
    /// Creates an account; one that exists stays as it is.
    pub async fn account_create(&mut self, account: &Account) -> Result<Put, Error> {
        let values = [
            Value::from(&account.id),
            account.created_at.into(),
            Value::optional(account.service_control_policy.as_deref()),
        ];
        self.put(CREATE, &values).await
    }

    /// The account with this number.
    pub async fn account_get(&mut self, id: &AccountId) -> Result<Option<Account>, Error> {
        self.row(GET, &[id.into()], read).await
    }

    /// The accounts by number, those after `after`.
    pub async fn account_list(
        &mut self,
        after: Option<&AccountId>,
        limit: Limit,
    ) -> Result<Vec<Account>, Error> {
        self.rows(LIST, &[Value::after(after), limit.into()], read).await
    }

    /// Sets or takes away the service control policy, a policy document. False when there is no
    /// such account.
    pub async fn account_set_service_control_policy(
        &mut self,
        id: &AccountId,
        document: Option<&str>,
    ) -> Result<bool, Error> {
        let values = [Value::optional(document), id.into()];
        Ok(self.execute(SET_SERVICE_CONTROL_POLICY, &values).await? != 0)
    }

    /// Whether there is a repository in any of the account's registries; those that were deleted do
    /// not count.
    pub async fn account_has_repositories(&mut self, id: &AccountId) -> Result<bool, Error> {
        let repository = self.row(HAS_REPOSITORIES, &[id.into()], |_| Ok(())).await?;
        Ok(repository.is_some())
    }

    /// Deletes an account with its identities, access keys, policies, settings, the repositories
    /// that could be restored, and the tokens that were issued to its principals. False when there is none. That it has no repositories
    /// is for the caller to see, in the same transaction.
    pub async fn account_delete(&mut self, id: &AccountId) -> Result<bool, Error> {
        for statement in DELETE_CONTENTS {
            self.execute(statement, &[id.into()]).await?;
        }
        Ok(self.execute(DELETE, &[id.into()]).await? != 0)
    }
}

fn read(row: &Row<'_>) -> Result<Account, Error> {
    Ok(Account {
        id: row.parsed(0, "account.id")?,
        created_at: row.timestamp(1, "account.created_at")?,
        service_control_policy: row.optional_string(2, "account.service_control_policy")?,
    })
}
