//! What all policies together say to a request, gate by gate, and the decision that follows. It is
//! the hot part: a few words of memory, nothing allocated.

use crate::decision::{AllowedBy, Reason, Verdict};
use crate::principals::Grade;
use crate::question::Question;
use crate::{Effect, Gate, Policy, PolicyKind, Principal};

/// A set of gates.
#[derive(Debug, Clone, Copy, Default)]
struct Gates(u8);

impl Gates {
    fn put(&mut self, gate: Gate) {
        self.0 |= 1 << gate as u8;
    }

    fn has(self, gate: Gate) -> bool {
        self.0 & 1 << gate as u8 != 0
    }

    /// The first in the order of AWS's evaluation.
    fn first(self) -> Option<Gate> {
        Gate::ALL.into_iter().find(|gate| self.has(*gate))
    }
}

/// Which gates there are, and what the statements that apply do at each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Summary {
    present: Gates,
    allowing: Gates,
    denying: Gates,
    /// Whether a key's policy is among them, without which nobody may use the key.
    has_key: bool,
    /// The best grade of an `Allow` in policies of the repository or registry, or of the key.
    resource: Option<Grade>,
    /// The best grade of an `Allow` in the role's trust policy.
    trust: Option<Grade>,
}

/// A statement that applies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Applying {
    /// The policy's place among the policies, and the statement's in the policy.
    pub(crate) policy: usize,
    pub(crate) statement: usize,
    pub(crate) gate: Gate,
    pub(crate) effect: Effect,
    pub(crate) grade: Grade,
}

impl Summary {
    /// Asks every statement, and gives each one that applies to `see`.
    pub(crate) fn gather<'p>(
        question: &Question<'_>,
        policies: impl Iterator<Item = &'p Policy>,
        mut see: impl FnMut(Applying),
    ) -> Self {
        let mut summary = Self::default();
        for (place, policy) in policies.enumerate() {
            let gate = policy.kind().gate();
            summary.present.put(gate);
            summary.has_key |= policy.kind() == PolicyKind::Key;
            for (index, statement) in policy.statements().iter().enumerate() {
                if statement.is_passed_over(question) {
                    continue;
                }
                let Some(grade) = statement.applies(question) else {
                    continue;
                };
                summary.note(gate, statement.effect, grade);
                see(Applying {
                    policy: place,
                    statement: index,
                    gate,
                    effect: statement.effect,
                    grade,
                });
            }
        }
        summary
    }

    fn note(&mut self, gate: Gate, effect: Effect, grade: Grade) {
        if effect == Effect::Deny {
            self.denying.put(gate);
            return;
        }
        self.allowing.put(gate);
        let best = match gate {
            Gate::ResourceBased => &mut self.resource,
            Gate::RoleTrust => &mut self.trust,
            Gate::ServiceControl | Gate::IdentityBased | Gate::Boundary | Gate::Session => return,
        };
        *best = Some(best.map_or(grade, |best| best.min(grade)));
    }

    pub(crate) fn decide(&self, question: &Question<'_>) -> Reason {
        if let Some(gate) = self.denying.first() {
            return Reason::ExplicitDeny(gate);
        }
        if !self.passes(Gate::ServiceControl) {
            return Reason::NoneAllows(Gate::ServiceControl);
        }
        let by = match self.grant(question) {
            Ok(by) => by,
            Err(gate) => return Reason::NoneAllows(gate),
        };
        let limits = [Gate::Boundary, Gate::Session];
        match limits.into_iter().find(|gate| !self.passes(*gate)) {
            None => Reason::Allowed(by),
            Some(_) if self.is_unlimited(question) => Reason::Allowed(AllowedBy::Resource),
            Some(gate) => Reason::NoneAllows(gate),
        }
    }

    /// What grants the request, or where a grant is missing.
    fn grant(&self, question: &Question<'_>) -> Result<AllowedBy, Gate> {
        let grade = self.resource_grade();
        let same_account = question.is_same_account();
        let needs_resource = !same_account || self.is_root_of_trust();
        if needs_resource && grade.is_none() {
            return Err(self.resource_gate());
        }
        // Whoever has no account has no policies: the resource's are all there is.
        if question.account.is_none() {
            return Ok(AllowedBy::Resource);
        }
        // In the own account an account as principal only passes the right on to its policies.
        let by_resource = grade.is_some_and(|grade| needs_resource || grade != Grade::Account);
        let suffices = same_account && grade.is_some_and(|grade| grade != Grade::Account);
        let is_root = matches!(question.request.principal, Principal::Root(_));
        let by_identity = is_root || self.allowing.has(Gate::IdentityBased);
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
    fn is_unlimited(&self, question: &Question<'_>) -> bool {
        question.is_same_account() && self.resource_grade() == Some(Grade::Direct)
    }

    /// Whether the resource's policy must allow in its own account too: a role's trust policy and
    /// a key's policy must.
    fn is_root_of_trust(&self) -> bool {
        self.has_trust() || self.has_key
    }

    fn has_trust(&self) -> bool {
        self.present.has(Gate::RoleTrust)
    }

    fn resource_gate(&self) -> Gate {
        if self.has_trust() {
            Gate::RoleTrust
        } else {
            Gate::ResourceBased
        }
    }

    fn resource_grade(&self) -> Option<Grade> {
        if self.has_trust() {
            self.trust
        } else {
            self.resource
        }
    }

    fn passes(&self, limit: Gate) -> bool {
        !self.present.has(limit) || self.allowing.has(limit)
    }

    /// What each gate says, in the order of [`Gate::ALL`].
    pub(crate) fn verdicts(&self) -> [Verdict; 6] {
        Gate::ALL.map(|gate| match gate {
            _ if self.denying.has(gate) => Verdict::Denies,
            _ if self.allowing.has(gate) => Verdict::Allows,
            _ if self.present.has(gate) => Verdict::Silent,
            _ => Verdict::Absent,
        })
    }

    /// Whether a statement that applies is one of those that made the decision.
    pub(crate) fn is_deciding(&self, one: Applying, reason: Reason, question: &Question<'_>) -> bool {
        match reason {
            Reason::ExplicitDeny(_) => one.effect == Effect::Deny,
            Reason::NoneAllows(_) => false,
            Reason::Allowed(by) => match one.gate {
                Gate::ServiceControl => true,
                Gate::Boundary | Gate::Session => by != AllowedBy::Resource || !self.is_unlimited(question),
                Gate::IdentityBased => {
                    matches!(by, AllowedBy::Identity | AllowedBy::IdentityAndResource)
                }
                Gate::ResourceBased | Gate::RoleTrust => {
                    let only_passes_on = one.grade == Grade::Account;
                    let own = question.is_same_account() && !self.is_root_of_trust();
                    let counts = matches!(by, AllowedBy::Resource | AllowedBy::IdentityAndResource);
                    counts && one.gate == self.resource_gate() && !(own && only_passes_on)
                }
            },
        }
    }
}
