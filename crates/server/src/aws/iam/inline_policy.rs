//! Inline policies: PutUserPolicy, GetUserPolicy, ListUserPolicies, DeleteUserPolicy, and the same
//! of groups and roles.

use aws_model::iam as wire;
use meta::{InlinePolicy, OwnerKind};
use registry::Action;

use super::attachment::{Whom, grant};
use super::{Call, Result, document, name, page, paging};

pub(super) async fn put_user(call: &Call<'_>, input: wire::PutUserPolicyRequest) -> Result<()> {
    let whom = (Action::PutUserPolicy, OwnerKind::User, &*input.user_name);
    put(call, whom, &input.policy_name, input.policy_document).await
}

pub(super) async fn put_group(call: &Call<'_>, input: wire::PutGroupPolicyRequest) -> Result<()> {
    let whom = (Action::PutGroupPolicy, OwnerKind::Group, &*input.group_name);
    put(call, whom, &input.policy_name, input.policy_document).await
}

pub(super) async fn put_role(call: &Call<'_>, input: wire::PutRolePolicyRequest) -> Result<()> {
    let whom = (Action::PutRolePolicy, OwnerKind::Role, &*input.role_name);
    put(call, whom, &input.policy_name, input.policy_document).await
}

pub(super) async fn get_user(
    call: &Call<'_>,
    input: wire::GetUserPolicyRequest,
) -> Result<wire::GetUserPolicyResponse> {
    let whom = (Action::GetUserPolicy, OwnerKind::User, &*input.user_name);
    let (user_name, policy) = get(call, whom, &input.policy_name).await?;
    Ok(wire::GetUserPolicyResponse {
        user_name,
        policy_name: policy.name.to_string(),
        policy_document: document(&policy.document),
    })
}

pub(super) async fn get_group(
    call: &Call<'_>,
    input: wire::GetGroupPolicyRequest,
) -> Result<wire::GetGroupPolicyResponse> {
    let whom = (Action::GetGroupPolicy, OwnerKind::Group, &*input.group_name);
    let (group_name, policy) = get(call, whom, &input.policy_name).await?;
    Ok(wire::GetGroupPolicyResponse {
        group_name,
        policy_name: policy.name.to_string(),
        policy_document: document(&policy.document),
    })
}

pub(super) async fn get_role(
    call: &Call<'_>,
    input: wire::GetRolePolicyRequest,
) -> Result<wire::GetRolePolicyResponse> {
    let whom = (Action::GetRolePolicy, OwnerKind::Role, &*input.role_name);
    let (role_name, policy) = get(call, whom, &input.policy_name).await?;
    Ok(wire::GetRolePolicyResponse {
        role_name,
        policy_name: policy.name.to_string(),
        policy_document: document(&policy.document),
    })
}

pub(super) async fn list_user(
    call: &Call<'_>,
    input: wire::ListUserPoliciesRequest,
) -> Result<wire::ListUserPoliciesResponse> {
    let whom = (Action::ListUserPolicies, OwnerKind::User, &*input.user_name);
    let (policy_names, (is_truncated, marker)) = list(call, whom, (input.marker, input.max_items)).await?;
    Ok(wire::ListUserPoliciesResponse {
        policy_names,
        is_truncated,
        marker,
    })
}

pub(super) async fn list_group(
    call: &Call<'_>,
    input: wire::ListGroupPoliciesRequest,
) -> Result<wire::ListGroupPoliciesResponse> {
    let whom = (Action::ListGroupPolicies, OwnerKind::Group, &*input.group_name);
    let (policy_names, (is_truncated, marker)) = list(call, whom, (input.marker, input.max_items)).await?;
    Ok(wire::ListGroupPoliciesResponse {
        policy_names,
        is_truncated,
        marker,
    })
}

pub(super) async fn list_role(
    call: &Call<'_>,
    input: wire::ListRolePoliciesRequest,
) -> Result<wire::ListRolePoliciesResponse> {
    let whom = (Action::ListRolePolicies, OwnerKind::Role, &*input.role_name);
    let (policy_names, (is_truncated, marker)) = list(call, whom, (input.marker, input.max_items)).await?;
    Ok(wire::ListRolePoliciesResponse {
        policy_names,
        is_truncated,
        marker,
    })
}

pub(super) async fn delete_user(call: &Call<'_>, input: wire::DeleteUserPolicyRequest) -> Result<()> {
    let whom = (Action::DeleteUserPolicy, OwnerKind::User, &*input.user_name);
    delete(call, whom, &input.policy_name).await
}

pub(super) async fn delete_group(call: &Call<'_>, input: wire::DeleteGroupPolicyRequest) -> Result<()> {
    let whom = (Action::DeleteGroupPolicy, OwnerKind::Group, &*input.group_name);
    delete(call, whom, &input.policy_name).await
}

pub(super) async fn delete_role(call: &Call<'_>, input: wire::DeleteRolePolicyRequest) -> Result<()> {
    let whom = (Action::DeleteRolePolicy, OwnerKind::Role, &*input.role_name);
    delete(call, whom, &input.policy_name).await
}

async fn put(call: &Call<'_>, whom: Whom<'_>, policy: &str, document: String) -> Result<()> {
    let (grant, owner) = grant(call, whom, |facts| facts).await?;
    let name = name(policy)?;
    let policy = InlinePolicy { name, document };
    Ok(call.service().inline_policy_put(&grant, owner, policy).await?)
}

/// The owner's name and the policy.
async fn get(call: &Call<'_>, whom: Whom<'_>, policy: &str) -> Result<(String, InlinePolicy)> {
    let (grant, owner) = grant(call, whom, |facts| facts).await?;
    let owner_name = owner.name.to_string();
    let found = call.service().inline_policy_get(&grant, owner, name(policy)?);
    Ok((owner_name, found.await?))
}

type Listed = (Vec<String>, (Option<bool>, Option<String>));

async fn list(
    call: &Call<'_>,
    whom: Whom<'_>,
    (marker, max_items): (Option<String>, Option<i32>),
) -> Result<Listed> {
    let (grant, owner) = grant(call, whom, |facts| facts).await?;
    let page = page(marker, max_items);
    let names = call.service().inline_policy_list(&grant, owner, page).await?;
    let paging = paging(&names);
    let names = names.entries.iter().map(ToString::to_string);
    Ok((names.collect(), paging))
}

async fn delete(call: &Call<'_>, whom: Whom<'_>, policy: &str) -> Result<()> {
    let (grant, owner) = grant(call, whom, |facts| facts).await?;
    let deleted = call.service().inline_policy_delete(&grant, owner, name(policy)?);
    Ok(deleted.await?)
}
