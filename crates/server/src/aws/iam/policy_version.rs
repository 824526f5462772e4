//! Versions of managed policies: CreatePolicyVersion, GetPolicyVersion, ListPolicyVersions,
//! DeletePolicyVersion, SetDefaultPolicyVersion.

use aws_model::iam::{
    CreatePolicyVersionRequest, CreatePolicyVersionResponse, DeletePolicyVersionRequest,
    GetPolicyVersionRequest, GetPolicyVersionResponse, ListPolicyVersionsRequest, ListPolicyVersionsResponse,
    PolicyVersion, SetDefaultPolicyVersionRequest,
};
use registry::{Action, NewVersion};

use super::managed_policy::grant;
use super::{Call, Result, document, page, paging};

pub(super) async fn create(
    call: &Call<'_>,
    input: CreatePolicyVersionRequest,
) -> Result<CreatePolicyVersionResponse> {
    let (grant, arn) = grant(call, Action::CreatePolicyVersion, &input.policy_arn).await?;
    let new = match input.set_as_default {
        Some(true) => NewVersion::Default,
        Some(false) | None => NewVersion::Kept,
    };
    let version = call
        .service()
        .policy_version_create(&grant, (arn, input.policy_document), new)
        .await?;
    Ok(CreatePolicyVersionResponse {
        policy_version: Some(without_document(version)),
    })
}

pub(super) async fn get(call: &Call<'_>, input: GetPolicyVersionRequest) -> Result<GetPolicyVersionResponse> {
    let (grant, arn) = grant(call, Action::GetPolicyVersion, &input.policy_arn).await?;
    let version = call
        .service()
        .policy_version_get(&grant, arn, input.version_id)
        .await?;
    Ok(GetPolicyVersionResponse {
        policy_version: Some(to_wire(version)),
    })
}

pub(super) async fn list(
    call: &Call<'_>,
    input: ListPolicyVersionsRequest,
) -> Result<ListPolicyVersionsResponse> {
    let (grant, arn) = grant(call, Action::ListPolicyVersions, &input.policy_arn).await?;
    let page = page(input.marker, input.max_items);
    let versions = call.service().policy_version_list(&grant, arn, page).await?;
    let (is_truncated, marker) = paging(&versions);
    Ok(ListPolicyVersionsResponse {
        versions: Some(versions.entries.into_iter().map(without_document).collect()),
        is_truncated,
        marker,
    })
}

pub(super) async fn delete(call: &Call<'_>, input: DeletePolicyVersionRequest) -> Result<()> {
    let (grant, arn) = grant(call, Action::DeletePolicyVersion, &input.policy_arn).await?;
    let deleted = call
        .service()
        .policy_version_delete(&grant, arn, input.version_id);
    Ok(deleted.await?)
}

pub(super) async fn set_default(call: &Call<'_>, input: SetDefaultPolicyVersionRequest) -> Result<()> {
    let (grant, arn) = grant(call, Action::SetDefaultPolicyVersion, &input.policy_arn).await?;
    let set = call
        .service()
        .policy_set_default_version(&grant, arn, input.version_id);
    Ok(set.await?)
}

/// A version with its text.
pub(super) fn to_wire(version: registry::PolicyVersion) -> PolicyVersion {
    PolicyVersion {
        document: Some(document(&version.document)),
        version_id: Some(version.id),
        is_default_version: Some(version.is_default),
        create_date: Some(version.created_at),
    }
}

/// A version as lists have it.
fn without_document(version: registry::PolicyVersion) -> PolicyVersion {
    PolicyVersion {
        document: None,
        ..to_wire(version)
    }
}
