//! How many entities an account has: what quotas and IAM's account summary are about.

use names::AccountId;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Tx};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IamCount {
    /// Users.
    Users,
    /// Groups.
    Groups,
    /// Roles.
    Roles,
    /// Managed policies of the account's own.
    Policies,
    /// The versions of these policies.
    PolicyVersions,
    /// Instance profiles.
    InstanceProfiles,
    /// OpenID Connect providers.
    OidcProviders,
}

statements! {
    USERS = "SELECT count(*) FROM iam_user WHERE account_id = $1";
    GROUPS = "SELECT count(*) FROM iam_group WHERE account_id = $1";
    ROLES = "SELECT count(*) FROM iam_role WHERE account_id = $1";
    POLICIES = "SELECT count(*) FROM iam_policy WHERE account_id = $1";
    POLICY_VERSIONS = "SELECT count(*) FROM iam_policy_version WHERE account_id = $1";
    INSTANCE_PROFILES = "SELECT count(*) FROM iam_instance_profile WHERE account_id = $1";
    OIDC_PROVIDERS = "SELECT count(*) FROM iam_oidc_provider WHERE account_id = $1";
}

impl Tx<'_> {
    /// How many of one kind an account has. Costs one step in an index for each.
    pub async fn iam_count(&mut self, account: &AccountId, what: IamCount) -> Result<u32, Error> {
        let statement = match what {
            IamCount::Users => USERS,
            IamCount::Groups => GROUPS,
            IamCount::Roles => ROLES,
            IamCount::Policies => POLICIES,
            IamCount::PolicyVersions => POLICY_VERSIONS,
            IamCount::InstanceProfiles => INSTANCE_PROFILES,
            IamCount::OidcProviders => OIDC_PROVIDERS,
        };
        let read = |row: &Row<'_>| row.count(0, "count of IAM's entities");
        let count = self.row(statement, &[Value::from(account)], read).await?;
        Ok(count.unwrap_or(0))
    }
}
