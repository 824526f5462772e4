//! OpenID Connect providers, whose tokens roles may trust.

use names::{AccountId, OidcIssuer};
use stdx::Timestamp;

use super::tag::TagOwner;
use crate::row::{Row, corrupt};
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Limit, Put, Tx};

/// An OpenID Connect provider as an account knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcProvider {
    /// The account that it belongs to.
    pub account: AccountId,
    /// Its URL without the scheme; what its ARN ends in.
    pub issuer: OidcIssuer,
    /// When it was created.
    pub created_at: Timestamp,
    /// The audiences that its tokens may be for, in the order given.
    pub client_ids: Vec<String>,
    /// The SHA-1 thumbprints of certificates, in hexadecimal, in the order given.
    pub thumbprints: Vec<String>,
}

statements! {
    CREATE = "INSERT INTO iam_oidc_provider (account_id, url, created_at, client_ids, thumbprints) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    GET = "SELECT account_id, url, created_at, client_ids, thumbprints FROM iam_oidc_provider \
        WHERE account_id = $1 AND url = $2";
    LIST = "SELECT account_id, url, created_at, client_ids, thumbprints FROM iam_oidc_provider \
        WHERE account_id = $1 AND url > $2 ORDER BY url LIMIT $3";
    PUT_CLIENT_IDS = "UPDATE iam_oidc_provider SET client_ids = $1 WHERE account_id = $2 AND url = $3";
    PUT_THUMBPRINTS = "UPDATE iam_oidc_provider SET thumbprints = $1 WHERE account_id = $2 AND url = $3";
    DELETE = "DELETE FROM iam_oidc_provider WHERE account_id = $1 AND url = $2";
}

impl Tx<'_> {
    /// Creates a provider; `Exists` when the account has one with this URL.
    ///
    /// # Errors
    /// [`Error::Dangling`] when the account does not exist.
    pub async fn iam_oidc_provider_create(&mut self, provider: &OidcProvider) -> Result<Put, Error> {
        let (client_ids, thumbprints) = (write(&provider.client_ids), write(&provider.thumbprints));
        let values = [
            Value::from(&provider.account),
            Value::from(&provider.issuer),
            Value::from(provider.created_at),
            Value::from(&*client_ids),
            Value::from(&*thumbprints),
        ];
        self.put(CREATE, &values).await
    }

    /// The provider with this URL.
    pub async fn iam_oidc_provider_get(
        &mut self,
        account: &AccountId,
        issuer: &OidcIssuer,
    ) -> Result<Option<OidcProvider>, Error> {
        self.row(GET, &[account.into(), issuer.into()], read).await
    }

    /// The providers of an account by URL, those after `after`.
    pub async fn iam_oidc_provider_list(
        &mut self,
        account: &AccountId,
        after: Option<&OidcIssuer>,
        limit: Limit,
    ) -> Result<Vec<OidcProvider>, Error> {
        let values = [account.into(), Value::after(after), limit.into()];
        self.rows(LIST, &values, read).await
    }

    /// Replaces the audiences. False when there is no such provider.
    pub async fn iam_oidc_provider_put_client_ids(
        &mut self,
        account: &AccountId,
        issuer: &OidcIssuer,
        client_ids: &[String],
    ) -> Result<bool, Error> {
        let client_ids = write(client_ids);
        let values = [Value::from(&*client_ids), account.into(), issuer.into()];
        Ok(self.execute(PUT_CLIENT_IDS, &values).await? != 0)
    }

    /// Replaces the thumbprints. False when there is no such provider.
    pub async fn iam_oidc_provider_put_thumbprints(
        &mut self,
        account: &AccountId,
        issuer: &OidcIssuer,
        thumbprints: &[String],
    ) -> Result<bool, Error> {
        let thumbprints = write(thumbprints);
        let values = [Value::from(&*thumbprints), account.into(), issuer.into()];
        Ok(self.execute(PUT_THUMBPRINTS, &values).await? != 0)
    }

    /// Deletes a provider with its tags. False when there is none.
    pub async fn iam_oidc_provider_delete(
        &mut self,
        account: &AccountId,
        issuer: &OidcIssuer,
    ) -> Result<bool, Error> {
        self.owned_tags_delete(account, &TagOwner::OidcProvider(issuer.clone()))
            .await?;
        let deleted = self.execute(DELETE, &[account.into(), issuer.into()]).await?;
        Ok(deleted != 0)
    }
}

fn write(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

fn read(row: &Row<'_>) -> Result<OidcProvider, Error> {
    let list = |index, column| {
        let text = row.text(index, column)?;
        serde_json::from_str(text).map_err(|_| corrupt(column))
    };
    Ok(OidcProvider {
        account: row.parsed(0, "iam_oidc_provider.account_id")?,
        issuer: row.parsed(1, "iam_oidc_provider.url")?,
        created_at: row.timestamp(2, "iam_oidc_provider.created_at")?,
        client_ids: list(3, "iam_oidc_provider.client_ids")?,
        thumbprints: list(4, "iam_oidc_provider.thumbprints")?,
    })
}
