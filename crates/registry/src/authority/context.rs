//! Condition keys: what a request and the server know, under the names that policies use ("AWS
//! global condition context keys"; Service Authorization Reference, "Amazon ECR").

use iam::Context;
use names::PrincipalArn;
use stdx::Timestamp;

use super::{Place, Scope, Subject};
use crate::{Caller, Identity, Origin, Principal, Session, Transport};

/// What one request says beside who sends it, for condition keys such as `aws:RequestTag/team`.
/// Keys are named by the operation that fills them in, never by the caller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestFacts(Vec<(String, Vec<String>)>);

impl RequestFacts {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a key; no values make it absent.
    #[must_use]
    pub fn with(mut self, key: &str, values: impl IntoIterator<Item = String>) -> Self {
        self.0.push((key.to_owned(), values.into_iter().collect()));
        self
    }

    /// These, and over them those of `more`.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        self.0.extend_from_slice(&more.0);
        self
    }

    /// Adds `aws:RequestTag/…` and `aws:TagKeys`.
    #[must_use]
    pub fn with_tags<'a>(mut self, tags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut keys = Vec::new();
        for (key, value) in tags {
            self.0
                .push((format!("aws:RequestTag/{key}"), vec![value.to_owned()]));
            keys.push(key.to_owned());
        }
        self.0.push(("aws:TagKeys".to_owned(), keys));
        self
    }

    /// The keys that were added.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// Writes the keys into a context.
    pub(crate) fn write(&self, context: &mut Context) {
        for (key, values) in &self.0 {
            context.set_all(key, values.iter().map(String::as_str));
        }
    }
}

/// Everything that is known of a request.
pub(crate) fn facts(
    caller: &Caller,
    (subject, scope): (&Subject, &Scope),
    place: &Place,
    request: &RequestFacts,
    now: Timestamp,
) -> Context {
    let mut context = Context::new();
    of_moment(&mut context, now);
    of_connection(&mut context, &caller.origin);
    of_principal(&mut context, &caller.principal, subject);
    of_place(&mut context, place, scope);
    request.write(&mut context);
    context
}

/// Everything that is known of a request that nobody has signed.
pub(crate) fn facts_of_stranger(
    origin: &Origin,
    (place, scope): (&Place, &Scope),
    request: &RequestFacts,
    now: Timestamp,
) -> Context {
    let mut context = Context::new();
    // First, since a provider may be called like a service's keys are.
    request.write(&mut context);
    of_moment(&mut context, now);
    of_connection(&mut context, origin);
    of_place(&mut context, place, scope);
    context
}

fn of_moment(context: &mut Context, now: Timestamp) {
    context.set("aws:CurrentTime", &now.to_iso8601());
    context.set("aws:EpochTime", &now.as_seconds().to_string());
}

fn of_connection(context: &mut Context, origin: &Origin) {
    context.set("aws:SourceIp", &origin.source_ip.to_canonical().to_string());
    let secure = match origin.transport {
        Transport::Plain => "false",
        Transport::Tls => "true",
    };
    context.set("aws:SecureTransport", secure);
    context.set_all("aws:UserAgent", origin.user_agent.as_deref());
    context.set("aws:ViaAWSService", "false");
}

fn of_principal(context: &mut Context, principal: &Principal, subject: &Subject) {
    context.set("aws:userid", &principal.user_id);
    of_entity(context, &principal.identity, &subject.arn, &subject.tags);
    if let Some(session) = &principal.session {
        of_session(context, session);
    }
}

/// What is known of a user, a role or a root, whoever calls as it.
pub(crate) fn of_entity(
    context: &mut Context,
    identity: &Identity,
    arn: &PrincipalArn,
    tags: &[(String, String)],
) {
    context.set("aws:PrincipalArn", arn.as_str());
    context.set("aws:PrincipalAccount", arn.account().as_str());
    context.set("aws:PrincipalIsAWSService", "false");
    let kind = match identity {
        Identity::Root => "Account",
        Identity::User(name) => {
            context.set("aws:username", name.as_str());
            "User"
        }
        Identity::Role(_) => "AssumedRole",
    };
    context.set("aws:PrincipalType", kind);
    for (key, value) in tags {
        context.set(&format!("aws:PrincipalTag/{key}"), value);
    }
}

fn of_session(context: &mut Context, session: &Session) {
    context.set("aws:TokenIssueTime", &session.issued_at.to_iso8601());
    context.set("aws:MultiFactorAuthPresent", "false");
    context.set_all("aws:SourceIdentity", session.source_identity.as_deref());
    context.set_all("aws:FederatedProvider", session.provider.as_deref());
    for (key, value) in &session.tags {
        context.set(&format!("aws:PrincipalTag/{key}"), value);
    }
}

fn of_place(context: &mut Context, place: &Place, scope: &Scope) {
    let (account, region) = match place {
        Place::Repository(arn) => (arn.registry.account, arn.registry.region.as_str()),
        Place::Registry(registry) | Place::Namespace(registry, _) | Place::Keys(registry) => {
            (registry.account, registry.region.as_str())
        }
        Place::Key(arn) => (arn.home.account, arn.home.region.as_str()),
        // IAM and STS are global; AWS says this region for them.
        Place::Role(account, _) | Place::Account(account) => (*account, "us-east-1"),
    };
    context.set("aws:ResourceAccount", account.as_str());
    context.set("aws:RequestedRegion", region);
    let service = match place {
        Place::Repository(_) | Place::Registry(_) | Place::Namespace(..) => "ecr",
        Place::Role(..) | Place::Account(_) => "iam",
        Place::Key(_) | Place::Keys(_) => "kms",
    };
    if let Place::Key(_) = place {
        let aliases = scope.aliases.iter().map(String::as_str);
        context.set_all("kms:ResourceAliases", aliases);
    }
    for (key, value) in &scope.tags {
        context.set(&format!("aws:ResourceTag/{key}"), value);
        context.set(&format!("{service}:ResourceTag/{key}"), value);
    }
}
