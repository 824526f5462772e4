//! What a new session needs: the rights beside that to assume the role, and its length.

use std::time::Duration;

use crate::{Action, Error, IdentityFault};

/// How long a session lives when nobody says, and the longest life of one that a role's session
/// makes (STS: AssumeRole, "DurationSeconds").
pub(super) const HOUR: Duration = Duration::from_secs(3600);

/// Whether the caller of `AssumeRole` is a session of a role itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chained {
    Yes,
    No,
}

/// Whether a session has something that another right is needed for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Carries {
    pub(super) tags: bool,
    pub(super) source_identity: bool,
}

/// Every action that has to be allowed. What a session inherits counts as what it is given, so
/// that each role of a chain agrees (IAM user guide, "Pass session tags in AWS STS" and "Monitor
/// and control actions taken with assumed roles").
pub(super) fn needed(action: Action, carries: Carries) -> impl Iterator<Item = Action> {
    let tags = carries.tags.then_some(Action::TagSession);
    let source = carries.source_identity.then_some(Action::SetSourceIdentity);
    [Some(action), tags, source].into_iter().flatten()
}

/// The length of a session of a role; `longest` is the role's.
pub(super) fn duration(
    asked: Option<Duration>,
    longest: Duration,
    chained: Chained,
) -> Result<Duration, Error> {
    let asked = asked.unwrap_or(HOUR);
    if chained == Chained::Yes && asked > HOUR {
        return Err(too_long(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        ));
    }
    if asked > longest {
        return Err(too_long(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(asked)
}

fn too_long(message: &str) -> Error {
    Error::identity(IdentityFault::Validation, message)
}
