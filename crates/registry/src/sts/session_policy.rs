//! Session policies: documents and managed policies that limit a session from its start.

use futures_util::FutureExt as _;
use iam::{Limits, Policy, PolicyKind, managed};
use names::{AccountId, PolicyArn};

use super::SessionRequest;
use crate::{Error, IdentityFault, Registry};

/// Most managed policies that may be passed (STS: `PolicyArns`, 10).
pub const MAX_SESSION_POLICY_ARNS: usize = 10;

impl Registry {
    /// Refuses session policies that are none, and managed policies that are not there or belong
    /// to another account than the role.
    pub(super) async fn session_policy_check(&self, request: &SessionRequest) -> Result<(), Error> {
        if let Some(document) = &request.policy {
            let kind = PolicyKind::Session;
            Policy::parse(document, kind, Limits::of(kind)).map_err(|error| {
                Error::identity(IdentityFault::MalformedPolicyDocument, error.to_string())
            })?;
        }
        if request.policy_arns.len() > MAX_SESSION_POLICY_ARNS {
            let message = format!(
                "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have \
                 length less than or equal to {MAX_SESSION_POLICY_ARNS}"
            );
            return Err(Error::identity(IdentityFault::Validation, message));
        }
        let account = request.role.account();
        for arn in &request.policy_arns {
            if !self.session_policy_exists(account, arn).await? {
                let message = format!("Policy {arn} does not exist or is not attachable.");
                return Err(Error::identity(IdentityFault::Validation, message));
            }
        }
        Ok(())
    }

    async fn session_policy_exists(&self, account: AccountId, arn: &PolicyArn) -> Result<bool, Error> {
        match arn.owner() {
            None => Ok(managed::get(arn.as_str()).is_some()),
            Some(owner) if owner != account => Ok(false),
            Some(_) => {
                let found = self.read((account, arn.clone()), |tx, (account, arn)| {
                    async move { Ok(tx.iam_policy_get(account, &arn.name()).await?) }.boxed()
                });
                Ok(found.await?.is_some_and(|policy| policy.arn == *arn))
            }
        }
    }
}
