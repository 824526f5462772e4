//! The policy that says who may assume a role: what IAM refuses, and whom its names stand for.
//!
//! It is stored with unique ids of users and roles, like the policies of repositories
//! ([`crate::policy_principal`]); one that names nobody by name is stored as it was given.

use std::collections::HashMap;

use iam::{Limits, NamedPrincipal, Policy, PolicyError, PolicyKind, Problem};
use meta::{Role, Tx};
use names::{AccountId, PrincipalArn};

use super::entity::quota;
use crate::policy_principal::{self, unique_id};
use crate::policy_text::PolicyText;
use crate::{Error, IdentityFault};

/// A trust policy that is one; whether those whom it names exist is not looked at yet.
#[derive(Debug, Clone)]
pub(crate) struct TrustPolicy {
    document: String,
    text: PolicyText,
}

impl TrustPolicy {
    /// Reads a document.
    pub(crate) fn parse(document: &str) -> Result<Self, Error> {
        let kind = PolicyKind::RoleTrust;
        let policy = Policy::parse(document, kind, Limits::of(kind)).map_err(|error| refused(&error))?;
        if policy.foreign_action(&["sts"]).is_some() {
            return Err(malformed(
                "AssumeRole policy may only specify STS AssumeRole actions.",
            ));
        }
        for named in policy.principals() {
            if let NamedPrincipal::Service(name) = named
                && !name.ends_with(".amazonaws.com")
            {
                return Err(invalid_principal("SERVICE", name));
            }
            if let NamedPrincipal::CanonicalUser = named {
                return Err(malformed("AssumeRole policy may not specify canonical users."));
            }
        }
        Ok(Self {
            document: document.to_owned(),
            text: PolicyText::parse(document).ok_or_else(|| malformed(NO_JSON))?,
        })
    }

    /// The text to store. Everybody whom it names must exist.
    pub(crate) async fn bind(&self, tx: &mut Tx<'_>) -> Result<String, Error> {
        let mut ids = HashMap::new();
        for principal in self.text.principals() {
            if principal == "*" {
                continue;
            }
            let id = match account(&principal) {
                Some(account) => tx.account_get(&account).await?.map(|_| None),
                None => match PrincipalArn::parse(&principal) {
                    Ok(arn) => unique_id(tx, &arn).await?.map(Some),
                    Err(_) => None,
                },
            };
            match id {
                None => return Err(invalid_principal("AWS", &principal)),
                Some(None) => {}
                Some(Some(id)) => drop(ids.insert(principal, id)),
            }
        }
        if ids.is_empty() {
            return Ok(self.document.clone());
        }
        let bound = self.text.clone();
        Ok(bound.with_principals(|name| ids.get(name).cloned()).to_string())
    }
}

/// A role as callers see it: with the ARNs of now in its trust policy.
pub(crate) async fn shown(tx: &mut Tx<'_>, mut role: Role) -> Result<Role, Error> {
    let named = PolicyText::parse(&role.trust_policy).map(|text| text.principals());
    let is_bound = |name: &String| name.starts_with('A');
    if named.is_some_and(|names| names.iter().any(is_bound)) {
        role.trust_policy = policy_principal::shown(tx, &role.trust_policy).await?;
    }
    Ok(role)
}

/// The account that a principal names: by its number, or by the ARN of its root.
fn account(principal: &str) -> Option<AccountId> {
    let root = || {
        let arn = PrincipalArn::parse(principal).ok()?;
        principal.ends_with(":root").then(|| arn.account())
    };
    AccountId::parse(principal).ok().or_else(root)
}

const NO_JSON: &str = "This policy contains invalid Json";

/// IAM's sentence on what the engine refuses.
fn refused(error: &PolicyError) -> Error {
    match &error.problem {
        Problem::TooLong { characters } => quota("ACLSizePerRole", *characters),
        Problem::NotJson => malformed(NO_JSON),
        Problem::NotOfKind { element, .. } => malformed(&format!("Has prohibited field {element}")),
        Problem::Missing { element } => malformed(&format!("Missing required field {element}")),
        Problem::Repeated { .. } if error.path.ends_with(".Sid") => {
            malformed("Statement IDs (SID) in a single policy must be unique.")
        }
        Problem::Malformed { value, .. } => match principal_kind(&error.path) {
            Some(kind) => invalid_principal(kind, value),
            None => malformed(SYNTAX),
        },
        Problem::Unknown { .. }
        | Problem::Repeated { .. }
        | Problem::WrongType { .. }
        | Problem::Empty
        | Problem::Exclusive { .. } => malformed(SYNTAX),
    }
}

const SYNTAX: &str = "Syntax errors in policy.";

/// Of which kind the principal at a place of a document is, as IAM's sentence has it.
fn principal_kind(path: &str) -> Option<&'static str> {
    let (_, member) = path.split_once("Principal.")?;
    match member.split('[').next()? {
        "AWS" => Some("AWS"),
        "Service" => Some("SERVICE"),
        "Federated" => Some("FEDERATED"),
        _ => None,
    }
}

fn invalid_principal(kind: &str, value: &str) -> Error {
    malformed(&format!("Invalid principal in policy: \"{kind}\":\"{value}\""))
}

fn malformed(sentence: &str) -> Error {
    Error::identity(IdentityFault::MalformedPolicyDocument, sentence)
}
