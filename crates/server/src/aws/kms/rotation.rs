//! Rotation.

use aws_model::kms::{
    DisableKeyRotationRequest, EnableKeyRotationRequest, GetKeyRotationStatusRequest,
    GetKeyRotationStatusResponse, IncludeKeyMaterial, KeyMaterialState, ListKeyRotationsRequest,
    ListKeyRotationsResponse, RotateKeyOnDemandRequest, RotateKeyOnDemandResponse, RotationType,
    RotationsListEntry,
};
use registry::{Action, FirstMaterial, KeyFacts, KeyName, KmsRotationKind};

use super::{Call, Result, page, paging};

/// How many rotations a page has when the caller does not say (KMS).
const DEFAULT_PAGE: usize = 100;

pub(super) async fn enable(call: &Call<'_>, input: EnableKeyRotationRequest) -> Result<()> {
    let key = KeyName::parse(&input.key_id, call.home())?.key()?;
    let days = input.rotation_period_in_days;
    let facts = match days {
        Some(days) => KeyFacts::none().with("kms:RotationPeriodInDays", [days.to_string()]),
        None => KeyFacts::none(),
    };
    let grant = call
        .authorize_key(Action::EnableKeyRotation, &key, &facts)
        .await?;
    let days = days.map(|days| u32::try_from(days).unwrap_or_default());
    Ok(call.service().kms_rotation_enable(&grant, days).await?)
}

pub(super) async fn disable(call: &Call<'_>, input: DisableKeyRotationRequest) -> Result<()> {
    let grant = call
        .authorize_named(Action::DisableKeyRotation, &input.key_id)
        .await?;
    Ok(call.service().kms_rotation_disable(&grant).await?)
}

pub(super) async fn status(
    call: &Call<'_>,
    input: GetKeyRotationStatusRequest,
) -> Result<GetKeyRotationStatusResponse> {
    let grant = call
        .authorize_named(Action::GetKeyRotationStatus, &input.key_id)
        .await?;
    let status = call.service().kms_rotation_status(&grant).await?;
    Ok(GetKeyRotationStatusResponse {
        key_rotation_enabled: Some(status.rotation.is_some()),
        key_id: Some(status.key.to_string()),
        rotation_period_in_days: status
            .rotation
            .and_then(|rotation| i32::try_from(rotation.period_days).ok()),
        next_rotation_date: status.rotation.map(|rotation| rotation.next_at),
        on_demand_rotation_start_date: None,
    })
}

pub(super) async fn rotate(
    call: &Call<'_>,
    input: RotateKeyOnDemandRequest,
) -> Result<RotateKeyOnDemandResponse> {
    let grant = call
        .authorize_named(Action::RotateKeyOnDemand, &input.key_id)
        .await?;
    call.service().kms_rotate_now(&grant).await?;
    Ok(RotateKeyOnDemandResponse {
        key_id: grant.resource().key().map(ToString::to_string),
    })
}

pub(super) async fn list(
    call: &Call<'_>,
    input: ListKeyRotationsRequest,
) -> Result<ListKeyRotationsResponse> {
    let grant = call
        .authorize_named(Action::ListKeyRotations, &input.key_id)
        .await?;
    let first = match input.include_key_material {
        Some(IncludeKeyMaterial::AllKeyMaterial) => FirstMaterial::Listed,
        Some(IncludeKeyMaterial::RotationsOnly) | None => FirstMaterial::LeftOut,
    };
    let request = page(input.marker, input.limit, DEFAULT_PAGE);
    let found = call.service().kms_rotation_list(&grant, first, request).await?;
    let (next_marker, truncated) = paging(&found);
    let key_id = grant.resource().key().map(|key| key.id.to_string());
    let rotations = found.entries.into_iter().map(|rotation| RotationsListEntry {
        key_id: key_id.clone(),
        key_material_id: Some(rotation.material_id),
        key_material_state: Some(match rotation.is_current {
            true => KeyMaterialState::Current,
            false => KeyMaterialState::NonCurrent,
        }),
        rotation_date: rotation.kind.map(|_| rotation.at),
        rotation_type: rotation.kind.map(|kind| match kind {
            KmsRotationKind::Automatic => RotationType::Automatic,
            KmsRotationKind::OnDemand => RotationType::OnDemand,
        }),
        ..RotationsListEntry::default()
    });
    Ok(ListKeyRotationsResponse {
        rotations: Some(rotations.collect()),
        next_marker,
        truncated,
    })
}
