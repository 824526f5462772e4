//! Policies of keys: the root of trust. Without one that lets an account in, its administrators
//! cannot use the key either.

use futures_util::FutureExt as _;
use iam::{Limits, Policy, PolicyKind};
use meta::Tx;
use names::{AccountId, KmsKeyArn, RegistryKey};

use super::key::{arn_of, existing};
use super::resource::KmsResource;
use crate::authority::{Place, Question, facts};
use crate::policy_principal::{bind, shown};
use crate::policy_text::PolicyText;
use crate::{Action, Caller, Error, Grant, KmsFault, Lockout, Registry, RequestFacts};

/// The one name that a key's policy has.
pub(crate) const POLICY_NAME: &str = "default";

/// A policy that follows the grammar.
#[derive(Clone)]
pub(crate) struct Checked {
    policy: Policy,
    text: PolicyText,
}

impl Checked {
    /// Reads a policy of a key.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let kind = PolicyKind::Key;
        let policy =
            Policy::parse(text, kind, Limits::of(kind)).map_err(|error| malformed(error.to_string()))?;
        if let Some(foreign) = policy.foreign_action(&["kms"]) {
            return Err(malformed(format!(
                "Policy contains an action that is not of KMS: {foreign}"
            )));
        }
        let text = PolicyText::parse(text).ok_or_else(|| malformed("The policy is no JSON"))?;
        Ok(Self { policy, text })
    }

    /// The text to be stored.
    pub(crate) async fn bind(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        let bound = bind(tx, &self.policy, &self.text).await?;
        let bound = bound
            .ok_or_else(|| malformed("Policy contains a statement with one or more invalid principals."))?;
        Ok(bound.to_string())
    }
}

fn malformed(why: impl Into<String>) -> Error {
    Error::kms(KmsFault::MalformedPolicyDocument, why)
}

/// The policy of a key that was made without one: identities decide.
pub(crate) fn default_policy(account: &AccountId) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Id":"key-default-1","Statement":[{{"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{account}:root"}},"Action":"kms:*","Resource":"*"}}]}}"#
    )
}

/// The policy of the key that ECR makes for an account: whoever may use ECR may use the key through
/// ECR, and nobody may do anything else but look at it (ECR user guide, "Encryption at rest").
pub(crate) fn managed_policy(home: &RegistryKey) -> String {
    let RegistryKey { account, region } = home;
    let suffix = region.partition().dns_suffix;
    format!(
        r#"{{"Version":"2012-10-17","Id":"auto-ecr-1","Statement":[{{"Sid":"Allow access through Amazon ECR for all principals in the account that are authorized to use Amazon ECR","Effect":"Allow","Principal":{{"AWS":"*"}},"Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:CreateGrant","kms:DescribeKey","kms:RetireGrant"],"Resource":"*","Condition":{{"StringEquals":{{"kms:CallerAccount":"{account}","kms:ViaService":"ecr.{region}.{suffix}"}}}}}},{{"Sid":"Allow direct access to key metadata to the account","Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{account}:root"}},"Action":["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"],"Resource":"*"}}]}}"#
    )
}

impl Registry {
    /// Puts a policy in place of the key's.
    ///
    /// # Errors
    /// [`KmsFault::MalformedPolicyDocument`] for a text that is no policy of a key, names somebody
    /// who does not exist, or locks the caller out.
    pub async fn kms_policy_put(
        &self,
        grant: &Grant<KmsResource>,
        (name, text): (&str, &str),
        lockout: Lockout,
    ) -> Result<(), Error> {
        grant.expect(&[Action::PutKeyPolicy]);
        check_name(name)?;
        let arn = arn_of(grant)?;
        let policy = Checked::parse(text)?;
        if lockout == Lockout::Refused {
            self.kms_check_lockout(grant.caller(), arn, &policy).await?;
        }
        self.change_for(grant, (arn.clone(), policy), |tx, (arn, policy)| {
            async move {
                let mut key = existing(tx, arn).await?;
                key.policy = policy.bind(tx).await?;
                tx.kms_key_update(&key).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// The key's policy.
    pub async fn kms_policy_get(&self, grant: &Grant<KmsResource>, name: &str) -> Result<String, Error> {
        grant.expect(&[Action::GetKeyPolicy]);
        check_name(name)?;
        self.read(arn_of(grant)?.clone(), |tx, arn| {
            async move {
                let key = existing(tx, arn).await?;
                shown(tx, &key.policy).await
            }
            .boxed()
        })
        .await
    }

    /// The names of the key's policies: there is one.
    pub async fn kms_policy_list(&self, grant: &Grant<KmsResource>) -> Result<Vec<String>, Error> {
        grant.expect(&[Action::ListKeyPolicies]);
        self.read(arn_of(grant)?.clone(), |tx, arn| {
            async move {
                existing(tx, arn).await?;
                Ok(vec![POLICY_NAME.to_owned()])
            }
            .boxed()
        })
        .await
    }

    /// Refuses a policy under which the caller could not put another one.
    pub(crate) async fn kms_check_lockout(
        &self,
        caller: &Caller,
        arn: &KmsKeyArn,
        policy: &Checked,
    ) -> Result<(), Error> {
        let place = Place::Key(arn.clone());
        let case = self.case(caller, place.clone()).await?;
        let case = case.with_key_policy(policy.policy.clone());
        let account = caller.principal.account();
        let request = RequestFacts::none().with("kms:CallerAccount", [account.to_string()]);
        let context = facts(caller, (&case.subject, &case.scope), &place, &request, self.now());
        let reason = case.decide(&Question {
            principal: &caller.principal,
            action: Action::PutKeyPolicy,
            resource: &arn.to_string(),
            owner: arn.home.account,
            context: &context,
        });
        match reason.denial(Action::PutKeyPolicy.as_str()) {
            None => Ok(()),
            Some(_) => Err(malformed(
                "The new key policy will not allow you to update the key policy in the future.",
            )),
        }
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    match name {
        POLICY_NAME => Ok(()),
        _ => Err(Error::kms(KmsFault::NotFound, "No such policy exists")),
    }
}
