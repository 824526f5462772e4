//! Roles, those of services among them.

use std::time::Duration;

use aws_model::iam::{
    CreateRoleRequest, CreateRoleResponse, DeleteRolePermissionsBoundaryRequest, DeleteRoleRequest,
    GetRoleRequest, GetRoleResponse, ListRoleTagsRequest, ListRoleTagsResponse, ListRolesRequest,
    ListRolesResponse, PutRolePermissionsBoundaryRequest, Role, RoleLastUsed, TagRoleRequest,
    UntagRoleRequest, UpdateAssumeRolePolicyRequest, UpdateRoleDescriptionRequest,
    UpdateRoleDescriptionResponse, UpdateRoleRequest, UpdateRoleResponse,
};
use registry::{Action, EntityKind, NewRole, TagOwner, Tagged};

use super::{Call, Result, boundary, document, name, page, paging, path, tag};

const KIND: EntityKind = EntityKind::Role;
/// How long sessions may be where nobody says it, in seconds (IAM).
const DEFAULT_SESSION: i32 = 3_600;

pub(super) async fn create(call: &Call<'_>, input: CreateRoleRequest) -> Result<CreateRoleResponse> {
    let boundary = input.permissions_boundary.as_deref().map(boundary::parse);
    let new = NewRole {
        name: name(&input.role_name)?,
        path: path(input.path.as_deref())?,
        trust_policy: input.assume_role_policy_document,
        description: input.description,
        max_session: seconds(input.max_session_duration.unwrap_or(DEFAULT_SESSION)),
        boundary: boundary.transpose()?,
        tags: tag::from_wire(input.tags),
    };
    let facts = tag::facts(&new.tags).and(&boundary::facts(new.boundary.as_ref()));
    let arn = KIND.arn(call.account(), &new.path, &new.name);
    let grant = call.authorize_arn(Action::CreateRole, &arn, &facts).await?;
    if !new.tags.is_empty() {
        call.authorize_arn(Action::TagRole, &arn, &facts).await?;
    }
    let created = call.service().role_create(&grant, new).await?;
    let role = Role {
        permissions_boundary: boundary::to_wire(created.entity.boundary.as_ref()),
        tags: tag::unless_empty(created.tags),
        ..plain(&created.entity)
    };
    Ok(CreateRoleResponse { role })
}

pub(super) async fn get(call: &Call<'_>, input: GetRoleRequest) -> Result<GetRoleResponse> {
    let name = name(&input.role_name)?;
    let grant = call.authorize_entity(Action::GetRole, KIND, &name).await?;
    let role = whole(call.service().role_get(&grant, name).await?);
    Ok(GetRoleResponse { role })
}

pub(super) async fn list(call: &Call<'_>, input: ListRolesRequest) -> Result<ListRolesResponse> {
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let grant = call.authorize_list(Action::ListRoles, KIND, &prefix).await?;
    let request = page(input.marker, input.max_items);
    let found = call.service().role_list(&grant, prefix, request).await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListRolesResponse {
        roles: found.entries.iter().map(listed).collect(),
        is_truncated,
        marker,
    })
}

pub(super) async fn update(call: &Call<'_>, input: UpdateRoleRequest) -> Result<UpdateRoleResponse> {
    let name = name(&input.role_name)?;
    let grant = call.authorize_entity(Action::UpdateRole, KIND, &name).await?;
    let max_session = input.max_session_duration.map(seconds);
    call.service()
        .role_update(&grant, name, input.description, max_session)
        .await?;
    Ok(UpdateRoleResponse {})
}

pub(super) async fn update_description(
    call: &Call<'_>,
    input: UpdateRoleDescriptionRequest,
) -> Result<UpdateRoleDescriptionResponse> {
    let (name, action) = (name(&input.role_name)?, Action::UpdateRoleDescription);
    let grant = call.authorize_entity(action, KIND, &name).await?;
    let description = Some(input.description);
    let role = call
        .service()
        .role_update(&grant, name, description, None)
        .await?;
    let role = Some(Role {
        description: role.description.clone(),
        ..plain(&role)
    });
    Ok(UpdateRoleDescriptionResponse { role })
}

pub(super) async fn update_trust_policy(call: &Call<'_>, input: UpdateAssumeRolePolicyRequest) -> Result<()> {
    let (name, action) = (name(&input.role_name)?, Action::UpdateAssumeRolePolicy);
    let grant = call.authorize_entity(action, KIND, &name).await?;
    let document = input.policy_document;
    Ok(call
        .service()
        .role_update_trust_policy(&grant, name, document)
        .await?)
}

pub(super) async fn delete(call: &Call<'_>, input: DeleteRoleRequest) -> Result<()> {
    let name = name(&input.role_name)?;
    let grant = call.authorize_entity(Action::DeleteRole, KIND, &name).await?;
    Ok(call.service().role_delete(&grant, name).await?)
}

pub(super) async fn put_boundary(call: &Call<'_>, input: PutRolePermissionsBoundaryRequest) -> Result<()> {
    let name = name(&input.role_name)?;
    let arn = boundary::parse(&input.permissions_boundary)?;
    let (action, facts) = (Action::PutRolePermissionsBoundary, boundary::facts(Some(&arn)));
    let grant = call.authorize_entity_with(action, KIND, &name, &facts).await?;
    Ok(call.service().role_set_boundary(&grant, name, Some(arn)).await?)
}

pub(super) async fn delete_boundary(
    call: &Call<'_>,
    input: DeleteRolePermissionsBoundaryRequest,
) -> Result<()> {
    let name = name(&input.role_name)?;
    let action = Action::DeleteRolePermissionsBoundary;
    let grant = call.authorize_entity(action, KIND, &name).await?;
    Ok(call.service().role_set_boundary(&grant, name, None).await?)
}

pub(super) async fn tag(call: &Call<'_>, input: TagRoleRequest) -> Result<()> {
    let (name, tags) = (name(&input.role_name)?, tag::from_wire(Some(input.tags)));
    let facts = tag::facts(&tags);
    let grant = call
        .authorize_entity_with(Action::TagRole, KIND, &name, &facts)
        .await?;
    let owner = TagOwner::Role(name);
    Ok(call.service().identity_tag_put(&grant, owner, tags).await?)
}

pub(super) async fn untag(call: &Call<'_>, input: UntagRoleRequest) -> Result<()> {
    let name = name(&input.role_name)?;
    let facts = tag::key_facts(&input.tag_keys);
    let grant = call
        .authorize_entity_with(Action::UntagRole, KIND, &name, &facts)
        .await?;
    let owner = TagOwner::Role(name);
    Ok(call
        .service()
        .identity_tag_delete(&grant, owner, input.tag_keys)
        .await?)
}

pub(super) async fn list_tags(call: &Call<'_>, input: ListRoleTagsRequest) -> Result<ListRoleTagsResponse> {
    let name = name(&input.role_name)?;
    let grant = call.authorize_entity(Action::ListRoleTags, KIND, &name).await?;
    let request = page(input.marker, input.max_items);
    let found = call
        .service()
        .identity_tag_list(&grant, TagOwner::Role(name), request)
        .await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListRoleTagsResponse {
        tags: tag::to_wire(found.entries),
        is_truncated,
        marker,
    })
}

/// The model bounds it to 1 to 12 hours.
fn seconds(duration: i32) -> Duration {
    Duration::from_secs(u64::from(duration.unsigned_abs()))
}

/// A role as answers have it that say the least.
pub(super) fn plain(role: &registry::Role) -> Role {
    Role {
        path: role.path.to_string(),
        role_name: role.name.to_string(),
        role_id: role.id.to_string(),
        arn: KIND.arn(role.account, &role.path, &role.name),
        create_date: role.created_at,
        assume_role_policy_document: Some(document(&role.trust_policy)),
        description: None,
        max_session_duration: None,
        permissions_boundary: None,
        tags: None,
        role_last_used: None,
        source_role_template: None,
    }
}

/// A role as lists have it: without tags, boundary and last use.
fn listed(role: &registry::Role) -> Role {
    Role {
        description: role.description.clone(),
        max_session_duration: i32::try_from(role.max_session.as_secs()).ok(),
        ..plain(role)
    }
}

fn whole(tagged: Tagged<registry::Role>) -> Role {
    let Tagged { entity, tags } = tagged;
    let used = entity.last_used.as_ref();
    Role {
        permissions_boundary: boundary::to_wire(entity.boundary.as_ref()),
        tags: tag::unless_empty(tags),
        role_last_used: Some(RoleLastUsed {
            last_used_date: used.map(|used| used.at),
            region: used.map(|used| used.region.to_string()),
        }),
        ..listed(&entity)
    }
}
