//! GetAccountAuthorizationDetails.

use aws_model::iam as wire;
use meta::{InlinePolicy, InstanceProfile, ResourceTag, Role, User};
use names::EntityName;
use registry::{
    Action, AuthorizationDetail, DetailSection, EntityKind, ManagedPolicy, OwnPolicies, PolicyVersion,
};

use super::{Call, Result, attachment, boundary, document, page, paging, policy_version, role, tag};

pub(super) async fn get(
    call: &Call<'_>,
    input: wire::GetAccountAuthorizationDetailsRequest,
) -> Result<wire::GetAccountAuthorizationDetailsResponse> {
    let action = Action::GetAccountAuthorizationDetails;
    let grant = call.authorize(action, "*").await?;
    let sections = match input.filter {
        Some(filter) if !filter.is_empty() => filter.into_iter().map(section).collect(),
        Some(_) | None => DetailSection::ALL.to_vec(),
    };
    let page = page(input.marker, input.max_items);
    let details = call
        .service()
        .authorization_details(&grant, sections, page)
        .await?;
    let (is_truncated, marker) = paging(&details);
    let (mut users, mut groups, mut roles, mut policies) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for detail in details.entries {
        match detail {
            AuthorizationDetail::User {
                user,
                policies,
                groups,
                tags,
            } => users.push(of_user(user, policies, groups, tags)),
            AuthorizationDetail::Group { group, policies } => groups.push(wire::GroupDetail {
                arn: Some(EntityKind::Group.arn(group.account, &group.path, &group.name)),
                path: Some(group.path.to_string()),
                group_name: Some(group.name.to_string()),
                group_id: Some(group.id.to_string()),
                create_date: Some(group.created_at),
                group_policy_list: Some(inline(policies.inline)),
                attached_managed_policies: Some(
                    policies.attached.into_iter().map(attachment::to_wire).collect(),
                ),
            }),
            AuthorizationDetail::Role {
                role,
                policies,
                profiles,
                tags,
            } => roles.push(of_role(&role, policies, profiles, tags)),
            AuthorizationDetail::Policy { policy, versions } => policies.push(of_policy(policy, versions)),
        }
    }
    Ok(wire::GetAccountAuthorizationDetailsResponse {
        user_detail_list: Some(users),
        group_detail_list: Some(groups),
        role_detail_list: Some(roles),
        policies: Some(policies),
        is_truncated,
        marker,
    })
}

const fn section(kind: wire::EntityType) -> DetailSection {
    match kind {
        wire::EntityType::User => DetailSection::Users,
        wire::EntityType::Group => DetailSection::Groups,
        wire::EntityType::Role => DetailSection::Roles,
        wire::EntityType::LocalManagedPolicy => DetailSection::LocalPolicies,
        wire::EntityType::AWSManagedPolicy => DetailSection::AwsPolicies,
    }
}

fn of_user(
    user: User,
    policies: OwnPolicies,
    groups: Vec<EntityName>,
    tags: Vec<ResourceTag>,
) -> wire::UserDetail {
    wire::UserDetail {
        arn: Some(EntityKind::User.arn(user.account, &user.path, &user.name)),
        path: Some(user.path.to_string()),
        user_name: Some(user.name.to_string()),
        user_id: Some(user.id.to_string()),
        create_date: Some(user.created_at),
        user_policy_list: Some(inline(policies.inline)),
        group_list: Some(groups.iter().map(ToString::to_string).collect()),
        attached_managed_policies: Some(policies.attached.into_iter().map(attachment::to_wire).collect()),
        permissions_boundary: boundary::to_wire(user.boundary.as_ref()),
        tags: Some(tag::to_wire(tags)),
    }
}

fn of_role(
    row: &Role,
    policies: OwnPolicies,
    profiles: Vec<InstanceProfile>,
    tags: Vec<ResourceTag>,
) -> wire::RoleDetail {
    let plain = role::plain(row);
    let profiles = profiles.into_iter().map(|profile| wire::InstanceProfile {
        arn: EntityKind::InstanceProfile.arn(profile.account, &profile.path, &profile.name),
        path: profile.path.to_string(),
        instance_profile_name: profile.name.to_string(),
        instance_profile_id: profile.id.to_string(),
        create_date: profile.created_at,
        roles: vec![plain.clone()],
        tags: None,
    });
    wire::RoleDetail {
        instance_profile_list: Some(profiles.collect()),
        arn: Some(plain.arn),
        path: Some(plain.path),
        role_name: Some(plain.role_name),
        role_id: Some(plain.role_id),
        create_date: Some(plain.create_date),
        assume_role_policy_document: plain.assume_role_policy_document,
        role_policy_list: Some(inline(policies.inline)),
        attached_managed_policies: Some(policies.attached.into_iter().map(attachment::to_wire).collect()),
        permissions_boundary: boundary::to_wire(row.boundary.as_ref()),
        tags: Some(tag::to_wire(tags)),
        role_last_used: row.last_used.as_ref().map(|used| wire::RoleLastUsed {
            last_used_date: Some(used.at),
            region: Some(used.region.to_string()),
        }),
    }
}

fn of_policy(policy: ManagedPolicy, versions: Vec<PolicyVersion>) -> wire::ManagedPolicyDetail {
    wire::ManagedPolicyDetail {
        policy_name: Some(policy.arn.name().to_string()),
        policy_id: Some(policy.id),
        path: Some(policy.arn.path().to_string()),
        arn: Some(policy.arn.to_string()),
        default_version_id: Some(policy.default_version),
        attachment_count: Some(super::managed_policy::count(policy.attachments)),
        permissions_boundary_usage_count: Some(super::managed_policy::count(policy.boundaries)),
        is_attachable: Some(policy.is_attachable),
        description: policy.description,
        create_date: Some(policy.created_at),
        update_date: Some(policy.updated_at),
        policy_version_list: Some(versions.into_iter().map(policy_version::to_wire).collect()),
    }
}

fn inline(policies: Vec<InlinePolicy>) -> Vec<wire::PolicyDetail> {
    let detail = |policy: InlinePolicy| wire::PolicyDetail {
        policy_name: Some(policy.name.to_string()),
        policy_document: Some(document(&policy.document)),
    };
    policies.into_iter().map(detail).collect()
}
