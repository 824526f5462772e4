//! Principals in the policies of repositories and registries.
//!
//! A policy is stored with the unique ids of the users and roles that it names in place of their
//! ARNs, as AWS does: a right stays with whom it was given to, also under another name, and does
//! not pass to somebody new under the old one ("AWS JSON policy elements: Principal").

use std::collections::HashMap;

use iam::{NamedPrincipal, Policy};
use meta::Tx;
use names::{AccountId, EntityName, PrincipalArn, UniqueId};

use crate::Error;
use crate::policy_text::PolicyText;

/// A policy's text with unique ids; `None` when it names somebody who does not exist.
pub(crate) async fn bind(
    tx: &mut Tx<'_>,
    policy: &Policy,
    text: &PolicyText,
) -> Result<Option<PolicyText>, Error> {
    let mut ids = HashMap::new();
    for named in policy.principals() {
        let exists = match named {
            NamedPrincipal::Everyone | NamedPrincipal::Service(_) => true,
            NamedPrincipal::Account(account) => tx.account_get(&account).await?.is_some(),
            NamedPrincipal::Arn(arn) => {
                let id = unique_id(tx, arn).await?;
                let exists = id.is_some();
                ids.extend(id.map(|id| (arn.to_string(), id)));
                exists
            }
            // Nobody who calls a registry is one of these.
            NamedPrincipal::Federated(_) | NamedPrincipal::CanonicalUser => false,
        };
        if !exists {
            return Ok(None);
        }
    }
    Ok(Some(text.clone().with_principals(|name| ids.get(name).cloned())))
}

/// A stored policy as callers see it: with the ARNs of now, and the unique ids of who is gone.
pub(crate) async fn shown(tx: &mut Tx<'_>, stored: &str) -> Result<String, Error> {
    resolved(tx, stored, str::to_owned).await
}

/// A stored policy as it is decided by: who is gone has an ARN that nobody can have, since names
/// have no colons.
pub(crate) async fn effective(tx: &mut Tx<'_>, stored: &str) -> Result<String, Error> {
    let nobody = |id: &str| format!("arn:aws:iam::000000000000:user/{id}:deleted");
    resolved(tx, stored, nobody).await
}

async fn resolved(tx: &mut Tx<'_>, stored: &str, gone: fn(&str) -> String) -> Result<String, Error> {
    let Some(text) = PolicyText::parse(stored) else {
        return Ok(stored.to_owned());
    };
    let mut names = HashMap::new();
    for id in text.principals() {
        if is_id(&id) && !names.contains_key(&id) {
            let arn = arn_of(tx, &id).await?;
            let name = arn.unwrap_or_else(|| gone(&id));
            names.insert(id, name);
        }
    }
    let named = text.with_principals(|id| names.get(id).cloned());
    Ok(named.to_string())
}

/// What is neither `*`, nor an account, nor an ARN.
fn is_id(principal: &str) -> bool {
    principal.starts_with('A')
}

/// The id of a user or role; of a session the role's with the session's name behind it.
pub(crate) async fn unique_id(tx: &mut Tx<'_>, arn: &PrincipalArn) -> Result<Option<String>, Error> {
    let account = arn.account();
    let resource = arn.as_str().splitn(6, ':').nth(5).unwrap_or_default();
    let mut parts = resource.split('/');
    let (kind, last) = (parts.next(), parts.next_back().unwrap_or_default());
    let id = match kind {
        Some("user") => user(tx, account, last).await?.filter(|(_, own)| own == arn),
        Some("role") => role(tx, account, last).await?.filter(|(_, own)| own == arn),
        Some("assumed-role") => {
            let role = role(tx, account, parts.next().unwrap_or_default()).await?;
            let role = role.filter(|_| parts.next().is_none());
            role.map(|(id, own)| (format!("{id}:{last}"), own))
        }
        _ => None,
    };
    Ok(id.map(|(id, _)| id))
}

async fn user(
    tx: &mut Tx<'_>,
    account: AccountId,
    name: &str,
) -> Result<Option<(String, PrincipalArn)>, Error> {
    let Ok(name) = EntityName::parse(name) else {
        return Ok(None);
    };
    let user = tx.iam_user_get(&account, &name).await?;
    user.map(|user| {
        let arn = crate::authority::entity_arn(account, &format!("user{}{}", user.path, user.name))?;
        Ok((user.id.to_string(), arn))
    })
    .transpose()
}

async fn role(
    tx: &mut Tx<'_>,
    account: AccountId,
    name: &str,
) -> Result<Option<(String, PrincipalArn)>, Error> {
    let Ok(name) = EntityName::parse(name) else {
        return Ok(None);
    };
    let role = tx.iam_role_get(&account, &name).await?;
    role.map(|role| {
        let arn = crate::authority::entity_arn(account, &format!("role{}{}", role.path, role.name))?;
        Ok((role.id.to_string(), arn))
    })
    .transpose()
}

/// What a principal that is kept by its unique id is called now: its ARN, or the id of who is gone.
/// What is no id stays as it is.
pub(crate) async fn name_of(tx: &mut Tx<'_>, kept: &str) -> Result<String, Error> {
    if !is_id(kept) {
        return Ok(kept.to_owned());
    }
    Ok(arn_of(tx, kept).await?.unwrap_or_else(|| kept.to_owned()))
}

/// The ARN that an id stands for now; `None` when its user or role is gone.
async fn arn_of(tx: &mut Tx<'_>, id: &str) -> Result<Option<String>, Error> {
    let (entity, session) = match id.split_once(':') {
        Some((entity, session)) => (entity, Some(session)),
        None => (id, None),
    };
    let Ok(unique) = UniqueId::parse(entity) else {
        return Ok(None);
    };
    if let Some(role) = tx.iam_role_get_by_id(&unique).await? {
        let (account, path, name) = (role.account, role.path, role.name);
        return Ok(Some(match session {
            Some(session) => format!("arn:aws:sts::{account}:assumed-role/{name}/{session}"),
            None => format!("arn:aws:iam::{account}:role{path}{name}"),
        }));
    }
    let user = tx.iam_user_get_by_id(&unique).await?;
    Ok(user.map(|user| format!("arn:aws:iam::{}:user{}{}", user.account, user.path, user.name)))
}
