//! The account: its alias, and what it holds in numbers.

use aws_model::iam::{
    CreateAccountAliasRequest, DeleteAccountAliasRequest, GetAccountSummaryResponse,
    ListAccountAliasesRequest, ListAccountAliasesResponse, SummaryKeyType as Key,
};
use names::AccountAlias;
use registry::{AccountSummary, Action, EntityQuotas};

use super::{Call, Result, validation};

pub(super) async fn create_alias(call: &Call<'_>, input: CreateAccountAliasRequest) -> Result<()> {
    let alias = alias(&input.account_alias)?;
    let grant = call.authorize(Action::CreateAccountAlias, "*").await?;
    Ok(call.service().account_alias_put(&grant, alias).await?)
}

pub(super) async fn list_aliases(
    call: &Call<'_>,
    _: ListAccountAliasesRequest,
) -> Result<ListAccountAliasesResponse> {
    let grant = call.authorize(Action::ListAccountAliases, "*").await?;
    let alias = call.service().account_alias_get(&grant).await?;
    Ok(ListAccountAliasesResponse {
        account_aliases: alias.iter().map(AccountAlias::to_string).collect(),
        is_truncated: Some(false),
        marker: None,
    })
}

pub(super) async fn delete_alias(call: &Call<'_>, input: DeleteAccountAliasRequest) -> Result<()> {
    let alias = alias(&input.account_alias)?;
    let grant = call.authorize(Action::DeleteAccountAlias, "*").await?;
    Ok(call.service().account_alias_delete(&grant, alias).await?)
}

fn alias(text: &str) -> Result<AccountAlias> {
    AccountAlias::parse(text).map_err(|error| validation(&error.to_string()))
}

pub(super) async fn summary(call: &Call<'_>) -> Result<GetAccountSummaryResponse> {
    let grant = call.authorize(Action::GetAccountSummary, "*").await?;
    let summary = call.service().account_summary(&grant).await?;
    let entries = counts(&summary).into_iter().chain(quotas());
    let summary_map = Some(entries.collect());
    Ok(GetAccountSummaryResponse { summary_map })
}

fn counts(summary: &AccountSummary) -> [(Key, i32); 15] {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    [
        (Key::Users, number(summary.users)),
        (Key::Groups, number(summary.groups)),
        (Key::Roles, number(summary.roles)),
        (Key::Policies, number(summary.policies)),
        (Key::PolicyVersionsInUse, number(summary.policy_versions)),
        (Key::InstanceProfiles, number(summary.instance_profiles)),
        (Key::Providers, number(summary.providers)),
        (Key::AccountAccessKeysPresent, number(summary.root_keys)),
        (Key::AccountMFAEnabled, 0),
        (Key::AccountPasswordPresent, 0),
        (Key::AccountSigningCertificatesPresent, 0),
        (Key::MFADevices, 0),
        (Key::MFADevicesInUse, 0),
        (Key::ServerCertificates, 0),
        (Key::GlobalEndpointTokenVersion, 1),
    ]
}

/// IAM's defaults ("IAM and AWS STS quotas"). Those of policies are held where these are written.
fn quotas() -> [(Key, i32); 19] {
    let held = EntityQuotas::HELD;
    let number = |most: usize| i32::try_from(most).unwrap_or(i32::MAX);
    [
        (Key::UsersQuota, number(held.users)),
        (Key::GroupsQuota, number(held.groups)),
        (Key::GroupsPerUserQuota, number(held.groups_of_user)),
        (Key::RolesQuota, number(held.roles)),
        (Key::InstanceProfilesQuota, number(held.instance_profiles)),
        (Key::AccessKeysPerUserQuota, number(held.keys_of_user)),
        (Key::AssumeRolePolicySizeQuota, 2_048),
        (Key::AttachedPoliciesPerGroupQuota, 10),
        (Key::AttachedPoliciesPerRoleQuota, 10),
        (Key::AttachedPoliciesPerUserQuota, 10),
        (Key::GroupPolicySizeQuota, 5_120),
        (Key::PoliciesQuota, 1_500),
        (Key::PolicySizeQuota, 6_144),
        (Key::PolicyVersionsInUseQuota, 10_000),
        (Key::RolePolicySizeQuota, 10_240),
        (Key::UserPolicySizeQuota, 2_048),
        (Key::VersionsPerPolicyQuota, 5),
        (Key::ServerCertificatesQuota, 20),
        (Key::SigningCertificatesPerUserQuota, 2),
    ]
}
