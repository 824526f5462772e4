//! Users.

use aws_model::iam::{
    CreateUserRequest, CreateUserResponse, DeleteUserPermissionsBoundaryRequest, DeleteUserRequest,
    GetUserRequest, GetUserResponse, ListUserTagsRequest, ListUserTagsResponse, ListUsersRequest,
    ListUsersResponse, PutUserPermissionsBoundaryRequest, TagUserRequest, UntagUserRequest,
    UpdateUserRequest, User,
};
use names::EntityName;
use registry::{Action, EntityKind, Identity, Move, NewUser, TagOwner, Tagged};

use super::{Call, Result, boundary, name, page, paging, path, tag, validation};

const KIND: EntityKind = EntityKind::User;

pub(super) async fn create(call: &Call<'_>, input: CreateUserRequest) -> Result<CreateUserResponse> {
    let boundary = input.permissions_boundary.as_deref().map(boundary::parse);
    let new = NewUser {
        name: name(&input.user_name)?,
        path: path(input.path.as_deref())?,
        boundary: boundary.transpose()?,
        tags: tag::from_wire(input.tags),
    };
    let facts = tag::facts(&new.tags).and(&boundary::facts(new.boundary.as_ref()));
    let arn = KIND.arn(call.account(), &new.path, &new.name);
    let grant = call.authorize_arn(Action::CreateUser, &arn, &facts).await?;
    if !new.tags.is_empty() {
        call.authorize_arn(Action::TagUser, &arn, &facts).await?;
    }
    let created = call.service().user_create(&grant, new).await?;
    let user = Some(with_tags(created));
    Ok(CreateUserResponse { user })
}

/// Without a name it is about the caller.
pub(super) async fn get(call: &Call<'_>, input: GetUserRequest) -> Result<GetUserResponse> {
    let called = match input.user_name {
        Some(text) => Some(name(&text)?),
        None => own_name(call)?,
    };
    let Some(name) = called else {
        return root(call).await;
    };
    let grant = call.authorize_entity(Action::GetUser, KIND, &name).await?;
    let user = with_tags(call.service().user_get(&grant, name).await?);
    Ok(GetUserResponse { user })
}

/// The root has an ARN and an id, but neither path nor name.
async fn root(call: &Call<'_>) -> Result<GetUserResponse> {
    let grant = call.authorize(Action::GetUser, "root").await?;
    let create_date = call.service().root_created_at(&grant).await?;
    let user = User {
        path: String::new(),
        user_name: String::new(),
        user_id: call.account().to_string(),
        arn: grant.resource().arn.clone(),
        create_date,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    };
    Ok(GetUserResponse { user })
}

/// The name of the caller, where an operation on a user leaves it out; `None` for a root.
pub(super) fn own_name(call: &Call<'_>) -> Result<Option<EntityName>> {
    match &call.caller.caller.principal.identity {
        Identity::User(name) => Ok(Some(name.clone())),
        Identity::Root => Ok(None),
        Identity::Role(_) => Err(validation(
            "Must specify userName when calling with non-User credentials",
        )),
    }
}

pub(super) async fn list(call: &Call<'_>, input: ListUsersRequest) -> Result<ListUsersResponse> {
    let prefix = input.path_prefix.unwrap_or_else(|| "/".to_owned());
    let grant = call.authorize_list(Action::ListUsers, KIND, &prefix).await?;
    let request = page(input.marker, input.max_items);
    let found = call.service().user_list(&grant, prefix, request).await?;
    let (is_truncated, marker) = paging(&found);
    let users = found.entries.iter().map(plain).collect();
    Ok(ListUsersResponse {
        users,
        is_truncated,
        marker,
    })
}

pub(super) async fn update(call: &Call<'_>, input: UpdateUserRequest) -> Result<()> {
    let old = name(&input.user_name)?;
    let change = Move {
        path: input
            .new_path
            .as_deref()
            .map(|text| path(Some(text)))
            .transpose()?,
        name: input.new_user_name.as_deref().map(name).transpose()?,
    };
    let grant = call.authorize_entity(Action::UpdateUser, KIND, &old).await?;
    let target = call
        .authorize_move(Action::UpdateUser, KIND, &grant, &change)
        .await?;
    Ok(call.service().user_update(&grant, &target, old, change).await?)
}

pub(super) async fn delete(call: &Call<'_>, input: DeleteUserRequest) -> Result<()> {
    let name = name(&input.user_name)?;
    let grant = call.authorize_entity(Action::DeleteUser, KIND, &name).await?;
    Ok(call.service().user_delete(&grant, name).await?)
}

pub(super) async fn put_boundary(call: &Call<'_>, input: PutUserPermissionsBoundaryRequest) -> Result<()> {
    let name = name(&input.user_name)?;
    let arn = boundary::parse(&input.permissions_boundary)?;
    let (action, facts) = (Action::PutUserPermissionsBoundary, boundary::facts(Some(&arn)));
    let grant = call.authorize_entity_with(action, KIND, &name, &facts).await?;
    Ok(call.service().user_set_boundary(&grant, name, Some(arn)).await?)
}

pub(super) async fn delete_boundary(
    call: &Call<'_>,
    input: DeleteUserPermissionsBoundaryRequest,
) -> Result<()> {
    let name = name(&input.user_name)?;
    let action = Action::DeleteUserPermissionsBoundary;
    let grant = call.authorize_entity(action, KIND, &name).await?;
    Ok(call.service().user_set_boundary(&grant, name, None).await?)
}

pub(super) async fn tag(call: &Call<'_>, input: TagUserRequest) -> Result<()> {
    let (name, tags) = (name(&input.user_name)?, tag::from_wire(Some(input.tags)));
    let facts = tag::facts(&tags);
    let grant = call
        .authorize_entity_with(Action::TagUser, KIND, &name, &facts)
        .await?;
    let owner = TagOwner::User(name);
    Ok(call.service().identity_tag_put(&grant, owner, tags).await?)
}

pub(super) async fn untag(call: &Call<'_>, input: UntagUserRequest) -> Result<()> {
    let name = name(&input.user_name)?;
    let facts = tag::key_facts(&input.tag_keys);
    let grant = call
        .authorize_entity_with(Action::UntagUser, KIND, &name, &facts)
        .await?;
    let owner = TagOwner::User(name);
    Ok(call
        .service()
        .identity_tag_delete(&grant, owner, input.tag_keys)
        .await?)
}

pub(super) async fn list_tags(call: &Call<'_>, input: ListUserTagsRequest) -> Result<ListUserTagsResponse> {
    let name = name(&input.user_name)?;
    let grant = call.authorize_entity(Action::ListUserTags, KIND, &name).await?;
    let request = page(input.marker, input.max_items);
    let found = call
        .service()
        .identity_tag_list(&grant, TagOwner::User(name), request)
        .await?;
    let (is_truncated, marker) = paging(&found);
    Ok(ListUserTagsResponse {
        tags: tag::to_wire(found.entries),
        is_truncated,
        marker,
    })
}

/// A user as lists have it: without tags and boundary.
pub(super) fn plain(user: &registry::User) -> User {
    User {
        path: user.path.to_string(),
        user_name: user.name.to_string(),
        user_id: user.id.to_string(),
        arn: KIND.arn(user.account, &user.path, &user.name),
        create_date: user.created_at,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}

fn with_tags(tagged: Tagged<registry::User>) -> User {
    User {
        permissions_boundary: boundary::to_wire(tagged.entity.boundary.as_ref()),
        tags: tag::unless_empty(tagged.tags),
        ..plain(&tagged.entity)
    }
}
