//! A request as statements are asked about it: what many of them want to know is found out once.

use names::AccountId;

use crate::action::{ActionMarks, FoldedAction};
use crate::evaluate::Request;
use crate::pairs::Pairs;
use crate::{Policy, PolicyKind};

/// A request and what follows from it.
#[derive(Clone, Copy)]
pub(crate) struct Question<'r> {
    pub(crate) request: &'r Request<'r>,
    /// The request's action in lower case.
    pub(crate) action: &'r str,
    pub(crate) marks: ActionMarks,
    /// The account of the principal, which is read from an ARN.
    pub(crate) account: Option<AccountId>,
    pub(crate) bounded: Bounded,
    /// Of the resource.
    pub(crate) pairs: Pairs,
}

/// Whether a permissions boundary is attached to the principal; `NotPrincipal` asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bounded {
    Yes,
    No,
}

impl<'r> Question<'r> {
    pub(crate) fn new<'p>(
        request: &'r Request<'r>,
        action: &'r FoldedAction,
        mut policies: impl Iterator<Item = &'p Policy>,
    ) -> Self {
        let action = action.as_str();
        Self {
            request,
            action,
            marks: ActionMarks::of(action),
            pairs: Pairs::of(request.resource),
            account: request.principal.account(),
            bounded: match policies.any(|policy| policy.kind() == PolicyKind::Boundary) {
                true => Bounded::Yes,
                false => Bounded::No,
            },
        }
    }

    /// Whether the principal belongs to the resource's account.
    pub(crate) fn is_same_account(&self) -> bool {
        self.account == Some(self.request.owner)
    }
}
