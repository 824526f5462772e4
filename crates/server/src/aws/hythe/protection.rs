//! What is not to be deleted: Put, Delete and ListImageHold(s), PutRepositoryDeletionProtection,
//! GetRepositorySettings.

use std::time::Duration;

use aws_model::hythe::{
    DeleteImageHoldRequest, DeleteImageHoldResponse, DeletionProtection as Wanted,
    GetRepositorySettingsRequest, GetRepositorySettingsResponse, ImageHold, ImageIdentifier,
    ListImageHoldsRequest, ListImageHoldsResponse, PutImageHoldRequest, PutImageHoldResponse,
    PutRepositoryDeletionProtectionRequest, PutRepositoryDeletionProtectionResponse,
};
use registry::{Action, DeletionProtection, ImageName, NewImageHold};

use super::image::place;
use crate::aws::ecr::{Call, DEFAULT_PAGE, Result, page};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) async fn put_hold(call: &Call<'_>, input: PutImageHoldRequest) -> Result<PutImageHoldResponse> {
    let grant = call
        .authorize_repository(
            Action::PutImageHold,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let days = input.duration_days.and_then(|days| u32::try_from(days).ok());
    let new = NewImageHold {
        reason: input.reason,
        until: days.map(|days| call.service().now().after(DAY * days)),
    };
    let hold = call
        .service()
        .image_hold_put(&grant, name(input.image_id), new)
        .await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(PutImageHoldResponse {
        registry_id,
        repository_name,
        image_hold: Some(shown(hold)),
    })
}

pub(super) async fn delete_hold(
    call: &Call<'_>,
    input: DeleteImageHoldRequest,
) -> Result<DeleteImageHoldResponse> {
    let grant = call
        .authorize_repository(
            Action::DeleteImageHold,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let hold = call
        .service()
        .image_hold_delete(&grant, name(input.image_id))
        .await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(DeleteImageHoldResponse {
        registry_id,
        repository_name,
        image_hold: Some(shown(hold)),
    })
}

pub(super) async fn list_holds(
    call: &Call<'_>,
    input: ListImageHoldsRequest,
) -> Result<ListImageHoldsResponse> {
    let grant = call
        .authorize_repository(
            Action::ListImageHolds,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let page = page(input.next_token, input.max_results, DEFAULT_PAGE);
    let holds = call.service().image_hold_list(&grant, &page).await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(ListImageHoldsResponse {
        registry_id,
        repository_name,
        image_holds: Some(holds.entries.into_iter().map(shown).collect()),
        next_token: holds.next,
    })
}

pub(super) async fn put_deletion(
    call: &Call<'_>,
    input: PutRepositoryDeletionProtectionRequest,
) -> Result<PutRepositoryDeletionProtectionResponse> {
    let grant = call
        .authorize_repository(
            Action::PutRepositoryDeletionProtection,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let wanted = match input.deletion_protection {
        Wanted::Enabled => DeletionProtection::Enabled,
        Wanted::Disabled => DeletionProtection::Disabled,
    };
    call.service()
        .repository_put_deletion_protection(&grant, wanted)
        .await?;
    let (registry_id, repository_name) = place(grant.resource());
    Ok(PutRepositoryDeletionProtectionResponse {
        registry_id,
        repository_name,
        deletion_protection: Some(input.deletion_protection),
    })
}

pub(super) async fn settings(
    call: &Call<'_>,
    input: GetRepositorySettingsRequest,
) -> Result<GetRepositorySettingsResponse> {
    let grant = call
        .authorize_repository(
            Action::GetRepositorySettings,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let protection = call.service().repository_settings(&grant).await?.protection;
    let (registry_id, repository_name) = place(grant.resource());
    let is = if protection.is_some() {
        Wanted::Enabled
    } else {
        Wanted::Disabled
    };
    Ok(GetRepositorySettingsResponse {
        registry_id,
        repository_name,
        deletion_protection: Some(is),
        deletion_protected_at: protection.as_ref().map(|protection| protection.protected_at),
        deletion_protected_by: protection.map(|protection| protection.protected_by),
    })
}

fn name(id: ImageIdentifier) -> ImageName {
    ImageName {
        digest: id.image_digest,
        tag: id.image_tag,
    }
}

fn shown(hold: registry::ImageHold) -> ImageHold {
    ImageHold {
        image_digest: Some(hold.digest.to_string()),
        reason: Some(hold.reason),
        held_by: Some(hold.held_by),
        held_at: Some(hold.held_at),
        until: hold.held_until,
    }
}
