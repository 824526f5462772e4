//! Managed policies of users, groups and roles: AttachUserPolicy, DetachUserPolicy,
//! ListAttachedUserPolicies, and the same of groups and roles.

use aws_model::iam as wire;
use meta::{OwnerKind, PolicyOwner};
use names::PolicyArn;
use registry::{Action, EntityKind, Grant, IamResource, Page, RequestFacts};

use super::managed_policy::{arn, prefix};
use super::{Call, Result, name, page, paging};

pub(super) async fn attach_user(call: &Call<'_>, input: wire::AttachUserPolicyRequest) -> Result<()> {
    let whom = (Action::AttachUserPolicy, OwnerKind::User, &*input.user_name);
    attach(call, whom, &input.policy_arn).await
}

pub(super) async fn attach_group(call: &Call<'_>, input: wire::AttachGroupPolicyRequest) -> Result<()> {
    let whom = (Action::AttachGroupPolicy, OwnerKind::Group, &*input.group_name);
    attach(call, whom, &input.policy_arn).await
}

pub(super) async fn attach_role(call: &Call<'_>, input: wire::AttachRolePolicyRequest) -> Result<()> {
    let whom = (Action::AttachRolePolicy, OwnerKind::Role, &*input.role_name);
    attach(call, whom, &input.policy_arn).await
}

pub(super) async fn detach_user(call: &Call<'_>, input: wire::DetachUserPolicyRequest) -> Result<()> {
    let whom = (Action::DetachUserPolicy, OwnerKind::User, &*input.user_name);
    detach(call, whom, &input.policy_arn).await
}

pub(super) async fn detach_group(call: &Call<'_>, input: wire::DetachGroupPolicyRequest) -> Result<()> {
    let whom = (Action::DetachGroupPolicy, OwnerKind::Group, &*input.group_name);
    detach(call, whom, &input.policy_arn).await
}

pub(super) async fn detach_role(call: &Call<'_>, input: wire::DetachRolePolicyRequest) -> Result<()> {
    let whom = (Action::DetachRolePolicy, OwnerKind::Role, &*input.role_name);
    detach(call, whom, &input.policy_arn).await
}

pub(super) async fn list_user(
    call: &Call<'_>,
    input: wire::ListAttachedUserPoliciesRequest,
) -> Result<wire::ListAttachedUserPoliciesResponse> {
    let whom = (
        Action::ListAttachedUserPolicies,
        OwnerKind::User,
        &*input.user_name,
    );
    let window = (input.path_prefix, input.marker, input.max_items);
    let (attached_policies, (is_truncated, marker)) = list(call, whom, window).await?;
    Ok(wire::ListAttachedUserPoliciesResponse {
        attached_policies,
        is_truncated,
        marker,
    })
}

pub(super) async fn list_group(
    call: &Call<'_>,
    input: wire::ListAttachedGroupPoliciesRequest,
) -> Result<wire::ListAttachedGroupPoliciesResponse> {
    let whom = (
        Action::ListAttachedGroupPolicies,
        OwnerKind::Group,
        &*input.group_name,
    );
    let window = (input.path_prefix, input.marker, input.max_items);
    let (attached_policies, (is_truncated, marker)) = list(call, whom, window).await?;
    Ok(wire::ListAttachedGroupPoliciesResponse {
        attached_policies,
        is_truncated,
        marker,
    })
}

pub(super) async fn list_role(
    call: &Call<'_>,
    input: wire::ListAttachedRolePoliciesRequest,
) -> Result<wire::ListAttachedRolePoliciesResponse> {
    let whom = (
        Action::ListAttachedRolePolicies,
        OwnerKind::Role,
        &*input.role_name,
    );
    let window = (input.path_prefix, input.marker, input.max_items);
    let (attached_policies, (is_truncated, marker)) = list(call, whom, window).await?;
    Ok(wire::ListAttachedRolePoliciesResponse {
        attached_policies,
        is_truncated,
        marker,
    })
}

/// What is done, to the owner of which kind and name.
pub(super) type Whom<'a> = (Action, OwnerKind, &'a str);

/// The right to do something to the policies of an owner.
pub(super) async fn grant(
    call: &Call<'_>,
    (action, kind, text): Whom<'_>,
    add: impl FnOnce(RequestFacts) -> RequestFacts,
) -> Result<(Grant<IamResource>, PolicyOwner)> {
    let name = name(text)?;
    let entity = match kind {
        OwnerKind::User => EntityKind::User,
        OwnerKind::Group => EntityKind::Group,
        OwnerKind::Role => EntityKind::Role,
    };
    let facts = add(RequestFacts::none());
    let grant = call.authorize_entity_with(action, entity, &name, &facts).await?;
    Ok((grant, PolicyOwner { kind, name }))
}

async fn attach(call: &Call<'_>, whom: Whom<'_>, policy: &str) -> Result<()> {
    let (grant, owner, policy) = grant_for(call, whom, policy).await?;
    Ok(call.service().attachment_put(&grant, owner, policy).await?)
}

async fn detach(call: &Call<'_>, whom: Whom<'_>, policy: &str) -> Result<()> {
    let (grant, owner, policy) = grant_for(call, whom, policy).await?;
    Ok(call.service().attachment_delete(&grant, owner, policy).await?)
}

/// The right to attach or detach one policy.
async fn grant_for(
    call: &Call<'_>,
    whom: Whom<'_>,
    policy: &str,
) -> Result<(Grant<IamResource>, PolicyOwner, PolicyArn)> {
    let policy = arn(policy)?;
    let add = |facts: RequestFacts| facts.with("iam:PolicyARN", [policy.to_string()]);
    let (grant, owner) = grant(call, whom, add).await?;
    Ok((grant, owner, policy))
}

type Window = (Option<String>, Option<String>, Option<i32>);
type Listed = (Option<Vec<wire::AttachedPolicy>>, (Option<bool>, Option<String>));

async fn list(call: &Call<'_>, whom: Whom<'_>, (path, marker, max_items): Window) -> Result<Listed> {
    let (grant, owner) = grant(call, whom, |facts| facts).await?;
    let page = page(marker, max_items);
    let attached: Page<PolicyArn> = call
        .service()
        .attachment_list(&grant, owner, prefix(path), page)
        .await?;
    let paging = paging(&attached);
    let policies = attached.entries.into_iter().map(to_wire).collect();
    Ok((Some(policies), paging))
}

/// A policy as lists of attached ones have it.
pub(super) fn to_wire(arn: PolicyArn) -> wire::AttachedPolicy {
    wire::AttachedPolicy {
        policy_name: Some(arn.name().to_string()),
        policy_arn: Some(arn.to_string()),
    }
}
