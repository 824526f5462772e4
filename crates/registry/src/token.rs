//! Authorization tokens: docker's password, sealed so that opening one needs no database.
//!
//! A token carries its caller, the registry that it was issued for, its end and an id. A row
//! keeps track of each, so that tokens can be listed and revoked; which ones are revoked is held
//! in memory ([`crate::authority`]).

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest;
use futures_util::FutureExt as _;
use meta::{Limit, Meta};
use names::{AccountId, PrincipalArn, Region, RegistryKey, TokenId};
use serde::{Deserialize, Serialize};
use stdx::Timestamp;

use crate::secrets::random;
use crate::session::SealedPrincipal;
use crate::{Action, Error, Grant, Internal, Principal, Registry};

/// How long a token lives unless its request says otherwise, and at most (ECR: 12 hours).
pub const MAX_TOKEN_LIFE: Duration = Duration::from_secs(12 * 3600);
/// The shortest life that a request may ask for.
pub const MIN_TOKEN_LIFE: Duration = Duration::from_secs(15 * 60);

/// A freshly issued token.
#[derive(Debug, Clone)]
pub struct AuthorizationToken {
    /// The password for the user name `AWS`. Holds no `:`.
    pub password: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What an opened token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// Which token.
    pub id: TokenId,
    /// Who asked for the token.
    pub principal: Principal,
    /// The registry that it was issued for.
    pub registry: RegistryKey,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why a password is no token of ours, or no longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not sealed by this installation, or altered.
    #[error("the password is not an authorization token of this registry")]
    Invalid,
    /// Past its end.
    #[error("Your authorization token has expired. Reauthenticate and try again.")]
    Expired,
    /// Revoked, or issued to somebody who is gone.
    #[error("Your authorization token has been revoked. Reauthenticate and try again.")]
    Revoked,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedToken {
    id: String,
    principal: SealedPrincipal,
    account: String,
    region: String,
    expires: i64,
}

impl Registry {
    /// Issues a token for `registry`: where it is presented on a host that names no registry, that
    /// is the one that is meant. What its bearer may do there is decided request by request. It
    /// ends after `life`, or with the caller's session.
    pub async fn token_issue(
        &self,
        grant: &Grant<RegistryKey>,
        registry: RegistryKey,
        life: Duration,
    ) -> Result<AuthorizationToken, Error> {
        grant.expect(&[Action::GetAuthorizationToken]);
        let principal = grant.principal();
        let now = self.now();
        let life = life.clamp(MIN_TOKEN_LIFE, MAX_TOKEN_LIFE);
        let session_end = principal.session.as_ref().map(|session| session.expires_at);
        let expires_at = session_end.map_or(now.after(life), |end| end.min(now.after(life)));
        let id = new_token_id();
        let sealed = self.secrets.token.seal(&SealedToken {
            id: id.to_string(),
            principal: principal.into(),
            account: registry.account.to_string(),
            region: registry.region.to_string(),
            expires: expires_at.as_micros(),
        });
        let row = meta::AuthorizationToken {
            id,
            principal: principal.arn.clone(),
            access_key: principal.access_key.clone(),
            registry,
            issued_at: now,
            expires_at,
            revoked_at: None,
            source_ip: Some(grant.caller().origin.source_ip.to_canonical()),
        };
        self.write_for(grant, row, |tx, row| {
            async move { Ok(tx.authorization_token_create(row).await?) }.boxed()
        })
        .await?;
        // A session token is shorter than the limit by more than a token adds to it.
        let password =
            sealed.ok_or_else(|| Internal::Broken("an authorization token is too long".to_owned()))?;
        Ok(AuthorizationToken { password, expires_at })
    }

    /// Opens the password of a registry login.
    pub async fn token_open(&self, password: &str) -> Result<Result<Arc<TokenClaims>, TokenError>, Error> {
        let now = self.now();
        let generation = self.authority.generation(now).await?;
        // Held by what it hashes to: how long a comparison takes says nothing of the password.
        let key = fingerprint(password);
        if let Some(claims) = self.authority.tokens.get(generation, &key) {
            let is_over = claims.expires_at <= now;
            return Ok(if is_over {
                Err(TokenError::Expired)
            } else {
                Ok(claims)
            });
        }
        let Some(claims) = self.secrets.token.open(password).and_then(claims) else {
            return Ok(Err(TokenError::Invalid));
        };
        if claims.expires_at <= now {
            return Ok(Err(TokenError::Expired));
        }
        if self.authority.is_revoked(generation, &claims.id, now).await? {
            return Ok(Err(TokenError::Revoked));
        }
        let claims = Arc::new(claims);
        self.authority.tokens.put(generation, key, Arc::clone(&claims));
        Ok(Ok(claims))
    }

    /// Tokens, those that end last first: of one account, or of all. `after` is the last one of the
    /// page before.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn token_list(
        &self,
        account: Option<AccountId>,
        after: Option<meta::AuthorizationToken>,
        limit: Limit,
    ) -> Result<Vec<meta::AuthorizationToken>, Error> {
        self.read((account, after, limit), |tx, (account, after, limit)| {
            async move {
                let listed = tx.authorization_token_list(account.as_ref(), after.as_ref(), *limit);
                Ok(listed.await?)
            }
            .boxed()
        })
        .await
    }

    /// Revokes a token for good; says whether there is one that was not revoked before.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn token_revoke(&self, id: TokenId) -> Result<bool, Error> {
        self.change((id, self.now()), |tx, (id, now)| {
            async move { Ok(tx.authorization_token_revoke(*id, *now).await?) }.boxed()
        })
        .await
    }

    /// Revokes all tokens of a principal, and says how many.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn token_revoke_of(&self, principal: PrincipalArn) -> Result<u64, Error> {
        self.change((principal, self.now()), |tx, (principal, now)| {
            async move {
                let revoked = tx.authorization_token_revoke_by_principal(principal, *now);
                Ok(revoked.await?)
            }
            .boxed()
        })
        .await
    }

    /// Forgets tokens that have ended, at most `limit`, and says how many.
    pub async fn token_sweep(&self, limit: Limit) -> Result<u64, Error> {
        // One that was revoked would be good again when the clock is set right.
        if self.clock_rests_until().is_some() {
            return Ok(0);
        }
        self.write((self.now(), limit), |tx, (now, limit)| {
            async move { Ok(tx.authorization_token_delete_expired(*now, *limit).await?) }.boxed()
        })
        .await
    }
}

/// The tokens that were revoked and have not ended.
pub(crate) async fn revoked(meta: &Meta, now: Timestamp) -> Result<Arc<HashSet<TokenId>>, Error> {
    let revoked = meta
        .read::<_, Error, _>(move |tx| {
            async move { Ok(tx.authorization_token_list_revoked(now).await?) }.boxed()
        })
        .await?;
    Ok(Arc::new(revoked.into_iter().collect()))
}

fn fingerprint(password: &str) -> [u8; 32] {
    let digest = digest::digest(&digest::SHA256, password.as_bytes());
    digest.as_ref().try_into().expect("SHA-256 has 32 bytes")
}

fn new_token_id() -> TokenId {
    let mut bytes = [0; 16];
    random(&mut bytes);
    TokenId::from_bytes(bytes)
}

fn claims(sealed: SealedToken) -> Option<TokenClaims> {
    Some(TokenClaims {
        id: TokenId::parse(&sealed.id).ok()?,
        principal: sealed.principal.open()?,
        registry: RegistryKey {
            account: AccountId::parse(&sealed.account).ok()?,
            region: Region::parse(&sealed.region).ok()?,
        },
        expires_at: Timestamp::from_micros(sealed.expires),
    })
}
