//! Tags of IAM's entities. Their keys differ by more than case (IAM User Guide, "Rules for
//! tagging"), unlike those of repositories.

use names::{AccountId, EntityName, OidcIssuer};

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, ResourceTag, Tx};

/// What has tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagOwner {
    /// A user.
    User(EntityName),
    /// A role.
    Role(EntityName),
    /// A managed policy.
    Policy(EntityName),
    /// An instance profile.
    InstanceProfile(EntityName),
    /// An OpenID Connect provider.
    OidcProvider(OidcIssuer),
}

impl TagOwner {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Role(_) => "role",
            Self::Policy(_) => "policy",
            Self::InstanceProfile(_) => "instance-profile",
            Self::OidcProvider(_) => "oidc-provider",
        }
    }

    pub(super) fn key(&self) -> Value<'_> {
        match self {
            Self::User(name) | Self::Role(name) | Self::Policy(name) | Self::InstanceProfile(name) => {
                Value::folded(name)
            }
            Self::OidcProvider(issuer) => Value::from(issuer),
        }
    }
}

statements! {
    PUT = "INSERT INTO iam_tag (account_id, owner_kind, owner_folded, name_folded, name, value) \
        VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (account_id, owner_kind, owner_folded, name_folded) \
        DO UPDATE SET name = excluded.name, value = excluded.value";
    DELETE = "DELETE FROM iam_tag \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 AND name_folded = $4";
    LIST = "SELECT name, value FROM iam_tag \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3 AND name_folded > $4 \
        ORDER BY name_folded LIMIT $5";
}

impl Tx<'_> {
    /// Sets tags, each in place of the one with the same key in whatever case. That the owner
    /// exists is for the caller to see, in the same transaction.
    pub async fn iam_tag_put(
        &mut self,
        account: &AccountId,
        owner: &TagOwner,
        tags: &[ResourceTag],
    ) -> Result<(), Error> {
        let sets: Vec<_> = tags
            .iter()
            .map(|tag| {
                [
                    Value::from(account),
                    Value::from(owner.kind()),
                    owner.key(),
                    fold(&tag.key),
                    Value::from(&*tag.key),
                    Value::from(&*tag.value),
                ]
            })
            .collect();
        self.execute_each(PUT, &sets).await
    }

    /// Removes the tags with these keys in whatever case, those that are there.
    pub async fn iam_tag_delete(
        &mut self,
        account: &AccountId,
        owner: &TagOwner,
        keys: &[String],
    ) -> Result<(), Error> {
        let sets: Vec<_> = keys
            .iter()
            .map(|key| {
                [
                    Value::from(account),
                    Value::from(owner.kind()),
                    owner.key(),
                    fold(key),
                ]
            })
            .collect();
        self.execute_each(DELETE, &sets).await
    }

    /// The tags of an entity by folded key, those after the key `after`.
    pub async fn iam_tag_list(
        &mut self,
        account: &AccountId,
        owner: &TagOwner,
        after: Option<&str>,
        limit: Limit,
    ) -> Result<Vec<ResourceTag>, Error> {
        let values = [
            Value::from(account),
            Value::from(owner.kind()),
            owner.key(),
            fold(after.unwrap_or_default()),
            limit.into(),
        ];
        self.rows(LIST, &values, read).await
    }
}

fn fold(key: &str) -> Value<'static> {
    Value::Text(key.to_lowercase().into())
}

fn read(row: &Row<'_>) -> Result<ResourceTag, Error> {
    Ok(ResourceTag {
        key: row.string(0, "iam_tag.name")?,
        value: row.string(1, "iam_tag.value")?,
    })
}
