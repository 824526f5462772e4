//! Making temporary credentials.

use std::sync::Arc;

use names::{EntityName, PrincipalArn};
use serde::Serialize;

use super::session_tag::SessionTags;
use crate::access_key::{KeyKind, NewAccessKey};
use crate::authority::AssumableRole;
use crate::{Error, Identity, IdentityFault, Internal, Principal, Registry, Session, TemporaryCredentials};

/// The most that policies and tags of a session may take in its token, in bytes. Whatever else a
/// token holds is bounded, and fits beside this: also into the authorization tokens and download
/// URLs that are made with the session.
const PACKED_LIMIT: usize = 4_800;

/// A new session of a role.
#[derive(Clone)]
pub struct AssumedRole {
    /// Its credentials.
    pub credentials: TemporaryCredentials,
    /// Its ARN: `arn:aws:sts::<account>:assumed-role/<role>/<session>`.
    pub arn: PrincipalArn,
    /// `AROA…:<session>`.
    pub user_id: Arc<str>,
    /// How much of the room for policies and tags is taken, in percent; `None` without any.
    pub packed_size: Option<u32>,
    /// Who is behind it, if that was said.
    pub source_identity: Option<String>,
}

impl AssumedRole {
    /// Who has the session, as far as the audit trail tells of it.
    pub(super) fn principal(&self, role: EntityName) -> Principal {
        Principal {
            arn: self.arn.clone(),
            identity: Identity::Role(role),
            user_id: Arc::clone(&self.user_id),
            access_key: self.credentials.access_key.clone(),
            session: None,
        }
    }
}

/// What of a session its maker chooses the length of.
#[derive(Serialize)]
struct Packed<'a> {
    policy: Option<&'a str>,
    policy_arns: Vec<&'a str>,
    tags: &'a [(String, String)],
    transitive: &'a [String],
}

impl Registry {
    /// Makes a session of a role; whoever calls this has decided that it may be.
    pub(super) fn role_session(
        &self,
        role: &AssumableRole,
        name: &str,
        session: Session,
    ) -> Result<AssumedRole, Error> {
        let packed_size = packed_size(&session)?;
        let account = role.arn.account();
        let arn = format!("arn:aws:sts::{account}:assumed-role/{}/{name}", role.name);
        let invalid = |_| Error::identity(IdentityFault::Validation, "The session's name is not acceptable.");
        let arn = PrincipalArn::parse(&arn).map_err(invalid)?;
        let key = NewAccessKey::random(KeyKind::Temporary, account);
        let source_identity = session.source_identity.clone();
        let principal = Principal {
            arn,
            identity: Identity::Role(role.name.clone()),
            user_id: format!("{}:{name}", role.id).into(),
            access_key: key.id.clone(),
            session: Some(Arc::new(session)),
        };
        Ok(AssumedRole {
            credentials: self.temporary_credentials(&principal, key)?,
            arn: principal.arn,
            user_id: principal.user_id,
            packed_size,
            source_identity,
        })
    }

    /// Seals a principal with a session as credentials.
    pub(super) fn temporary_credentials(
        &self,
        principal: &Principal,
        key: NewAccessKey,
    ) -> Result<TemporaryCredentials, Error> {
        let token = self.session_seal(principal, &key.secret);
        let session = principal.session.as_deref();
        match (token, session) {
            (Some(token), Some(session)) => Ok(TemporaryCredentials {
                access_key: key.id,
                secret: key.secret,
                token,
                expires_at: session.expires_at,
            }),
            _ => Err(Internal::Broken("a session within its bounds cannot be sealed".to_owned()).into()),
        }
    }
}

/// Moves tags into a session.
pub(super) fn put_tags(session: &mut Session, tags: SessionTags) {
    session.tags = tags.tags;
    session.transitive_tags = tags.transitive;
}

fn packed_size(session: &Session) -> Result<Option<u32>, Error> {
    let packed = Packed {
        policy: session.policy.as_deref(),
        policy_arns: session.policy_arns.iter().map(|arn| arn.as_str()).collect(),
        tags: &session.tags,
        transitive: &session.transitive_tags,
    };
    let has_policies = packed.policy.is_some() || !packed.policy_arns.is_empty();
    if !has_policies && packed.tags.is_empty() {
        return Ok(None);
    }
    let length = serde_json::to_vec(&packed)
        .map_err(|error| Internal::Broken(error.to_string()))?
        .len();
    let percent = (length * 100).div_ceil(PACKED_LIMIT);
    if percent > 100 {
        let message = if has_policies {
            format!("Packed policy consumes {percent}% of allotted space, please use smaller policy.")
        } else {
            format!("Packed size of session tags consumes {percent}% of allotted space.")
        };
        return Err(Error::identity(IdentityFault::PackedPolicyTooLarge, message));
    }
    Ok(u32::try_from(percent).ok())
}
