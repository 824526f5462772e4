//! The authorization tokens that were issued, so that they can be listed and revoked. A token
//! that is opened is not looked up here: the program keeps the revoked ones in memory.

use std::net::IpAddr;

use names::{AccessKeyId, AccountId, PrincipalArn, RegistryKey, TokenId};
use stdx::Timestamp;

use crate::row::Row;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Tx};

/// An authorization token that was issued. The token itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationToken {
    /// Which token.
    pub id: TokenId,
    /// Who got it.
    pub principal: PrincipalArn,
    /// With which access key.
    pub access_key: AccessKeyId,
    /// The registry that it is for.
    pub registry: RegistryKey,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// From where it was asked for, if that is known.
    pub source_ip: Option<IpAddr>,
}

statements! {
    CREATE = "INSERT INTO authorization_token (id, account_id, principal, access_key, \
        registry_account, registry_region, issued_at, expires_at, revoked_at, source_ip) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    GET = "SELECT id, principal, access_key, registry_account, registry_region, issued_at, \
        expires_at, revoked_at, source_ip FROM authorization_token WHERE id = $1";
    LIST = "SELECT id, principal, access_key, registry_account, registry_region, issued_at, \
        expires_at, revoked_at, source_ip FROM authorization_token \
        WHERE (expires_at, id) < ($1, $2) ORDER BY expires_at DESC, id DESC LIMIT $3";
    LIST_OF_ACCOUNT = "SELECT id, principal, access_key, registry_account, registry_region, issued_at, \
        expires_at, revoked_at, source_ip FROM authorization_token \
        WHERE account_id = $1 AND (expires_at, id) < ($2, $3) \
        ORDER BY expires_at DESC, id DESC LIMIT $4";
    REVOKE = "UPDATE authorization_token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL";
    REVOKE_BY_PRINCIPAL = "UPDATE authorization_token SET revoked_at = $1 \
        WHERE principal = $2 AND expires_at > $1 AND revoked_at IS NULL";
    DELETE_EXPIRED = "DELETE FROM authorization_token WHERE id IN \
        (SELECT id FROM authorization_token WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)";
    LIST_REVOKED = "SELECT id FROM authorization_token \
        WHERE revoked_at IS NOT NULL AND expires_at > $1 ORDER BY expires_at, id";
}

impl Tx<'_> {
    /// Notes a token that is issued.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the principal's account does not exist.
    pub async fn authorization_token_create(&mut self, token: &AuthorizationToken) -> Result<(), Error> {
        let account = token.principal.account();
        let source_ip = token.source_ip.map(|address| address.to_string());
        let values = [
            Value::from(&token.id),
            Value::from(&account),
            Value::from(&token.principal),
            Value::from(&token.access_key),
            Value::from(&token.registry.account),
            Value::from(&token.registry.region),
            Value::from(token.issued_at),
            Value::from(token.expires_at),
            token.revoked_at.map_or(Value::Null, Value::from),
            Value::optional(source_ip.as_deref()),
        ];
        self.execute(CREATE, &values).await?;
        Ok(())
    }

    /// The token with this id.
    pub async fn authorization_token_get(
        &mut self,
        id: TokenId,
    ) -> Result<Option<AuthorizationToken>, Error> {
        self.row(GET, &[Value::from(&id)], read).await
    }

    /// The tokens of an account's principals, or of all, the one that lives longest first: those
    /// that end before `after` does.
    pub async fn authorization_token_list(
        &mut self,
        account: Option<&AccountId>,
        after: Option<&AuthorizationToken>,
        limit: Limit,
    ) -> Result<Vec<AuthorizationToken>, Error> {
        let (expires_at, id) = match after {
            None => (Value::from(i64::MAX), Value::from("")),
            Some(token) => (Value::from(token.expires_at), Value::from(&token.id)),
        };
        match account {
            None => self.rows(LIST, &[expires_at, id, limit.into()], read).await,
            Some(account) => {
                let values = [account.into(), expires_at, id, limit.into()];
                self.rows(LIST_OF_ACCOUNT, &values, read).await
            }
        }
    }

    /// Revokes a token. False when there is none with this id, or it was revoked before.
    pub async fn authorization_token_revoke(&mut self, id: TokenId, at: Timestamp) -> Result<bool, Error> {
        let values = [at.into(), Value::from(&id)];
        Ok(self.execute(REVOKE, &values).await? != 0)
    }

    /// Revokes the tokens of a principal that are good at `at`, and returns their number.
    pub async fn authorization_token_revoke_by_principal(
        &mut self,
        principal: &PrincipalArn,
        at: Timestamp,
    ) -> Result<u64, Error> {
        let values = [at.into(), Value::from(principal)];
        self.execute(REVOKE_BY_PRINCIPAL, &values).await
    }

    /// Deletes tokens that ended before `before`, the oldest first, and returns their number.
    pub async fn authorization_token_delete_expired(
        &mut self,
        before: Timestamp,
        limit: Limit,
    ) -> Result<u64, Error> {
        let values = [before.into(), Value::from(limit)];
        self.execute(DELETE_EXPIRED, &values).await
    }

    /// All tokens that were revoked and would still be good at `now`.
    pub async fn authorization_token_list_revoked(&mut self, now: Timestamp) -> Result<Vec<TokenId>, Error> {
        let read = |row: &Row<'_>| row.parsed(0, "authorization_token.id");
        self.rows(LIST_REVOKED, &[now.into()], read).await
    }
}

fn read(row: &Row<'_>) -> Result<AuthorizationToken, Error> {
    let registry = RegistryKey {
        account: row.parsed(3, "authorization_token.registry_account")?,
        region: row.parsed(4, "authorization_token.registry_region")?,
    };
    Ok(AuthorizationToken {
        id: row.parsed(0, "authorization_token.id")?,
        principal: row.parsed(1, "authorization_token.principal")?,
        access_key: row.parsed(2, "authorization_token.access_key")?,
        registry,
        issued_at: row.timestamp(5, "authorization_token.issued_at")?,
        expires_at: row.timestamp(6, "authorization_token.expires_at")?,
        revoked_at: row.optional_timestamp(7, "authorization_token.revoked_at")?,
        source_ip: row.optional_parsed(8, "authorization_token.source_ip")?,
    })
}
