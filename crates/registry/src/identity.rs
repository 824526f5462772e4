//! IAM: users, groups, roles, policies and what belongs to them, one file per resource.

pub(crate) mod account_alias;
pub(crate) mod account_summary;
pub(crate) mod attachment;
pub(crate) mod authorization_details;
pub(crate) mod boundary;
pub(crate) mod entity;
pub(crate) mod explanation;
pub(crate) mod group;
pub(crate) mod identity_tag;
pub(crate) mod inline_policy;
pub(crate) mod instance_profile;
pub(crate) mod last_used;
pub(crate) mod managed_policy;
pub(crate) mod oidc_provider;
pub(crate) mod policy_document;
pub(crate) mod policy_entity;
pub(crate) mod policy_owner;
pub(crate) mod policy_version;
pub(crate) mod possession;
pub(crate) mod role;
pub(crate) mod service_linked_role;
pub(crate) mod simulation;
pub(crate) mod simulation_request;
pub(crate) mod trust_policy;
pub(crate) mod user;
pub(crate) mod user_key;
