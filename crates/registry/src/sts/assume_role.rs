//! AssumeRole: a principal takes a role, of its own account or of another one.

use iam::Effect;

use super::issue::put_tags;
use super::session_tag::SessionTags;
use super::trust::{Carries, Chained, duration, needed};
use super::{AssumedRole, SessionRequest, SessionTag};
use crate::authority::{Place, Question, folded};
use crate::trail::Login;
use crate::{
    Action, Caller, Denied, Error, Identity, IdentityFault, Principal, Registry, RequestFacts, Session,
};

/// What is asked of `AssumeRole`.
#[derive(Debug, Clone)]
pub struct AssumeRole {
    /// The session.
    pub session: SessionRequest,
    /// Its tags, in addition to those that it inherits.
    pub tags: Vec<SessionTag>,
    /// Keys of tags that sessions made with this session inherit.
    pub transitive_tags: Vec<String>,
    /// What the role's owner has agreed with the caller (`sts:ExternalId`).
    pub external_id: Option<String>,
    /// Who is behind the session; once said, it stays.
    pub source_identity: Option<String>,
}

impl Registry {
    /// Makes a session of a role, if the caller's policies and the role's trust policy let it.
    ///
    /// What is decided depends on what the caller's own session hands down, so it is decided here
    /// and no grant is taken.
    ///
    /// # Errors
    /// [`Error::Denied`], the same where there is no such role; [`Error::Identity`] for what cannot
    /// be asked for; [`Error::CredentialRevoked`] when the caller is gone.
    pub async fn role_assume(&self, caller: &Caller, request: &AssumeRole) -> Result<AssumedRole, Error> {
        self.check_caller(caller).await?;
        let principal = &caller.principal;
        if principal.identity == Identity::Root {
            let message = "Roles may not be assumed by root accounts.";
            return Err(Error::identity(IdentityFault::AccessDenied, message));
        }
        let parent = principal.session.as_deref();
        let tags = SessionTags::new(&request.tags, &request.transitive_tags, parent)?;
        let source_identity = source_identity(principal, request)?;
        let carries = Carries {
            tags: !tags.tags.is_empty(),
            source_identity: source_identity.is_some(),
        };
        let asked = &request.session;
        let place = Place::Role(asked.role.account(), folded(asked.role.name()));
        let case = self.case(caller, place.clone()).await?;
        let known = case.scope.role.as_ref();
        let Some(role) = known.filter(|role| role.arn.as_str() == asked.role.as_str()) else {
            return Err(denied(principal, Action::AssumeRole, request));
        };
        let facts = facts(request, source_identity.as_deref());
        let context = self.context(caller, &case, &place, &facts);
        for action in needed(Action::AssumeRole, carries) {
            let reason = case.decide(&Question {
                principal,
                action,
                resource: asked.role.as_str(),
                owner: asked.role.account(),
                context: &context,
            });
            if reason.effect() == Effect::Deny {
                return Err(denied(principal, action, request));
            }
        }
        self.session_policy_check(asked).await?;
        let length = duration(asked.duration, role.max_session, chained(principal))?;
        let mut session = Session {
            policy: asked.policy.clone(),
            policy_arns: asked.policy_arns.clone(),
            source_identity,
            ..Session::starting(self.now(), length)
        };
        put_tags(&mut session, tags);
        let assumed = self.role_session(role, &asked.name, session)?;
        self.login_put(&Login {
            caller,
            owner: asked.role.account(),
            arn: asked.role.as_str(),
            identity: None,
        })
        .await?;
        Ok(assumed)
    }
}

/// AWS gives no reason here, and a role that is not there looks like one that is not trusting.
fn denied(principal: &Principal, action: Action, request: &AssumeRole) -> Error {
    Denied::new(&principal.arn, action, request.session.role.as_str(), "").into()
}

fn chained(principal: &Principal) -> Chained {
    match (&principal.identity, &principal.session) {
        (Identity::Role(_), Some(_)) => Chained::Yes,
        _ => Chained::No,
    }
}

/// Who is behind the new session. A session that has a source identity hands it down, and no
/// other can take its place.
fn source_identity(principal: &Principal, request: &AssumeRole) -> Result<Option<String>, Error> {
    let session = principal.session.as_deref();
    let inherited = session.and_then(|session| session.source_identity.as_ref());
    match (inherited, &request.source_identity) {
        (Some(inherited), Some(asked)) if inherited != asked => {
            Err(denied(principal, Action::SetSourceIdentity, request))
        }
        (inherited, asked) => Ok(inherited.or(asked.as_ref()).cloned()),
    }
}

fn facts(request: &AssumeRole, source_identity: Option<&str>) -> RequestFacts {
    let tags = request.tags.iter();
    RequestFacts::none()
        .with_tags(tags.map(|tag| (tag.key.as_str(), tag.value.as_str())))
        .with("sts:TransitiveTagKeys", request.transitive_tags.iter().cloned())
        .with("sts:RoleSessionName", [request.session.name.clone()])
        .with("sts:ExternalId", request.external_id.clone())
        .with("sts:SourceIdentity", source_identity.map(str::to_owned))
}
