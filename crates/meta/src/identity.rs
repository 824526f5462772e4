//! IAM's entities: users, groups, roles, managed policies, instance profiles, OpenID Connect
//! providers, and what hangs on them.
//!
//! Every method takes an account first. Names are compared without regard to case, as in IAM:
//! methods take a name in any case, and records have it as it was created. Rules that IAM sets
//! on top (quotas, what must be empty before it is deleted) are the `registry` crate's; what
//! must never happen, such as a right that a deleted user leaves to the next of its name, is
//! held here.
//!
//! `facts.rs` is the hot path: what a decision about a request needs to know of its caller.

pub(crate) mod attachment;
pub(crate) mod boundary;
pub(crate) mod count;
pub(crate) mod facts;
pub(crate) mod group;
pub(crate) mod group_member;
pub(crate) mod inline_policy;
pub(crate) mod instance_profile;
pub(crate) mod oidc_provider;
pub(crate) mod owned;
pub(crate) mod policy;
pub(crate) mod policy_version;
pub(crate) mod role;
pub(crate) mod tag;
pub(crate) mod user;
