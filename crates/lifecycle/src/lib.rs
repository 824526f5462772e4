//! Lifecycle policies of repositories, as ECR has them and with what [`Extension`] names beyond:
//! [`Policy::parse`] reads and validates a policy text, [`plan`] says which images it would expire
//! or archive at some instant.
//!
//! Values in, values out: nothing here deletes, schedules or knows the time, and what is said to
//! callers beside the validation sentences is the `server` crate's. The runs and previews that ask
//! for plans are in `registry`.
#![forbid(unsafe_code)]

mod fault;
mod image;
mod pattern;
mod plan;
mod policy;

pub use fault::{Fault, PolicyError};
pub use image::{Image, Storage};
pub use pattern::Pattern;
pub use plan::{Act, Cause, Plan, Reason, Since, Untagging, plan};
pub use policy::{
    Action, Criterion, Dialect, Extension, Policy, Rule, RuleAction, StorageClass, TagList, TagSelection,
};
