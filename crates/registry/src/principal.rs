//! Who makes a request, and from where.

use std::net::IpAddr;
use std::sync::Arc;

use names::{AccessKeyId, AccountId, EntityName, PrincipalArn};

use crate::{Call, Session};

/// An authenticated caller. Only the ways of authentication make one: a verified request
/// signature (with the key that [`crate::Registry::credential`] gives), an opened authorization
/// token, a verified download URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What policies name; of a role, the session's.
    pub arn: PrincipalArn,
    /// Whose policies apply.
    pub identity: Identity,
    /// The unique identifier that `GetCallerIdentity` calls `UserId`.
    pub user_id: Arc<str>,
    /// The access key that was presented, or that the token was issued to.
    pub access_key: AccessKeyId,
    /// What is known of a session; `None` for long-term keys.
    pub session: Option<Arc<Session>>,
}

/// The entity behind a caller.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The root user of the account.
    Root,
    /// An IAM user.
    User(EntityName),
    /// A session of this role.
    Role(EntityName),
}

impl Principal {
    /// The account that the caller belongs to.
    pub fn account(&self) -> AccountId {
        self.arn.account()
    }

    /// The entity's own unique id: of a role's session the part before the colon.
    pub fn entity_id(&self) -> &str {
        self.user_id.split(':').next().unwrap_or_default()
    }
}

/// Where a request comes from, as condition keys tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// `aws:SourceIp`: the address at the other end of the connection.
    pub source_ip: IpAddr,
    /// `aws:SecureTransport`.
    pub transport: Transport,
    /// `aws:UserAgent`.
    pub user_agent: Option<Arc<str>>,
}

/// Whether a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Plain HTTP.
    Plain,
    /// TLS.
    Tls,
}

/// A caller of one request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub principal: Principal,
    /// From where.
    pub origin: Origin,
    /// The request, for the audit trail.
    pub call: Arc<Call>,
}
