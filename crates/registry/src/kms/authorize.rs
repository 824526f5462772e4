//! Who may do what with a key: its policy, the policies of identities where it lets them count,
//! and grants.
//!
//! A grant counts like a statement of the key's policy that allows its operations to its grantee.
//! Denials win over it, and so do boundaries, sessions and service control policies wherever they
//! limit such a statement. Grants are read when policies alone do not allow: they are many, and
//! only those to the caller that are about the repository of the request's context are looked at.

use futures_util::FutureExt as _;
use iam::{Context, Gate, Policy, PolicyKind, Reason};
use meta::{KmsGrant, Limit, Tx};
use names::KmsKeyArn;

use super::facts::KeyFacts;
use super::grant_terms::{GrantOperation, GrantTerms, about};
use super::resource::KmsResource;
use crate::authority::{Case, Question, compile};
use crate::{Action, Caller, Denied, Error, Grant, Identity, Registry, Resource as _};

/// The most grants of one grantee and repository that are looked at.
const GRANTS: Limit = Limit(1_000);

/// What allowed a request to a key.
#[derive(Debug, Clone)]
pub(crate) enum Because {
    /// Policies.
    Policies,
    /// One of these grants.
    Grants(Vec<GrantTerms>),
}

impl Registry {
    /// Decides whether `caller` may do `action` on a key.
    ///
    /// # Errors
    /// As [`Registry::authorize`].
    pub async fn kms_authorize(
        &self,
        caller: &Caller,
        action: Action,
        key: &KmsKeyArn,
        request: &KeyFacts,
    ) -> Result<Grant<KmsResource>, Error> {
        let decided = self.kms_authorize_because(caller, action, key, request).await?;
        Ok(decided.0)
    }

    /// Like [`Self::kms_authorize`], and tells what allowed it.
    pub(crate) async fn kms_authorize_because(
        &self,
        caller: &Caller,
        action: Action,
        key: &KmsKeyArn,
        request: &KeyFacts,
    ) -> Result<(Grant<KmsResource>, Because), Error> {
        let resource = KmsResource::Key(key.clone());
        let account = caller.principal.account();
        let facts = request.request(account);
        let case = self.case(caller, resource.place().0).await?;
        let context = self.context(caller, &case, &resource.place().0, &facts);
        let name = resource.display(action);
        let question = Question {
            principal: &caller.principal,
            action,
            resource: &name,
            owner: resource.owner(),
            context: &context,
        };
        let mut because = Because::Policies;
        let mut reason = match is_of_own_keys(action) && account != key.home.account {
            true => Reason::NoneAllows(Gate::ResourceBased),
            false => case.decide(&question),
        };
        if let Reason::NoneAllows(Gate::ResourceBased | Gate::IdentityBased) = reason
            && let Some(operation) = GrantOperation::of(action)
        {
            let names = grantees(caller, &case);
            let found = self.kms_grants_to(key, names, request, operation).await?;
            if !found.is_empty() {
                reason = case.decide_with(&question, &policies(caller, &case, action, &found));
                because = Because::Grants(found.into_iter().map(|(_, terms)| terms).collect());
            }
        }
        if let Some(denied) = Denied::from_reason(&caller.principal, action, name, reason) {
            return Err(denied.into());
        }
        let caller = caller.clone();
        let grant = Grant {
            caller,
            action,
            resource,
        };
        Ok((grant, because))
    }

    /// The right of whoever a grant names to retire it: it needs no policy.
    pub(crate) async fn kms_retiring(
        &self,
        caller: &Caller,
        key: &KmsKeyArn,
    ) -> Result<Grant<KmsResource>, Error> {
        self.check_caller(caller).await?;
        Ok(Grant {
            caller: caller.clone(),
            action: Action::RetireGrant,
            resource: KmsResource::Key(key.clone()),
        })
    }

    /// Whether a service may do `action` on a key for itself: by the key's policy, or by a grant.
    pub(crate) async fn kms_service_may(
        &self,
        service: &str,
        action: Action,
        key: &KmsKeyArn,
        request: &KeyFacts,
    ) -> Result<bool, Error> {
        let generation = self.authority.generation(self.now()).await?;
        let place = KmsResource::Key(key.clone()).place().0;
        let scope = self.authority.scope(generation, place).await?;
        let mut context = Context::new();
        context.set("aws:PrincipalIsAWSService", "true");
        context.set("aws:PrincipalServiceName", service);
        request.request(key.home.account).write(&mut context);
        let ask = |more: &[Policy]| {
            let name = key.to_string();
            let asked = iam::Request {
                principal: iam::Principal::Service(service),
                action: action.as_str(),
                resource: &name,
                owner: key.home.account,
                context: &context,
            };
            let policies = scope.policies.iter().map(|policy| &**policy);
            iam::decide(&asked, policies.chain(more))
        };
        let mut reason = ask(&[]);
        if let Reason::NoneAllows(_) = reason
            && let Some(operation) = GrantOperation::of(action)
        {
            let names = vec![service.to_owned()];
            let found = self.kms_grants_to(key, names, request, operation).await?;
            if !found.is_empty() {
                reason = ask(&[allowing(&format!(r#"{{"Service":"{service}"}}"#), action)]);
            }
        }
        Ok(matches!(reason, Reason::Allowed(_)))
    }

    /// The grants to one of `names` that are for a request, with their grantee.
    async fn kms_grants_to(
        &self,
        key: &KmsKeyArn,
        names: Vec<String>,
        request: &KeyFacts,
        operation: GrantOperation,
    ) -> Result<Vec<(String, GrantTerms)>, Error> {
        let args = (key.id.clone(), names, about(&request.context).to_owned());
        let grants = self
            .read(args, |tx, (key, names, about)| {
                async move { list(tx, key, names, about).await }.boxed()
            })
            .await?;
        let mut found = Vec::new();
        for grant in grants {
            let terms = GrantTerms::of(&grant)?;
            if terms.allow(operation, &request.context) {
                found.push((grant.grantee, terms));
            }
        }
        Ok(found)
    }
}

async fn list(
    tx: &mut Tx<'_>,
    key: &names::KmsKeyId,
    names: &[String],
    about: &str,
) -> Result<Vec<KmsGrant>, Error> {
    let mut grants = Vec::new();
    for name in names {
        grants.extend(tx.kms_grant_list_of_grantee(key, name, "", GRANTS).await?);
        if !about.is_empty() {
            grants.extend(tx.kms_grant_list_of_grantee(key, name, about, GRANTS).await?);
        }
    }
    Ok(grants)
}

/// The names under which grants can be to a caller: a session's, its role's or the user's unique
/// ids, and the account's root.
fn grantees(caller: &Caller, case: &Case) -> Vec<String> {
    let root = format!("arn:aws:iam::{}:root", case.subject.arn.account());
    let principal = &caller.principal;
    match principal.identity {
        Identity::Root => vec![root],
        Identity::User(_) => vec![principal.entity_id().to_owned(), root],
        Identity::Role(_) => vec![
            principal.user_id.to_string(),
            principal.entity_id().to_owned(),
            root,
        ],
    }
}

/// Grants as policies of the key.
fn policies(caller: &Caller, case: &Case, action: Action, grants: &[(String, GrantTerms)]) -> Vec<Policy> {
    let principal = &caller.principal;
    let name = |grantee: &str| match grantee {
        root if root.starts_with("arn:") => root.to_owned(),
        id if *id == *principal.user_id => principal.arn.to_string(),
        _ => case.subject.arn.to_string(),
    };
    let mut names: Vec<String> = grants.iter().map(|(grantee, _)| name(grantee)).collect();
    names.sort_unstable();
    names.dedup();
    let policy = |name: String| allowing(&format!(r#"{{"AWS":"{name}"}}"#), action);
    names.into_iter().map(policy).collect()
}

/// A policy of a key that allows one action to one principal.
fn allowing(principal: &str, action: Action) -> Policy {
    let action = action.as_str();
    let document = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"{action}","Resource":"*"}}]}}"#
    );
    let policy = compile("grant", &document, PolicyKind::Key);
    (*policy).clone()
}

/// Whether an operation works on keys of the caller's own account only (the KMS API reference,
/// "Cross-account use: No").
const fn is_of_own_keys(action: Action) -> bool {
    !matches!(
        action,
        Action::CreateGrant
            | Action::Decrypt
            | Action::DescribeKey
            | Action::Encrypt
            | Action::GenerateDataKey
            | Action::GenerateDataKeyWithoutPlaintext
            | Action::GetKeyRotationStatus
            | Action::ListGrants
            | Action::ListKeyRotations
            | Action::ReEncryptFrom
            | Action::ReEncryptTo
            | Action::RetireGrant
            | Action::RevokeGrant
    )
}
