//! Key policies.

use aws_model::kms::{
    GetKeyPolicyRequest, GetKeyPolicyResponse, ListKeyPoliciesRequest, ListKeyPoliciesResponse,
    PutKeyPolicyRequest,
};
use registry::{Action, KeyFacts, KeyName};

use super::key::lockout;
use super::{Call, Result};

/// The one name of a policy.
const DEFAULT: &str = "default";

pub(super) async fn put(call: &Call<'_>, input: PutKeyPolicyRequest) -> Result<()> {
    let key = KeyName::parse(&input.key_id, call.home())?.key()?;
    let bypass = input.bypass_policy_lockout_safety_check;
    let text = bypass.unwrap_or(false).to_string();
    let facts = KeyFacts::none().with("kms:BypassPolicyLockoutSafetyCheck", [text]);
    let grant = call.authorize_key(Action::PutKeyPolicy, &key, &facts).await?;
    let name = input.policy_name.as_deref().unwrap_or(DEFAULT);
    let put = call
        .service()
        .kms_policy_put(&grant, (name, &input.policy), lockout(bypass));
    Ok(put.await?)
}

pub(super) async fn get(call: &Call<'_>, input: GetKeyPolicyRequest) -> Result<GetKeyPolicyResponse> {
    let grant = call.authorize_named(Action::GetKeyPolicy, &input.key_id).await?;
    let name = input.policy_name.unwrap_or_else(|| DEFAULT.to_owned());
    let policy = call.service().kms_policy_get(&grant, &name).await?;
    Ok(GetKeyPolicyResponse {
        policy: Some(policy),
        policy_name: Some(name),
    })
}

pub(super) async fn list(call: &Call<'_>, input: ListKeyPoliciesRequest) -> Result<ListKeyPoliciesResponse> {
    let grant = call
        .authorize_named(Action::ListKeyPolicies, &input.key_id)
        .await?;
    Ok(ListKeyPoliciesResponse {
        policy_names: Some(call.service().kms_policy_list(&grant).await?),
        next_marker: None,
        truncated: Some(false),
    })
}
