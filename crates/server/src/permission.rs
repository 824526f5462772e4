//! The table of permissions: for each request of each API the actions that it needs, the resource
//! that they are aimed at, and the condition keys that the request fills in.
//!
//! Each function is a total match: a new route or operation does not compile without a row. The
//! front ends hold what they ask for against the row, and `docs/permissions.md` is the table as a
//! document. Sources: Service Authorization Reference, "Amazon ECR", "AWS IAM", "AWS STS"; for the
//! OCI API the operation of ECR that a request stands for.

#[cfg(test)]
mod document;
mod ecr;
mod hythe;
mod iam;
mod kms;
mod oci;
mod sts;

use registry::{Action, RequestFacts};

pub(crate) use ecr::of_operation;
pub(crate) use hythe::of_hythe;
pub(crate) use iam::of_iam;
pub(crate) use kms::of_kms;
pub(crate) use oci::of_route;
#[cfg_attr(
    not(test),
    expect(
        unused_imports,
        reason = "what STS asks for is decided by the trust policies of roles, in `registry`"
    )
)]
pub(crate) use sts::of_sts;

/// What a request needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Permission {
    /// All of these.
    pub(crate) actions: &'static [Action],
    /// These in some cases, with the case.
    pub(crate) also: &'static [(Action, &'static str)],
    /// What they are aimed at.
    pub(crate) target: Target,
    /// The condition keys that the request fills in, beside those that every request does.
    /// `${TagKey}` stands for any key.
    pub(crate) keys: &'static [&'static str],
}

/// A kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nothing: it is enough to be known.
    Nothing,
    /// Everything of the service: `*`.
    All,
    /// The repository, or `repository/*` for all of them.
    Repository,
    /// An IAM user.
    User,
    /// An IAM group.
    Group,
    /// An IAM role.
    Role,
    /// A managed policy.
    Policy,
    /// An instance profile.
    InstanceProfile,
    /// An OpenID Connect provider.
    Provider,
    /// A key.
    Key,
    /// A key and an alias of it.
    KeyAndAlias,
}

/// The condition keys of tags that a request brings.
const TAGS: &[&str] = &["aws:RequestTag/${TagKey}", "aws:TagKeys"];
/// The condition key of tags that a request takes away.
const TAG_KEYS: &[&str] = &["aws:TagKeys"];

impl Permission {
    const fn new(actions: &'static [Action], target: Target) -> Self {
        Self {
            actions,
            also: &[],
            target,
            keys: &[],
        }
    }

    const fn also(self, also: &'static [(Action, &'static str)]) -> Self {
        Self { also, ..self }
    }

    const fn keys(self, keys: &'static [&'static str]) -> Self {
        Self { keys, ..self }
    }

    /// Whether the row has the action.
    pub(crate) fn names(&self, action: Action) -> bool {
        self.actions.contains(&action) || self.also.iter().any(|(also, _)| *also == action)
    }

    /// Whether the row has what a front end is about to ask: the action, the resource (an ARN or
    /// `*`) and every key.
    pub(crate) fn covers(&self, action: Action, resource: &str, facts: &RequestFacts) -> bool {
        let is_target = match self.target {
            Target::Nothing => false,
            Target::All => resource == "*",
            Target::Repository => resource.contains(":repository/"),
            Target::User => resource.contains(":user/"),
            Target::Group => resource.contains(":group/"),
            Target::Role => resource.contains(":role/"),
            Target::Policy => resource.contains(":policy/"),
            Target::InstanceProfile => resource.contains(":instance-profile/"),
            Target::Provider => resource.contains(":oidc-provider/"),
            Target::Key => resource.contains(":key/"),
            Target::KeyAndAlias => resource.contains(":key/") || resource.contains(":alias/"),
        };
        let is_listed = |key: &str| {
            let kind = key.split_once('/').map_or(key, |(kind, _)| kind);
            let mut listed = self.keys.iter();
            listed.any(|listed| listed.split('/').next() == Some(kind))
        };
        self.names(action) && is_target && facts.keys().all(is_listed)
    }
}
