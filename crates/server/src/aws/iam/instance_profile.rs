//! Instance profiles.

use aws_model::iam::{
    AddRoleToInstanceProfileRequest, CreateInstanceProfileRequest, CreateInstanceProfileResponse,
    DeleteInstanceProfileRequest, GetInstanceProfileRequest, GetInstanceProfileResponse, InstanceProfile,
    ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse, ListInstanceProfilesForRoleRequest,
    ListInstanceProfilesForRoleResponse, ListInstanceProfilesRequest, ListInstanceProfilesResponse,
    RemoveRoleFromInstanceProfileRequest, TagInstanceProfileRequest, UntagInstanceProfileRequest,
};
use registry::{Action, EntityKind, NewInstanceProfile, ProfileWithRole, RequestFacts, TagOwner};

use super::{Call, Result, name, page, paging, path, role, tag};

const KIND: EntityKind = EntityKind::InstanceProfile;
/// What machines with an instance profile are of (`iam:PassedToService`).
const MACHINES: &str = "ec2.amazonaws.com";

pub(super) async fn create(
    call: &Call<'_>,
    input: CreateInstanceProfileRequest,
) -> Result<CreateInstanceProfileResponse> {
    let new = NewInstanceProfile {
        name: name(&input.instance_profile_name)?,
        path: path(input.path.as_deref())?,
        tags: tag::from_wire(input.tags),
    };
    let facts = tag::facts(&new.tags);
    let arn = KIND.arn(call.account(), &new.path, &new.name);
    let action = Action::CreateInstanceProfile;
    let grant = call.authorize_arn(action, &arn, &facts).await?;
    if !new.tags.is_empty() {
        call.authorize_arn(Action::TagInstanceProfile, &arn, &facts)
            .await?;
    }
    let created = call.service().instance_profile_create(&grant, new).await?;
    let profile = ProfileWithRole {
        profile: created.entity,
        role: None,
    };
    let instance_profile = InstanceProfile {
        tags: tag::unless_empty(created.tags),
        ..to_wire(&profile)
    };
    Ok(CreateInstanceProfileResponse { instance_profile })
}

pub(super) async fn get(
    call: &Call<'_>,
    input: GetInstanceProfileRequest,
) -> Result<GetInstanceProfileResponse> {
    let (name, action) = (name(&input.instance_profile_name)?, Action::GetInstanceProfile);
    let grant = call.authorize_entity(action, KIND, &name).await?;
    let found = call.service().instance_profile_get(&grant, name).await?;
    let instance_profile = InstanceProfile {
        tags: Some(tag::to_wire(found.tags)),
        ..to_wire(&found.entity)
    };
    Ok(GetInstanceProfileResponse { instance_profile })
}

pub(super) async fn list(
    call: &Call<'_>,
    input: ListInstanceProfilesRequest,
) -> Result<ListInstanceProfilesResponse> {
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let action = Action::ListInstanceProfiles;
    let grant = call.authorize_list(action, KIND, &prefix).await?;
    let request = page(input.marker, input.max_items);
    let found = call
        .service()
        .instance_profile_list(&grant, prefix, request)
        .await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListInstanceProfilesResponse {
        instance_profiles: found.entries.iter().map(to_wire).collect(),
        is_truncated,
        marker,
    })
}

pub(super) async fn list_of_role(
    call: &Call<'_>,
    input: ListInstanceProfilesForRoleRequest,
) -> Result<ListInstanceProfilesForRoleResponse> {
    let (role, action) = (name(&input.role_name)?, Action::ListInstanceProfilesForRole);
    let grant = call.authorize_entity(action, EntityKind::Role, &role).await?;
    let request = page(input.marker, input.max_items);
    let found = call
        .service()
        .instance_profile_list_of_role(&grant, role, request)
        .await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListInstanceProfilesForRoleResponse {
        instance_profiles: found.entries.iter().map(to_wire).collect(),
        is_truncated,
        marker,
    })
}

/// Whoever does it must be allowed to pass the role to machines.
pub(super) async fn add_role(call: &Call<'_>, input: AddRoleToInstanceProfileRequest) -> Result<()> {
    let (profile, role) = (name(&input.instance_profile_name)?, name(&input.role_name)?);
    let action = Action::AddRoleToInstanceProfile;
    let grant = call.authorize_entity(action, KIND, &profile).await?;
    let facts = RequestFacts::none().with("iam:PassedToService", [MACHINES.to_owned()]);
    let (action, kind) = (Action::PassRole, EntityKind::Role);
    let passed = call.authorize_entity_with(action, kind, &role, &facts).await?;
    let added = call
        .service()
        .instance_profile_add_role(&grant, &passed, profile, role);
    Ok(added.await?)
}

pub(super) async fn remove_role(call: &Call<'_>, input: RemoveRoleFromInstanceProfileRequest) -> Result<()> {
    let (profile, role) = (name(&input.instance_profile_name)?, name(&input.role_name)?);
    let action = Action::RemoveRoleFromInstanceProfile;
    let grant = call.authorize_entity(action, KIND, &profile).await?;
    let removed = call.service().instance_profile_remove_role(&grant, profile, role);
    Ok(removed.await?)
}

pub(super) async fn delete(call: &Call<'_>, input: DeleteInstanceProfileRequest) -> Result<()> {
    let (name, action) = (name(&input.instance_profile_name)?, Action::DeleteInstanceProfile);
    let grant = call.authorize_entity(action, KIND, &name).await?;
    Ok(call.service().instance_profile_delete(&grant, name).await?)
}

pub(super) async fn tag(call: &Call<'_>, input: TagInstanceProfileRequest) -> Result<()> {
    let name = name(&input.instance_profile_name)?;
    let tags = tag::from_wire(Some(input.tags));
    let (action, facts) = (Action::TagInstanceProfile, tag::facts(&tags));
    let grant = call.authorize_entity_with(action, KIND, &name, &facts).await?;
    let owner = TagOwner::InstanceProfile(name);
    Ok(call.service().identity_tag_put(&grant, owner, tags).await?)
}

pub(super) async fn untag(call: &Call<'_>, input: UntagInstanceProfileRequest) -> Result<()> {
    let name = name(&input.instance_profile_name)?;
    let (action, facts) = (Action::UntagInstanceProfile, tag::key_facts(&input.tag_keys));
    let grant = call.authorize_entity_with(action, KIND, &name, &facts).await?;
    let owner = TagOwner::InstanceProfile(name);
    Ok(call
        .service()
        .identity_tag_delete(&grant, owner, input.tag_keys)
        .await?)
}

pub(super) async fn list_tags(
    call: &Call<'_>,
    input: ListInstanceProfileTagsRequest,
) -> Result<ListInstanceProfileTagsResponse> {
    let (name, action) = (
        name(&input.instance_profile_name)?,
        Action::ListInstanceProfileTags,
    );
    let grant = call.authorize_entity(action, KIND, &name).await?;
    let request = page(input.marker, input.max_items);
    let found = call
        .service()
        .identity_tag_list(&grant, TagOwner::InstanceProfile(name), request)
        .await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListInstanceProfileTagsResponse {
        tags: tag::to_wire(found.entries),
        is_truncated,
        marker,
    })
}

fn to_wire(found: &ProfileWithRole) -> InstanceProfile {
    let profile = &found.profile;
    InstanceProfile {
        path: profile.path.to_string(),
        instance_profile_name: profile.name.to_string(),
        instance_profile_id: profile.id.to_string(),
        arn: KIND.arn(profile.account, &profile.path, &profile.name),
        create_date: profile.created_at,
        roles: found.role.iter().map(role::plain).collect(),
        tags: None,
    }
}
