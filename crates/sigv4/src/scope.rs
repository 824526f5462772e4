//! The credential scope: whose key, and for which day, region and service.

use names::{AccessKeyId, Region};
use stdx::Timestamp;

/// What a signing key is for, and the key under which a cache holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyScope {
    access_key_id: AccessKeyId,
    date: Box<str>,
    region: Region,
    service: Box<str>,
}

impl KeyScope {
    /// The scope of signatures made at `signed_at`.
    pub fn new(access_key_id: AccessKeyId, signed_at: Timestamp, region: Region, service: &str) -> Self {
        let date = signed_at.to_basic_iso8601()[..8].into();
        Self {
            access_key_id,
            date,
            region,
            service: service.into(),
        }
    }

    /// Whose key.
    pub fn access_key_id(&self) -> &AccessKeyId {
        &self.access_key_id
    }

    /// The day in UTC, eight digits such as `20260105`.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// The region.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The service's signing name, such as `ecr`.
    pub fn service(&self) -> &str {
        &self.service
    }
}
