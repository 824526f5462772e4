//! Sessions: temporary credentials, which hold everything that is known of them.
//!
//! The session token is sealed by this installation and has no row anywhere; opening one costs
//! no database read. That its role or user still exists is seen when a request is decided.

use std::sync::Arc;
use std::time::Duration;

use names::{AccessKeyId, EntityName, PolicyArn, PrincipalArn};
use serde::{Deserialize, Serialize};
use stdx::Timestamp;

use crate::{Error, Identity, Principal, Registry};

/// What a session carries beside its principal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// `aws:TokenIssueTime`.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The document of the session policy, if one was passed.
    pub policy: Option<String>,
    /// Managed policies that were passed as session policies.
    pub policy_arns: Vec<PolicyArn>,
    /// Session tags (`aws:PrincipalTag`), over those of the role or user.
    pub tags: Vec<(String, String)>,
    /// Keys of the tags that the next session of a chain inherits.
    pub transitive_tags: Vec<String>,
    /// `aws:SourceIdentity`.
    pub source_identity: Option<String>,
    /// `aws:FederatedProvider`: the ARN of the provider that vouched for the caller.
    pub provider: Option<String>,
    /// The access key that asked for the session: it ends with that key. `None` where no key did.
    pub parent: Option<AccessKeyId>,
}

/// A caller and the secret to verify its signatures with.
#[derive(Clone)]
pub struct Credential {
    /// Who signs with it.
    pub principal: Principal,
    /// The secret half of the access key.
    pub secret: Arc<str>,
}

/// Why a session token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionTokenError {
    /// Not of this installation, altered, or of another access key.
    #[error("The security token included in the request is invalid.")]
    Invalid,
    /// Past its end.
    #[error("The security token included in the request is expired")]
    Expired,
}

/// New temporary credentials, as STS gives them out.
#[derive(Clone)]
pub struct TemporaryCredentials {
    /// The public half, `ASIA…`.
    pub access_key: AccessKeyId,
    /// The secret half.
    pub secret: String,
    /// `SessionToken`.
    pub token: String,
    /// When they end.
    pub expires_at: Timestamp,
}

/// A principal as it goes into a sealed text.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SealedPrincipal {
    arn: String,
    identity: SealedIdentity,
    user_id: String,
    access_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SealedSession>,
}

#[derive(Serialize, Deserialize)]
enum SealedIdentity {
    Root,
    User(String),
    Role(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedSession {
    issued: i64,
    expires: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    policy_arns: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    transitive: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_identity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedCredential {
    principal: SealedPrincipal,
    secret: String,
}

impl Registry {
    /// Makes the session token of new temporary credentials; `None` when policies and tags are
    /// too long for one.
    pub(crate) fn session_seal(&self, principal: &Principal, secret: &str) -> Option<String> {
        self.secrets.session.seal(&SealedCredential {
            principal: SealedPrincipal::from(principal),
            secret: secret.to_owned(),
        })
    }

    /// Opens the session token that came with a request of this access key.
    pub(crate) fn session_open(
        &self,
        access_key: &AccessKeyId,
        token: &str,
    ) -> Result<Credential, SessionTokenError> {
        let sealed: SealedCredential = self
            .secrets
            .session
            .open(token)
            .ok_or(SessionTokenError::Invalid)?;
        let principal = sealed.principal.open().ok_or(SessionTokenError::Invalid)?;
        let ends = principal.session.as_ref().map(|session| session.expires_at);
        match ends {
            _ if principal.access_key != *access_key => Err(SessionTokenError::Invalid),
            None => Err(SessionTokenError::Invalid),
            Some(end) if end <= self.now() => Err(SessionTokenError::Expired),
            Some(_) => Ok(Credential {
                principal,
                secret: sealed.secret.into(),
            }),
        }
    }
}

impl Session {
    /// A session that starts `now` and carries nothing yet.
    pub(crate) fn starting(now: Timestamp, duration: Duration) -> Self {
        Self {
            issued_at: now,
            expires_at: now.after(duration),
            policy: None,
            policy_arns: Vec::new(),
            tags: Vec::new(),
            transitive_tags: Vec::new(),
            source_identity: None,
            provider: None,
            parent: None,
        }
    }
}

impl From<&Principal> for SealedPrincipal {
    fn from(principal: &Principal) -> Self {
        Self {
            arn: principal.arn.to_string(),
            identity: match &principal.identity {
                Identity::Root => SealedIdentity::Root,
                Identity::User(name) => SealedIdentity::User(name.to_string()),
                Identity::Role(name) => SealedIdentity::Role(name.to_string()),
            },
            user_id: principal.user_id.to_string(),
            access_key: principal.access_key.to_string(),
            session: principal.session.as_deref().map(SealedSession::from),
        }
    }
}

impl SealedPrincipal {
    pub(crate) fn open(self) -> Option<Principal> {
        let identity = match self.identity {
            SealedIdentity::Root => Identity::Root,
            SealedIdentity::User(name) => Identity::User(EntityName::parse(&name).ok()?),
            SealedIdentity::Role(name) => Identity::Role(EntityName::parse(&name).ok()?),
        };
        Some(Principal {
            arn: PrincipalArn::parse(&self.arn).ok()?,
            identity,
            user_id: self.user_id.into(),
            access_key: AccessKeyId::parse(&self.access_key).ok()?,
            session: match self.session {
                Some(session) => Some(Arc::new(session.open()?)),
                None => None,
            },
        })
    }
}

impl From<&Session> for SealedSession {
    fn from(session: &Session) -> Self {
        Self {
            issued: session.issued_at.as_micros(),
            expires: session.expires_at.as_micros(),
            policy: session.policy.clone(),
            policy_arns: session.policy_arns.iter().map(PolicyArn::to_string).collect(),
            tags: session.tags.clone(),
            transitive: session.transitive_tags.clone(),
            source_identity: session.source_identity.clone(),
            provider: session.provider.clone(),
            parent: session.parent.as_ref().map(AccessKeyId::to_string),
        }
    }
}

impl SealedSession {
    fn open(self) -> Option<Session> {
        let arns = self.policy_arns.iter().map(|arn| PolicyArn::parse(arn).ok());
        let parent = match self.parent {
            Some(parent) => Some(AccessKeyId::parse(&parent).ok()?),
            None => None,
        };
        Some(Session {
            issued_at: Timestamp::from_micros(self.issued),
            expires_at: Timestamp::from_micros(self.expires),
            policy: self.policy,
            policy_arns: arns.collect::<Option<_>>()?,
            tags: self.tags,
            transitive_tags: self.transitive,
            source_identity: self.source_identity,
            provider: self.provider,
            parent,
        })
    }
}

impl From<SessionTokenError> for Error {
    fn from(error: SessionTokenError) -> Self {
        Self::SessionToken(error)
    }
}
