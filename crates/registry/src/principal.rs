//! Who makes a request.

use names::{AccessKeyId, AccountId, PrincipalArn};

/// An authenticated caller. Only the two ways of authentication make one: a verified request
/// signature ([`crate::Registry::access_key`] gives the key to verify with) and an opened
/// authorization token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What policies name.
    pub arn: PrincipalArn,
    /// The unique identifier that `GetCallerIdentity` calls `UserId`.
    pub user_id: String,
    /// The access key that was presented, or that the token was issued to.
    pub access_key: AccessKeyId,
}

impl Principal {
    /// The account that the caller belongs to.
    pub fn account(&self) -> AccountId {
        self.arn.account()
    }
}
