//! Users, groups and roles as owners of policies.

use meta::{Group, OwnerKind, PolicyOwner, Role, Tx, User};

use super::entity::existing;
use super::service_linked_role::check_unprotected;
use crate::{Error, IamResource};

/// The owner of policies that was decided about, under its own name.
pub(crate) async fn seen(
    tx: &mut Tx<'_>,
    decided: &IamResource,
    owner: &PolicyOwner,
) -> Result<PolicyOwner, Error> {
    let name = match owner.kind {
        OwnerKind::User => existing::<User>(tx, decided, &owner.name).await?.name,
        OwnerKind::Group => existing::<Group>(tx, decided, &owner.name).await?.name,
        OwnerKind::Role => existing::<Role>(tx, decided, &owner.name).await?.name,
    };
    let kind = owner.kind;
    Ok(PolicyOwner { kind, name })
}

/// As [`seen`], for an owner whose policies may change: those of a service's role may not.
pub(crate) async fn changeable(
    tx: &mut Tx<'_>,
    decided: &IamResource,
    owner: &PolicyOwner,
) -> Result<PolicyOwner, Error> {
    if owner.kind == OwnerKind::Role {
        check_unprotected(&existing::<Role>(tx, decided, &owner.name).await?)?;
    }
    seen(tx, decided, owner).await
}

/// What messages and quotas call this kind of owner: `user`.
pub(crate) const fn word(kind: OwnerKind) -> &'static str {
    match kind {
        OwnerKind::User => "user",
        OwnerKind::Group => "group",
        OwnerKind::Role => "role",
    }
}
