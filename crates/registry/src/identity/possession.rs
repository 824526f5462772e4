//! Which policies somebody has, with their texts and where each comes from: what simulators show.
//!
//! Decisions about requests do not come here; they stand on [`crate::authority`], which holds the
//! same policies compiled and without their texts.

use std::sync::Arc;

use iam::{Policy, PolicyKind, managed};
use meta::{IdentityPolicy, Limit, ManagedPolicy, OwnedPolicy, OwnerKind, PolicyOwner, ResourceTag, Tx};
use names::{AccountId, EntityName, PrincipalArn};

use super::simulation::PolicySource;
use crate::authority::{compile, entity_arn, managed_document};
use crate::{Error, Identity};

/// A policy of a simulation.
#[derive(Debug, Clone)]
pub(crate) struct Sourced {
    /// What answers call it (IAM: `SourcePolicyId`).
    pub(crate) id: String,
    pub(crate) source: PolicySource,
    pub(crate) document: String,
    pub(crate) policy: Arc<Policy>,
    /// Its ARN, where it is a managed one.
    pub(crate) arn: Option<String>,
}

/// Somebody, and all policies that are attached to it.
#[derive(Debug, Clone)]
pub(crate) struct Possession {
    pub(crate) arn: PrincipalArn,
    pub(crate) unique_id: String,
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) policies: Vec<Sourced>,
}

/// Whose policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Possessor {
    /// A root, a user or a role.
    Principal(Identity),
    /// A group, which is no principal.
    Group(EntityName),
}

impl Sourced {
    /// A text of a kind that is stored, or was read before.
    pub(crate) fn new(id: String, source: PolicySource, document: String, kind: PolicyKind) -> Self {
        let policy = compile(&id, &document, kind);
        Self {
            id,
            source,
            document,
            policy,
            arn: None,
        }
    }

    fn managed(policy: ManagedPolicy, kind: PolicyKind) -> Self {
        let (arn, source, document) = match policy {
            ManagedPolicy::Customer { arn, document } => (arn, PolicySource::UserManaged, document),
            ManagedPolicy::Aws { arn } => {
                let known = managed::get(arn.as_str());
                let text = known.map_or("", |policy| policy.document).to_owned();
                (arn, PolicySource::AwsManaged, text)
            }
        };
        let source = match kind {
            PolicyKind::Boundary => PolicySource::Boundary,
            _ => source,
        };
        let mut sourced = Self::new(arn.name().to_string(), source, document, kind);
        sourced.arn = Some(arn.to_string());
        sourced
    }

    fn of_identity(one: IdentityPolicy) -> Self {
        let kind = PolicyKind::Identity;
        match one.policy {
            OwnedPolicy::Managed(policy) => Self::managed(policy, kind),
            OwnedPolicy::Inline { name, document } => Self::inline(&one.owner, &name, document),
        }
    }

    fn inline(owner: &PolicyOwner, name: &EntityName, document: String) -> Self {
        let (word, source) = match owner.kind {
            OwnerKind::User => ("user", PolicySource::User),
            OwnerKind::Group => ("group", PolicySource::Group),
            OwnerKind::Role => ("role", PolicySource::Role),
        };
        let id = format!("{word}_{}_{name}", owner.name);
        Self::new(id, source, document, PolicyKind::Identity)
    }
}

impl Possession {
    /// Reads what somebody of an account has; `None` when there is nobody of that name.
    pub(crate) async fn load(
        tx: &mut Tx<'_>,
        account: AccountId,
        possessor: &Possessor,
    ) -> Result<Option<Self>, Error> {
        match possessor {
            Possessor::Principal(Identity::Root) => root(tx, account).await,
            Possessor::Principal(Identity::User(name)) => user(tx, account, name).await,
            Possessor::Principal(Identity::Role(name)) => role(tx, account, name).await,
            Possessor::Group(name) => group(tx, account, name).await,
        }
    }
}

async fn root(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Possession>, Error> {
    let Some(account) = tx.account_get(&id).await? else {
        return Ok(None);
    };
    Ok(Some(Possession {
        arn: entity_arn(id, "root")?,
        unique_id: id.to_string(),
        tags: Vec::new(),
        policies: service_control(account.service_control_policy).collect(),
    }))
}

async fn user(tx: &mut Tx<'_>, account: AccountId, name: &EntityName) -> Result<Option<Possession>, Error> {
    let Some(facts) = tx.iam_user_facts(&account, name).await? else {
        return Ok(None);
    };
    let user = facts.user;
    Ok(Some(Possession {
        arn: entity_arn(account, &format!("user{}{}", user.path, user.name))?,
        unique_id: user.id.to_string(),
        tags: pairs(facts.tags),
        policies: all(facts.policies, facts.boundary, facts.service_control_policy),
    }))
}

async fn role(tx: &mut Tx<'_>, account: AccountId, name: &EntityName) -> Result<Option<Possession>, Error> {
    let Some(facts) = tx.iam_role_facts(&account, name).await? else {
        return Ok(None);
    };
    let role = facts.role;
    Ok(Some(Possession {
        arn: entity_arn(account, &format!("role{}{}", role.path, role.name))?,
        unique_id: role.id.to_string(),
        tags: pairs(facts.tags),
        policies: all(facts.policies, facts.boundary, facts.service_control_policy),
    }))
}

/// More policies than a group can have attached.
const ALL_ATTACHMENTS: Limit = Limit(1_000);

async fn group(tx: &mut Tx<'_>, account: AccountId, name: &EntityName) -> Result<Option<Possession>, Error> {
    let Some(group) = tx.iam_group_get(&account, name).await? else {
        return Ok(None);
    };
    let owner = PolicyOwner {
        kind: OwnerKind::Group,
        name: group.name.clone(),
    };
    let inline = tx.iam_inline_policy_list_documents(&account, &owner).await?;
    let mut policies: Vec<Sourced> = inline
        .into_iter()
        .map(|policy| Sourced::inline(&owner, &policy.name, policy.document))
        .collect();
    for arn in tx
        .iam_attachment_list(&account, &owner, None, ALL_ATTACHMENTS)
        .await?
    {
        let policy = match arn.owner() {
            None => ManagedPolicy::Aws { arn },
            Some(owner) => {
                let document = managed_document(tx, owner, &arn).await?;
                let document = document.unwrap_or_default();
                ManagedPolicy::Customer { arn, document }
            }
        };
        policies.push(Sourced::managed(policy, PolicyKind::Identity));
    }
    let control = tx.account_get(&account).await?;
    policies.extend(service_control(
        control.and_then(|account| account.service_control_policy),
    ));
    Ok(Some(Possession {
        arn: entity_arn(account, &format!("group{}{}", group.path, group.name))?,
        unique_id: group.id.to_string(),
        tags: Vec::new(),
        policies,
    }))
}

fn all(
    policies: Vec<IdentityPolicy>,
    boundary: Option<ManagedPolicy>,
    control: Option<String>,
) -> Vec<Sourced> {
    let identity = policies.into_iter().map(Sourced::of_identity);
    let boundary = boundary.map(|policy| Sourced::managed(policy, PolicyKind::Boundary));
    identity.chain(boundary).chain(service_control(control)).collect()
}

fn service_control(document: Option<String>) -> impl Iterator<Item = Sourced> {
    let sourced = document.map(|document| {
        Sourced::new(
            "service control policy".to_owned(),
            PolicySource::ServiceControl,
            document,
            PolicyKind::ServiceControl,
        )
    });
    sourced.into_iter()
}

fn pairs(tags: Vec<ResourceTag>) -> Vec<(String, String)> {
    tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}
