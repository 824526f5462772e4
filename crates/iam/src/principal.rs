//! Who makes a request.

use names::{AccountId, PrincipalArn};

/// Who makes a request, after authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Principal<'a> {
    /// The root user of an account. It may do everything in its account that nothing denies.
    Root(AccountId),
    /// An IAM user, also with a session of `GetSessionToken`.
    User(&'a PrincipalArn),
    /// A session of a role.
    RoleSession {
        /// `arn:<partition>:sts::<account>:assumed-role/<role>/<session>`.
        session: &'a PrincipalArn,
        /// The role's own ARN, path included; the session's does not have it.
        role: &'a PrincipalArn,
    },
    /// A service that acts for itself, such as `lambda.amazonaws.com`.
    Service(&'a str),
    /// Somebody whom an identity provider vouches for, and who is no session yet. This is the
    /// provider: its ARN, or its name.
    Federated(&'a str),
    /// Nobody known.
    Anonymous,
}

impl Principal<'_> {
    /// The account that the principal belongs to.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Root(account) => Some(*account),
            Self::User(arn) => Some(account_of(arn)),
            Self::RoleSession { session, .. } => Some(account_of(session)),
            Self::Service(_) | Self::Federated(_) | Self::Anonymous => None,
        }
    }
}

/// What is behind an ARN's fourth colon. Each decision asks for it, so it is read without the
/// splitting of a whole ARN.
fn account_of(arn: &PrincipalArn) -> AccountId {
    let text = arn.as_str();
    let mut colons = text.bytes().enumerate().filter(|(_, byte)| *byte == b':');
    let digits = colons.nth(3).and_then(|(at, _)| text.get(at + 1..at + 13));
    let account = digits.and_then(|digits| AccountId::parse(digits).ok());
    account.unwrap_or_else(|| arn.account())
}
