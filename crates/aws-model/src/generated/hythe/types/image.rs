//! `hythe`: structures, `image`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};

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

/// `ImagePull` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImagePull {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `repositoryName`: `RepositoryName`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_name: Option<String>,
    /// `imageDigest`: `ImageDigest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    /// `lastPulledAt`: `PullTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_pulled_at: Option<Timestamp>,
    /// `lastRecordedPullTime`: `PullTimestamp`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub last_recorded_pull_time: Option<Timestamp>,
    /// `pullCount`: `PullCount`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_count: Option<i64>,
}
