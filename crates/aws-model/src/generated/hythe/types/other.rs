//! `hythe`: structures, `other`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::hythe::{LifecycleActionType, LifecycleStorageClass};

/// `ImageHold` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageHold {
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `reason`: `HoldReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// `heldBy`: `PrincipalArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by: Option<String>,
    /// `heldAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub held_at: Option<Timestamp>,
    /// `until`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub until: Option<Timestamp>,
}

/// `ImageIdentifier` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageIdentifier {
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imageTag`: `ImageTag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag: Option<String>,
}

impl Shape for ImageIdentifier {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let image_digest = members.optional("imageDigest", &rules::IMAGE_DIGEST)?;
        let image_tag = members.optional("imageTag", &rules::IMAGE_TAG)?;
        Ok(Some(Self {
            image_digest,
            image_tag,
        }))
    }
}

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
