//! `sts`: inputs and outputs, `get`. Written by `cargo xtask codegen` from `models/sts`.

use super::super::rules;
use crate::decode::{Members, Read, Shape};
use crate::generated::sts::{Credentials, FederatedUser, PolicyDescriptorType, Tag};
use crate::xml::{ToXml, Xml};

/// `GetAccessKeyInfoRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccessKeyInfoRequest {
    /// `AccessKeyId`: `accessKeyIdType`.
    pub access_key_id: String,
}

impl Shape for GetAccessKeyInfoRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let access_key_id = members.required("AccessKeyId", &rules::ACCESS_KEY_ID_TYPE)?;
        let Some(access_key_id) = access_key_id else {
            return Ok(None);
        };
        Ok(Some(Self { access_key_id }))
    }
}

/// `GetAccessKeyInfoResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetAccessKeyInfoResponse {
    /// `Account`: `accountType`.
    pub account: Option<String>,
}

impl ToXml for GetAccessKeyInfoResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Account", &self.account);
    }
}

/// `GetCallerIdentityRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetCallerIdentityRequest {}

impl Shape for GetCallerIdentityRequest {
    fn read(_: &mut Members<'_, '_>) -> Read<Self> {
        Ok(Some(Self {}))
    }
}

/// `GetCallerIdentityResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetCallerIdentityResponse {
    /// `UserId`: `userIdType`.
    pub user_id: Option<String>,
    /// `Account`: `accountType`.
    pub account: Option<String>,
    /// `Arn`: `arnType`.
    pub arn: Option<String>,
}

impl ToXml for GetCallerIdentityResponse {
    fn content(&self, out: &mut Xml) {
        out.element("UserId", &self.user_id);
        out.element("Account", &self.account);
        out.element("Arn", &self.arn);
    }
}

/// `GetFederationTokenRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetFederationTokenRequest {
    /// `Name`: `userNameType`.
    pub name: String,
    /// `Policy`: `sessionPolicyDocumentType`.
    pub policy: Option<String>,
    /// `PolicyArns`: `policyDescriptorListType`.
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    /// `DurationSeconds`: `durationSecondsType`.
    pub duration_seconds: Option<i32>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
    /// `MinimumSessionTokenSize`: `minimumSessionTokenSizeType`.
    pub minimum_session_token_size: Option<i32>,
}

impl Shape for GetFederationTokenRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let name = members.required("Name", &rules::USER_NAME_TYPE)?;
        let policy = members.optional("Policy", &rules::SESSION_POLICY_DOCUMENT_TYPE)?;
        let policy_arns = members.optional("PolicyArns", &rules::POLICY_DESCRIPTOR_LIST_TYPE)?;
        let duration_seconds = members.optional("DurationSeconds", &rules::DURATION_SECONDS_TYPE)?;
        let tags = members.optional("Tags", &rules::TAG_LIST_TYPE)?;
        let minimum_session_token_size =
            members.optional("MinimumSessionTokenSize", &rules::MINIMUM_SESSION_TOKEN_SIZE_TYPE)?;
        let Some(name) = name else { return Ok(None) };
        Ok(Some(Self {
            name,
            policy,
            policy_arns,
            duration_seconds,
            tags,
            minimum_session_token_size,
        }))
    }
}

/// `GetFederationTokenResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetFederationTokenResponse {
    /// `Credentials`: `Credentials`.
    pub credentials: Option<Credentials>,
    /// `FederatedUser`: `FederatedUser`.
    pub federated_user: Option<FederatedUser>,
    /// `PackedPolicySize`: `nonNegativeIntegerType`.
    pub packed_policy_size: Option<i32>,
    /// `SessionTokenUtilization`: `sessionTokenUtilizationType`.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: `sessionTokenSizeType`.
    pub session_token_size: Option<i32>,
}

impl ToXml for GetFederationTokenResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Credentials", &self.credentials);
        out.element("FederatedUser", &self.federated_user);
        out.element("PackedPolicySize", &self.packed_policy_size);
        out.element("SessionTokenUtilization", &self.session_token_utilization);
        out.element("SessionTokenSize", &self.session_token_size);
    }
}

/// `GetSessionTokenRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetSessionTokenRequest {
    /// `DurationSeconds`: `durationSecondsType`.
    pub duration_seconds: Option<i32>,
    /// `SerialNumber`: `serialNumberType`.
    pub serial_number: Option<String>,
    /// `TokenCode`: `tokenCodeType`.
    pub token_code: Option<String>,
    /// `MinimumSessionTokenSize`: `minimumSessionTokenSizeType`.
    pub minimum_session_token_size: Option<i32>,
}

impl Shape for GetSessionTokenRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let duration_seconds = members.optional("DurationSeconds", &rules::DURATION_SECONDS_TYPE)?;
        let serial_number = members.optional("SerialNumber", &rules::SERIAL_NUMBER_TYPE)?;
        let token_code = members.optional("TokenCode", &rules::TOKEN_CODE_TYPE)?;
        let minimum_session_token_size =
            members.optional("MinimumSessionTokenSize", &rules::MINIMUM_SESSION_TOKEN_SIZE_TYPE)?;
        Ok(Some(Self {
            duration_seconds,
            serial_number,
            token_code,
            minimum_session_token_size,
        }))
    }
}

/// `GetSessionTokenResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GetSessionTokenResponse {
    /// `Credentials`: `Credentials`.
    pub credentials: Option<Credentials>,
    /// `SessionTokenUtilization`: `sessionTokenUtilizationType`.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: `sessionTokenSizeType`.
    pub session_token_size: Option<i32>,
}

impl ToXml for GetSessionTokenResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Credentials", &self.credentials);
        out.element("SessionTokenUtilization", &self.session_token_utilization);
        out.element("SessionTokenSize", &self.session_token_size);
    }
}
