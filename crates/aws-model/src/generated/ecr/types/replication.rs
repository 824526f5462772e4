//! `ecr`: structures, `replication`. Written by `cargo xtask codegen` from `models/ecr`.

use serde::Serialize;
use stdx::Timestamp;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::ecr::{
    DeleteReplication, ImageIdentifier, ReplicationBackfillResultStatus, ReplicationBackfillStatus,
    RepositoryFilter,
};
use crate::rule::Structure;

/// `ReplicationBackfillProgress` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicationBackfillProgress {
    /// `totalReplicationCount`: `NonNegativeInteger`.
    pub total_replication_count: i32,
    /// `completedReplicationCount`: `NonNegativeInteger`.
    pub completed_replication_count: i32,
    /// `failedReplicationCount`: `NonNegativeInteger`.
    pub failed_replication_count: i32,
    /// `failureCodes`: `ReplicationErrorList`.
    pub failure_codes: Vec<String>,
}

/// `ReplicationBackfillResult` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicationBackfillResult {
    /// `repositoryName`: `RepositoryName`.
    pub repository_name: String,
    /// `imageId`: `ImageIdentifier`.
    pub image_id: ImageIdentifier,
    /// `status`: `ReplicationBackfillResultStatus`.
    pub status: ReplicationBackfillResultStatus,
    /// `failureCode`: `ReplicationError`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<String>,
    /// `subImageFailureCodes`: `ReplicationErrorList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_image_failure_codes: Option<Vec<String>>,
}

/// `ReplicationBackfillSummary` in the service model.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicationBackfillSummary {
    /// `replicationBackfillId`: `ReplicationBackfillId`.
    pub replication_backfill_id: String,
    /// `destination`: `ReplicationDestination`.
    pub destination: ReplicationDestination,
    /// `status`: `ReplicationBackfillStatus`.
    pub status: ReplicationBackfillStatus,
    /// `failureCode`: `ReplicationBackfillError`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_code: Option<String>,
    /// `progress`: `ReplicationBackfillProgress`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<ReplicationBackfillProgress>,
    /// `startedAt`: `Date`.
    #[serde(serialize_with = "crate::epoch::serialize")]
    pub started_at: Timestamp,
    /// `endedAt`: `Date`.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::epoch::serialize_option"
    )]
    pub ended_at: Option<Timestamp>,
}

/// `ReplicationConfiguration` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicationConfiguration {
    /// `rules`: `ReplicationRuleList`.
    pub rules: Vec<ReplicationRule>,
}

impl Shape for ReplicationConfiguration {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let rules = members.required("rules", &rules::REPLICATION_RULE_LIST)?;
        let Some(rules) = rules else { return Ok(None) };
        Ok(Some(Self { rules }))
    }
}

/// `ReplicationDestination` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicationDestination {
    /// `region`: `Region`.
    pub region: String,
    /// `registryId`: `RegistryId`.
    pub registry_id: String,
}

impl Shape for ReplicationDestination {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let region = members.required("region", &rules::REGION)?;
        let registry_id = members.required("registryId", &rules::REGISTRY_ID)?;
        let (Some(region), Some(registry_id)) = (region, registry_id) else {
            return Ok(None);
        };
        Ok(Some(Self { region, registry_id }))
    }
}

/// `ReplicationRule` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplicationRule {
    /// `destinations`: `ReplicationDestinationList`.
    pub destinations: Vec<ReplicationDestination>,
    /// `repositoryFilters`: `RepositoryFilterList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository_filters: Option<Vec<RepositoryFilter>>,
    /// `deleteReplication`: `DeleteReplication`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_replication: Option<DeleteReplication>,
}

impl Shape for ReplicationRule {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let destinations = members.required("destinations", &rules::REPLICATION_DESTINATION_LIST)?;
        let repository_filters = members.optional("repositoryFilters", &rules::REPOSITORY_FILTER_LIST)?;
        let delete_replication =
            members.optional("deleteReplication", &Structure::<DeleteReplication>::new())?;
        let Some(destinations) = destinations else {
            return Ok(None);
        };
        Ok(Some(Self {
            destinations,
            repository_filters,
            delete_replication,
        }))
    }
}
