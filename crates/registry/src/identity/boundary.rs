//! Permissions boundaries of users and roles.

use futures_util::FutureExt as _;
use iam::managed;
use meta::{Role, Tx, User};
use names::{AccountId, EntityName, PolicyArn};

use super::entity::existing;
use super::service_linked_role::check_unprotected;
use crate::{Action, Error, Grant, IamResource, IdentityFault, Registry};

impl Registry {
    /// Sets or takes away what bounds a user.
    pub async fn user_set_boundary(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
        boundary: Option<PolicyArn>,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::PutUserPermissionsBoundary,
            Action::DeleteUserPermissionsBoundary,
        ]);
        let arguments = (grant.resource().clone(), name, boundary);
        self.change_for(grant, arguments, |tx, (decided, name, boundary)| {
            async move {
                let user = existing::<User>(tx, decided, name).await?;
                if let Some(arn) = boundary {
                    check(tx, user.account, arn).await?;
                }
                let set = tx.iam_user_set_boundary(&user.account, name, boundary.as_ref());
                set.await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Sets or takes away what bounds a role.
    pub async fn role_set_boundary(
        &self,
        grant: &Grant<IamResource>,
        name: EntityName,
        boundary: Option<PolicyArn>,
    ) -> Result<(), Error> {
        grant.expect(&[
            Action::PutRolePermissionsBoundary,
            Action::DeleteRolePermissionsBoundary,
        ]);
        let arguments = (grant.resource().clone(), name, boundary);
        self.change_for(grant, arguments, |tx, (decided, name, boundary)| {
            async move {
                let role = existing::<Role>(tx, decided, name).await?;
                check_unprotected(&role)?;
                if let Some(arn) = boundary {
                    check(tx, role.account, arn).await?;
                }
                let set = tx.iam_role_set_boundary(&role.account, name, boundary.as_ref());
                set.await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

/// Refuses a boundary that is no policy of AWS's or of the account.
pub(crate) async fn check(tx: &mut Tx<'_>, account: AccountId, arn: &PolicyArn) -> Result<(), Error> {
    let exists = match arn.owner() {
        None => managed::get(arn.as_str()).is_some_and(managed::ManagedPolicy::is_attachable),
        Some(owner) if owner == account => {
            let policy = tx.iam_policy_get(&account, &arn.name()).await?;
            policy.is_some_and(|policy| policy.arn == *arn)
        }
        Some(_) => false,
    };
    let sentence = || format!("Scope ARN: {arn} does not exist or is not attachable.");
    exists
        .then_some(())
        .ok_or_else(|| Error::identity(IdentityFault::NoSuchEntity, sentence()))
}
