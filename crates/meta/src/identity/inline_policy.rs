//! Inline policies: those that are part of a user, a group or a role.

use names::{AccountId, EntityName};

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

/// The kinds of entity that have policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnerKind {
    /// A group of users.
    Group,
    /// A role.
    Role,
    /// A user.
    User,
}

impl OwnerKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Role => "role",
            Self::User => "user",
        }
    }
}

/// What has inline policies, and managed ones attached to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyOwner {
    /// What it is.
    pub kind: OwnerKind,
    /// Its name; any case will do.
    pub name: EntityName,
}

impl PolicyOwner {
    pub(super) fn values<'a>(&self, account: &'a AccountId) -> [Value<'a>; 3] {
        [
            account.into(),
            Value::from(self.kind.as_str()),
            Value::folded(&self.name),
        ]
    }
}

/// An inline policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlinePolicy {
    /// Its name; unique in its owner, by case too.
    pub name: EntityName,
    /// The text of the policy document.
    pub document: String,
}

statements! {
    PUT = "INSERT INTO iam_inline_policy (account_id, owner_kind, owner_folded, name, document) \
        VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (account_id, owner_kind, owner_folded, name) \
        DO UPDATE SET document = excluded.document";
    GET = "SELECT name, document FROM iam_inline_policy \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 AND name = $4";
    DELETE = "DELETE FROM iam_inline_policy \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 AND name = $4";
    LIST = "SELECT name FROM iam_inline_policy \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 AND name > $4 \
        ORDER BY name LIMIT $5";
    LIST_DOCUMENTS = "SELECT name, document FROM iam_inline_policy \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 ORDER BY name";
}

impl Tx<'_> {
    /// Sets an inline policy, in place of the one of the same name. That the owner exists is for
    /// the caller to see, in the same transaction.
    pub async fn iam_inline_policy_put(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
        policy: &InlinePolicy,
    ) -> Result<(), Error> {
        let [account, kind, folded] = owner.values(account);
        let values = [
            account,
            kind,
            folded,
            Value::from(&policy.name),
            Value::from(&*policy.document),
        ];
        self.execute(PUT, &values).await?;
        Ok(())
    }

    /// The inline policy of this name.
    pub async fn iam_inline_policy_get(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
        name: &EntityName,
    ) -> Result<Option<InlinePolicy>, Error> {
        let [account, kind, folded] = owner.values(account);
        self.row(GET, &[account, kind, folded, name.into()], read).await
    }

    /// Deletes the inline policy of this name. False when there is none.
    pub async fn iam_inline_policy_delete(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
        name: &EntityName,
    ) -> Result<bool, Error> {
        let [account, kind, folded] = owner.values(account);
        let deleted = self
            .execute(DELETE, &[account, kind, folded, name.into()])
            .await?;
        Ok(deleted != 0)
    }

    /// The names of an entity's inline policies in the order of their bytes, those after `after`.
    pub async fn iam_inline_policy_list(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<EntityName>, Error> {
        let [account, kind, folded] = owner.values(account);
        let values = [account, kind, folded, Value::after(after), limit.into()];
        self.rows(LIST, &values, |row| row.parsed(0, "iam_inline_policy.name"))
            .await
    }

    /// All inline policies of an entity by name. IAM bounds their bytes, and so their number.
    pub async fn iam_inline_policy_list_documents(
        &mut self,
        account: &AccountId,
        owner: &PolicyOwner,
    ) -> Result<Vec<InlinePolicy>, Error> {
        self.rows(LIST_DOCUMENTS, &owner.values(account), read).await
    }
}

fn read(row: &Row<'_>) -> Result<InlinePolicy, Error> {
    Ok(InlinePolicy {
        name: row.parsed(0, "iam_inline_policy.name")?,
        document: row.string(1, "iam_inline_policy.document")?,
    })
}
