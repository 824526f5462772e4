//! Grants: rights to use a key that are made and ended without a change of its policy. Their lists are
//! in `grant_list.rs`.

use std::collections::BTreeSet;

use futures_util::FutureExt as _;
use meta::{KmsGrant, Limit, Tx};
use names::{KmsKeyArn, KmsKeyId, PrincipalArn};
use stdx::Timestamp;

use super::authorize::Because;
use super::facts::KeyFacts;
use super::grant_terms::{GrantConstraints, GrantOperation, GrantTerms};
use super::key::{arn_of, existing, usable};
use super::resource::KmsResource;
use crate::policy_principal::unique_id;
use crate::secrets::random;
use crate::{Action, Caller, Error, Grant, Identity, Internal, KmsFault, Registry};

/// Most grants of one name that are compared.
const SAME_NAME: Limit = Limit(100);

/// A grant to be made.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// Who may use the key: an ARN, or a service's name.
    pub grantee: String,
    /// Who may end the grant, in the same form.
    pub retiring: Option<String>,
    /// What for and with which contexts.
    pub terms: GrantTerms,
    /// A name, by which the same grant is not made twice.
    pub name: Option<String>,
}

/// A grant that its retirer names.
#[derive(Debug, Clone)]
pub enum RetiredGrant {
    /// By the token that came with it.
    Token(String),
    /// By key and id.
    Id(KmsKeyArn, String),
}

impl Registry {
    /// Makes a grant, and returns its id and its token. What a caller may do by grants alone, it
    /// may pass on, and no more.
    ///
    /// # Errors
    /// [`Error::Denied`], those of [`Registry::kms_encrypt`], and [`KmsFault::InvalidArn`] for
    /// somebody who does not exist.
    pub async fn kms_grant_create(
        &self,
        caller: &Caller,
        (key, facts): (&KmsKeyArn, &KeyFacts),
        new: NewGrant,
        run: Run,
    ) -> Result<(String, String), Error> {
        let authorized = self.kms_authorize_because(caller, Action::CreateGrant, key, facts);
        let (grant, because) = authorized.await?;
        new.terms.constraints.check()?;
        if new.terms.operations.is_empty() {
            return Err(Error::kms_validation("Operations must not be empty"));
        }
        if let Because::Grants(own) = &because
            && !own.iter().any(|own| new.terms.within(own))
        {
            return Err(Error::kms(
                KmsFault::AccessDenied,
                "A grant can pass on only operations and constraints of the grant that allows it",
            ));
        }
        let mut id = [0; 32];
        random(&mut id);
        let issuer = format!("arn:aws:iam::{}:root", caller.principal.account());
        let args = (
            arn_of(&grant)?.clone(),
            new,
            stdx::hex::encode(&id),
            (issuer, self.now(), run),
        );
        let id = self
            .write_for(&grant, args, |tx, (arn, new, id, (issuer, now, run))| {
                async move {
                    usable(tx, arn).await?;
                    let row = row(tx, arn, new, (id, issuer, *now)).await?;
                    if let Some(name) = &row.name {
                        let named = tx.kms_grant_list_by_name(&arn.id, name, SAME_NAME).await?;
                        if let Some(same) = named.into_iter().find(|other| is_same(other, &row)) {
                            return Ok(same.id);
                        }
                    }
                    run.finish()?;
                    tx.kms_grant_create(&row).await?;
                    Ok(row.id)
                }
                .boxed()
            })
            .await?;
        let token = self.secrets.grant_token.seal(&(key.id.as_str(), &id));
        let broken = || Internal::Broken("a grant token is too long".to_owned());
        Ok((id, token.ok_or_else(broken)?))
    }

    /// Ends a grant against the will of its grantee.
    pub async fn kms_grant_revoke(
        &self,
        grant: &Grant<KmsResource>,
        id: &str,
        run: Run,
    ) -> Result<(), Error> {
        grant.expect(&[Action::RevokeGrant]);
        self.write_for(
            grant,
            (arn_of(grant)?.clone(), id.to_owned(), run),
            |tx, (arn, id, run)| {
                async move {
                    existing(tx, arn).await?;
                    match tx.kms_grant_get(&arn.id, id).await? {
                        None => Err(no_grant(id)),
                        Some(_) => {
                            run.finish()?;
                            tx.kms_grant_delete(&arn.id, id).await?;
                            Ok(())
                        }
                    }
                }
                .boxed()
            },
        )
        .await
    }

    /// Ends a grant for whoever may: who is named in it for that, its grantee where it is for
    /// retiring too, and whom policies allow it.
    pub async fn kms_grant_retire(
        &self,
        caller: &Caller,
        which: RetiredGrant,
        run: Run,
    ) -> Result<(), Error> {
        let (key, id) = match which {
            RetiredGrant::Id(arn, id) => (arn.id, id),
            RetiredGrant::Token(token) => self.open_grant_token(&token)?,
        };
        let found = self
            .read((key, id), |tx, (key, id)| {
                async move {
                    let row = tx.kms_grant_get(key, id).await?.ok_or_else(|| no_grant(id))?;
                    let key = tx.kms_key_get_by_id(key).await?;
                    Ok((row, key.ok_or_else(|| no_grant(id))?.arn))
                }
                .boxed()
            })
            .await?;
        let (row, arn) = found;
        let right = if names(caller).contains(&row.retiring) {
            self.kms_retiring(caller, &arn).await?
        } else {
            let facts = facts_of(&row)?;
            self.kms_authorize(caller, Action::RetireGrant, &arn, &facts)
                .await?
        };
        run.finish()?;
        self.write_for(&right, (row.key, row.id), |tx, (key, id)| {
            async move {
                tx.kms_grant_delete(key, id).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Refuses grant tokens that are none of ours. What they stand for counts anyway: a grant is in
    /// force when it is made.
    pub fn kms_check_grant_tokens(&self, tokens: &[String]) -> Result<(), Error> {
        tokens
            .iter()
            .try_for_each(|token| self.open_grant_token(token).map(drop))
    }

    fn open_grant_token(&self, token: &str) -> Result<(KmsKeyId, String), Error> {
        let invalid = || Error::kms(KmsFault::InvalidGrantToken, "Invalid grant token");
        let (key, id): (String, String) = self.secrets.grant_token.open(token).ok_or_else(invalid)?;
        Ok((KmsKeyId::parse(&key).map_err(|_| invalid())?, id))
    }
}

/// Whether an operation is done or only tried (`DryRun`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Done.
    Real,
    /// Tried: it fails with [`KmsFault::DryRun`] in place of succeeding.
    Dry,
}

impl Run {
    /// Ends an operation that is only tried, where everything about it is known to be well.
    pub fn finish(self) -> Result<(), Error> {
        match self {
            Self::Real => Ok(()),
            Self::Dry => Err(Error::kms(
                KmsFault::DryRun,
                "The request would have succeeded, but the DryRun option is set.",
            )),
        }
    }
}

/// The names under which a caller can be a retiring principal.
fn names(caller: &Caller) -> Vec<String> {
    let principal = &caller.principal;
    match principal.identity {
        Identity::Root => vec![principal.arn.to_string()],
        Identity::User(_) => vec![principal.entity_id().to_owned()],
        Identity::Role(_) => vec![principal.user_id.to_string(), principal.entity_id().to_owned()],
    }
}

/// What a request to end a grant says, for the grants that could allow it.
fn facts_of(row: &KmsGrant) -> Result<KeyFacts, Error> {
    let terms = GrantTerms::of(row)?;
    let mut context = terms.constraints.subset;
    context.extend(terms.constraints.equals);
    Ok(KeyFacts {
        context,
        ..KeyFacts::none()
    })
}

fn is_same(one: &KmsGrant, other: &KmsGrant) -> bool {
    let what = |grant: &KmsGrant| {
        (
            grant.grantee.clone(),
            grant.retiring.clone(),
            grant.operations.clone(),
            grant.constraints.clone(),
        )
    };
    what(one) == what(other)
}

/// A new grant as a row.
pub(super) async fn row(
    tx: &mut Tx<'_>,
    arn: &KmsKeyArn,
    new: &NewGrant,
    (id, issuer, now): (&str, &str, Timestamp),
) -> Result<KmsGrant, Error> {
    let invalid = |name: &str| Error::kms(KmsFault::InvalidArn, format!("Invalid Arn {name}"));
    let grantee = bound(tx, &new.grantee).await?;
    let retiring = match &new.retiring {
        Some(name) => bound(tx, name).await?.ok_or_else(|| invalid(name))?,
        None => String::new(),
    };
    let broken = |error: serde_json::Error| Internal::Broken(error.to_string());
    let operations: &BTreeSet<GrantOperation> = &new.terms.operations;
    let constraints: &GrantConstraints = &new.terms.constraints;
    Ok(KmsGrant {
        key: arn.id.clone(),
        id: id.to_owned(),
        name: new.name.clone(),
        created_at: now,
        grantee: grantee.ok_or_else(|| invalid(&new.grantee))?,
        retiring,
        issuer: issuer.to_owned(),
        about: constraints.about().to_owned(),
        operations: serde_json::to_string(operations).map_err(broken)?,
        constraints: serde_json::to_string(constraints).map_err(broken)?,
    })
}

/// A principal as grants keep it: users, roles and sessions by unique id, roots by ARN, services by
/// name; `None` for somebody who does not exist.
pub(super) async fn bound(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, Error> {
    if is_service(name) {
        return Ok(Some(name.to_owned()));
    }
    let account = names::AccountId::parse(name).map(|account| format!("arn:aws:iam::{account}:root"));
    let name = account.unwrap_or_else(|_| name.to_owned());
    let Ok(arn) = PrincipalArn::parse(&name) else {
        return Ok(None);
    };
    if arn.as_str().ends_with(":root") {
        let account = tx.account_get(&arn.account()).await?;
        return Ok(account.map(|_| name));
    }
    unique_id(tx, &arn).await
}

/// Whether a principal is a service: `ecr.eu-west-1.amazonaws.com`.
fn is_service(name: &str) -> bool {
    let has_form = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte));
    has_form && name.contains(".amazonaws.")
}

fn no_grant(id: &str) -> Error {
    Error::kms(KmsFault::NotFound, format!("Grant ID {id} not found"))
}
