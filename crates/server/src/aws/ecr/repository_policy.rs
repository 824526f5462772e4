//! SetRepositoryPolicy, GetRepositoryPolicy, DeleteRepositoryPolicy.

use aws_model::ecr::{
    DeleteRepositoryPolicyRequest, DeleteRepositoryPolicyResponse, GetRepositoryPolicyRequest,
    GetRepositoryPolicyResponse, SetRepositoryPolicyRequest, SetRepositoryPolicyResponse,
};
use registry::{Action, Lockout};

use super::{Call, Result};

pub(super) async fn set(
    call: &Call<'_>,
    input: SetRepositoryPolicyRequest,
) -> Result<SetRepositoryPolicyResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::SetRepositoryPolicy, registry_id, name)
        .await?;
    let lockout = match input.force {
        Some(true) => Lockout::Accepted,
        Some(false) | None => Lockout::Refused,
    };
    let service = call.service();
    let text = service
        .repository_policy_set(&grant, &input.policy_text, lockout)
        .await?;
    let arn = grant.resource();
    Ok(SetRepositoryPolicyResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        policy_text: Some(text),
    })
}

pub(super) async fn get(
    call: &Call<'_>,
    input: GetRepositoryPolicyRequest,
) -> Result<GetRepositoryPolicyResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::GetRepositoryPolicy, registry_id, name)
        .await?;
    let text = call.service().repository_policy_get(&grant).await?;
    let arn = grant.resource();
    Ok(GetRepositoryPolicyResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        policy_text: Some(text),
    })
}

pub(super) async fn delete(
    call: &Call<'_>,
    input: DeleteRepositoryPolicyRequest,
) -> Result<DeleteRepositoryPolicyResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::DeleteRepositoryPolicy, registry_id, name)
        .await?;
    let text = call.service().repository_policy_delete(&grant).await?;
    let arn = grant.resource();
    Ok(DeleteRepositoryPolicyResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        policy_text: Some(text),
    })
}
