//! Deciding a request by all policies that apply to it ("Policy evaluation logic").
//!
//! A denial anywhere wins. Then each limit that there is must allow: service control policies, the
//! boundary, session policies. And the request must be granted: in the principal's own account by
//! policies of the principal or of the resource, in another account by both. How far a resource's
//! grant reaches in the own account depends on whom it names (see [`Grade`]).
//!
//! The caller says which policies apply. It leaves policies of resources out for actions that they
//! cannot grant, such as `ecr:GetAuthorizationToken`.

use names::AccountId;

use crate::action::FoldedAction;
use crate::decision::{Deciding, Decision, Reason};
use crate::question::Question;
use crate::summary::{Applying, Summary};
use crate::{Context, Policy, Principal};

/// Who wants to do what, to what.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who.
    pub principal: Principal<'a>,
    /// The action, such as `ecr:PutImage`, in any case.
    pub action: &'a str,
    /// The resource's ARN, or `*` for an action that is about no resource.
    pub resource: &'a str,
    /// The account that the resource belongs to.
    pub owner: AccountId,
    /// What else is known of the request.
    pub context: &'a Context,
}

/// A policy that applies to a request.
#[derive(Debug, Clone, Copy)]
pub struct Attached<'a> {
    /// What the decision calls it: a name or an ARN.
    pub name: &'a str,
    /// The policy, which knows its kind.
    pub policy: &'a Policy,
}

/// Decides a request. A limit of which no policy is given does not limit; several policies of one
/// kind are one. The order of policies decides nothing. Nothing is
/// allocated, unless a pattern with variables has more than 16 parts.
pub fn decide<'p>(request: &Request<'_>, policies: impl Iterator<Item = &'p Policy> + Clone) -> Reason {
    let action = FoldedAction::new(request.action);
    let question = Question::new(request, &action, policies.clone());
    Summary::gather(&question, policies, |_| ()).decide(&question)
}

/// Decides a request as [`decide`] does, and names the statements that decided it, in the order
/// of the policies.
pub fn evaluate<'a>(request: &Request<'_>, policies: &[Attached<'a>]) -> Decision<'a> {
    let all = policies.iter().map(|attached| attached.policy);
    let action = FoldedAction::new(request.action);
    let question = Question::new(request, &action, all.clone());
    let mut applying = Vec::new();
    let summary = Summary::gather(&question, all, |one| applying.push(one));
    let reason = summary.decide(&question);
    applying.retain(|one| summary.is_deciding(*one, reason, &question));
    Decision {
        effect: reason.effect(),
        reason,
        gates: summary.verdicts(),
        statements: applying.into_iter().map(|one| name(one, policies)).collect(),
    }
}

fn name<'a>(one: Applying, policies: &[Attached<'a>]) -> Deciding<'a> {
    let Attached { name, policy } = policies[one.policy];
    let statement = &policy.statements()[one.statement];
    Deciding {
        policy: name,
        kind: policy.kind(),
        index: one.statement,
        sid: statement.sid.as_deref(),
        effect: statement.effect,
        span: policy.span(one.statement),
    }
}
