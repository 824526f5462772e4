//! `sts`: structures, `other`. Written by `cargo xtask codegen` from `models/sts`.

use stdx::Timestamp;

use super::super::rules;
use crate::Secret;
use crate::decode::{Members, Read, Shape};
use crate::xml::{ToXml, Xml};

/// `AssumedRoleUser` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AssumedRoleUser {
    /// `AssumedRoleId`: `assumedRoleIdType`.
    pub assumed_role_id: String,
    /// `Arn`: `arnType`.
    pub arn: String,
}

impl ToXml for AssumedRoleUser {
    fn content(&self, out: &mut Xml) {
        out.element("AssumedRoleId", &self.assumed_role_id);
        out.element("Arn", &self.arn);
    }
}

/// `Credentials` in the service model.
#[derive(Debug, Clone, PartialEq)]
pub struct Credentials {
    /// `AccessKeyId`: `accessKeyIdType`.
    pub access_key_id: String,
    /// `SecretAccessKey`: `accessKeySecretType`.
    pub secret_access_key: Secret,
    /// `SessionToken`: `tokenType`.
    pub session_token: String,
    /// `Expiration`: `dateType`.
    pub expiration: Timestamp,
}

impl ToXml for Credentials {
    fn content(&self, out: &mut Xml) {
        out.element("AccessKeyId", &self.access_key_id);
        out.element("SecretAccessKey", &self.secret_access_key);
        out.element("SessionToken", &self.session_token);
        out.element("Expiration", &self.expiration);
    }
}

/// `FederatedUser` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FederatedUser {
    /// `FederatedUserId`: `federatedIdType`.
    pub federated_user_id: String,
    /// `Arn`: `arnType`.
    pub arn: String,
}

impl ToXml for FederatedUser {
    fn content(&self, out: &mut Xml) {
        out.element("FederatedUserId", &self.federated_user_id);
        out.element("Arn", &self.arn);
    }
}

/// `PolicyDescriptorType` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PolicyDescriptorType {
    /// `arn`: `arnType`.
    pub arn: Option<String>,
}

impl Shape for PolicyDescriptorType {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let arn = members.optional("arn", &rules::ARN_TYPE)?;
        Ok(Some(Self { arn }))
    }
}

/// `ProvidedContext` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProvidedContext {
    /// `ProviderArn`: `arnType`.
    pub provider_arn: Option<String>,
    /// `ContextAssertion`: `contextAssertionType`.
    pub context_assertion: Option<String>,
}

impl Shape for ProvidedContext {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let provider_arn = members.optional("ProviderArn", &rules::ARN_TYPE)?;
        let context_assertion = members.optional("ContextAssertion", &rules::CONTEXT_ASSERTION_TYPE)?;
        Ok(Some(Self {
            provider_arn,
            context_assertion,
        }))
    }
}

/// `Tag` in the service model.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tag {
    /// `Key`: `tagKeyType`.
    pub key: String,
    /// `Value`: `tagValueType`.
    pub value: String,
}

impl Shape for Tag {
    fn read(members: &mut Members<'_, '_>) -> Read<Self> {
        let key = members.required("Key", &rules::TAG_KEY_TYPE)?;
        let value = members.required("Value", &rules::TAG_VALUE_TYPE)?;
        let (Some(key), Some(value)) = (key, value) else {
            return Ok(None);
        };
        Ok(Some(Self { key, value }))
    }
}
