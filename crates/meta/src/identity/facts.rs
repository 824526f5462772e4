//! What a decision about a request needs to know of the user or the role that makes it, in few
//! statements: this runs whenever a caller is not in the cache.

use names::{AccessKeyId, AccountId, EntityName, PolicyArn};

use super::inline_policy::{OwnerKind, PolicyOwner};
use super::tag::TagOwner;
use super::{role, user};
use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, ResourceTag, Role, Tx, User};

/// What is known of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFacts {
    /// The user itself.
    pub user: User,
    /// Its tags, by folded key.
    pub tags: Vec<ResourceTag>,
    /// Its own policies and those of its groups, in no order that means anything.
    pub policies: Vec<IdentityPolicy>,
    /// The policy that bounds it.
    pub boundary: Option<ManagedPolicy>,
    /// Its access keys that are active, by id.
    pub active_access_keys: Vec<AccessKeyId>,
    /// The service control policy of the account, a policy document.
    pub service_control_policy: Option<String>,
}

/// What is known of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFacts {
    /// The role itself.
    pub role: Role,
    /// Its tags, by folded key.
    pub tags: Vec<ResourceTag>,
    /// Its policies, in no order that means anything.
    pub policies: Vec<IdentityPolicy>,
    /// The policy that bounds it.
    pub boundary: Option<ManagedPolicy>,
    /// The service control policy of the account, a policy document.
    pub service_control_policy: Option<String>,
}

/// A policy that a user or a role has, and where from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityPolicy {
    /// Whose policy it is: the user or the role itself, or one of the user's groups.
    pub owner: PolicyOwner,
    /// The policy.
    pub policy: OwnedPolicy,
}

/// A policy in one of its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnedPolicy {
    /// Part of its owner.
    Inline {
        /// Its name in its owner.
        name: EntityName,
        /// The text of the policy document.
        document: String,
    },
    /// Attached to its owner.
    Managed(ManagedPolicy),
}

/// A managed policy as it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ManagedPolicy {
    /// A policy of the account.
    Customer {
        /// Its ARN.
        arn: PolicyArn,
        /// The text of its default version.
        document: String,
    },
    /// A policy of AWS's own. Its text is in the program, not in the database.
    Aws {
        /// Its ARN.
        arn: PolicyArn,
    },
}

/// From the ARN of a managed policy of the same account to the text of its default version.
macro_rules! join_document {
    ($arn:literal, $account:literal) => {
        concat!(
            " LEFT JOIN iam_policy AS p ON p.arn = ",
            $arn,
            " AND p.account_id = ",
            $account,
            " LEFT JOIN iam_policy_version AS v \
             ON v.account_id = p.account_id AND v.folded = p.folded AND v.version = p.default_version "
        )
    };
}

/// The policies that are a certain kind's own; its name is the caller's already.
macro_rules! own_policies {
    ($kind:literal) => {
        concat!(
            "SELECT NULL, i.name, NULL, i.document FROM iam_inline_policy AS i \
             WHERE i.account_id = $1 AND i.owner_kind = '",
            $kind,
            "' AND i.owner_folded = $2 \
             UNION ALL SELECT NULL, NULL, a.policy_arn, v.document FROM iam_attachment AS a",
            join_document!("a.policy_arn", "a.account_id"),
            "WHERE a.account_id = $1 AND a.owner_kind = '",
            $kind,
            "' AND a.owner_folded = $2"
        )
    };
}

// CROSS JOIN because SQLite keeps to its order: with JOIN it begins with the policies of all the
// account's groups.
statements! {
    USER = concat!(
        "SELECT u.account_id, u.name, u.path, u.id, u.created_at, u.boundary, \
         v.document, c.service_control_policy \
         FROM iam_user AS u JOIN account AS c ON c.id = u.account_id",
        join_document!("u.boundary", "u.account_id"),
        "WHERE u.account_id = $1 AND u.folded = $2"
    );
    ROLE = concat!(
        "SELECT r.account_id, r.name, r.path, r.id, r.created_at, r.description, \
         r.max_session_seconds, r.trust_policy, r.boundary, r.last_used_at, r.last_used_region, \
         v.document, c.service_control_policy \
         FROM iam_role AS r JOIN account AS c ON c.id = r.account_id",
        join_document!("r.boundary", "r.account_id"),
        "WHERE r.account_id = $1 AND r.folded = $2"
    );
    USER_POLICIES = concat!(
        own_policies!("user"),
        " UNION ALL SELECT g.name, i.name, NULL, i.document FROM iam_group_member AS m \
         CROSS JOIN iam_group AS g CROSS JOIN iam_inline_policy AS i \
         WHERE m.account_id = $1 AND m.user_folded = $2 \
         AND g.account_id = m.account_id AND g.folded = m.group_folded \
         AND i.account_id = m.account_id AND i.owner_kind = 'group' AND i.owner_folded = m.group_folded \
         UNION ALL SELECT g.name, NULL, a.policy_arn, v.document FROM iam_group_member AS m \
         CROSS JOIN iam_group AS g CROSS JOIN iam_attachment AS a",
        join_document!("a.policy_arn", "a.account_id"),
        "WHERE m.account_id = $1 AND m.user_folded = $2 \
         AND g.account_id = m.account_id AND g.folded = m.group_folded \
         AND a.account_id = m.account_id AND a.owner_kind = 'group' AND a.owner_folded = m.group_folded"
    );
    ROLE_POLICIES = own_policies!("role");
    ACTIVE_ACCESS_KEYS = "SELECT id FROM access_key \
        WHERE account_id = $1 AND user_folded = $2 AND active = 1 ORDER BY id";
}

/// More tags than an entity can have (IAM: 50).
const ALL_TAGS: Limit = Limit(1000);

impl Tx<'_> {
    /// All that a decision about a user's request needs to know of the user. Four statements.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a policy of the account's that it has is missing: what that
    /// policy denied is unknown, so nothing may be decided.
    pub async fn iam_user_facts(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<Option<UserFacts>, Error> {
        let key = [account.into(), Value::folded(name)];
        let head = self.row(USER, &key, |row| {
            let user = user::read(row)?;
            let boundary = boundary(row, user.boundary.as_ref(), 6)?;
            Ok((user, boundary, row.optional_string(7, SCP)?))
        });
        let Some((user, boundary, service_control_policy)) = head.await? else {
            return Ok(None);
        };
        let owner = PolicyOwner {
            kind: OwnerKind::User,
            name: user.name.clone(),
        };
        let tag_owner = TagOwner::User(user.name.clone());
        Ok(Some(UserFacts {
            tags: self.iam_tag_list(account, &tag_owner, None, ALL_TAGS).await?,
            policies: self
                .rows(USER_POLICIES, &key, |row| identity_policy(row, &owner))
                .await?,
            active_access_keys: self
                .rows(ACTIVE_ACCESS_KEYS, &key, |row| row.parsed(0, "access_key.id"))
                .await?,
            user,
            boundary,
            service_control_policy,
        }))
    }

    /// All that a decision about a request of a role's session needs to know of the role. Three
    /// statements.
    ///
    /// # Errors
    /// As for [`Tx::iam_user_facts`].
    pub async fn iam_role_facts(
        &mut self,
        account: &AccountId,
        name: &EntityName,
    ) -> Result<Option<RoleFacts>, Error> {
        let key = [account.into(), Value::folded(name)];
        let head = self.row(ROLE, &key, |row| {
            let role = role::read(row)?;
            let boundary = boundary(row, role.boundary.as_ref(), 11)?;
            Ok((role, boundary, row.optional_string(12, SCP)?))
        });
        let Some((role, boundary, service_control_policy)) = head.await? else {
            return Ok(None);
        };
        let owner = PolicyOwner {
            kind: OwnerKind::Role,
            name: role.name.clone(),
        };
        let tag_owner = TagOwner::Role(role.name.clone());
        Ok(Some(RoleFacts {
            tags: self.iam_tag_list(account, &tag_owner, None, ALL_TAGS).await?,
            policies: self
                .rows(ROLE_POLICIES, &key, |row| identity_policy(row, &owner))
                .await?,
            role,
            boundary,
            service_control_policy,
        }))
    }
}

const SCP: &str = "account.service_control_policy";

fn boundary(row: &Row<'_>, arn: Option<&PolicyArn>, document: usize) -> Result<Option<ManagedPolicy>, Error> {
    arn.map(|arn| managed_policy(row, arn.clone(), document))
        .transpose()
}

fn managed_policy(row: &Row<'_>, arn: PolicyArn, document: usize) -> Result<ManagedPolicy, Error> {
    if arn.owner().is_none() {
        return Ok(ManagedPolicy::Aws { arn });
    }
    match row.optional_string(document, "iam_policy_version.document")? {
        Some(document) => Ok(ManagedPolicy::Customer { arn, document }),
        None => Err(Error::Corrupt(format!(
            "{arn} is in use but has no text in force"
        ))),
    }
}

/// Reads a row of `own_policies!`; the first column is the name of the group that has it.
fn identity_policy(row: &Row<'_>, caller: &PolicyOwner) -> Result<IdentityPolicy, Error> {
    let owner = match row.optional_parsed(0, "iam_group.name")? {
        None => caller.clone(),
        Some(name) => PolicyOwner {
            kind: OwnerKind::Group,
            name,
        },
    };
    let policy = match row.optional_parsed(2, "iam_attachment.policy_arn")? {
        Some(arn) => OwnedPolicy::Managed(managed_policy(row, arn, 3)?),
        None => OwnedPolicy::Inline {
            name: row.parsed(1, "iam_inline_policy.name")?,
            document: row.string(3, "iam_inline_policy.document")?,
        },
    };
    Ok(IdentityPolicy { owner, policy })
}
