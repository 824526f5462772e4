//! STS: temporary credentials, and who may have them.
//!
//! [`assume_role`] and [`web_identity`] are the two ways to a role's session; both let the engine
//! decide by the role's trust policy and make the session in [`issue`]. What a caller may pass
//! along to limit or describe a session is checked in [`session_policy`] and [`session_tag`].

mod access_key_info;
mod assume_role;
mod issue;
mod role_arn;
mod session_policy;
mod session_tag;
mod session_token;
mod trust;
mod web_identity;
mod web_identity_fault;

pub use assume_role::AssumeRole;
pub use issue::AssumedRole;
pub use role_arn::RoleArn;
pub use session_policy::MAX_SESSION_POLICY_ARNS;
pub use session_tag::SessionTag;
pub use web_identity::{FederatedRole, WebIdentity};

use std::time::Duration;

/// What is asked of a role's session, whoever asks.
#[derive(Debug, Clone)]
pub struct SessionRequest {
    /// Which role.
    pub role: RoleArn,
    /// What the session is called: 2 to 64 letters, digits and `_+=,.@-`.
    pub name: String,
    /// How long it lives; an hour where nothing is said.
    pub duration: Option<Duration>,
    /// The text of a session policy.
    pub policy: Option<String>,
    /// Managed policies to use as session policies.
    pub policy_arns: Vec<names::PolicyArn>,
}
