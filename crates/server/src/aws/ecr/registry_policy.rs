//! PutRegistryPolicy, GetRegistryPolicy, DeleteRegistryPolicy: always of the caller's own registry.

use aws_model::ecr::{
    DeleteRegistryPolicyRequest, DeleteRegistryPolicyResponse, GetRegistryPolicyRequest,
    GetRegistryPolicyResponse, PutRegistryPolicyRequest, PutRegistryPolicyResponse,
};
use registry::Action;

use super::{Call, Result};

pub(super) async fn put(
    call: &Call<'_>,
    input: PutRegistryPolicyRequest,
) -> Result<PutRegistryPolicyResponse> {
    let own = &call.caller.registry;
    let grant = call.authorize(Action::PutRegistryPolicy, own).await?;
    let text = call
        .service()
        .registry_policy_put(&grant, &input.policy_text)
        .await?;
    Ok(PutRegistryPolicyResponse {
        registry_id: Some(own.account.to_string()),
        policy_text: Some(text),
    })
}

pub(super) async fn get(call: &Call<'_>, _: GetRegistryPolicyRequest) -> Result<GetRegistryPolicyResponse> {
    let own = &call.caller.registry;
    let grant = call.authorize(Action::GetRegistryPolicy, own).await?;
    let text = call.service().registry_policy_get(&grant).await?;
    Ok(GetRegistryPolicyResponse {
        registry_id: Some(own.account.to_string()),
        policy_text: Some(text),
    })
}

pub(super) async fn delete(
    call: &Call<'_>,
    _: DeleteRegistryPolicyRequest,
) -> Result<DeleteRegistryPolicyResponse> {
    let own = &call.caller.registry;
    let grant = call.authorize(Action::DeleteRegistryPolicy, own).await?;
    let text = call.service().registry_policy_delete(&grant).await?;
    Ok(DeleteRegistryPolicyResponse {
        registry_id: Some(own.account.to_string()),
        policy_text: Some(text),
    })
}
