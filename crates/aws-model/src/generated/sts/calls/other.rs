//! `sts`: inputs and outputs, `other`. Written by `cargo xtask codegen` from `models/sts`.

use serde::Serialize;

/// `GetCallerIdentityResponse` in the service model.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct GetCallerIdentityResponse {
    /// `UserId`: `userIdType`.
    #[serde(rename = "UserId", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// `Account`: `accountType`.
    #[serde(rename = "Account", skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// `Arn`: `arnType`.
    #[serde(rename = "Arn", skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}
