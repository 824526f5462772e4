//! What IAM and STS refuse a request for. The sentences that go with it are AWS's, and are written
//! where the fault is found.

use crate::Error;

/// Why IAM or STS refuses; the names are those of the services' error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityFault {
    /// No user, group, role, policy, … of that name.
    NoSuchEntity,
    /// The name is taken.
    EntityAlreadyExists,
    /// Something that belongs to the entity is still there.
    DeleteConflict,
    /// A quota.
    LimitExceeded,
    /// A document that is no policy.
    MalformedPolicyDocument,
    /// A parameter that the model accepts means nothing here.
    InvalidInput,
    /// A parameter breaks a rule that the model has in words only.
    Validation,
    /// A parameter that cannot go with another one, or with the caller's session.
    InvalidParameterValue,
    /// The caller may not, and no policy could change that, or nobody is known to be the caller.
    AccessDenied,
    /// A policy of AWS's, or an entity that a service keeps.
    UnmodifiableEntity,
    /// A policy that cannot be attached to this.
    PolicyNotAttachable,
    /// Session policies and tags are too long together.
    PackedPolicyTooLarge,
    /// A web identity token that has ended.
    ExpiredIdentityToken,
    /// A web identity token that is none, or whose signature is not its provider's.
    InvalidIdentityToken,
    /// The provider's word is not taken: another audience, another issuer.
    IdentityProviderRejectedClaim,
    /// The provider's keys cannot be had.
    IdentityProviderCommunication,
}

impl Error {
    /// A refusal of IAM or STS.
    pub(crate) fn identity(fault: IdentityFault, message: impl Into<String>) -> Self {
        Self::Identity {
            fault,
            message: message.into(),
        }
    }

    /// `The user with name x cannot be found.`
    pub(crate) fn no_such(kind: &str, name: &str) -> Self {
        Self::identity(
            IdentityFault::NoSuchEntity,
            format!("The {kind} with name {name} cannot be found."),
        )
    }
}
