//! Groups, and who is in them.

use futures_util::FutureExt as _;
use meta::{Group, IamCount, Limit, OwnerKind, Put, Renamed, User};
use names::{EntityName, EntityPath};

use super::entity::{EntityKind, Move, conflict, existing, page, quota, token};
use super::user::{ONE, check_policies};
use crate::access_key::unique_id;
use crate::{Action, Error, Grant, IamResource, Page, PageRequest, Registry};

/// How many groups an account may have (IAM quotas).
pub(crate) const MAX_GROUPS: usize = 300;
/// How many groups a user may be in (IAM quotas).
pub(crate) const MAX_GROUPS_OF_USER: usize = 10;
/// One more than that.
const TOO_MANY_GROUPS: Limit = Limit(11);
/// The kinds of the lists' page tokens.
const MEMBERS: &str = "group-member";
const GROUPS_OF_USER: &str = "user-group";

impl Registry {
    /// Makes a group.
    pub async fn group_create(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
        path: EntityPath,
    ) -> Result<Group, Error> {
        grant.expect(&[Action::CreateGroup]);
        let group = Group {
            account: grant.resource().account,
            name,
            path,
            id: unique_id("AGPA")?,
            created_at: self.now(),
        };
        self.change_for(grant, group, |tx, group| {
            async move {
                if tx.iam_count(&group.account, IamCount::Groups).await? as usize >= MAX_GROUPS {
                    return Err(quota("GroupsPerAccount", MAX_GROUPS));
                }
                match tx.iam_group_create(group).await? {
                    Put::Created => Ok(group.clone()),
                    Put::Exists => Err(EntityKind::Group.taken(&group.name)),
                }
            }
            .boxed()
        })
        .await
    }

    /// A group with a page of its members, by name without regard to case.
    pub async fn group_get(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
        request: PageRequest,
    ) -> Result<(Group, Page<User>), Error> {
        grant.expect(&[Action::GetGroup]);
        let after = request.marker(MEMBERS)?;
        let arguments = (grant.resource().clone(), name, after, request.probe());
        let (group, members) = self
            .read(arguments, |tx, (decided, name, after, limit)| {
                async move {
                    let group = existing::<Group>(tx, decided, name).await?;
                    let account = &group.account;
                    let members = tx.iam_group_member_list_of_group(account, name, after.as_ref(), *limit);
                    let members = members.await?;
                    Ok((group, members))
                }
                .boxed()
            })
            .await?;
        let members = Page::cut(members, request.size, |last| token(MEMBERS, &last.name));
        Ok((group, members))
    }

    /// The groups whose path begins with `prefix`, by name without regard to case.
    pub async fn group_list(
        &self,
        grant: &Grant<IamResource>,
        prefix: String,
        request: PageRequest,
    ) -> Result<Page<Group>, Error> {
        grant.expect(&[Action::ListGroups]);
        let account = grant.resource().account;
        self.read((account, prefix, request), |tx, (account, prefix, request)| {
            page::<Group>(tx, *account, prefix, request).boxed()
        })
        .await
    }

    /// The groups that a user is in, by name without regard to case.
    pub async fn group_list_of_user(
        &self,
        grant: &Grant<IamResource>,
        user: EntityName,
        request: PageRequest,
    ) -> Result<Page<Group>, Error> {
        grant.expect(&[Action::ListGroupsForUser]);
        let after = request.marker(GROUPS_OF_USER)?;
        let arguments = (grant.resource().clone(), user, after, request.probe());
        let groups = self
            .read(arguments, |tx, (decided, user, after, limit)| {
                async move {
                    let found = existing::<User>(tx, decided, user).await?;
                    let groups =
                        tx.iam_group_member_list_of_user(&found.account, user, after.as_ref(), *limit);
                    Ok(groups.await?)
                }
                .boxed()
            })
            .await?;
        let last = |last: &Group| token(GROUPS_OF_USER, &last.name);
        Ok(Page::cut(groups, request.size, last))
    }

    /// Gives a group another name or path. `target` is the right to what it becomes.
    pub async fn group_update(
        &self,
        grant: &Grant<IamResource>,
        target: &Grant<IamResource>,
        name: EntityName,
        change: Move,
    ) -> Result<(), Error> {
        grant.expect(&[Action::UpdateGroup]);
        target.expect(&[Action::UpdateGroup]);
        let decided = (grant.resource().clone(), target.resource().clone());
        self.change_for(
            grant,
            (decided, name, change),
            |tx, ((old, new), name, change)| {
                async move {
                    let group = existing::<Group>(tx, old, name).await?;
                    let path = change.path.as_ref().unwrap_or(&group.path);
                    let called = change.name.as_ref().unwrap_or(&group.name);
                    if EntityKind::Group.arn(group.account, path, called) != new.arn {
                        return Err(EntityKind::Group.missing(name));
                    }
                    match tx.iam_group_update(&group.account, name, called, path).await? {
                        Renamed::Done => Ok(()),
                        Renamed::Missing => Err(EntityKind::Group.missing(name)),
                        Renamed::Taken => Err(EntityKind::Group.taken(called)),
                    }
                }
                .boxed()
            },
        )
        .await
    }

    /// Deletes a group without members and policies.
    pub async fn group_delete(&self, grant: &Grant<IamResource>, name: EntityName) -> Result<(), Error> {
        grant.expect(&[Action::DeleteGroup]);
        self.change_for(grant, (grant.resource().clone(), name), |tx, (decided, name)| {
            async move {
                let group = existing::<Group>(tx, decided, name).await?;
                let account = &group.account;
                check_policies(tx, *account, OwnerKind::Group, name).await?;
                let members = tx.iam_group_member_list_of_group(account, name, None, ONE);
                if !members.await?.is_empty() {
                    return Err(conflict("remove users from group"));
                }
                tx.iam_group_delete(account, name).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Puts a user into a group; one that is in it already stays in it.
    pub async fn group_add_user(
        &self,
        grant: &Grant<IamResource>,
        group: EntityName,
        user: EntityName,
    ) -> Result<(), Error> {
        grant.expect(&[Action::AddUserToGroup]);
        let arguments = (grant.resource().clone(), group, user);
        self.change_for(grant, arguments, |tx, (decided, group, user)| {
            async move {
                let account = decided.account;
                check_user(tx, account, user).await?;
                existing::<Group>(tx, decided, group).await?;
                tx.iam_group_member_put(&account, group, user).await?;
                let groups = tx.iam_group_member_list_of_user(&account, user, None, TOO_MANY_GROUPS);
                if groups.await?.len() > MAX_GROUPS_OF_USER {
                    return Err(quota("GroupsPerUser", MAX_GROUPS_OF_USER));
                }
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Takes a user out of a group; one that is not in it stays out.
    pub async fn group_remove_user(
        &self,
        grant: &Grant<IamResource>,
        group: EntityName,
        user: EntityName,
    ) -> Result<(), Error> {
        grant.expect(&[Action::RemoveUserFromGroup]);
        let arguments = (grant.resource().clone(), group, user);
        self.change_for(grant, arguments, |tx, (decided, group, user)| {
            async move {
                let account = decided.account;
                check_user(tx, account, user).await?;
                existing::<Group>(tx, decided, group).await?;
                tx.iam_group_member_delete(&account, group, user).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

/// Refuses a user that does not exist.
async fn check_user(
    tx: &mut meta::Tx<'_>,
    account: names::AccountId,
    user: &EntityName,
) -> Result<(), Error> {
    let found = tx.iam_user_get(&account, user).await?;
    found.map(drop).ok_or_else(|| EntityKind::User.missing(user))
}
