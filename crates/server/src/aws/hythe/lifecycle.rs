//! What a lifecycle policy would do, at once: PreviewLifecyclePolicy.

use aws_model::hythe::{
    LifecycleActionType, LifecyclePreviewResult, LifecyclePreviewSummary, LifecycleStorageClass,
    PreviewLifecyclePolicyRequest, PreviewLifecyclePolicyResponse,
};
use names::Tag;
use registry::{Action, DryRunEntry, LifecycleAction, LifecycleDryRunQuery};

use super::image::place;
use crate::aws::ecr::{Call, DEFAULT_PAGE, Result, page};

pub(super) async fn preview(
    call: &Call<'_>,
    input: PreviewLifecyclePolicyRequest,
) -> Result<PreviewLifecyclePolicyResponse> {
    let grant = call
        .authorize_repository(
            Action::PreviewLifecyclePolicy,
            input.registry_id.as_deref(),
            &input.repository_name,
        )
        .await?;
    let query = LifecycleDryRunQuery {
        text: input.lifecycle_policy_text,
        page: page(input.next_token, input.max_results, DEFAULT_PAGE),
    };
    let run = call.service().lifecycle_dry_run(&grant, query).await?;
    let count = |count: u32| Some(i32::try_from(count).unwrap_or(i32::MAX));
    let (registry_id, repository_name) = place(grant.resource());
    Ok(PreviewLifecyclePolicyResponse {
        registry_id,
        repository_name,
        lifecycle_policy_text: Some(run.text),
        evaluated_at: Some(run.evaluated_at),
        summary: Some(LifecyclePreviewSummary {
            expiring_image_total_count: count(run.expiring),
            transitioning_image_total_count: count(run.transitioning),
            untagged_tag_total_count: count(run.untagging),
            freed_bytes: Some(bytes(run.freed)),
        }),
        preview_results: Some(run.entries.entries.into_iter().filter_map(result).collect()),
        next_token: run.entries.next,
    })
}

fn result(entry: DryRunEntry) -> Option<LifecyclePreviewResult> {
    let action = match entry.action {
        LifecycleAction::Expire => LifecycleActionType::Expire,
        LifecycleAction::Transition => LifecycleActionType::Transition,
        LifecycleAction::Untag => LifecycleActionType::Untag,
        LifecycleAction::Keep => return None,
    };
    let storage_class = if entry.is_archived {
        LifecycleStorageClass::Archive
    } else {
        LifecycleStorageClass::Standard
    };
    Some(LifecyclePreviewResult {
        image_digest: Some(entry.digest.to_string()),
        image_tags: Some(entry.tags.iter().map(Tag::to_string).collect()),
        image_pushed_at: Some(entry.pushed_at),
        storage_class: Some(storage_class),
        action: Some(action),
        removed_tag: entry.removed_tag.as_ref().map(Tag::to_string),
        applied_rule_priority: Some(i32::try_from(entry.priority).unwrap_or(i32::MAX)),
        reason: Some(entry.reason),
        freed_bytes: Some(bytes(entry.freed)),
    })
}

fn bytes(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
