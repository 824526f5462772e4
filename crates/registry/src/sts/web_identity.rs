//! AssumeRoleWithWebIdentity: somebody whom an OpenID Connect provider vouches for takes a role.

use std::sync::Arc;

use futures_util::FutureExt as _;
use iam::{Context, Effect, Principal, Request};
use meta::OidcProvider;
use names::{AccountId, OidcIssuer};
use serde_json::{Value, json};
use web_identity::{Claims, Provider, Thumbprint, unverified_issuer};

use super::issue::put_tags;
use super::session_tag::SessionTags;
use super::trust::{Carries, Chained, duration, needed};
use super::web_identity_fault::{no_provider, not_authorized, refused, rejected, token_fault};
use super::{AssumedRole, SessionRequest, SessionTag};
use crate::authority::{Place, Scope, facts_of_stranger, folded};
use crate::trail::Login;
use crate::{Action, Call, Caller, Error, Origin, Registry, RequestFacts, Session};

/// What is asked of `AssumeRoleWithWebIdentity`.
#[derive(Clone)]
pub struct WebIdentity {
    /// The session.
    pub session: SessionRequest,
    /// The provider's token.
    pub token: String,
}

/// A new session of a role, and who has it.
#[derive(Clone)]
pub struct FederatedRole {
    /// The session.
    pub role: AssumedRole,
    /// The token's subject.
    pub subject: String,
    /// The client that the token is for.
    pub audience: String,
    /// The provider's ARN.
    pub provider: String,
}

impl Registry {
    /// Makes a session of a role for the bearer of a token, if the token is one of a provider that
    /// the role's account has registered, and the role's trust policy lets its bearer. Nobody has
    /// signed the request: the token is all that there is.
    ///
    /// # Errors
    /// [`Error::Identity`], the same where there is no such role as where it does not trust.
    pub async fn role_assume_with_web_identity(
        &self,
        (origin, call): (&Origin, Arc<Call>),
        request: &WebIdentity,
    ) -> Result<FederatedRole, Error> {
        let asked = &request.session;
        let (provider, claims) = self.web_identity(asked.role.account(), &request.token).await?;
        let arn = provider_arn(&provider);
        let tags: Vec<SessionTag> = claims.session_tags.tags.iter().map(tag).collect();
        let tags_of_session = SessionTags::new(&tags, &claims.session_tags.transitive_keys, None)?;
        let place = Place::Role(asked.role.account(), folded(asked.role.name()));
        let generation = self.authority.generation(self.now()).await?;
        let scope = self.authority.scope(generation, place.clone()).await?;
        let known = scope.role.as_ref();
        let Some(role) = known.filter(|role| role.arn.as_str() == asked.role.as_str()) else {
            return Err(not_authorized(Action::AssumeRoleWithWebIdentity));
        };
        let facts = facts(asked, &provider, &claims);
        let context = facts_of_stranger(origin, (&place, &scope), &facts, self.now());
        trusts(asked, (&scope, &arn), &claims, &context)?;
        self.session_policy_check(asked).await?;
        let length = duration(asked.duration, role.max_session, Chained::No)?;
        let mut session = Session {
            policy: asked.policy.clone(),
            policy_arns: asked.policy_arns.clone(),
            source_identity: claims.source_identity.clone(),
            provider: Some(arn.clone()),
            ..Session::starting(self.now(), length)
        };
        put_tags(&mut session, tags_of_session);
        let federated = FederatedRole {
            role: self.role_session(role, &asked.name, session)?,
            subject: claims.subject,
            audience: claims.client_id,
            provider: arn,
        };
        let caller = Caller {
            principal: federated.role.principal(role.name.clone()),
            origin: origin.clone(),
            call,
        };
        self.login_put(&Login {
            caller: &caller,
            owner: asked.role.account(),
            arn: asked.role.as_str(),
            identity: Some(federated.user_identity()),
        })
        .await?;
        Ok(federated)
    }

    /// What the token says, verified by the keys of the provider that it names.
    async fn web_identity(&self, account: AccountId, token: &str) -> Result<(OidcProvider, Claims), Error> {
        let issuer = unverified_issuer(token).map_err(|fault| token_fault(&fault))?;
        let name = issuer.strip_prefix("https://");
        let name = name.and_then(|name| OidcIssuer::parse(name).ok());
        let found = match name {
            None => None,
            Some(name) => {
                let found = self.read((account, name), |tx, (account, name)| {
                    async move { Ok(tx.iam_oidc_provider_get(account, name).await?) }.boxed()
                });
                found.await?
            }
        };
        let provider = found.ok_or_else(|| no_provider(&issuer))?;
        let thumbprints = provider.thumbprints.iter();
        let known = Provider {
            url: provider.issuer.to_string(),
            client_ids: provider.client_ids.clone(),
            thumbprints: thumbprints.filter_map(|text| Thumbprint::parse(text)).collect(),
        };
        let verified = self.provider_keys.verify(token, &known).await;
        let claims = verified.map_err(|fault| refused(&fault))?;
        if !claims.source_identity.as_deref().is_none_or(is_source_identity) {
            return Err(rejected());
        }
        Ok((provider, claims))
    }
}

impl FederatedRole {
    /// Who asks, as the audit trail tells of it (CloudTrail userIdentity element, "WebIdentityUser").
    fn user_identity(&self) -> Value {
        let Self {
            subject,
            audience,
            provider,
            ..
        } = self;
        json!({
            "type": "WebIdentityUser",
            "principalId": format!("{provider}:{audience}:{subject}"),
            "userName": subject,
            "identityProvider": provider,
        })
    }
}

/// Decides by the role's trust policy, which is all that can grant to somebody without an account.
fn trusts(
    asked: &SessionRequest,
    (scope, provider): (&Scope, &str),
    claims: &Claims,
    context: &Context,
) -> Result<(), Error> {
    let carries = Carries {
        tags: !claims.session_tags.tags.is_empty(),
        source_identity: claims.source_identity.is_some(),
    };
    for action in needed(Action::AssumeRoleWithWebIdentity, carries) {
        let request = Request {
            principal: Principal::Federated(provider),
            action: action.as_str(),
            resource: asked.role.as_str(),
            owner: asked.role.account(),
            context,
        };
        let policies = scope.policies.iter().map(|policy| &**policy);
        if iam::decide(&request, policies).effect() == Effect::Deny {
            return Err(not_authorized(action));
        }
    }
    Ok(())
}

/// The condition keys of the token and of the request. The token's come first, so that none of
/// them takes the place of another key.
fn facts(asked: &SessionRequest, provider: &OidcProvider, claims: &Claims) -> RequestFacts {
    let mut facts = RequestFacts::none();
    for (name, values) in &claims.conditions {
        facts = facts.with(&format!("{}:{name}", provider.issuer), values.iter().cloned());
    }
    let tags = claims.session_tags.tags.iter();
    facts
        .with_tags(tags.map(|(key, value)| (key.as_str(), value.as_str())))
        .with(
            "sts:TransitiveTagKeys",
            claims.session_tags.transitive_keys.iter().cloned(),
        )
        .with("aws:FederatedProvider", [provider_arn(provider)])
        .with("sts:RoleSessionName", [asked.name.clone()])
        .with("sts:SourceIdentity", claims.source_identity.clone())
}

fn provider_arn(provider: &OidcProvider) -> String {
    format!(
        "arn:aws:iam::{}:oidc-provider/{}",
        provider.account, provider.issuer
    )
}

fn tag((key, value): &(String, String)) -> SessionTag {
    SessionTag {
        key: key.clone(),
        value: value.clone(),
    }
}

/// The grammar of the parameter that `AssumeRole` has for it (STS: `sourceIdentityType`).
fn is_source_identity(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    (2..=64).contains(&text.len()) && text.bytes().all(allowed)
}
