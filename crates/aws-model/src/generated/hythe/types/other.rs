//! `hythe`: structures, `other`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;
use stdx::Timestamp;

use crate::generated::hythe::{LifecycleActionType, LifecycleStorageClass};

/// `LifecyclePreviewResult` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LifecyclePreviewResult {
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imageTags`: `ImageTagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
    /// `imagePushedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub image_pushed_at: Option<Timestamp>,
    /// `storageClass`: `LifecycleStorageClass`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<LifecycleStorageClass>,
    /// `action`: `LifecycleActionType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<LifecycleActionType>,
    /// `removedTag`: `ImageTag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_tag: Option<String>,
    /// `appliedRulePriority`: `RulePriority`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_rule_priority: Option<i32>,
    /// `reason`: `LifecycleReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `freedBytes`: `Bytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freed_bytes: Option<i64>,
}

/// `LifecyclePreviewSummary` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LifecyclePreviewSummary {
    /// `expiringImageTotalCount`: `Count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiring_image_total_count: Option<i32>,
    /// `transitioningImageTotalCount`: `Count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transitioning_image_total_count: Option<i32>,
    /// `untaggedTagTotalCount`: `Count`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untagged_tag_total_count: Option<i32>,
    /// `freedBytes`: `Bytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freed_bytes: Option<i64>,
}

/// `LoggedAuditRecord` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedAuditRecord {
    /// `cursor`: `LogCursor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// `record`: `LogText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

/// `LoggedEvent` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoggedEvent {
    /// `cursor`: `LogCursor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// `event`: `LogText`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// `RestoredImage` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RestoredImage {
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imageTags`: `ImageTagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
}

/// `TagConflict` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TagConflict {
    /// `imageTag`: `ImageTag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag: Option<String>,
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `heldByDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by_digest: Option<String>,
}
