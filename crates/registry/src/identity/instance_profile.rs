//! Instance profiles: the names under which machines get a role.

use futures_util::FutureExt as _;
use meta::{IamCount, InstanceProfile, Put, ResourceTag, Role, TagOwner, Tx};
use names::{AccountId, EntityName, EntityPath};

use super::entity::{EntityKind, Tagged, conflict, existing, page, quota, tags, token};
use super::service_linked_role::check_unprotected;
use super::{identity_tag, trust_policy};
use crate::access_key::unique_id;
use crate::{Action, Error, Grant, IamResource, IdentityFault, Page, PageRequest, Registry};

/// How many instance profiles an account may have (IAM quotas).
pub(crate) const MAX_INSTANCE_PROFILES: usize = 1_000;
/// The kind of the page tokens of a role's profiles.
const OF_ROLE: &str = "role-instance-profile";

/// An instance profile to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInstanceProfile {
    /// Its name.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// Its tags.
    pub tags: Vec<ResourceTag>,
}

/// An instance profile with its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileWithRole {
    /// The profile.
    pub profile: InstanceProfile,
    /// Its role, if it has one.
    pub role: Option<Role>,
}

impl Registry {
    /// Makes an instance profile without a role.
    pub async fn instance_profile_create(
        &self,
        grant: &Grant<IamResource>,
        new: NewInstanceProfile,
    ) -> Result<Tagged<InstanceProfile>, Error> {
        grant.expect(&[Action::CreateInstanceProfile]);
        identity_tag::check_tags(&new.tags)?;
        let decided = grant.resource().clone();
        let profile = InstanceProfile {
            account: decided.account,
            name: new.name,
            path: new.path,
            id: unique_id("AIPA")?,
            created_at: self.now(),
            role: None,
        };
        self.change_for(
            grant,
            (decided, profile, new.tags),
            |tx, (decided, profile, tags)| {
                async move {
                    let count = tx.iam_count(&profile.account, IamCount::InstanceProfiles).await?;
                    if count as usize >= MAX_INSTANCE_PROFILES {
                        return Err(quota("InstanceProfilesPerAccount", MAX_INSTANCE_PROFILES));
                    }
                    if tx.iam_instance_profile_create(profile).await? == Put::Exists {
                        return Err(EntityKind::InstanceProfile.taken(&profile.name));
                    }
                    let owner = TagOwner::InstanceProfile(profile.name.clone());
                    identity_tag::put(tx, decided, &owner, tags).await?;
                    let (entity, tags) = (profile.clone(), tags.clone());
                    Ok(Tagged { entity, tags })
                }
                .boxed()
            },
        )
        .await
    }

    /// An instance profile with its role.
    pub async fn instance_profile_get(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
    ) -> Result<Tagged<ProfileWithRole>, Error> {
        grant.expect(&[Action::GetInstanceProfile]);
        self.read((grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let profile = existing::<InstanceProfile>(tx, decided, name).await?;
                let tags = tags::<InstanceProfile>(tx, decided.account, name).await?;
                let entity = with_role(tx, profile).await?;
                Ok(Tagged { entity, tags })
            }
            .boxed()
        })
        .await
    }

    /// The instance profiles whose path begins with `prefix`, by name without regard to case.
    pub async fn instance_profile_list(
        &self,
        grant: &Grant<IamResource>,
        prefix: String,
        request: PageRequest,
    ) -> Result<Page<ProfileWithRole>, Error> {
        grant.expect(&[Action::ListInstanceProfiles]);
        let account = grant.resource().account;
        self.read((account, prefix, request), |tx, (account, prefix, request)| {
            async move {
                let page = page::<InstanceProfile>(tx, *account, prefix, request).await?;
                with_roles(tx, page).await
            }
            .boxed()
        })
        .await
    }

    /// The instance profiles that have a role, by name without regard to case.
    pub async fn instance_profile_list_of_role(
        &self,
        grant: &Grant<IamResource>,
        role: EntityName,
        request: PageRequest,
    ) -> Result<Page<ProfileWithRole>, Error> {
        grant.expect(&[Action::ListInstanceProfilesForRole]);
        let arguments = (grant.resource().clone(), role, request);
        self.read(arguments, |tx, (decided, role, request)| {
            async move {
                existing::<Role>(tx, decided, role).await?;
                let after = request.marker(OF_ROLE)?;
                let (account, limit) = (&decided.account, request.probe());
                let rows = tx.iam_instance_profile_list_of_role(account, role, after.as_ref(), limit);
                let last = |last: &InstanceProfile| token(OF_ROLE, &last.name);
                let page = Page::cut(rows.await?, request.size, last);
                with_roles(tx, page).await
            }
            .boxed()
        })
        .await
    }

    /// Gives an instance profile its one role. `passed` is the right to pass that role on.
    pub async fn instance_profile_add_role(
        &self,
        grant: &Grant<IamResource>,
        passed: &Grant<IamResource>,
        profile: EntityName,
        role: EntityName,
    ) -> Result<(), Error> {
        grant.expect(&[Action::AddRoleToInstanceProfile]);
        passed.expect(&[Action::PassRole]);
        let decided = (grant.resource().clone(), passed.resource().clone());
        self.change_for(
            grant,
            (decided, profile, role),
            |tx, ((of_profile, of_role), profile, role)| {
                async move {
                    let found = existing::<InstanceProfile>(tx, of_profile, profile).await?;
                    let role = existing::<Role>(tx, of_role, role).await?;
                    check_unprotected(&role)?;
                    if found.role.is_some() {
                        return Err(quota("InstanceSessionsPerInstanceProfile", 1));
                    }
                    let set = tx.iam_instance_profile_set_role(&found.account, profile, Some(&role.name));
                    set.await?;
                    Ok(())
                }
                .boxed()
            },
        )
        .await
    }

    /// Takes a role out of an instance profile.
    pub async fn instance_profile_remove_role(
        &self,
        grant: &Grant<IamResource>,
        profile: EntityName,
        role: EntityName,
    ) -> Result<(), Error> {
        grant.expect(&[Action::RemoveRoleFromInstanceProfile]);
        let arguments = (grant.resource().clone(), profile, role);
        self.change_for(grant, arguments, |tx, (decided, profile, role)| {
            async move {
                let found = existing::<InstanceProfile>(tx, decided, profile).await?;
                if tx.iam_role_get(&found.account, role).await?.is_none() {
                    return Err(EntityKind::Role.missing(role));
                }
                let has = found.role.as_ref().is_some_and(|own| own.fold() == role.fold());
                if !has {
                    let sentence = format!("Role {role} in Instance Profile {profile} cannot be found.");
                    return Err(Error::identity(IdentityFault::NoSuchEntity, sentence));
                }
                tx.iam_instance_profile_set_role(&found.account, profile, None)
                    .await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Deletes an instance profile without a role.
    pub async fn instance_profile_delete(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
    ) -> Result<(), Error> {
        grant.expect(&[Action::DeleteInstanceProfile]);
        self.change_for(grant, (grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let profile = existing::<InstanceProfile>(tx, decided, name).await?;
                if profile.role.is_some() {
                    return Err(conflict("remove roles from instance profile"));
                }
                tx.iam_instance_profile_delete(&profile.account, name).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

async fn with_roles(tx: &mut Tx<'_>, page: Page<InstanceProfile>) -> Result<Page<ProfileWithRole>, Error> {
    let mut entries = Vec::new();
    for profile in page.entries {
        entries.push(with_role(tx, profile).await?);
    }
    let next = page.next;
    Ok(Page { entries, next })
}

async fn with_role(tx: &mut Tx<'_>, profile: InstanceProfile) -> Result<ProfileWithRole, Error> {
    let role = match &profile.role {
        None => None,
        Some(name) => role_of(tx, profile.account, name).await?,
    };
    Ok(ProfileWithRole { profile, role })
}

async fn role_of(tx: &mut Tx<'_>, account: AccountId, name: &EntityName) -> Result<Option<Role>, Error> {
    match tx.iam_role_get(&account, name).await? {
        None => Ok(None),
        Some(role) => Ok(Some(trust_policy::shown(tx, role).await?)),
    }
}
