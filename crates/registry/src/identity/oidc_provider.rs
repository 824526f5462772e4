//! OpenID Connect providers, whose tokens the account's roles may trust.

use futures_util::FutureExt as _;
use meta::{IamCount, Limit, OidcProvider, Put, ResourceTag, TagOwner, Tx};
use names::{AccountId, OidcIssuer};

use super::entity::{ALL_TAGS, quota};
use super::identity_tag;
use crate::{Action, Error, Grant, IamResource, IdentityFault, Registry, RequestFacts};

/// How many providers an account may have (IAM quotas).
pub(crate) const MAX_PROVIDERS: usize = 100;
/// How many audiences a provider may have (IAM quotas).
const MAX_CLIENT_IDS: usize = 100;
/// How many thumbprints a provider may have (IAM quotas).
const MAX_THUMBPRINTS: usize = 5;

/// A provider to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOidcProvider {
    /// Its URL without the scheme.
    pub issuer: OidcIssuer,
    /// The audiences that its tokens may be for.
    pub client_ids: Vec<String>,
    /// SHA-1 thumbprints of certificates.
    pub thumbprints: Vec<String>,
    /// Its tags.
    pub tags: Vec<ResourceTag>,
}

impl Registry {
    /// What a decision about a provider is about: its ARN and what conditions know of it.
    ///
    /// No grant is asked for: what this tells goes into a decision and nowhere else.
    pub async fn oidc_provider_resource(
        &self,
        account: AccountId,
        issuer: &OidcIssuer,
    ) -> Result<(IamResource, RequestFacts), Error> {
        let tags = self
            .read((account, issuer.clone()), |tx, (account, issuer)| {
                tags(tx, *account, issuer).boxed()
            })
            .await?;
        let mut facts = RequestFacts::none();
        for ResourceTag { key, value } in tags {
            for service in ["aws", "iam"] {
                facts = facts.with(&format!("{service}:ResourceTag/{key}"), [value.clone()]);
            }
        }
        let arn = arn(account, issuer);
        Ok((IamResource { account, arn }, facts))
    }

    /// Makes a provider.
    pub async fn oidc_provider_create(
        &self,
        grant: &Grant<IamResource>,
        new: NewOidcProvider,
    ) -> Result<(), Error> {
        grant.expect(&[Action::CreateOpenIDConnectProvider]);
        identity_tag::check_tags(&new.tags)?;
        check_client_ids(&new.client_ids)?;
        check_thumbprints(&new.thumbprints)?;
        let decided = grant.resource().clone();
        let provider = OidcProvider {
            account: decided.account,
            issuer: new.issuer,
            created_at: self.now(),
            client_ids: without_repetitions(new.client_ids),
            thumbprints: without_repetitions(new.thumbprints),
        };
        self.change_for(
            grant,
            (decided, provider, new.tags),
            |tx, (decided, provider, tags)| {
                async move {
                    let count = tx.iam_count(&provider.account, IamCount::OidcProviders).await?;
                    if count as usize >= MAX_PROVIDERS {
                        return Err(quota("OpenIdConnectProvidersPerAccount", MAX_PROVIDERS));
                    }
                    if tx.iam_oidc_provider_create(provider).await? == Put::Exists {
                        let url = format!("https://{}", provider.issuer);
                        let sentence = format!("Provider with url {url} already exists.");
                        return Err(Error::identity(IdentityFault::EntityAlreadyExists, sentence));
                    }
                    let owner = TagOwner::OidcProvider(provider.issuer.clone());
                    identity_tag::put(tx, decided, &owner, tags).await
                }
                .boxed()
            },
        )
        .await
    }

    /// A provider with its tags.
    pub async fn oidc_provider_get(
        &self,
        grant: &Grant<IamResource>,
        issuer: OidcIssuer,
    ) -> Result<(OidcProvider, Vec<ResourceTag>), Error> {
        grant.expect(&[Action::GetOpenIDConnectProvider]);
        let account = grant.resource().account;
        self.read((account, issuer), |tx, (account, issuer)| {
            async move {
                let provider = found(tx, *account, issuer).await?;
                Ok((provider, tags(tx, *account, issuer).await?))
            }
            .boxed()
        })
        .await
    }

    /// All providers of an account, by URL.
    pub async fn oidc_provider_list(&self, grant: &Grant<IamResource>) -> Result<Vec<OidcProvider>, Error> {
        grant.expect(&[Action::ListOpenIDConnectProviders]);
        let account = grant.resource().account;
        self.read(account, |tx, account| {
            async move { Ok(tx.iam_oidc_provider_list(account, None, ALL_PROVIDERS).await?) }.boxed()
        })
        .await
    }

    /// Deletes a provider. One that is not there is deleted already, as in IAM.
    pub async fn oidc_provider_delete(
        &self,
        grant: &Grant<IamResource>,
        issuer: OidcIssuer,
    ) -> Result<(), Error> {
        grant.expect(&[Action::DeleteOpenIDConnectProvider]);
        let account = grant.resource().account;
        self.change_for(grant, (account, issuer), |tx, (account, issuer)| {
            async move {
                tx.iam_oidc_provider_delete(account, issuer).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Adds an audience; one that is there already stays.
    pub async fn oidc_provider_add_client_id(
        &self,
        grant: &Grant<IamResource>,
        issuer: OidcIssuer,
        client_id: String,
    ) -> Result<(), Error> {
        grant.expect(&[Action::AddClientIDToOpenIDConnectProvider]);
        let arguments = (grant.resource().account, issuer, client_id);
        self.change_for(grant, arguments, |tx, (account, issuer, client_id)| {
            async move {
                let mut client_ids = found(tx, *account, issuer).await?.client_ids;
                if client_ids.contains(client_id) {
                    return Ok(());
                }
                client_ids.push(client_id.clone());
                check_client_ids(&client_ids)?;
                tx.iam_oidc_provider_put_client_ids(account, issuer, &client_ids)
                    .await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Removes an audience; one that is not there is removed already.
    pub async fn oidc_provider_remove_client_id(
        &self,
        grant: &Grant<IamResource>,
        issuer: OidcIssuer,
        client_id: String,
    ) -> Result<(), Error> {
        grant.expect(&[Action::RemoveClientIDFromOpenIDConnectProvider]);
        let arguments = (grant.resource().account, issuer, client_id);
        self.change_for(grant, arguments, |tx, (account, issuer, client_id)| {
            async move {
                let mut client_ids = found(tx, *account, issuer).await?.client_ids;
                client_ids.retain(|other| other != client_id);
                tx.iam_oidc_provider_put_client_ids(account, issuer, &client_ids)
                    .await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Replaces the thumbprints.
    pub async fn oidc_provider_put_thumbprints(
        &self,
        grant: &Grant<IamResource>,
        issuer: OidcIssuer,
        thumbprints: Vec<String>,
    ) -> Result<(), Error> {
        grant.expect(&[Action::UpdateOpenIDConnectProviderThumbprint]);
        check_thumbprints(&thumbprints)?;
        let thumbprints = without_repetitions(thumbprints);
        let arguments = (grant.resource().account, issuer, thumbprints);
        self.change_for(grant, arguments, |tx, (account, issuer, thumbprints)| {
            async move {
                found(tx, *account, issuer).await?;
                tx.iam_oidc_provider_put_thumbprints(account, issuer, thumbprints)
                    .await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

/// More providers than an account can have.
const ALL_PROVIDERS: Limit = Limit(1_000);

fn arn(account: AccountId, issuer: &OidcIssuer) -> String {
    format!("arn:aws:iam::{account}:oidc-provider/{issuer}")
}

async fn found(tx: &mut Tx<'_>, account: AccountId, issuer: &OidcIssuer) -> Result<OidcProvider, Error> {
    let provider = tx.iam_oidc_provider_get(&account, issuer).await?;
    let sentence = || {
        format!(
            "OpenIDConnect Provider not found for arn {}",
            arn(account, issuer)
        )
    };
    provider.ok_or_else(|| Error::identity(IdentityFault::NoSuchEntity, sentence()))
}

async fn tags(tx: &mut Tx<'_>, account: AccountId, issuer: &OidcIssuer) -> Result<Vec<ResourceTag>, Error> {
    let owner = TagOwner::OidcProvider(issuer.clone());
    Ok(tx.iam_tag_list(&account, &owner, None, ALL_TAGS).await?)
}

fn check_client_ids(client_ids: &[String]) -> Result<(), Error> {
    if client_ids.len() > MAX_CLIENT_IDS {
        return Err(quota("ClientIdsPerOpenIdConnectProvider", MAX_CLIENT_IDS));
    }
    Ok(())
}

/// The model bounds their length.
fn check_thumbprints(thumbprints: &[String]) -> Result<(), Error> {
    if thumbprints.len() > MAX_THUMBPRINTS {
        let sentence = "Thumbprint list must contain fewer than 5 entries.";
        return Err(Error::identity(IdentityFault::InvalidInput, sentence));
    }
    let is_hexadecimal = |text: &String| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if thumbprints.iter().all(is_hexadecimal) {
        return Ok(());
    }
    let sentence = "Thumbprint must be 40 hexadecimal digits.";
    Err(Error::identity(IdentityFault::InvalidInput, sentence))
}

fn without_repetitions(list: Vec<String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for entry in list {
        if !once.contains(&entry) {
            once.push(entry);
        }
    }
    once
}
