//! Condition keys that policies read: GetContextKeysForCustomPolicy,
//! GetContextKeysForPrincipalPolicy.

use aws_model::iam::{
    GetContextKeysForCustomPolicyRequest, GetContextKeysForPolicyResponse,
    GetContextKeysForPrincipalPolicyRequest,
};
use registry::Action;

use super::simulation::grant;
use super::{Call, Result};

pub(super) async fn custom(
    call: &Call<'_>,
    input: GetContextKeysForCustomPolicyRequest,
) -> Result<GetContextKeysForPolicyResponse> {
    let grant = call.authorize(Action::GetContextKeysForCustomPolicy, "*").await?;
    let keys = call
        .service()
        .context_keys_custom(&grant, input.policy_input_list)
        .await?;
    Ok(GetContextKeysForPolicyResponse {
        context_key_names: Some(keys),
    })
}

pub(super) async fn principal(
    call: &Call<'_>,
    input: GetContextKeysForPrincipalPolicyRequest,
) -> Result<GetContextKeysForPolicyResponse> {
    let source = input.policy_source_arn;
    let grant = grant(call, Action::GetContextKeysForPrincipalPolicy, &source).await?;
    let policies = input.policy_input_list.unwrap_or_default();
    let keys = call
        .service()
        .context_keys_principal(&grant, &source, policies)
        .await?;
    Ok(GetContextKeysForPolicyResponse {
        context_key_names: Some(keys),
    })
}
