//! The answer to a request, and the words in which AWS tells a denial.

use std::fmt;

use crate::{Effect, Gate, PolicyKind, Span};

/// Whether a request may go on, why, and because of which statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision<'a> {
    /// Whether it may.
    pub effect: Effect,
    /// Why.
    pub reason: Reason,
    /// What the policies of each gate say, in the order of [`Gate::ALL`].
    pub gates: [Verdict; 6],
    /// Every statement without which the decision could be another: all that deny, if some do;
    /// all that allow, if it is allowed; none if nothing allows. In the order of the policies.
    pub statements: Vec<Deciding<'a>>,
}

/// Why a request was decided so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Nothing denies, and everything that has to allow does.
    Allowed(AllowedBy),
    /// A statement denies; the first gate that has one.
    ExplicitDeny(Gate),
    /// Nothing denies, but a gate that has to allow does not; the first such one.
    NoneAllows(Gate),
}

/// What the policies of one gate say to a request, whatever the others say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// There are none: a limit does not limit.
    Absent,
    /// No statement applies.
    Silent,
    /// A statement allows, and none denies.
    Allows,
    /// A statement denies.
    Denies,
}

/// What granted a request that limits let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AllowedBy {
    /// The principal is the root user of the resource's account.
    Root,
    /// Policies of the principal.
    Identity,
    /// Policies of the resource.
    Resource,
    /// Policies of both: each allows, whether or not both had to.
    IdentityAndResource,
}

/// A statement that decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Deciding<'a> {
    /// The policy's name, as it was attached.
    pub policy: &'a str,
    /// The policy's kind.
    pub kind: PolicyKind,
    /// The statement's place in the policy, from 0.
    pub index: usize,
    /// The statement's id, if it has one.
    pub sid: Option<&'a str>,
    /// What the statement does.
    pub effect: Effect,
    /// Where the statement is in the document; `None` if it is [`crate::Policy::unreadable`].
    pub span: Option<Span>,
}

impl Reason {
    /// Whether the request may go on.
    pub fn effect(self) -> Effect {
        match self {
            Self::Allowed(_) => Effect::Allow,
            Self::ExplicitDeny(_) | Self::NoneAllows(_) => Effect::Deny,
        }
    }

    /// The end of AWS's sentence about a denied `action`, behind `User: … is not authorized to
    /// perform: … on resource: … `; `None` if it is allowed.
    pub fn denial(self, action: &str) -> Option<Denial<'_>> {
        let reason = self;
        (self.effect() == Effect::Deny).then_some(Denial { reason, action })
    }
}

impl Decision<'_> {
    /// Whether the request may go on.
    pub fn is_allowed(&self) -> bool {
        self.effect == Effect::Allow
    }

    /// What the policies of one gate say.
    pub fn gate(&self, gate: Gate) -> Verdict {
        self.gates[gate as usize]
    }

    /// As [`Reason::denial`].
    pub fn denial<'t>(&self, action: &'t str) -> Option<Denial<'t>> {
        self.reason.denial(action)
    }
}

/// The end of a denial ("Troubleshoot access denied error messages").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denial<'t> {
    reason: Reason,
    action: &'t str,
}

impl fmt::Display for Denial<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Reason::Allowed(_) => Ok(()),
            Reason::ExplicitDeny(gate) => write!(f, "with an explicit deny in {}", with_article(gate)),
            Reason::NoneAllows(gate) => {
                write!(f, "because no {} allows the {} action", bare(gate), self.action)
            }
        }
    }
}

const fn bare(gate: Gate) -> &'static str {
    match gate {
        Gate::ServiceControl => "service control policy",
        Gate::ResourceBased => "resource-based policy",
        Gate::RoleTrust => "role trust policy",
        Gate::IdentityBased => "identity-based policy",
        Gate::Boundary => "permissions boundary",
        Gate::Session => "session policy",
    }
}

const fn with_article(gate: Gate) -> &'static str {
    match gate {
        Gate::ServiceControl => "a service control policy",
        Gate::ResourceBased => "a resource-based policy",
        Gate::RoleTrust => "the role trust policy",
        Gate::IdentityBased => "an identity-based policy",
        Gate::Boundary => "a permissions boundary",
        Gate::Session => "a session policy",
    }
}
