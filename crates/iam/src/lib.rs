//! IAM policies: parse a document, compile it, decide a request by all that apply.
//!
//! Values to values: no store, clock or network. Which policies apply to a principal and what a
//! request's context is are the caller's to find.
//!
//! [`Policy::parse`] refuses everything that AWS's grammar does not have, with the place in the
//! document. What it lets through is compiled: patterns are split, variables are parts of their
//! own, numbers, dates and networks are values. [`decide`] is for every request and allocates
//! nothing; [`evaluate`] also names the statements that decided.
//!
//! Sources: IAM user guide, "IAM JSON policy elements reference", "Policy evaluation logic" and
//! "IAM policy elements: Variables and tags". Where AWS's pages leave a case open, the module that
//! decides it says what was chosen: always what allows less.
#![forbid(unsafe_code)]

mod action;
mod condition;
mod context;
mod decision;
mod error;
mod evaluate;
mod glob;
mod json;
mod kind;
mod limits;
pub mod managed;
mod operator;
mod pairs;
mod pattern;
mod policy;
mod principal;
mod principals;
mod question;
mod resource;
mod span;
mod statement;
mod summary;
mod value;

pub use context::Context;
pub use decision::{AllowedBy, Deciding, Decision, Denial, Reason, Verdict};
pub use error::{PolicyError, Problem};
pub use evaluate::{Attached, Request, decide, evaluate};
pub use kind::{Effect, Gate, PolicyKind};
pub use limits::{Counted, Limits};
pub use policy::Policy;
pub use principal::Principal;
pub use principals::NamedPrincipal;
pub use span::{Position, Span};
