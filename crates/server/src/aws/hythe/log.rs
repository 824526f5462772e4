//! What happened in the caller's registry: LookupEvents, LookupAuditRecords.

use aws_model::hythe::{
    LoggedAuditRecord, LoggedEvent, LookupAuditRecordsRequest, LookupAuditRecordsResponse,
    LookupEventsRequest, LookupEventsResponse,
};
use meta::Limit;
use registry::{Action, LogPosition, LogRange, envelope};

use crate::aws::ecr::{Call, Result, invalid};

/// How many entries an answer has when the caller does not say.
const DEFAULT: u32 = 100;

pub(super) async fn events(call: &Call<'_>, input: LookupEventsRequest) -> Result<LookupEventsResponse> {
    let grant = call.authorize(Action::LookupEvents, call.own_registry()).await?;
    let range = range(input.cursor.as_deref())?;
    let limit = limit(input.max_results);
    let found = call.service().event_lookup(&grant, range, limit).await?;
    let last = found.last().map(|event| event.position);
    let events = found.into_iter().map(|event| LoggedEvent {
        cursor: Some(event.position.0.to_string()),
        event: Some(envelope(&event.entry).to_string()),
    });
    Ok(LookupEventsResponse {
        registry_id: Some(grant.resource().account.to_string()),
        events: Some(events.collect()),
        next_cursor: Some(next(range, last)),
    })
}

pub(super) async fn audit_records(
    call: &Call<'_>,
    input: LookupAuditRecordsRequest,
) -> Result<LookupAuditRecordsResponse> {
    let action = Action::LookupAuditRecords;
    let grant = call.authorize(action, call.own_registry()).await?;
    let range = range(input.cursor.as_deref())?;
    let limit = limit(input.max_results);
    let found = call.service().audit_lookup(&grant, range, limit).await?;
    let last = found.last().map(|record| record.position);
    let records = found.into_iter().map(|record| LoggedAuditRecord {
        cursor: Some(record.position.0.to_string()),
        record: Some(record.entry.record),
    });
    Ok(LookupAuditRecordsResponse {
        registry_id: Some(grant.resource().account.to_string()),
        records: Some(records.collect()),
        next_cursor: Some(next(range, last)),
    })
}

/// The entries after a cursor, or without one the newest.
fn range(cursor: Option<&str>) -> Result<LogRange> {
    let Some(cursor) = cursor else {
        return Ok(LogRange::Newest);
    };
    // Positions are stored as signed numbers.
    let position = cursor
        .parse::<i64>()
        .ok()
        .and_then(|number| u64::try_from(number).ok());
    position
        .map(|number| LogRange::After(LogPosition(number)))
        .ok_or_else(|| invalid("cursor", "Member must be a cursor of an answer"))
}

/// The model bounds the number.
fn limit(asked: Option<i32>) -> Limit {
    Limit(
        asked
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or(DEFAULT),
    )
}

/// Where to go on: after the last entry, or at the same place where nothing has come yet.
fn next(range: LogRange, last: Option<LogPosition>) -> String {
    let from = match range {
        LogRange::After(position) => position,
        LogRange::Newest => LogPosition::default(),
    };
    last.unwrap_or(from).0.to_string()
}
