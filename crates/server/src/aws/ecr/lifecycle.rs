//! Lifecycle policies and their previews: Put, Get and DeleteLifecyclePolicy, Start and
//! GetLifecyclePolicyPreview.

use aws_model::ecr::{
    DeleteLifecyclePolicyRequest, DeleteLifecyclePolicyResponse, GetLifecyclePolicyPreviewRequest,
    GetLifecyclePolicyPreviewResponse, GetLifecyclePolicyRequest, GetLifecyclePolicyResponse,
    ImageActionType, LifecyclePolicyPreviewResult, LifecyclePolicyPreviewStatus,
    LifecyclePolicyPreviewSummary, LifecyclePolicyRuleAction, LifecyclePolicyStorageClass,
    LifecyclePolicyTargetStorageClass, PutLifecyclePolicyRequest, PutLifecyclePolicyResponse,
    StartLifecyclePolicyPreviewRequest, StartLifecyclePolicyPreviewResponse, TransitioningImageTotalCount,
};
use names::Tag;
use registry::{
    Action, LifecyclePolicy, LifecyclePreview, LifecyclePreviewQuery, LifecyclePreviewStatus, PreviewedImage,
};
use stdx::Timestamp;

use super::image::{by_tag_status, name};
use super::{Call, DEFAULT_PAGE, Result, invalid, page};

pub(super) async fn put(
    call: &Call<'_>,
    input: PutLifecyclePolicyRequest,
) -> Result<PutLifecyclePolicyResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::PutLifecyclePolicy, registry_id, name)
        .await?;
    let text = input.lifecycle_policy_text;
    call.service().lifecycle_policy_put(&grant, &text).await?;
    let arn = grant.resource();
    Ok(PutLifecyclePolicyResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        lifecycle_policy_text: Some(text),
    })
}

pub(super) async fn get(
    call: &Call<'_>,
    input: GetLifecyclePolicyRequest,
) -> Result<GetLifecyclePolicyResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::GetLifecyclePolicy, registry_id, name)
        .await?;
    let policy = call.service().lifecycle_policy_get(&grant).await?;
    let arn = grant.resource();
    Ok(GetLifecyclePolicyResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        last_evaluated_at: Some(evaluated_at(&policy)),
        lifecycle_policy_text: Some(policy.text),
    })
}

pub(super) async fn delete(
    call: &Call<'_>,
    input: DeleteLifecyclePolicyRequest,
) -> Result<DeleteLifecyclePolicyResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::DeleteLifecyclePolicy, registry_id, name)
        .await?;
    let policy = call.service().lifecycle_policy_delete(&grant).await?;
    let arn = grant.resource();
    Ok(DeleteLifecyclePolicyResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        last_evaluated_at: Some(evaluated_at(&policy)),
        lifecycle_policy_text: Some(policy.text),
    })
}

/// 1970 before the first run, as ECR has it.
fn evaluated_at(policy: &LifecyclePolicy) -> Timestamp {
    policy.last_evaluated_at.unwrap_or(Timestamp::from_seconds(0))
}

pub(super) async fn start_preview(
    call: &Call<'_>,
    input: StartLifecyclePolicyPreviewRequest,
) -> Result<StartLifecyclePolicyPreviewResponse> {
    let (registry_id, name) = (input.registry_id.as_deref(), &input.repository_name);
    let grant = call
        .authorize_repository(Action::StartLifecyclePolicyPreview, registry_id, name)
        .await?;
    let text = input.lifecycle_policy_text;
    let text = call.service().lifecycle_preview_start(&grant, text).await?;
    let arn = grant.resource();
    Ok(StartLifecyclePolicyPreviewResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        lifecycle_policy_text: Some(text),
        status: Some(LifecyclePolicyPreviewStatus::InProgress),
    })
}

pub(super) async fn get_preview(
    call: &Call<'_>,
    input: GetLifecyclePolicyPreviewRequest,
) -> Result<GetLifecyclePolicyPreviewResponse> {
    let grant = call
        .authorize_repository(
            Action::GetLifecyclePolicyPreview,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    if input.image_ids.is_some() && (input.next_token.is_some() || input.max_results.is_some()) {
        return Err(invalid(
            "imageIds",
            "nextToken and maxResults cannot be used with imageIds",
        ));
    }
    let query = LifecyclePreviewQuery {
        images: input.image_ids.map(|ids| ids.into_iter().map(name).collect()),
        filter: by_tag_status(input.filter.and_then(|filter| filter.tag_status)),
        page: page(input.next_token, input.max_results, DEFAULT_PAGE),
    };
    let preview = call.service().lifecycle_preview_get(&grant, query).await?;
    let arn = grant.resource();
    let summary = summary(&preview);
    Ok(GetLifecyclePolicyPreviewResponse {
        registry_id: Some(arn.registry.account.to_string()),
        repository_name: Some(arn.name.to_string()),
        lifecycle_policy_text: Some(preview.text),
        status: Some(status(preview.status)),
        next_token: preview.images.next,
        preview_results: Some(preview.images.entries.into_iter().map(result).collect()),
        summary: Some(summary),
    })
}

const fn status(status: LifecyclePreviewStatus) -> LifecyclePolicyPreviewStatus {
    match status {
        LifecyclePreviewStatus::InProgress => LifecyclePolicyPreviewStatus::InProgress,
        LifecyclePreviewStatus::Complete => LifecyclePolicyPreviewStatus::Complete,
        LifecyclePreviewStatus::Expired => LifecyclePolicyPreviewStatus::Expired,
        LifecyclePreviewStatus::Failed => LifecyclePolicyPreviewStatus::Failed,
    }
}

fn summary(preview: &LifecyclePreview) -> LifecyclePolicyPreviewSummary {
    let count = |count: u32| Some(i32::try_from(count).unwrap_or(i32::MAX));
    let transitioning = TransitioningImageTotalCount {
        target_storage_class: Some(LifecyclePolicyTargetStorageClass::Archive),
        image_total_count: count(preview.transitioning),
    };
    LifecyclePolicyPreviewSummary {
        expiring_image_total_count: count(preview.expiring),
        transitioning_image_total_counts: (preview.transitioning > 0).then(|| vec![transitioning]),
    }
}

fn result(image: PreviewedImage) -> LifecyclePolicyPreviewResult {
    let action = if image.goes_to_archive {
        LifecyclePolicyRuleAction {
            r#type: Some(ImageActionType::Transition),
            target_storage_class: Some(LifecyclePolicyTargetStorageClass::Archive),
        }
    } else {
        LifecyclePolicyRuleAction {
            r#type: Some(ImageActionType::Expire),
            target_storage_class: None,
        }
    };
    let storage_class = if image.is_archived {
        LifecyclePolicyStorageClass::Archive
    } else {
        LifecyclePolicyStorageClass::Standard
    };
    LifecyclePolicyPreviewResult {
        image_tags: Some(image.tags.iter().map(Tag::to_string).collect()),
        image_digest: Some(image.digest.to_string()),
        image_pushed_at: Some(image.pushed_at),
        action: Some(action),
        applied_rule_priority: Some(i32::try_from(image.priority).unwrap_or(i32::MAX)),
        storage_class: Some(storage_class),
    }
}
