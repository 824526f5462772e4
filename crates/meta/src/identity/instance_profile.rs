//! Instance profiles: the names under which machines get a role.

use names::{AccountId, EntityName, EntityPath, UniqueId};
use stdx::Timestamp;

use super::tag::TagOwner;
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// An instance profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceProfile {
    /// The account that it belongs to.
    pub account: AccountId,
    /// Its name, as it was created; unique among the account's instance profiles without regard
    /// to case.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// Its unique id, `AIPA…`.
    pub id: UniqueId,
    /// When it was created.
    pub created_at: Timestamp,
    /// Its role; IAM allows one.
    pub role: Option<EntityName>,
}

/// The columns of [`InstanceProfile`], the role's name as the role has it.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT i.account_id, i.name, i.path, i.id, i.created_at, r.name \
             FROM iam_instance_profile AS i \
             LEFT JOIN iam_role AS r ON r.account_id = i.account_id AND r.folded = i.role_folded ",
            $rest
        )
    };
}

statements! {
    CREATE = "INSERT INTO iam_instance_profile (account_id, folded, name, path, id, created_at, \
        role_folded) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    GET = select!("WHERE i.account_id = $1 AND i.folded = $2");
    GET_BY_ID = select!("WHERE i.id = $1");
    LIST = select!("WHERE i.account_id = $1 AND i.folded > $2 ORDER BY i.folded LIMIT $3");
    LIST_OF_ROLE = select!(
        "WHERE i.account_id = $1 AND i.role_folded = $2 AND i.folded > $3 ORDER BY i.folded LIMIT $4"
    );
    SET_ROLE = "UPDATE iam_instance_profile SET role_folded = $1 WHERE account_id = $2 AND folded = $3";
    DELETE = "DELETE FROM iam_instance_profile WHERE account_id = $1 AND folded = $2";
}

impl Tx<'_> {
    /// Creates an instance profile; `Exists` when the account has one of that name in whatever
    /// case.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account or the role does not exist.
    pub async fn iam_instance_profile_create(&mut self, profile: &InstanceProfile) -> Result<Put, Error> {
        let values = [
            Value::from(&profile.account),
            Value::folded(&profile.name),
            Value::from(&profile.name),
            Value::from(&profile.path),
            Value::from(&profile.id),
            Value::from(profile.created_at),
            profile.role.as_ref().map_or(Value::Null, Value::folded),
        ];
        self.put(CREATE, &values).await
    }

    /// The instance profile of this name.
    pub async fn iam_instance_profile_get(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<Option<InstanceProfile>, Error> {
        self.row(GET, &[account.into(), Value::folded(name)], read).await
    }

    /// The instance profile with this unique id, of whatever account.
    pub async fn iam_instance_profile_get_by_id(
        &mut self,
        id: &UniqueId,
    ) -> Result<Option<InstanceProfile>, Error> {
        self.row(GET_BY_ID, &[id.into()], read).await
    }

    /// The instance profiles of an account by folded name, those after `after`.
    pub async fn iam_instance_profile_list(
        &mut self,
        account: &AccountId,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<InstanceProfile>, Error> {
        let values = [account.into(), Value::after_folded(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// The instance profiles that have a role by folded name, those after `after`.
    pub async fn iam_instance_profile_list_of_role(
        &mut self,
        account: &AccountId,
        role: &EntityName,
        after: Option<&EntityName>,
        limit: Limit,
    ) -> Result<Vec<InstanceProfile>, Error> {
        let values = [
            account.into(),
            Value::folded(role),
            Value::after_folded(after),
            limit.into(),
        ];
        self.rows(LIST_OF_ROLE, &values, read).await
    }

    /// Gives an instance profile its role, or takes it away. False when there is no such profile.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the role does not exist.
    pub async fn iam_instance_profile_set_role(
        &mut self,
        account: &AccountId,
        name: &EntityName,
        role: Option<&EntityName>,
    ) -> Result<bool, Error> {
        let role = role.map_or(Value::Null, Value::folded);
        let values = [role, account.into(), Value::folded(name)];
        Ok(self.execute(SET_ROLE, &values).await? != 0)
    }

    /// Deletes an instance profile with its tags. False when there is none.
    pub async fn iam_instance_profile_delete(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<bool, Error> {
        self.owned_tags_delete(account, &TagOwner::InstanceProfile(name.clone()))
            .await?;
        let deleted = self
            .execute(DELETE, &[account.into(), Value::folded(name)])
            .await?;
        Ok(deleted != 0)
    }
}

fn read(row: &Row<'_>) -> Result<InstanceProfile, Error> {
    Ok(InstanceProfile {
        account: row.parsed(0, "iam_instance_profile.account_id")?,
        name: row.parsed(1, "iam_instance_profile.name")?,
        path: row.parsed(2, "iam_instance_profile.path")?,
        id: row.parsed(3, "iam_instance_profile.id")?,
        created_at: row.timestamp(4, "iam_instance_profile.created_at")?,
        role: row.optional_parsed(5, "iam_role.name")?,
    })
}
