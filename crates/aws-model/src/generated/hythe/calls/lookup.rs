//! `hythe`: inputs and outputs, `lookup`. Written by `cargo xtask codegen` from `models/hythe`.

use serde::Serialize;

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::hythe::{LoggedAuditRecord, LoggedEvent};

/// `LookupAuditRecordsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LookupAuditRecordsRequest {
    /// `cursor`: `LogCursor`.
    pub cursor: Option<String>,
    /// `maxResults`: `LogMaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for LookupAuditRecordsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let cursor = members.optional("cursor", &rules::LOG_CURSOR)?;
        let max_results = members.optional("maxResults", &rules::LOG_MAX_RESULTS)?;
        Ok(Some(Self { cursor, max_results }))
    }
}

/// `LookupAuditRecordsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LookupAuditRecordsResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `records`: `AuditRecordList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub records: Option<Vec<LoggedAuditRecord>>,
    /// `nextCursor`: `LogCursor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// `LookupEventsRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LookupEventsRequest {
    /// `cursor`: `LogCursor`.
    pub cursor: Option<String>,
    /// `maxResults`: `LogMaxResults`.
    pub max_results: Option<i32>,
}

impl Shape for LookupEventsRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let cursor = members.optional("cursor", &rules::LOG_CURSOR)?;
        let max_results = members.optional("maxResults", &rules::LOG_MAX_RESULTS)?;
        Ok(Some(Self { cursor, max_results }))
    }
}

/// `LookupEventsResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LookupEventsResponse {
    /// `registryId`: `RegistryId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_id: Option<String>,
    /// `events`: `EventList`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<LoggedEvent>>,
    /// `nextCursor`: `LogCursor`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
