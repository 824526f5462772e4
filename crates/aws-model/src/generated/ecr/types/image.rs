//! `ecr`: structures, `image`. Written by `cargo xtask codegen` from `models/ecr`.

use std::collections::BTreeMap;

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    ArtifactStatus, Attribute, EnhancedImageScanFinding, FindingSeverity, ImageFailureCode, ImageStatus,
    ImageTagMutabilityExclusionFilterType, ReplicationStatus, ScanStatus, SigningStatus,
};
use crate::rule::Flag;

/// `Image` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `imageManifest`: `ImageManifest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_manifest: Option<String>,
    /// `imageManifestMediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_manifest_media_type: Option<String>,
}

/// `ImageDetail` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageDetail {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imageTags`: `ImageTagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
    /// `imageSizeInBytes`: `ImageSizeInBytes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_size_in_bytes: Option<i64>,
    /// `imagePushedAt`: `PushTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub image_pushed_at: Option<Timestamp>,
    /// `imageScanStatus`: `ImageScanStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_scan_status: Option<ImageScanStatus>,
    /// `imageScanFindingsSummary`: `ImageScanFindingsSummary`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_scan_findings_summary: Option<ImageScanFindingsSummary>,
    /// `imageManifestMediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_manifest_media_type: Option<String>,
    /// `artifactMediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact_media_type: Option<String>,
    /// `lastRecordedPullTime`: `RecordedPullTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_recorded_pull_time: Option<Timestamp>,
    /// `subjectManifestDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject_manifest_digest: Option<String>,
    /// `imageStatus`: `ImageStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_status: Option<ImageStatus>,
    /// `lastArchivedAt`: `LastArchivedAtTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_archived_at: Option<Timestamp>,
    /// `lastActivatedAt`: `LastActivatedAtTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_activated_at: Option<Timestamp>,
}

/// `ImageFailure` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageFailure {
    /// `imageId`: `ImageIdentifier`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_id: Option<ImageIdentifier>,
    /// `failureCode`: `ImageFailureCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<ImageFailureCode>,
    /// `failureReason`: `ImageFailureReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
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

/// `ImageReferrer` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageReferrer {
    /// `digest`: `ImageDigest`.
    pub digest: String,
    /// `mediaType`: `MediaType`.
    pub media_type: String,
    /// `artifactType`: `ArtifactType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact_type: Option<String>,
    /// `size`: `ImageSizeInBytes`.
    pub size: i64,
    /// `annotations`: `Annotations`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annotations: Option<BTreeMap<String, String>>,
    /// `artifactStatus`: `ArtifactStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact_status: Option<ArtifactStatus>,
}

/// `ImageReplicationStatus` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageReplicationStatus {
    /// `region`: `Region`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `status`: `ReplicationStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ReplicationStatus>,
    /// `failureCode`: `ReplicationError`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<String>,
}

/// `ImageScanFinding` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageScanFinding {
    /// `name`: `FindingName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `description`: `FindingDescription`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `uri`: `Url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// `severity`: `FindingSeverity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<FindingSeverity>,
    /// `attributes`: `AttributeList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<Attribute>>,
}

/// `ImageScanFindings` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageScanFindings {
    /// `imageScanCompletedAt`: `ScanTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub image_scan_completed_at: Option<Timestamp>,
    /// `vulnerabilitySourceUpdatedAt`: `VulnerabilitySourceUpdateTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub vulnerability_source_updated_at: Option<Timestamp>,
    /// `findingSeverityCounts`: `FindingSeverityCounts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding_severity_counts: Option<BTreeMap<FindingSeverity, i32>>,
    /// `findings`: `ImageScanFindingList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<ImageScanFinding>>,
    /// `enhancedFindings`: `EnhancedImageScanFindingList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enhanced_findings: Option<Vec<EnhancedImageScanFinding>>,
}

/// `ImageScanFindingsSummary` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageScanFindingsSummary {
    /// `imageScanCompletedAt`: `ScanTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub image_scan_completed_at: Option<Timestamp>,
    /// `vulnerabilitySourceUpdatedAt`: `VulnerabilitySourceUpdateTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub vulnerability_source_updated_at: Option<Timestamp>,
    /// `findingSeverityCounts`: `FindingSeverityCounts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding_severity_counts: Option<BTreeMap<FindingSeverity, i32>>,
}

/// `ImageScanStatus` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageScanStatus {
    /// `status`: `ScanStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ScanStatus>,
    /// `description`: `ScanStatusDescription`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// `ImageScanningConfiguration` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageScanningConfiguration {
    /// `scanOnPush`: `ScanOnPushFlag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scan_on_push: Option<bool>,
}

impl Shape for ImageScanningConfiguration {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let scan_on_push = members.optional("scanOnPush", &Flag)?;
        Ok(Some(Self { scan_on_push }))
    }
}

/// `ImageSigningStatus` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageSigningStatus {
    /// `signingProfileArn`: `SigningProfileArn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_profile_arn: Option<String>,
    /// `failureCode`: `SigningStatusFailureCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<String>,
    /// `failureReason`: `SigningStatusFailureReason`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_reason: Option<String>,
    /// `status`: `SigningStatus`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SigningStatus>,
}

/// `ImageTagMutabilityExclusionFilter` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageTagMutabilityExclusionFilter {
    /// `filterType`: `ImageTagMutabilityExclusionFilterType`.
    pub filter_type: ImageTagMutabilityExclusionFilterType,
    /// `filter`: `ImageTagMutabilityExclusionFilterValue`.
    pub filter: String,
}

impl Shape for ImageTagMutabilityExclusionFilter {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let filter_type =
            members.required("filterType", &rules::IMAGE_TAG_MUTABILITY_EXCLUSION_FILTER_TYPE)?;
        let filter = members.required("filter", &rules::IMAGE_TAG_MUTABILITY_EXCLUSION_FILTER_VALUE)?;
        let (Some(filter_type), Some(filter)) = (filter_type, filter) else {
            return Ok(None);
        };
        Ok(Some(Self { filter_type, filter }))
    }
}
