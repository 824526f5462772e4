//! `hythe`: structures, `deleted`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;
use stdx::Timestamp;

use crate::generated::hythe::{DeletionCause, TagEndCause};

/// `DeletedImage` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedImage {
    /// `deletionId`: `DeletionId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_id: Option<String>,
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `imageTags`: `ImageTagList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tags: Option<Vec<String>>,
    /// `imageManifestMediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_manifest_media_type: Option<String>,
    /// `artifactMediaType`: `MediaType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact_media_type: Option<String>,
    /// `imageSizeInBytes`: `ByteCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_size_in_bytes: Option<i64>,
    /// `imagePushedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub image_pushed_at: Option<Timestamp>,
    /// `deletedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub deleted_at: Option<Timestamp>,
    /// `deletedBy`: `DeletedBy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<String>,
    /// `cause`: `DeletionCause`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<DeletionCause>,
    /// `restorableUntil`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub restorable_until: Option<Timestamp>,
}

/// `DeletedRepository` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedRepository {
    /// `deletionId`: `DeletionId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion_id: Option<String>,
    /// `repositoryArn`: `Arn`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_arn: Option<String>,
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `createdAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub created_at: Option<Timestamp>,
    /// `imageCount`: `ImageCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_count: Option<i64>,
    /// `sizeInBytes`: `ByteCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size_in_bytes: Option<i64>,
    /// `deletedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub deleted_at: Option<Timestamp>,
    /// `deletedBy`: `DeletedBy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted_by: Option<String>,
    /// `restorableUntil`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub restorable_until: Option<Timestamp>,
}

/// `DeletedTag` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletedTag {
    /// `imageTag`: `ImageTag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_tag: Option<String>,
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `taggedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub tagged_at: Option<Timestamp>,
    /// `removedAt`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub removed_at: Option<Timestamp>,
    /// `removedBy`: `DeletedBy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_by: Option<String>,
    /// `cause`: `TagEndCause`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<TagEndCause>,
    /// `restorableUntil`: `Timestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub restorable_until: Option<Timestamp>,
}
