//! `sts`: inputs and outputs, `assume`. Written by `cargo xtask codegen` from `models/sts`.

use super::super::rules;
use crate::Secret;
use crate::decode::{Members, Read, Shape};
use crate::generated::sts::{AssumedRoleUser, Credentials, PolicyDescriptorType, ProvidedContext, Tag};
use crate::xml::{ToXml, Xml};

/// `AssumeRoleRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssumeRoleRequest {
    /// `RoleArn`: `arnType`.
    pub role_arn: String,
    /// `RoleSessionName`: `roleSessionNameType`.
    pub role_session_name: String,
    /// `PolicyArns`: `policyDescriptorListType`.
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    /// `Policy`: `unrestrictedSessionPolicyDocumentType`.
    pub policy: Option<String>,
    /// `DurationSeconds`: `roleDurationSecondsType`.
    pub duration_seconds: Option<i32>,
    /// `Tags`: `tagListType`.
    pub tags: Option<Vec<Tag>>,
    /// `TransitiveTagKeys`: `tagKeyListType`.
    pub transitive_tag_keys: Option<Vec<String>>,
    /// `ExternalId`: `externalIdType`.
    pub external_id: Option<String>,
    /// `SerialNumber`: `serialNumberType`.
    pub serial_number: Option<String>,
    /// `TokenCode`: `tokenCodeType`.
    pub token_code: Option<String>,
    /// `SourceIdentity`: `sourceIdentityType`.
    pub source_identity: Option<String>,
    /// `ProvidedContexts`: `ProvidedContextsListType`.
    pub provided_contexts: Option<Vec<ProvidedContext>>,
    /// `MinimumSessionTokenSize`: `minimumSessionTokenSizeType`.
    pub minimum_session_token_size: Option<i32>,
}

impl Shape for AssumeRoleRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_arn = members.required("RoleArn", &rules::ARN_TYPE)?;
        let role_session_name = members.required("RoleSessionName", &rules::ROLE_SESSION_NAME_TYPE)?;
        let policy_arns = members.optional("PolicyArns", &rules::POLICY_DESCRIPTOR_LIST_TYPE)?;
        let policy = members.optional("Policy", &rules::UNRESTRICTED_SESSION_POLICY_DOCUMENT_TYPE)?;
        let duration_seconds = members.optional("DurationSeconds", &rules::ROLE_DURATION_SECONDS_TYPE)?;
        let tags = members.optional("Tags", &rules::TAG_LIST_TYPE)?;
        let transitive_tag_keys = members.optional("TransitiveTagKeys", &rules::TAG_KEY_LIST_TYPE)?;
        let external_id = members.optional("ExternalId", &rules::EXTERNAL_ID_TYPE)?;
        let serial_number = members.optional("SerialNumber", &rules::SERIAL_NUMBER_TYPE)?;
        let token_code = members.optional("TokenCode", &rules::TOKEN_CODE_TYPE)?;
        let source_identity = members.optional("SourceIdentity", &rules::SOURCE_IDENTITY_TYPE)?;
        let provided_contexts = members.optional("ProvidedContexts", &rules::PROVIDED_CONTEXTS_LIST_TYPE)?;
        let minimum_session_token_size =
            members.optional("MinimumSessionTokenSize", &rules::MINIMUM_SESSION_TOKEN_SIZE_TYPE)?;
        let (Some(role_arn), Some(role_session_name)) = (role_arn, role_session_name) else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_arn,
            role_session_name,
            policy_arns,
            policy,
            duration_seconds,
            tags,
            transitive_tag_keys,
            external_id,
            serial_number,
            token_code,
            source_identity,
            provided_contexts,
            minimum_session_token_size,
        }))
    }
}

/// `AssumeRoleResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssumeRoleResponse {
    /// `Credentials`: `Credentials`.
    pub credentials: Option<Credentials>,
    /// `AssumedRoleUser`: `AssumedRoleUser`.
    pub assumed_role_user: Option<AssumedRoleUser>,
    /// `PackedPolicySize`: `nonNegativeIntegerType`.
    pub packed_policy_size: Option<i32>,
    /// `SourceIdentity`: `sourceIdentityType`.
    pub source_identity: Option<String>,
    /// `SessionTokenUtilization`: `sessionTokenUtilizationType`.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: `sessionTokenSizeType`.
    pub session_token_size: Option<i32>,
}

impl ToXml for AssumeRoleResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Credentials", &self.credentials);
        out.element("AssumedRoleUser", &self.assumed_role_user);
        out.element("PackedPolicySize", &self.packed_policy_size);
        out.element("SourceIdentity", &self.source_identity);
        out.element("SessionTokenUtilization", &self.session_token_utilization);
        out.element("SessionTokenSize", &self.session_token_size);
    }
}

/// `AssumeRoleWithWebIdentityRequest` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssumeRoleWithWebIdentityRequest {
    /// `RoleArn`: `arnType`.
    pub role_arn: String,
    /// `RoleSessionName`: `roleSessionNameType`.
    pub role_session_name: String,
    /// `WebIdentityToken`: `clientTokenType`.
    pub web_identity_token: Secret,
    /// `ProviderId`: `urlType`.
    pub provider_id: Option<String>,
    /// `PolicyArns`: `policyDescriptorListType`.
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    /// `Policy`: `sessionPolicyDocumentType`.
    pub policy: Option<String>,
    /// `DurationSeconds`: `roleDurationSecondsType`.
    pub duration_seconds: Option<i32>,
    /// `MinimumSessionTokenSize`: `minimumSessionTokenSizeType`.
    pub minimum_session_token_size: Option<i32>,
}

impl Shape for AssumeRoleWithWebIdentityRequest {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let role_arn = members.required("RoleArn", &rules::ARN_TYPE)?;
        let role_session_name = members.required("RoleSessionName", &rules::ROLE_SESSION_NAME_TYPE)?;
        let web_identity_token = members.required("WebIdentityToken", &rules::CLIENT_TOKEN_TYPE)?;
        let provider_id = members.optional("ProviderId", &rules::URL_TYPE)?;
        let policy_arns = members.optional("PolicyArns", &rules::POLICY_DESCRIPTOR_LIST_TYPE)?;
        let policy = members.optional("Policy", &rules::SESSION_POLICY_DOCUMENT_TYPE)?;
        let duration_seconds = members.optional("DurationSeconds", &rules::ROLE_DURATION_SECONDS_TYPE)?;
        let minimum_session_token_size =
            members.optional("MinimumSessionTokenSize", &rules::MINIMUM_SESSION_TOKEN_SIZE_TYPE)?;
        let (Some(role_arn), Some(role_session_name), Some(web_identity_token)) =
            (role_arn, role_session_name, web_identity_token)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            role_arn,
            role_session_name,
            web_identity_token,
            provider_id,
            policy_arns,
            policy,
            duration_seconds,
            minimum_session_token_size,
        }))
    }
}

/// `AssumeRoleWithWebIdentityResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssumeRoleWithWebIdentityResponse {
    /// `Credentials`: `Credentials`.
    pub credentials: Option<Credentials>,
    /// `SubjectFromWebIdentityToken`: `webIdentitySubjectType`.
    pub subject_from_web_identity_token: Option<String>,
    /// `AssumedRoleUser`: `AssumedRoleUser`.
    pub assumed_role_user: Option<AssumedRoleUser>,
    /// `PackedPolicySize`: `nonNegativeIntegerType`.
    pub packed_policy_size: Option<i32>,
    /// `Provider`: `Issuer`.
    pub provider: Option<String>,
    /// `Audience`: `Audience`.
    pub audience: Option<String>,
    /// `SourceIdentity`: `sourceIdentityType`.
    pub source_identity: Option<String>,
    /// `SessionTokenUtilization`: `sessionTokenUtilizationType`.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: `sessionTokenSizeType`.
    pub session_token_size: Option<i32>,
}

impl ToXml for AssumeRoleWithWebIdentityResponse {
    fn content(&self, out: &mut Xml) {
        out.element("Credentials", &self.credentials);
        out.element(
            "SubjectFromWebIdentityToken",
            &self.subject_from_web_identity_token,
        );
        out.element("AssumedRoleUser", &self.assumed_role_user);
        out.element("PackedPolicySize", &self.packed_policy_size);
        out.element("Provider", &self.provider);
        out.element("Audience", &self.audience);
        out.element("SourceIdentity", &self.source_identity);
        out.element("SessionTokenUtilization", &self.session_token_utilization);
        out.element("SessionTokenSize", &self.session_token_size);
    }
}
