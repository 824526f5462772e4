//! `iam`: structures, `access`. Written by `cargo xtask codegen` from `models/iam`.

use stdx::Timestamp;

use crate::Secret;
use crate::generated::iam::StatusType;
use crate::xml::{ToXml, Xml};

/// `AccessKey` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessKey {
    /// `UserName`: `userNameType`.
    pub user_name: String,
    /// `AccessKeyId`: `accessKeyIdType`.
    pub access_key_id: String,
    /// `Status`: `statusType`.
    pub status: StatusType,
    /// `SecretAccessKey`: `accessKeySecretType`.
    pub secret_access_key: Secret,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
}

impl ToXml for AccessKey {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("AccessKeyId", &self.access_key_id);
        out.element("Status", &self.status);
        out.element("SecretAccessKey", &self.secret_access_key);
        out.element("CreateDate", &self.create_date);
    }
}

/// `AccessKeyLastUsed` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessKeyLastUsed {
    /// `LastUsedDate`: `dateType`.
    pub last_used_date: Option<Timestamp>,
    /// `ServiceName`: `stringType`.
    pub service_name: String,
    /// `Region`: `stringType`.
    pub region: String,
}

impl ToXml for AccessKeyLastUsed {
    fn content(&self, out: &mut Xml) {
        out.element("LastUsedDate", &self.last_used_date);
        out.element("ServiceName", &self.service_name);
        out.element("Region", &self.region);
    }
}

/// `AccessKeyMetadata` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AccessKeyMetadata {
    /// `UserName`: `userNameType`.
    pub user_name: Option<String>,
    /// `AccessKeyId`: `accessKeyIdType`.
    pub access_key_id: Option<String>,
    /// `Status`: `statusType`.
    pub status: Option<StatusType>,
    /// `CreateDate`: `dateType`.
    pub create_date: Option<Timestamp>,
}

impl ToXml for AccessKeyMetadata {
    fn content(&self, out: &mut Xml) {
        out.element("UserName", &self.user_name);
        out.element("AccessKeyId", &self.access_key_id);
        out.element("Status", &self.status);
        out.element("CreateDate", &self.create_date);
    }
}
