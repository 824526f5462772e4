//! Access keys.

use aws_model::iam::{
    AccessKey, AccessKeyLastUsed, AccessKeyMetadata, CreateAccessKeyRequest, CreateAccessKeyResponse,
    DeleteAccessKeyRequest, GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse, ListAccessKeysRequest,
    ListAccessKeysResponse, StatusType, UpdateAccessKeyRequest,
};
use names::AccessKeyId;
use registry::{Action, EntityKind, Error, Grant, IamResource, IdentityFault, KeyOwner, KeyStatus};

use super::{Call, Result, name, page, paging, user, validation};
use crate::errors::AwsError;

/// What stands for a service and a region where a key was never used (IAM `AccessKeyLastUsed`).
const NEVER: &str = "N/A";

pub(super) async fn create(
    call: &Call<'_>,
    input: CreateAccessKeyRequest,
) -> Result<CreateAccessKeyResponse> {
    let (owner, grant) = authorize(call, Action::CreateAccessKey, input.user_name).await?;
    let (key, stored) = call.service().user_key_create(&grant, owner).await?;
    let access_key = AccessKey {
        user_name: owner_name(&stored.owner).unwrap_or_default(),
        access_key_id: key.id.to_string(),
        status: StatusType::Active,
        secret_access_key: key.secret.into(),
        create_date: Some(stored.created_at),
    };
    Ok(CreateAccessKeyResponse { access_key })
}

pub(super) async fn list(call: &Call<'_>, input: ListAccessKeysRequest) -> Result<ListAccessKeysResponse> {
    let (owner, grant) = authorize(call, Action::ListAccessKeys, input.user_name).await?;
    let request = page(input.marker, input.max_items);
    let found = call.service().user_key_list(&grant, owner, request).await?;
    let (is_truncated, marker) = paging(&found);
    let metadata = found.entries.into_iter().map(|key| AccessKeyMetadata {
        user_name: owner_name(&key.owner),
        access_key_id: Some(key.id.to_string()),
        status: Some(match key.status {
            KeyStatus::Active => StatusType::Active,
            KeyStatus::Inactive => StatusType::Inactive,
        }),
        create_date: Some(key.created_at),
    });
    Ok(ListAccessKeysResponse {
        access_key_metadata: metadata.collect(),
        is_truncated,
        marker,
    })
}

pub(super) async fn update(call: &Call<'_>, input: UpdateAccessKeyRequest) -> Result<()> {
    let status = match input.status {
        StatusType::Active => KeyStatus::Active,
        StatusType::Inactive => KeyStatus::Inactive,
        StatusType::Expired => return Err(validation("An access key can be made Active or Inactive.")),
    };
    let (owner, grant) = authorize(call, Action::UpdateAccessKey, input.user_name).await?;
    let id = input.access_key_id;
    Ok(call
        .service()
        .user_key_set_status(&grant, owner, id, status)
        .await?)
}

pub(super) async fn delete(call: &Call<'_>, input: DeleteAccessKeyRequest) -> Result<()> {
    let (owner, grant) = authorize(call, Action::DeleteAccessKey, input.user_name).await?;
    let id = input.access_key_id;
    Ok(call.service().user_key_delete(&grant, owner, id).await?)
}

/// Of a key that is not of this account IAM says that the caller may not ask.
pub(super) async fn last_used(
    call: &Call<'_>,
    input: GetAccessKeyLastUsedRequest,
) -> Result<GetAccessKeyLastUsedResponse> {
    let (action, id) = (Action::GetAccessKeyLastUsed, input.access_key_id);
    let owner = match AccessKeyId::parse(&id) {
        Ok(parsed) => call.service().user_key_owner(call.account(), &parsed).await?,
        Err(_) => None,
    };
    let Some(owner) = owner else {
        return Err(unknown(call, &id));
    };
    let grant = authorize_owner(call, action, &owner).await?;
    let key = call.service().user_key_last_used(&grant, owner, id).await?;
    let used = match key.last_used {
        Some(used) => AccessKeyLastUsed {
            last_used_date: Some(used.at),
            service_name: used.service,
            region: used.region.to_string(),
        },
        None => AccessKeyLastUsed {
            last_used_date: None,
            service_name: NEVER.to_owned(),
            region: NEVER.to_owned(),
        },
    };
    Ok(GetAccessKeyLastUsedResponse {
        user_name: owner_name(&key.owner),
        access_key_last_used: Some(used),
    })
}

fn unknown(call: &Call<'_>, id: &str) -> AwsError {
    let (caller, action) = (&call.caller.caller.principal.arn, "iam:GetAccessKeyLastUsed");
    let message =
        format!("User: {caller} is not authorized to perform {action} on resource: access key {id}");
    let fault = IdentityFault::AccessDenied;
    Error::Identity { fault, message }.into()
}

/// Whose keys an operation is about, and the right to it. Without a name they are the caller's.
async fn authorize(
    call: &Call<'_>,
    action: Action,
    user_name: Option<String>,
) -> Result<(KeyOwner, Grant<IamResource>)> {
    let called = match user_name {
        Some(text) => Some(name(&text)?),
        None => user::own_name(call)?,
    };
    let owner = called.map_or(KeyOwner::Root, KeyOwner::User);
    let grant = authorize_owner(call, action, &owner).await?;
    Ok((owner, grant))
}

async fn authorize_owner(call: &Call<'_>, action: Action, owner: &KeyOwner) -> Result<Grant<IamResource>> {
    match owner {
        KeyOwner::User(name) => call.authorize_entity(action, EntityKind::User, name).await,
        KeyOwner::Root => call.authorize(action, "root").await,
    }
}

/// A root has no name.
fn owner_name(owner: &KeyOwner) -> Option<String> {
    match owner {
        KeyOwner::User(name) => Some(name.to_string()),
        KeyOwner::Root => None,
    }
}
