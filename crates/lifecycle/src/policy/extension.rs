//! What policies may say here that they may not say in ECR.
//!
//! ECR refuses each of these, so a policy that it accepts has none of them and means the same in
//! both dialects.

use super::{Criterion, Policy, Rule, RuleAction, TagSelection};

/// By which definition a policy text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Amazon's, and nothing else.
    Ecr,
    /// Amazon's with each [`Extension`].
    Hythe,
}

/// Something in a rule that ECR refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extension {
    /// `sinceImagePulled` with the action `expire`.
    ExpireByPull,
    /// The action `keep`, with the `countType`s that only it has.
    Keep,
    /// The action `untag`.
    Untag,
    /// `tagListMatch`.
    TagListMatch,
}

impl Policy {
    /// What of the policy ECR would refuse, with the priority of the rule that says it.
    pub fn extensions(&self) -> impl Iterator<Item = (u32, Extension)> + '_ {
        let of = |rule: &Rule| {
            let found = rule.extensions().into_iter().flatten();
            found
                .map(|extension| (rule.priority, extension))
                .collect::<Vec<_>>()
        };
        self.rules().iter().flat_map(of)
    }
}

impl Rule {
    fn extensions(&self) -> [Option<Extension>; 2] {
        let first = match (self.action, self.criterion) {
            (RuleAction::Keep, _) => Some(Extension::Keep),
            (RuleAction::Untag, _) => Some(Extension::Untag),
            (RuleAction::Expire, Criterion::SinceImagePulled { .. }) => Some(Extension::ExpireByPull),
            (RuleAction::Expire | RuleAction::Transition, _) => None,
        };
        let is_any_of = matches!(self.tags, TagSelection::TaggedAnyOf(_));
        [first, is_any_of.then_some(Extension::TagListMatch)]
    }
}
