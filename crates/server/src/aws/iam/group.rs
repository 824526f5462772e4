//! Groups.

use aws_model::iam::{
    AddUserToGroupRequest, CreateGroupRequest, CreateGroupResponse, DeleteGroupRequest, GetGroupRequest,
    GetGroupResponse, Group, ListGroupsForUserRequest, ListGroupsForUserResponse, ListGroupsRequest,
    ListGroupsResponse, RemoveUserFromGroupRequest, UpdateGroupRequest,
};
use registry::{Action, EntityKind, Move, RequestFacts};

use super::{Call, Result, name, page, paging, path, user};

const KIND: EntityKind = EntityKind::Group;

pub(super) async fn create(call: &Call<'_>, input: CreateGroupRequest) -> Result<CreateGroupResponse> {
    let (name, path) = (name(&input.group_name)?, path(input.path.as_deref())?);
    let arn = KIND.arn(call.account(), &path, &name);
    let none = RequestFacts::none();
    let grant = call.authorize_arn(Action::CreateGroup, &arn, &none).await?;
    let group = call.service().group_create(&grant, name, path).await?;
    let group = to_wire(&group);
    Ok(CreateGroupResponse { group })
}

pub(super) async fn get(call: &Call<'_>, input: GetGroupRequest) -> Result<GetGroupResponse> {
    let name = name(&input.group_name)?;
    let grant = call.authorize_entity(Action::GetGroup, KIND, &name).await?;
    let request = page(input.marker, input.max_items);
    let (group, members) = call.service().group_get(&grant, name, request).await?;
    let (is_truncated, marker) = paging(&members);
    Ok(GetGroupResponse {
        group: to_wire(&group),
        users: members.entries.iter().map(user::plain).collect(),
        is_truncated,
        marker,
    })
}

pub(super) async fn list(call: &Call<'_>, input: ListGroupsRequest) -> Result<ListGroupsResponse> {
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let grant = call.authorize_list(Action::ListGroups, KIND, &prefix).await?;
    let request = page(input.marker, input.max_items);
    let found = call.service().group_list(&grant, prefix, request).await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListGroupsResponse {
        groups: found.entries.iter().map(to_wire).collect(),
        is_truncated,
        marker,
    })
}

pub(super) async fn list_of_user(
    call: &Call<'_>,
    input: ListGroupsForUserRequest,
) -> Result<ListGroupsForUserResponse> {
    let user = name(&input.user_name)?;
    let (action, kind) = (Action::ListGroupsForUser, EntityKind::User);
    let grant = call.authorize_entity(action, kind, &user).await?;
    let request = page(input.marker, input.max_items);
    let found = call.service().group_list_of_user(&grant, user, request).await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListGroupsForUserResponse {
        groups: found.entries.iter().map(to_wire).collect(),
        is_truncated,
        marker,
    })
}

pub(super) async fn update(call: &Call<'_>, input: UpdateGroupRequest) -> Result<()> {
    let old = name(&input.group_name)?;
    let change = Move {
        path: input
            .new_path
            .as_deref()
            .map(|text| path(Some(text)))
            .transpose()?,
        name: input.new_group_name.as_deref().map(name).transpose()?,
    };
    let grant = call.authorize_entity(Action::UpdateGroup, KIND, &old).await?;
    let target = call
        .authorize_move(Action::UpdateGroup, KIND, &grant, &change)
        .await?;
    Ok(call.service().group_update(&grant, &target, old, change).await?)
}

pub(super) async fn delete(call: &Call<'_>, input: DeleteGroupRequest) -> Result<()> {
    let name = name(&input.group_name)?;
    let grant = call.authorize_entity(Action::DeleteGroup, KIND, &name).await?;
    Ok(call.service().group_delete(&grant, name).await?)
}

pub(super) async fn add_user(call: &Call<'_>, input: AddUserToGroupRequest) -> Result<()> {
    let (group, user) = (name(&input.group_name)?, name(&input.user_name)?);
    let grant = call
        .authorize_entity(Action::AddUserToGroup, KIND, &group)
        .await?;
    Ok(call.service().group_add_user(&grant, group, user).await?)
}

pub(super) async fn remove_user(call: &Call<'_>, input: RemoveUserFromGroupRequest) -> Result<()> {
    let (group, user) = (name(&input.group_name)?, name(&input.user_name)?);
    let action = Action::RemoveUserFromGroup;
    let grant = call.authorize_entity(action, KIND, &group).await?;
    Ok(call.service().group_remove_user(&grant, group, user).await?)
}

fn to_wire(group: &registry::Group) -> Group {
    Group {
        path: group.path.to_string(),
        group_name: group.name.to_string(),
        group_id: group.id.to_string(),
        arn: KIND.arn(group.account, &group.path, &group.name),
        create_date: group.created_at,
    }
}
