//! The caller's side of a decision: the user, role or root behind it, and its policies.

use std::sync::Arc;

use futures_util::FutureExt as _;
use iam::{Counted, Limits, Policy, PolicyKind, managed};
use meta::{
    AccessKey, IdentityPolicy, KeyOwner, KeyStatus, Limit, ManagedPolicy, Meta, OwnedPolicy, ResourceTag,
    RoleFacts, Tx, UserFacts,
};
use names::{AccessKeyId, AccountId, PolicyArn, PrincipalArn};

use crate::{Credential, Error, Identity, Internal, Principal, Session};

/// Which entity. The name in `identity` is folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct SubjectKey {
    pub(crate) account: AccountId,
    pub(crate) identity: Identity,
}

/// A user, a role or an account's root.
#[derive(Debug)]
pub(crate) struct Subject {
    /// Its own ARN: of a role's session the role's, path included.
    pub(crate) arn: PrincipalArn,
    /// Its unique id, which no other entity ever has; the account's number for a root.
    pub(crate) id: String,
    /// Identity policies, the boundary, service control policies of the account.
    pub(crate) policies: Vec<Arc<Policy>>,
    /// `aws:PrincipalTag`.
    pub(crate) tags: Vec<(String, String)>,
    /// Long-term access keys that work.
    pub(crate) active_keys: Vec<AccessKeyId>,
}

impl Subject {
    /// Reads an entity; `None` when there is none of that name.
    pub(crate) async fn load(meta: &Meta, key: SubjectKey) -> Result<Option<Arc<Self>>, Error> {
        let loaded = meta
            .read::<_, Error, _>(move |tx| {
                let key = key.clone();
                async move {
                    match &key.identity {
                        Identity::Root => root(tx, key.account).await,
                        Identity::User(name) => {
                            let facts = tx.iam_user_facts(&key.account, name).await?;
                            facts.map(user).transpose()
                        }
                        Identity::Role(name) => {
                            let facts = tx.iam_role_facts(&key.account, name).await?;
                            facts.map(role).transpose()
                        }
                    }
                }
                .boxed()
            })
            .await?;
        Ok(loaded.map(Arc::new))
    }

    /// Whether a caller is this entity still, and calls with a key that works still.
    pub(crate) fn is(&self, principal: &Principal) -> bool {
        let works = |key: &AccessKeyId| self.active_keys.contains(key);
        let key_works = match &principal.session {
            None => works(&principal.access_key),
            // The key that made a role's session belongs to somebody else, and a role's sessions
            // end with the role.
            Some(session) => match (&principal.identity, &session.parent) {
                (Identity::User(_) | Identity::Root, Some(parent)) => works(parent),
                (Identity::User(_) | Identity::Root, None) => false,
                (Identity::Role(_), _) => true,
            },
        };
        self.id == principal.entity_id() && key_works
    }
}

/// Most keys of a root that are looked at; there may be two.
const ROOT_KEYS: Limit = Limit(1_000);

async fn root(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Subject>, Error> {
    let Some(account) = tx.account_get(&id).await? else {
        return Ok(None);
    };
    let keys = tx.access_key_list(&id, &KeyOwner::Root, None, ROOT_KEYS).await?;
    let active = keys.into_iter().filter(|key| key.status == KeyStatus::Active);
    Ok(Some(Subject {
        arn: entity_arn(id, "root")?,
        id: id.to_string(),
        policies: service_control(account.service_control_policy).collect(),
        tags: Vec::new(),
        active_keys: active.map(|key| key.id).collect(),
    }))
}

fn user(facts: UserFacts) -> Result<Subject, Error> {
    let user = facts.user;
    let arn = entity_arn(user.account, &format!("user{}{}", user.path, user.name))?;
    Ok(Subject {
        arn,
        id: user.id.to_string(),
        policies: compile_all(facts.policies, facts.boundary, facts.service_control_policy),
        tags: pairs(facts.tags),
        active_keys: facts.active_access_keys,
    })
}

fn role(facts: RoleFacts) -> Result<Subject, Error> {
    let role = facts.role;
    let arn = entity_arn(role.account, &format!("role{}{}", role.path, role.name))?;
    Ok(Subject {
        arn,
        id: role.id.to_string(),
        policies: compile_all(facts.policies, facts.boundary, facts.service_control_policy),
        tags: pairs(facts.tags),
        active_keys: Vec::new(),
    })
}

/// An ARN of IAM in an account.
pub(crate) fn entity_arn(account: AccountId, resource: &str) -> Result<PrincipalArn, Error> {
    let arn = PrincipalArn::parse(&format!("arn:aws:iam::{account}:{resource}"));
    arn.map_err(|error| Internal::Broken(error.to_string()).into())
}

fn pairs(tags: Vec<ResourceTag>) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}

fn compile_all(
    policies: Vec<IdentityPolicy>,
    boundary: Option<ManagedPolicy>,
    control: Option<String>,
) -> Vec<Arc<Policy>> {
    let identity = policies.into_iter().map(|one| match one.policy {
        OwnedPolicy::Inline { name, document } => compile(name.as_str(), &document, PolicyKind::Identity),
        OwnedPolicy::Managed(policy) => compile_managed(&policy, PolicyKind::Identity),
    });
    let boundary = boundary.map(|policy| compile_managed(&policy, PolicyKind::Boundary));
    identity.chain(boundary).chain(service_control(control)).collect()
}

fn service_control(document: Option<String>) -> impl Iterator<Item = Arc<Policy>> {
    let compiled =
        document.map(|document| compile("service control policy", &document, PolicyKind::ServiceControl));
    compiled.into_iter()
}

fn compile_managed(policy: &ManagedPolicy, kind: PolicyKind) -> Arc<Policy> {
    match policy {
        ManagedPolicy::Customer { arn, document } => compile(arn.as_str(), document, kind),
        ManagedPolicy::Aws { arn } => compile_aws(arn, kind),
    }
}

/// Compiles one of AWS's own managed policies.
fn compile_aws(arn: &PolicyArn, kind: PolicyKind) -> Arc<Policy> {
    match managed::get(arn.as_str()) {
        Some(managed) => compile(arn.as_str(), managed.document, kind),
        None => missing(arn, kind),
    }
}

/// What stands for a policy that is gone: it denies everything, as it may have done.
fn missing(arn: &PolicyArn, kind: PolicyKind) -> Arc<Policy> {
    tracing::error!(%arn, "a policy that is in use is gone: it denies everything");
    Arc::new(Policy::unreadable(kind))
}

/// Compiles a stored document. One that cannot be read any more denies everything: leaving it out
/// could leave a denial out.
pub(crate) fn compile(name: &str, document: &str, kind: PolicyKind) -> Arc<Policy> {
    let limits = Limits {
        characters: usize::MAX,
        counted: Counted::All,
    };
    let policy = Policy::parse(document, kind, limits).unwrap_or_else(|error| {
        tracing::error!(name, %error, "a stored policy cannot be read: it denies everything");
        Policy::unreadable(kind)
    });
    Arc::new(policy)
}

/// The policies that were passed to a session; those of the account in their version of now.
pub(crate) async fn session_policies(meta: &Meta, session: &Session) -> Result<Arc<[Arc<Policy>]>, Error> {
    let kind = PolicyKind::Session;
    let inline = session
        .policy
        .as_deref()
        .map(|document| compile("session policy", document, kind));
    let mut policies: Vec<Arc<Policy>> = inline.into_iter().collect();
    for arn in &session.policy_arns {
        let wanted = arn.clone();
        policies.push(match arn.owner() {
            None => compile_aws(arn, kind),
            Some(owner) => meta
                .read::<_, Error, _>(move |tx| {
                    let wanted = wanted.clone();
                    async move { managed_document(tx, owner, &wanted).await }.boxed()
                })
                .await?
                .map_or_else(
                    || missing(arn, kind),
                    |document| compile(arn.as_str(), &document, kind),
                ),
        });
    }
    Ok(policies.into())
}

/// The default version of a managed policy of an account.
pub(crate) async fn managed_document(
    tx: &mut Tx<'_>,
    owner: AccountId,
    arn: &PolicyArn,
) -> Result<Option<String>, Error> {
    let name = arn.name();
    let policy = tx.iam_policy_get(&owner, &name).await?;
    let Some(policy) = policy.filter(|policy| policy.arn == *arn) else {
        return Ok(None);
    };
    let version = tx
        .iam_policy_version_get(&owner, &name, policy.default_version)
        .await?;
    Ok(version.map(|version| version.document))
}

/// The caller behind a long-term access key; `None` when there is none, or it is inactive.
pub(crate) async fn credential(meta: &Meta, id: AccessKeyId) -> Result<Option<Credential>, Error> {
    meta.read::<_, Error, _>(move |tx| {
        let id = id.clone();
        async move {
            let key = tx.access_key_get(&id).await?;
            match key.filter(|key| key.status == KeyStatus::Active) {
                Some(key) => owner_of(tx, key).await,
                None => Ok(None),
            }
        }
        .boxed()
    })
    .await
}

async fn owner_of(tx: &mut Tx<'_>, key: AccessKey) -> Result<Option<Credential>, Error> {
    let (arn, identity, user_id) = match &key.owner {
        KeyOwner::Root => {
            let arn = entity_arn(key.account, "root")?;
            (arn, Identity::Root, key.account.to_string())
        }
        KeyOwner::User(name) => {
            let Some(user) = tx.iam_user_get(&key.account, name).await? else {
                return Ok(None);
            };
            let arn = entity_arn(key.account, &format!("user{}{}", user.path, user.name))?;
            (arn, Identity::User(user.name), user.id.to_string())
        }
    };
    let principal = Principal {
        arn,
        identity,
        user_id: user_id.into(),
        access_key: key.id,
        session: None,
    };
    Ok(Some(Credential {
        principal,
        secret: key.secret.into(),
    }))
}
