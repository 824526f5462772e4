//! `sts`: operations. Written by `cargo xtask codegen` from `models/sts`.

use super::ErrorCode;
use super::operation_table::FACTS;
use crate::facts::{OperationFacts, Paging};
use crate::{QueryOperation, Violation, violation};

/// The service in a signature's credential scope and in IAM actions.
pub const SIGNING_NAME: &str = "sts";
/// The value of `Version` in a request.
pub const API_VERSION: &str = "2011-06-15";
/// The namespace of the elements of an answer.
pub const XML_NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
/// The operations of the service model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// `AssumeRole`.
    AssumeRole,
    /// `AssumeRoleWithSAML`.
    AssumeRoleWithSAML,
    /// `AssumeRoleWithWebIdentity`.
    AssumeRoleWithWebIdentity,
    /// `AssumeRoot`.
    AssumeRoot,
    /// `DecodeAuthorizationMessage`.
    DecodeAuthorizationMessage,
    /// `GetAccessKeyInfo`.
    GetAccessKeyInfo,
    /// `GetCallerIdentity`.
    GetCallerIdentity,
    /// `GetDelegatedAccessToken`.
    GetDelegatedAccessToken,
    /// `GetFederationToken`.
    GetFederationToken,
    /// `GetSessionToken`.
    GetSessionToken,
    /// `GetWebIdentityToken`.
    GetWebIdentityToken,
}

impl Operation {
    /// Every operation, in the order of their names.
    pub const ALL: &'static [Self] = &[
        Self::AssumeRole,
        Self::AssumeRoleWithSAML,
        Self::AssumeRoleWithWebIdentity,
        Self::AssumeRoot,
        Self::DecodeAuthorizationMessage,
        Self::GetAccessKeyInfo,
        Self::GetCallerIdentity,
        Self::GetDelegatedAccessToken,
        Self::GetFederationToken,
        Self::GetSessionToken,
        Self::GetWebIdentityToken,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// Whether the operation changes nothing that a caller can see.
    pub fn is_read_only(self) -> bool {
        self.facts().is_read_only
    }

    /// The errors that the model declares for the operation.
    pub fn errors(self) -> &'static [ErrorCode] {
        self.facts().errors
    }

    /// How the operation pages; none when it does not.
    pub fn paging(self) -> Option<&'static Paging> {
        self.facts().paging.as_ref()
    }

    fn facts(self) -> &'static OperationFacts<ErrorCode> {
        &FACTS[self as usize]
    }

    /// Finds an operation by its name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operation| operation.name() == name)
    }

    /// Finds an operation by the form fields `Action` and `Version`.
    pub fn from_action(action: &str, version: &str) -> Option<Self> {
        if version == API_VERSION {
            Self::from_name(action)
        } else {
            None
        }
    }

    /// The code of the error that reports broken constraints of the operation's input, and its message.
    /// The models of the Query services do not declare it; its status is 400.
    pub fn constraint_error(self, violations: &[Violation]) -> (&'static str, String) {
        (violation::QUERY_CODE, violation::validation_message(violations))
    }
}

impl QueryOperation for Operation {
    const XML_NAMESPACE: &'static str = XML_NAMESPACE;

    fn name(self) -> &'static str {
        self.name()
    }
}
