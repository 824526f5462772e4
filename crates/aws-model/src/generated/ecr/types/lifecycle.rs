//! `ecr`: structures, `lifecycle`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    ImageActionType, LifecyclePolicyStorageClass, LifecyclePolicyTargetStorageClass, TagStatus,
    TransitioningImageTotalCount,
};

/// `LifecyclePolicyPreviewFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LifecyclePolicyPreviewFilter {
    /// `tagStatus`: `TagStatus`.
    pub tag_status: Option<TagStatus>,
}

impl Shape for LifecyclePolicyPreviewFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let tag_status = members.optional("tagStatus", &rules::TAG_STATUS)?;
        Ok(Some(Self { tag_status }))
    }
}

/// `LifecyclePolicyPreviewResult` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LifecyclePolicyPreviewResult {
    /// `imageTags`: `ImageTagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imagePushedAt`: `PushTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub image_pushed_at: Option<Timestamp>,
    /// `action`: `LifecyclePolicyRuleAction`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<LifecyclePolicyRuleAction>,
    /// `appliedRulePriority`: `LifecyclePolicyRulePriority`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_rule_priority: Option<i32>,
    /// `storageClass`: `LifecyclePolicyStorageClass`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<LifecyclePolicyStorageClass>,
}

/// `LifecyclePolicyPreviewSummary` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LifecyclePolicyPreviewSummary {
    /// `expiringImageTotalCount`: `ImageCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expiring_image_total_count: Option<i32>,
    /// `transitioningImageTotalCounts`: `TransitioningImageTotalCounts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transitioning_image_total_counts: Option<Vec<TransitioningImageTotalCount>>,
}

/// `LifecyclePolicyRuleAction` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LifecyclePolicyRuleAction {
    /// `type`: `ImageActionType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ImageActionType>,
    /// `targetStorageClass`: `LifecyclePolicyTargetStorageClass`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_storage_class: Option<LifecyclePolicyTargetStorageClass>,
}
