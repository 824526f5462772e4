//! Managed policies: CreatePolicy, GetPolicy, ListPolicies, DeletePolicy, ListEntitiesForPolicy,
//! and their tags.

use aws_model::iam::{
    CreatePolicyRequest, CreatePolicyResponse, DeletePolicyRequest, EntityType, GetPolicyRequest,
    GetPolicyResponse, ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse, ListPoliciesRequest,
    ListPoliciesResponse, ListPolicyTagsRequest, ListPolicyTagsResponse, Policy, PolicyGroup, PolicyRole,
    PolicyScopeType, PolicyUsageType, PolicyUser, TagPolicyRequest, UntagPolicyRequest,
};
use meta::{OwnerKind, TagOwner};
use names::PolicyArn;
use registry::{
    Action, EntityFilter, Error, Grant, IamResource, IdentityFault, ManagedPolicy, NewManagedPolicy,
    PolicyFilter, PolicyScope, PolicyUsage,
};

use super::{Call, Result, name, page, paging, path, tag};

pub(super) async fn create(call: &Call<'_>, input: CreatePolicyRequest) -> Result<CreatePolicyResponse> {
    let (name, path) = (name(&input.policy_name)?, path(input.path.as_deref())?);
    let tags = tag::from_wire(input.tags);
    let resource = call.resource(&format!("policy{path}{name}"));
    let facts = tag::facts(&tags);
    let grant = call
        .authorize_arn(Action::CreatePolicy, &resource.arn, &facts)
        .await?;
    if !tags.is_empty() {
        call.authorize_arn(Action::TagPolicy, &resource.arn, &facts)
            .await?;
    }
    let new = NewManagedPolicy {
        name,
        path,
        description: input.description,
        document: input.policy_document,
        tags: tags.clone(),
    };
    let made = call.service().policy_create(&grant, new).await?;
    let mut policy = to_wire(made);
    // As IAM has it, a new policy's answer does not repeat the description.
    policy.description = None;
    policy.tags = tag::unless_empty(tags);
    Ok(CreatePolicyResponse { policy: Some(policy) })
}

pub(super) async fn get(call: &Call<'_>, input: GetPolicyRequest) -> Result<GetPolicyResponse> {
    let (grant, arn) = grant(call, Action::GetPolicy, &input.policy_arn).await?;
    let (policy, tags) = call.service().policy_get(&grant, arn).await?;
    let mut policy = to_wire(policy);
    policy.tags = Some(tag::to_wire(tags));
    Ok(GetPolicyResponse { policy: Some(policy) })
}

pub(super) async fn list(call: &Call<'_>, input: ListPoliciesRequest) -> Result<ListPoliciesResponse> {
    let grant = call.authorize(Action::ListPolicies, "*").await?;
    let attached = input.only_attached.unwrap_or_default();
    let filter = PolicyFilter {
        scope: match input.scope {
            None | Some(PolicyScopeType::All) => PolicyScope::All,
            Some(PolicyScopeType::Aws) => PolicyScope::Aws,
            Some(PolicyScopeType::Local) => PolicyScope::Local,
        },
        path_prefix: prefix(input.path_prefix),
        usage: match input.policy_usage_filter {
            Some(filter) => Some(usage(filter)),
            None => attached.then_some(PolicyUsage::Permissions),
        },
    };
    let page = page(input.marker, input.max_items);
    let policies = call.service().policy_list(&grant, filter, page).await?;
    let (is_truncated, marker) = paging(&policies);
    let listed = |policy| Policy {
        description: None,
        ..to_wire(policy)
    };
    Ok(ListPoliciesResponse {
        policies: Some(policies.entries.into_iter().map(listed).collect()),
        is_truncated,
        marker,
    })
}

pub(super) async fn delete(call: &Call<'_>, input: DeletePolicyRequest) -> Result<()> {
    let (grant, arn) = grant(call, Action::DeletePolicy, &input.policy_arn).await?;
    Ok(call.service().policy_delete(&grant, arn).await?)
}

pub(super) async fn list_entities(
    call: &Call<'_>,
    input: ListEntitiesForPolicyRequest,
) -> Result<ListEntitiesForPolicyResponse> {
    let (grant, arn) = grant(call, Action::ListEntitiesForPolicy, &input.policy_arn).await?;
    let filter = EntityFilter {
        kinds: match input.entity_filter {
            None => vec![OwnerKind::Group, OwnerKind::Role, OwnerKind::User],
            Some(EntityType::User) => vec![OwnerKind::User],
            Some(EntityType::Group) => vec![OwnerKind::Group],
            Some(EntityType::Role) => vec![OwnerKind::Role],
            Some(EntityType::LocalManagedPolicy | EntityType::AWSManagedPolicy) => Vec::new(),
        },
        path_prefix: prefix(input.path_prefix),
        usage: input.policy_usage_filter.map(usage),
    };
    let page = page(input.marker, input.max_items);
    let entities = call
        .service()
        .policy_entity_list(&grant, arn, filter, page)
        .await?;
    let (is_truncated, marker) = paging(&entities);
    let (mut groups, mut users, mut roles) = (Vec::new(), Vec::new(), Vec::new());
    for entity in entities.entries {
        let (name, id) = (Some(entity.name.to_string()), Some(entity.id.to_string()));
        match entity.kind {
            OwnerKind::Group => groups.push(PolicyGroup {
                group_name: name,
                group_id: id,
            }),
            OwnerKind::User => users.push(PolicyUser {
                user_name: name,
                user_id: id,
            }),
            OwnerKind::Role => roles.push(PolicyRole {
                role_name: name,
                role_id: id,
            }),
        }
    }
    Ok(ListEntitiesForPolicyResponse {
        policy_groups: Some(groups),
        policy_users: Some(users),
        policy_roles: Some(roles),
        is_truncated,
        marker,
    })
}

pub(super) async fn put_tags(call: &Call<'_>, input: TagPolicyRequest) -> Result<()> {
    let arn = own_arn(call, &input.policy_arn)?;
    let tags = tag::from_wire(Some(input.tags));
    let (resource, facts) = call.service().policy_resource(call.account(), &arn).await?;
    let facts = facts.and(&tag::facts(&tags));
    let grant = call
        .authorize_arn(Action::TagPolicy, &resource.arn, &facts)
        .await?;
    let owner = TagOwner::Policy(arn.name());
    Ok(call.service().identity_tag_put(&grant, owner, tags).await?)
}

pub(super) async fn delete_tags(call: &Call<'_>, input: UntagPolicyRequest) -> Result<()> {
    let arn = own_arn(call, &input.policy_arn)?;
    let (resource, facts) = call.service().policy_resource(call.account(), &arn).await?;
    let facts = facts.and(&tag::key_facts(&input.tag_keys));
    let grant = call
        .authorize_arn(Action::UntagPolicy, &resource.arn, &facts)
        .await?;
    let owner = TagOwner::Policy(arn.name());
    let keys = input.tag_keys;
    Ok(call.service().identity_tag_delete(&grant, owner, keys).await?)
}

pub(super) async fn list_tags(
    call: &Call<'_>,
    input: ListPolicyTagsRequest,
) -> Result<ListPolicyTagsResponse> {
    let arn = own_arn(call, &input.policy_arn)?;
    let (grant, arn) = grant(call, Action::ListPolicyTags, arn.as_str()).await?;
    let page = page(input.marker, input.max_items);
    let owner = TagOwner::Policy(arn.name());
    let tags = call.service().identity_tag_list(&grant, owner, page).await?;
    let (is_truncated, marker) = paging(&tags);
    Ok(ListPolicyTagsResponse {
        tags: tag::to_wire(tags.entries),
        is_truncated,
        marker,
    })
}

/// The ARN of a managed policy, of whatever account.
pub(super) fn arn(text: &str) -> Result<PolicyArn> {
    PolicyArn::parse(text).map_err(|_| invalid_input(format!("ARN {text} is not valid.")))
}

/// The ARN of a policy of the caller's account: those of AWS have no tags.
fn own_arn(call: &Call<'_>, text: &str) -> Result<PolicyArn> {
    let arn = arn(text)?;
    if arn.owner() == Some(call.account()) {
        return Ok(arn);
    }
    Err(invalid_input(format!("ARN {text} is not valid.")))
}

/// The right to do `action` on a policy.
pub(super) async fn grant(
    call: &Call<'_>,
    action: Action,
    text: &str,
) -> Result<(Grant<IamResource>, PolicyArn)> {
    let arn = arn(text)?;
    let (resource, facts) = call.service().policy_resource(call.account(), &arn).await?;
    Ok((call.authorize_arn(action, &resource.arn, &facts).await?, arn))
}

/// A parameter that means nothing.
pub(super) fn invalid_input(message: String) -> crate::errors::AwsError {
    let fault = IdentityFault::InvalidInput;
    Error::Identity { fault, message }.into()
}

/// What a path has to begin with.
pub(super) fn prefix(prefix: Option<String>) -> String {
    prefix.unwrap_or_else(|| "/".to_owned())
}

fn usage(filter: PolicyUsageType) -> PolicyUsage {
    match filter {
        PolicyUsageType::PermissionsPolicy => PolicyUsage::Permissions,
        PolicyUsageType::PermissionsBoundary => PolicyUsage::Boundary,
    }
}

fn to_wire(policy: ManagedPolicy) -> Policy {
    Policy {
        policy_name: Some(policy.arn.name().to_string()),
        policy_id: Some(policy.id),
        path: Some(policy.arn.path().to_string()),
        arn: Some(policy.arn.to_string()),
        default_version_id: Some(policy.default_version),
        attachment_count: Some(count(policy.attachments)),
        permissions_boundary_usage_count: Some(count(policy.boundaries)),
        is_attachable: Some(policy.is_attachable),
        description: policy.description,
        create_date: Some(policy.created_at),
        update_date: Some(policy.updated_at),
        tags: None,
    }
}

/// A number as the wire has it.
pub(super) fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
