//! The resource's side of a decision: policies of the repository and its registry, or the trust
//! policy of a role, and tags.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use iam::{Policy, PolicyKind};
use meta::{Limit, Meta, TagOwner, Tx};
use names::{AccountId, EntityName, KmsKeyArn, PrincipalArn, RegistryKey};

use super::subject::entity_arn;
use super::{Place, compile};
use crate::Error;
use crate::account_setting::{RegistryPolicyScope, registry_policy_scope};
use crate::policy_principal::effective;
use crate::pull_time_exclusion::Exclusions;

/// What a place brings to a decision about it.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Policies of the resource, which grant to whom they name.
    pub(crate) policies: Vec<Arc<Policy>>,
    /// What the policy of the registry decides, which is one of these.
    pub(crate) registry_policy_scope: RegistryPolicyScope,
    /// `aws:ResourceTag` and `ecr:ResourceTag`, or `iam:ResourceTag`.
    pub(crate) tags: Vec<(String, String)>,
    /// Whose pulls from the registry are not recorded.
    pub(crate) exclusions: Exclusions,
    /// The role that is to be assumed, if there is one.
    pub(crate) role: Option<AssumableRole>,
    /// `kms:ResourceAliases`: what else the key is called.
    pub(crate) aliases: Vec<String>,
}

/// What a session of a role is made of.
#[derive(Debug)]
pub(crate) struct AssumableRole {
    pub(crate) arn: PrincipalArn,
    pub(crate) name: EntityName,
    /// Its unique id.
    pub(crate) id: String,
    /// The longest life of a session.
    pub(crate) max_session: Duration,
}

/// More tags than a role or a key can have (50), and more aliases than a key can have.
const ALL_TAGS: Limit = Limit(1_000);

impl Scope {
    /// Reads what there is; a repository that does not exist has what its registry has.
    pub(crate) async fn load(meta: &Meta, place: Place) -> Result<Arc<Self>, Error> {
        let registry = match &place {
            Place::Repository(arn) => arn.registry.clone(),
            Place::Registry(registry) | Place::Namespace(registry, _) => registry.clone(),
            Place::Role(account, name) => return Self::of_role(meta, (*account, name.clone())).await,
            Place::Key(arn) => return Self::of_key(meta, arn.clone()).await,
            Place::Keys(_) | Place::Account(_) => return Ok(Arc::default()),
        };
        let arguments = Arc::new((place, registry));
        let scope = meta
            .read::<_, Error, _>(move |tx| {
                let arguments = Arc::clone(&arguments);
                async move {
                    let (place, registry) = &*arguments;
                    let mut scope = Self::default();
                    if let Place::Repository(arn) = place
                        && let Some(repository) = tx.repository_get(arn).await?
                    {
                        let document = tx.repository_policy_get(repository.id).await?;
                        if let Some(stored) = document {
                            let document = effective(tx, &stored).await?;
                            let name = arn.to_string();
                            scope
                                .policies
                                .push(compile(&name, &document, PolicyKind::Repository));
                        }
                        let tags = tx.resource_tag_list(repository.id).await?;
                        scope.exclusions = Exclusions::load(tx, registry).await?;
                        scope.tags = tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
                    }
                    scope.policies.extend(registry_policy(tx, registry).await?);
                    scope.registry_policy_scope = registry_policy_scope(tx, registry).await?;
                    Ok(scope)
                }
                .boxed()
            })
            .await?;
        Ok(Arc::new(scope))
    }

    /// A key with its policy; nothing where there is no such key.
    async fn of_key(meta: &Meta, arn: KmsKeyArn) -> Result<Arc<Self>, Error> {
        let arn = Arc::new(arn);
        let scope = meta.read::<_, Error, _>(move |tx| {
            let arn = Arc::clone(&arn);
            async move { key(tx, &arn).await }.boxed()
        });
        Ok(Arc::new(scope.await?))
    }

    /// A role with its trust policy; nothing where there is no such role.
    async fn of_role(meta: &Meta, key: (AccountId, EntityName)) -> Result<Arc<Self>, Error> {
        let key = Arc::new(key);
        let scope = meta.read::<_, Error, _>(move |tx| {
            let key = Arc::clone(&key);
            async move { role(tx, &key.0, &key.1).await }.boxed()
        });
        Ok(Arc::new(scope.await?))
    }
}

async fn role(tx: &mut Tx<'_>, account: &AccountId, name: &EntityName) -> Result<Scope, Error> {
    let Some(role) = tx.iam_role_get(account, name).await? else {
        return Ok(Scope::default());
    };
    let owner = TagOwner::Role(role.name.clone());
    let tags = tx.iam_tag_list(account, &owner, None, ALL_TAGS).await?;
    let arn = entity_arn(*account, &format!("role{}{}", role.path, role.name))?;
    let trust_policy = effective(tx, &role.trust_policy).await?;
    Ok(Scope {
        policies: vec![compile(arn.as_str(), &trust_policy, PolicyKind::RoleTrust)],
        tags: tags.into_iter().map(|tag| (tag.key, tag.value)).collect(),
        role: Some(AssumableRole {
            arn,
            name: role.name,
            id: role.id.to_string(),
            max_session: role.max_session,
        }),
        ..Scope::default()
    })
}

async fn key(tx: &mut Tx<'_>, arn: &KmsKeyArn) -> Result<Scope, Error> {
    let Some(key) = tx.kms_key_get(arn).await? else {
        return Ok(Scope::default());
    };
    let policy = effective(tx, &key.policy).await?;
    let tags = tx.kms_key_tag_list(&arn.id, "", ALL_TAGS).await?;
    let aliases = tx.kms_alias_list_of_key(&arn.id, None, ALL_TAGS).await?;
    Ok(Scope {
        policies: vec![compile(&arn.to_string(), &policy, PolicyKind::Key)],
        tags: tags.into_iter().map(|tag| (tag.key, tag.value)).collect(),
        aliases: aliases.into_iter().map(|alias| alias.name.to_string()).collect(),
        ..Scope::default()
    })
}

async fn registry_policy(tx: &mut Tx<'_>, registry: &RegistryKey) -> Result<Option<Arc<Policy>>, Error> {
    let Some(stored) = tx.registry_policy_get(registry).await? else {
        return Ok(None);
    };
    let document = effective(tx, &stored).await?;
    let name = format!("registry policy of {} in {}", registry.account, registry.region);
    Ok(Some(compile(&name, &document, PolicyKind::Registry)))
}
