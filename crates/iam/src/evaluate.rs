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

use crate::decision::{AllowedBy, Deciding, Decision, Reason};
use crate::principals::{Bounded, Grade};
use crate::{Context, Effect, Gate, Policy, PolicyKind, Principal};

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
/// kind are one. The order of policies decides nothing but the order of `statements`.
pub fn evaluate<'a>(request: &Request<'_>, policies: &[Attached<'a>]) -> Decision<'a> {
    let findings = Findings::gather(request, policies);
    let reason = findings.decide(request);
    let statements = findings.applying.iter();
    let statements = statements.filter(|one| findings.is_deciding(one, reason, request));
    Decision {
        effect: match reason {
            Reason::Allowed(_) => Effect::Allow,
            Reason::ExplicitDeny(_) | Reason::NoneAllows(_) => Effect::Deny,
        },
        reason,
        statements: statements.map(|one| one.deciding).collect(),
    }
}

/// The statements that apply, and which gates there are.
struct Findings<'a> {
    applying: Vec<Applying<'a>>,
    has_trust: bool,
    limits: Vec<Gate>,
}

#[derive(Clone, Copy)]
struct Applying<'a> {
    gate: Gate,
    effect: Effect,
    grade: Grade,
    deciding: Deciding<'a>,
}

impl<'a> Findings<'a> {
    fn gather(request: &Request<'_>, policies: &[Attached<'a>]) -> Self {
        let has = |kind| policies.iter().any(|attached| attached.policy.kind() == kind);
        let bounded = if has(PolicyKind::Boundary) {
            Bounded::Yes
        } else {
            Bounded::No
        };
        let kinds = [
            PolicyKind::ServiceControl,
            PolicyKind::Boundary,
            PolicyKind::Session,
        ];
        let limits = kinds.into_iter().filter(|kind| has(*kind));
        let action = request.action.to_ascii_lowercase();
        let mut applying = Vec::new();
        for Attached { name, policy } in policies {
            let kind = policy.kind();
            for (index, statement) in policy.statements().iter().enumerate() {
                let Some(grade) = statement.applies(request, &action, bounded) else {
                    continue;
                };
                let sid = statement.sid.as_deref();
                applying.push(Applying {
                    gate: kind.gate(),
                    effect: statement.effect,
                    grade,
                    deciding: Deciding {
                        policy: name,
                        kind,
                        index,
                        sid,
                    },
                });
            }
        }
        Self {
            applying,
            has_trust: has(PolicyKind::RoleTrust),
            limits: limits.map(PolicyKind::gate).collect(),
        }
    }

    fn decide(&self, request: &Request<'_>) -> Reason {
        let denying = self.applying.iter().filter(|one| one.effect == Effect::Deny);
        if let Some(gate) = denying.map(|one| one.gate).min() {
            return Reason::ExplicitDeny(gate);
        }
        if !self.passes(Gate::ServiceControl) {
            return Reason::NoneAllows(Gate::ServiceControl);
        }
        let by = match self.grant(request) {
            Ok(by) => by,
            Err(gate) => return Reason::NoneAllows(gate),
        };
        let limits = [Gate::Boundary, Gate::Session];
        match limits.into_iter().find(|gate| !self.passes(*gate)) {
            None => Reason::Allowed(by),
            Some(_) if self.is_unlimited(request) => Reason::Allowed(AllowedBy::Resource),
            Some(gate) => Reason::NoneAllows(gate),
        }
    }

    /// What grants the request, or where a grant is missing.
    fn grant(&self, request: &Request<'_>) -> Result<AllowedBy, Gate> {
        let grade = self.resource_grade();
        let same_account = request.principal.account() == Some(request.owner);
        // A role's trust policy must allow in its own account too.
        let needs_resource = !same_account || self.has_trust;
        if needs_resource && grade.is_none() {
            return Err(self.resource_gate());
        }
        // Whoever has no account has no policies: the resource's are all there is.
        if request.principal.account().is_none() {
            return Ok(AllowedBy::Resource);
        }
        // In the own account an account as principal only passes the right on to its policies.
        let by_resource = grade.is_some_and(|grade| needs_resource || grade != Grade::Account);
        let suffices = same_account && grade.is_some_and(|grade| grade != Grade::Account);
        let is_root = matches!(request.principal, Principal::Root(_));
        let by_identity = is_root || self.allows(Gate::IdentityBased);
        match (by_identity, by_resource) {
            (true, _) if is_root && same_account => Ok(AllowedBy::Root),
            (true, true) => Ok(AllowedBy::IdentityAndResource),
            (true, false) => Ok(AllowedBy::Identity),
            (false, _) if suffices => Ok(AllowedBy::Resource),
            (false, _) => Err(Gate::IdentityBased),
        }
    }

    /// Whether the resource's policies grant to this very principal in its own account. Then
    /// neither boundary nor session policies limit it, but only deny ("Policy evaluation for
    /// requests within a single account": users and session principals). A principal without an
    /// account has none of them.
    fn is_unlimited(&self, request: &Request<'_>) -> bool {
        let same_account = request.principal.account() == Some(request.owner);
        same_account && self.resource_grade() == Some(Grade::Direct)
    }

    /// The best grade of an `Allow` in the resource's policies.
    fn resource_grade(&self) -> Option<Grade> {
        let gate = self.resource_gate();
        let allowing = self.allowing(gate).map(|one| one.grade);
        allowing.min_by_key(|grade| *grade as u8)
    }

    fn resource_gate(&self) -> Gate {
        if self.has_trust {
            Gate::RoleTrust
        } else {
            Gate::ResourceBased
        }
    }

    fn allowing(&self, gate: Gate) -> impl Iterator<Item = &Applying<'a>> {
        let allows = move |one: &&Applying<'_>| one.gate == gate && one.effect == Effect::Allow;
        self.applying.iter().filter(allows)
    }

    fn allows(&self, gate: Gate) -> bool {
        self.allowing(gate).next().is_some()
    }

    fn passes(&self, limit: Gate) -> bool {
        !self.limits.contains(&limit) || self.allows(limit)
    }

    fn is_deciding(&self, one: &Applying<'_>, reason: Reason, request: &Request<'_>) -> bool {
        match reason {
            Reason::ExplicitDeny(_) => one.effect == Effect::Deny,
            Reason::NoneAllows(_) => false,
            Reason::Allowed(by) => match one.gate {
                Gate::ServiceControl => true,
                Gate::Boundary | Gate::Session => by != AllowedBy::Resource || !self.is_unlimited(request),
                Gate::IdentityBased => {
                    matches!(by, AllowedBy::Identity | AllowedBy::IdentityAndResource)
                }
                Gate::ResourceBased | Gate::RoleTrust => {
                    let only_passes_on = one.grade == Grade::Account;
                    let own = request.principal.account() == Some(request.owner) && !self.has_trust;
                    let counts = matches!(by, AllowedBy::Resource | AllowedBy::IdentityAndResource);
                    counts && one.gate == self.resource_gate() && !(own && only_passes_on)
                }
            },
        }
    }
}
