//! What an account holds in numbers, beside its quotas.

use futures_util::FutureExt as _;
use meta::{IamCount, KeyOwner};

use super::{group, instance_profile, role, user, user_key};
use crate::{Action, Error, Grant, IamResource, Registry};

/// The figures of IAM's account summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountSummary {
    /// Users.
    pub users: u32,
    /// Groups.
    pub groups: u32,
    /// Roles.
    pub roles: u32,
    /// Managed policies of the account's own.
    pub policies: u32,
    /// Their versions.
    pub policy_versions: u32,
    /// Instance profiles.
    pub instance_profiles: u32,
    /// OpenID Connect providers.
    pub providers: u32,
    /// Access keys of the root.
    pub root_keys: u32,
}

/// The quotas of entities, each as many as an account or a user may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityQuotas {
    /// Users of an account.
    pub users: usize,
    /// Groups of an account.
    pub groups: usize,
    /// Groups of a user.
    pub groups_of_user: usize,
    /// Roles of an account.
    pub roles: usize,
    /// Instance profiles of an account.
    pub instance_profiles: usize,
    /// Access keys of a user.
    pub keys_of_user: usize,
}

impl EntityQuotas {
    /// Those that are held.
    pub const HELD: Self = Self {
        users: user::MAX_USERS,
        groups: group::MAX_GROUPS,
        groups_of_user: group::MAX_GROUPS_OF_USER,
        roles: role::MAX_ROLES,
        instance_profiles: instance_profile::MAX_INSTANCE_PROFILES,
        keys_of_user: user_key::MAX_KEYS,
    };
}

impl Registry {
    /// Counts what an account has.
    pub async fn account_summary(&self, grant: &Grant<IamResource>) -> Result<AccountSummary, Error> {
        grant.expect(&[Action::GetAccountSummary]);
        self.read(grant.resource().account, |tx, account| {
            async move {
                Ok(AccountSummary {
                    users: tx.iam_count(account, IamCount::Users).await?,
                    groups: tx.iam_count(account, IamCount::Groups).await?,
                    roles: tx.iam_count(account, IamCount::Roles).await?,
                    policies: tx.iam_count(account, IamCount::Policies).await?,
                    policy_versions: tx.iam_count(account, IamCount::PolicyVersions).await?,
                    instance_profiles: tx.iam_count(account, IamCount::InstanceProfiles).await?,
                    providers: tx.iam_count(account, IamCount::OidcProviders).await?,
                    root_keys: tx.access_key_count(account, &KeyOwner::Root).await?,
                })
            }
            .boxed()
        })
        .await
    }
}
