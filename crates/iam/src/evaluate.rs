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
use crate::principals::Bounded;
use crate::summary::Summary;
use crate::{Context, Policy, PolicyKind, Principal};

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
/// kind are one. The order of policies decides nothing. Nothing is allocated.
pub fn decide<'p>(request: &Request<'_>, policies: impl Iterator<Item = &'p Policy> + Clone) -> Reason {
    Summary::gather(request, policies).decide(request)
}

/// Decides a request as [`decide`] does, and names the statements that decided it, in the order
/// of the policies.
pub fn evaluate<'a>(request: &Request<'_>, policies: &[Attached<'a>]) -> Decision<'a> {
    let all = policies.iter().map(|attached| attached.policy);
    let summary = Summary::gather(request, all.clone());
    let reason = summary.decide(request);
    let bounded = Bounded::by(all);
    let action = FoldedAction::new(request.action);
    let mut statements = Vec::new();
    for Attached { name, policy } in policies {
        let kind = policy.kind();
        for (index, statement) in policy.statements().iter().enumerate() {
            let Some(grade) = statement.applies(request, action.as_str(), bounded) else {
                continue;
            };
            if summary.is_deciding(kind.gate(), statement.effect, grade, request) {
                statements.push(Deciding {
                    policy: name,
                    kind,
                    index,
                    sid: statement.sid.as_deref(),
                    effect: statement.effect,
                    span: policy.span(index),
                });
            }
        }
    }
    Decision {
        effect: reason.effect(),
        reason,
        gates: summary.verdicts(),
        statements,
    }
}

impl Bounded {
    /// Whether a boundary is among the policies.
    pub(crate) fn by<'p>(mut policies: impl Iterator<Item = &'p Policy>) -> Self {
        match policies.any(|policy| policy.kind() == PolicyKind::Boundary) {
            true => Self::Yes,
            false => Self::No,
        }
    }
}
