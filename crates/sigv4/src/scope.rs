//! The credential scope: whose key, and for which day, region and service.

use names::{AccessKeyId, Region};
use stdx::Timestamp;

use crate::error::clipped;
use crate::{Error, ScopeFault};

/// What every scope ends in, and the last step of a key's derivation.
pub(crate) const TERMINATOR: &str = "aws4_request";

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

    /// Reads `keyid/date/region/service/aws4_request`, the credential of a request signed at
    /// `signed_at`.
    pub(crate) fn parse(credential: &str, signed_at: Timestamp) -> Result<Self, Error> {
        let parts: Vec<&str> = credential.splitn(6, '/').collect();
        let [key, date, region, service, terminator] = parts[..] else {
            return Err(Error::WrongScope(ScopeFault::Shape));
        };
        if terminator != TERMINATOR {
            return Err(Error::WrongScope(ScopeFault::Terminator(clipped(terminator))));
        }
        let fault = || Error::WrongScope(ScopeFault::Region(clipped(region)));
        let parsed = Region::parse(region).map_err(|_| fault())?;
        let grammar = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=64).contains(&service.len()) || !service.bytes().all(grammar) {
            return Err(Error::WrongScope(ScopeFault::Shape));
        }
        let access_key_id = AccessKeyId::parse(key).map_err(|_| Error::UnknownKey)?;
        let scope = Self::new(access_key_id, signed_at, parsed, service);
        if date != &*scope.date {
            let scope = clipped(date);
            return Err(Error::WrongScope(ScopeFault::Date { scope, signed_at }));
        }
        Ok(scope)
    }

    /// The scope without the access key, as the string to sign carries it.
    pub(crate) fn credential_scope(&self) -> String {
        [&self.date, self.region.as_str(), &self.service, TERMINATOR].join("/")
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
