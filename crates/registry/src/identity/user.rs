//! Users.

use futures_util::FutureExt as _;
use meta::{KeyOwner, Limit, OwnerKind, PolicyOwner, Put, Renamed, ResourceTag, TagOwner, Tx, User};
use names::{AccountId, EntityName, EntityPath, PolicyArn};
use stdx::Timestamp;

use super::entity::{EntityKind, Move, Tagged, conflict, existing, page, quota, tags};
use super::{boundary, identity_tag};
use crate::access_key::unique_id;
use crate::{Action, Error, Grant, IamResource, Page, PageRequest, Registry};

/// How many users an account may have (IAM quotas).
pub(crate) const MAX_USERS: usize = 5_000;

/// A user to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// Its name.
    pub name: EntityName,
    /// Its path.
    pub path: EntityPath,
    /// Its permissions boundary.
    pub boundary: Option<PolicyArn>,
    /// Its tags.
    pub tags: Vec<ResourceTag>,
}

impl Registry {
    /// Makes a user who may do nothing yet.
    pub async fn user_create(&self, grant: &Grant<IamResource>, new: NewUser) -> Result<Tagged<User>, Error> {
        grant.expect(&[Action::CreateUser]);
        identity_tag::check_tags(&new.tags)?;
        let decided = grant.resource().clone();
        let user = User {
            account: decided.account,
            name: new.name,
            path: new.path,
            id: unique_id("AIDA")?,
            created_at: self.now(),
            boundary: new.boundary,
        };
        self.change_for(grant, (decided, user, new.tags), |tx, (decided, user, tags)| {
            async move {
                if tx.iam_count(&user.account, meta::IamCount::Users).await? as usize >= MAX_USERS {
                    return Err(quota("UsersPerAccount", MAX_USERS));
                }
                if let Some(arn) = &user.boundary {
                    boundary::check(tx, user.account, arn).await?;
                }
                if tx.iam_user_create(user).await? == Put::Exists {
                    return Err(EntityKind::User.taken(&user.name));
                }
                let owner = TagOwner::User(user.name.clone());
                identity_tag::put(tx, decided, &owner, tags).await?;
                let (entity, tags) = (user.clone(), tags.clone());
                Ok(Tagged { entity, tags })
            }
            .boxed()
        })
        .await
    }

    /// A user.
    pub async fn user_get(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
    ) -> Result<Tagged<User>, Error> {
        grant.expect(&[Action::GetUser]);
        self.read((grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let entity = existing::<User>(tx, decided, name).await?;
                let tags = tags::<User>(tx, decided.account, name).await?;
                Ok(Tagged { entity, tags })
            }
            .boxed()
        })
        .await
    }

    /// Whether a user exists, for what else IAM's users have and those of a registry have not:
    /// passwords, devices, certificates.
    pub async fn user_check(&self, grant: &Grant<IamResource>, name: EntityName) -> Result<(), Error> {
        grant.expect(&[
            Action::GetLoginProfile,
            Action::DeleteLoginProfile,
            Action::ListMFADevices,
            Action::ListSSHPublicKeys,
            Action::ListSigningCertificates,
            Action::ListServiceSpecificCredentials,
        ]);
        self.read((grant.resource().clone(), name), |tx, (decided, name)| {
            async move { existing::<User>(tx, decided, name).await.map(drop) }.boxed()
        })
        .await
    }

    /// When the account of a root was made: all that is to be known of the root as a user.
    pub async fn root_created_at(&self, grant: &Grant<IamResource>) -> Result<Timestamp, Error> {
        grant.expect(&[Action::GetUser]);
        let account = grant.resource().account;
        let found = self
            .read(account, |tx, account| {
                async move { Ok(tx.account_get(account).await?) }.boxed()
            })
            .await?;
        found
            .map(|account| account.created_at)
            .ok_or(Error::CredentialRevoked)
    }

    /// The users whose path begins with `prefix`, by name without regard to case.
    pub async fn user_list(
        &self,
        grant: &Grant<IamResource>,
        prefix: String,
        request: PageRequest,
    ) -> Result<Page<User>, Error> {
        grant.expect(&[Action::ListUsers]);
        let account = grant.resource().account;
        self.read((account, prefix, request), |tx, (account, prefix, request)| {
            page::<User>(tx, *account, prefix, request).boxed()
        })
        .await
    }

    /// Gives a user another name or path; all that is its own stays its own. `target` is the
    /// right to what it becomes.
    pub async fn user_update(
        &self,
        grant: &Grant<IamResource>,
        target: &Grant<IamResource>,
        name: EntityName,
        change: Move,
    ) -> Result<(), Error> {
        grant.expect(&[Action::UpdateUser]);
        target.expect(&[Action::UpdateUser]);
        let decided = (grant.resource().clone(), target.resource().clone());
        self.change_for(
            grant,
            (decided, name, change),
            |tx, ((old, new), name, change)| {
                async move {
                    let user = existing::<User>(tx, old, name).await?;
                    let path = change.path.as_ref().unwrap_or(&user.path);
                    let called = change.name.as_ref().unwrap_or(&user.name);
                    if EntityKind::User.arn(user.account, path, called) != new.arn {
                        return Err(EntityKind::User.missing(name));
                    }
                    match tx.iam_user_update(&user.account, name, called, path).await? {
                        Renamed::Done => Ok(()),
                        Renamed::Missing => Err(EntityKind::User.missing(name)),
                        Renamed::Taken => Err(EntityKind::User.taken(called)),
                    }
                }
                .boxed()
            },
        )
        .await
    }

    /// Deletes a user to whom nothing belongs any more.
    pub async fn user_delete(&self, grant: &Grant<IamResource>, name: EntityName) -> Result<(), Error> {
        grant.expect(&[Action::DeleteUser]);
        self.change_for(grant, (grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let user = existing::<User>(tx, decided, name).await?;
                let account = user.account;
                check_policies(tx, account, OwnerKind::User, name).await?;
                let owner = KeyOwner::User(name.clone());
                if tx.access_key_count(&account, &owner).await? > 0 {
                    return Err(conflict("delete access keys"));
                }
                let groups = tx.iam_group_member_list_of_user(&account, name, None, ONE);
                if !groups.await?.is_empty() {
                    return Err(conflict("remove users from group"));
                }
                tx.iam_user_delete(&account, name).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

/// Enough to know whether there is any.
pub(crate) const ONE: Limit = Limit(1);

/// Refuses to delete what has policies.
pub(crate) async fn check_policies(
    tx: &mut Tx<'_>,
    account: AccountId,
    kind: OwnerKind,
    name: &EntityName,
) -> Result<(), Error> {
    let owner = PolicyOwner {
        kind,
        name: name.clone(),
    };
    let attached = tx.iam_attachment_list(&account, &owner, None, ONE).await?;
    if !attached.is_empty() {
        return Err(conflict("detach all policies"));
    }
    let inline = tx.iam_inline_policy_list(&account, &owner, None, ONE).await?;
    if !inline.is_empty() {
        return Err(conflict("delete policies"));
    }
    Ok(())
}
