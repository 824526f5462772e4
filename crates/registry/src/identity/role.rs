//! Roles.

use std::time::Duration;

use futures_util::FutureExt as _;
use meta::{IamCount, OwnerKind, Put, ResourceTag, Role, TagOwner, Tx};
use names::{EntityName, EntityPath, PolicyArn};

use super::entity::{EntityKind, Tagged, conflict, existing, page, quota, tags};
use super::service_linked_role::{check_path, check_unprotected};
use super::trust_policy::{self, TrustPolicy};
use super::user::{ONE, check_policies};
use super::{boundary, identity_tag};
use crate::access_key::unique_id;
use crate::{Action, Error, Grant, IamResource, Page, PageRequest, Registry};

/// How many roles an account may have (IAM quotas).
pub(crate) const MAX_ROLES: usize = 1_000;

/// A role to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRole {
    /// Its name.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// Who may assume it: a policy document.
    pub trust_policy: String,
    /// What is said of it.
    pub description: Option<String>,
    /// The longest life of a session; the model bounds it to 1 to 12 hours.
    pub max_session: Duration,
    /// Its permissions boundary.
    pub boundary: Option<PolicyArn>,
    /// Its tags.
    pub tags: Vec<ResourceTag>,
}

impl Registry {
    /// Makes a role.
    pub async fn role_create(&self, grant: &Grant<IamResource>, new: NewRole) -> Result<Tagged<Role>, Error> {
        grant.expect(&[Action::CreateRole]);
        identity_tag::check_tags(&new.tags)?;
        check_path(&new.path)?;
        let trust = TrustPolicy::parse(&new.trust_policy)?;
        let decided = grant.resource().clone();
        let role = Role {
            account: decided.account,
            name: new.name,
            path: new.path,
            id: unique_id("AROA")?,
            created_at: self.now(),
            description: new.description,
            max_session: new.max_session,
            trust_policy: new.trust_policy,
            boundary: new.boundary,
            last_used: None,
        };
        let arguments = (decided, role, trust, new.tags);
        self.change_for(grant, arguments, |tx, (decided, role, trust, tags)| {
            async move {
                if let Some(arn) = &role.boundary {
                    boundary::check(tx, role.account, arn).await?;
                }
                let stored = Role {
                    trust_policy: trust.bind(tx).await?,
                    ..role.clone()
                };
                create(tx, &stored).await?;
                let owner = TagOwner::Role(role.name.clone());
                identity_tag::put(tx, decided, &owner, tags).await?;
                let (entity, tags) = (role.clone(), tags.clone());
                Ok(Tagged { entity, tags })
            }
            .boxed()
        })
        .await
    }

    /// A role.
    pub async fn role_get(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
    ) -> Result<Tagged<Role>, Error> {
        grant.expect(&[Action::GetRole]);
        self.read((grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let role = existing::<Role>(tx, decided, name).await?;
                let entity = trust_policy::shown(tx, role).await?;
                let tags = tags::<Role>(tx, decided.account, name).await?;
                Ok(Tagged { entity, tags })
            }
            .boxed()
        })
        .await
    }

    /// The roles whose path begins with `prefix`, by name without regard to case.
    pub async fn role_list(
        &self,
        grant: &Grant<IamResource>,
        prefix: String,
        request: PageRequest,
    ) -> Result<Page<Role>, Error> {
        grant.expect(&[Action::ListRoles]);
        let account = grant.resource().account;
        self.read((account, prefix, request), |tx, (account, prefix, request)| {
            async move {
                let mut page = page::<Role>(tx, *account, prefix, request).await?;
                for role in &mut page.entries {
                    *role = trust_policy::shown(tx, role.clone()).await?;
                }
                Ok(page)
            }
            .boxed()
        })
        .await
    }

    /// Changes what is said of a role and how long its sessions may be; what is `None` stays.
    /// Returns the role as it is then.
    pub async fn role_update(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
        description: Option<String>,
        max_session: Option<Duration>,
    ) -> Result<Role, Error> {
        grant.expect(&[Action::UpdateRole, Action::UpdateRoleDescription]);
        let arguments = (grant.resource().clone(), name, description, max_session);
        self.change_for(
            grant,
            arguments,
            |tx, (decided, name, description, max_session)| {
                async move {
                    let mut role = existing::<Role>(tx, decided, name).await?;
                    if max_session.is_some() {
                        check_unprotected(&role)?;
                    }
                    role.description = description.clone().or(role.description);
                    role.max_session = max_session.unwrap_or(role.max_session);
                    let description = role.description.as_deref();
                    tx.iam_role_update(&role.account, name, description, role.max_session)
                        .await?;
                    trust_policy::shown(tx, role).await
                }
                .boxed()
            },
        )
        .await
    }

    /// Replaces the policy that says who may assume a role.
    pub async fn role_update_trust_policy(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
        document: String,
    ) -> Result<(), Error> {
        grant.expect(&[Action::UpdateAssumeRolePolicy]);
        let trust = TrustPolicy::parse(&document)?;
        let arguments = (grant.resource().clone(), name, trust);
        self.change_for(grant, arguments, |tx, (decided, name, trust)| {
            async move {
                let role = existing::<Role>(tx, decided, name).await?;
                check_unprotected(&role)?;
                let bound = trust.bind(tx).await?;
                tx.iam_role_put_trust_policy(&role.account, name, &bound).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Deletes a role to which nothing belongs any more. Its sessions end with it.
    pub async fn role_delete(&self, grant: &Grant<IamResource>, name: EntityName) -> Result<(), Error> {
        grant.expect(&[Action::DeleteRole]);
        self.change_for(grant, (grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let role = existing::<Role>(tx, decided, name).await?;
                check_unprotected(&role)?;
                let account = &role.account;
                let profiles = tx.iam_instance_profile_list_of_role(account, name, None, ONE);
                if !profiles.await?.is_empty() {
                    return Err(conflict("remove roles from instance profile"));
                }
                check_policies(tx, *account, OwnerKind::Role, name).await?;
                tx.iam_role_delete(account, name).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

/// Stores a role within the account's quota.
pub(crate) async fn create(tx: &mut Tx<'_>, role: &Role) -> Result<(), Error> {
    if tx.iam_count(&role.account, IamCount::Roles).await? as usize >= MAX_ROLES {
        return Err(quota("RolesPerAccount", MAX_ROLES));
    }
    match tx.iam_role_create(role).await? {
        Put::Created => Ok(()),
        Put::Exists => Err(EntityKind::Role.taken(&role.name)),
    }
}
