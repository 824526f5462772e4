//! The permissions of `sts`.

use aws_model::sts::Operation;
use registry::Action;

use super::{Permission, Target};

/// What a request for a session brings.
const SESSION: &[&str] = &[
    "aws:RequestTag/${TagKey}",
    "aws:TagKeys",
    "sts:ExternalId",
    "sts:RoleSessionName",
    "sts:SourceIdentity",
    "sts:TransitiveTagKeys",
];
/// What may come with it.
const SESSION_ACTIONS: &[(Action, &str)] = &[
    (Action::TagSession, "with tags"),
    (Action::SetSourceIdentity, "with a source identity"),
];

/// What an operation needs, also one that is not built. Those that will never be built need
/// nothing, since nothing is done.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "total, so that a new operation needs a row")
)]
pub(crate) const fn of_sts(operation: Operation) -> Permission {
    use Action as A;
    use Operation as O;
    use Target as T;
    match operation {
        O::AssumeRole => row(&[A::AssumeRole], T::Role).also(SESSION_ACTIONS).keys(SESSION),
        O::AssumeRoleWithWebIdentity => row(&[A::AssumeRoleWithWebIdentity], T::Role)
            .also(SESSION_ACTIONS)
            .keys(SESSION),
        O::GetAccessKeyInfo => row(&[A::GetAccessKeyInfo], T::All),
        // Nothing denies these ("Permissions" of each).
        O::GetCallerIdentity | O::GetSessionToken => row(&[], T::Nothing),
        O::AssumeRoleWithSAML
        | O::AssumeRoot
        | O::DecodeAuthorizationMessage
        | O::GetDelegatedAccessToken
        | O::GetFederationToken
        | O::GetWebIdentityToken => row(&[], T::Nothing),
    }
}

const fn row(actions: &'static [Action], target: Target) -> Permission {
    Permission::new(actions, target)
}
