//! OpenID Connect providers: CreateOpenIDConnectProvider and the other nine.

use aws_model::iam as wire;
use meta::TagOwner;
use names::{AccountId, OidcIssuer};
use registry::{Action, Grant, IamResource, NewOidcProvider};

use super::managed_policy::invalid_input;
use super::{Call, Result, page, paging, tag, validation};

pub(super) async fn create(
    call: &Call<'_>,
    input: wire::CreateOpenIDConnectProviderRequest,
) -> Result<wire::CreateOpenIDConnectProviderResponse> {
    let issuer = issuer_of_url(&input.url)?;
    let tags = tag::from_wire(input.tags);
    let resource = call.resource(&format!("oidc-provider/{issuer}"));
    let facts = tag::facts(&tags);
    let grant = call
        .authorize_arn(Action::CreateOpenIDConnectProvider, &resource.arn, &facts)
        .await?;
    if !tags.is_empty() {
        call.authorize_arn(Action::TagOpenIDConnectProvider, &resource.arn, &facts)
            .await?;
    }
    let new = NewOidcProvider {
        issuer,
        client_ids: input.client_id_list.unwrap_or_default(),
        thumbprints: input.thumbprint_list.unwrap_or_default(),
        tags: tags.clone(),
    };
    call.service().oidc_provider_create(&grant, new).await?;
    Ok(wire::CreateOpenIDConnectProviderResponse {
        open_id_connect_provider_arn: Some(resource.arn),
        tags: tag::unless_empty(tags),
    })
}

pub(super) async fn get(
    call: &Call<'_>,
    input: wire::GetOpenIDConnectProviderRequest,
) -> Result<wire::GetOpenIDConnectProviderResponse> {
    let arn = &input.open_id_connect_provider_arn;
    let (grant, issuer) = grant(call, Action::GetOpenIDConnectProvider, arn).await?;
    let (provider, tags) = call.service().oidc_provider_get(&grant, issuer).await?;
    Ok(wire::GetOpenIDConnectProviderResponse {
        url: Some(provider.issuer.to_string()),
        client_id_list: Some(provider.client_ids),
        thumbprint_list: Some(provider.thumbprints),
        create_date: Some(provider.created_at),
        tags: Some(tag::to_wire(tags)),
    })
}

pub(super) async fn list(
    call: &Call<'_>,
    _: wire::ListOpenIDConnectProvidersRequest,
) -> Result<wire::ListOpenIDConnectProvidersResponse> {
    let grant = call.authorize(Action::ListOpenIDConnectProviders, "*").await?;
    let providers = call.service().oidc_provider_list(&grant).await?;
    let entry = |provider: meta::OidcProvider| wire::OpenIDConnectProviderListEntry {
        arn: Some(call.resource(&format!("oidc-provider/{}", provider.issuer)).arn),
    };
    Ok(wire::ListOpenIDConnectProvidersResponse {
        open_id_connect_provider_list: Some(providers.into_iter().map(entry).collect()),
    })
}

pub(super) async fn delete(call: &Call<'_>, input: wire::DeleteOpenIDConnectProviderRequest) -> Result<()> {
    let arn = &input.open_id_connect_provider_arn;
    let (grant, issuer) = grant(call, Action::DeleteOpenIDConnectProvider, arn).await?;
    Ok(call.service().oidc_provider_delete(&grant, issuer).await?)
}

pub(super) async fn add_client_id(
    call: &Call<'_>,
    input: wire::AddClientIDToOpenIDConnectProviderRequest,
) -> Result<()> {
    let arn = &input.open_id_connect_provider_arn;
    let (grant, issuer) = grant(call, Action::AddClientIDToOpenIDConnectProvider, arn).await?;
    let added = call
        .service()
        .oidc_provider_add_client_id(&grant, issuer, input.client_id);
    Ok(added.await?)
}

pub(super) async fn remove_client_id(
    call: &Call<'_>,
    input: wire::RemoveClientIDFromOpenIDConnectProviderRequest,
) -> Result<()> {
    let arn = &input.open_id_connect_provider_arn;
    let (grant, issuer) = grant(call, Action::RemoveClientIDFromOpenIDConnectProvider, arn).await?;
    let removed = call
        .service()
        .oidc_provider_remove_client_id(&grant, issuer, input.client_id);
    Ok(removed.await?)
}

pub(super) async fn update_thumbprint(
    call: &Call<'_>,
    input: wire::UpdateOpenIDConnectProviderThumbprintRequest,
) -> Result<()> {
    let arn = &input.open_id_connect_provider_arn;
    let (grant, issuer) = grant(call, Action::UpdateOpenIDConnectProviderThumbprint, arn).await?;
    let put = call
        .service()
        .oidc_provider_put_thumbprints(&grant, issuer, input.thumbprint_list);
    Ok(put.await?)
}

pub(super) async fn put_tags(call: &Call<'_>, input: wire::TagOpenIDConnectProviderRequest) -> Result<()> {
    let issuer = issuer_of_arn(call.account(), &input.open_id_connect_provider_arn)?;
    let tags = tag::from_wire(Some(input.tags));
    let located = call.service().oidc_provider_resource(call.account(), &issuer);
    let (resource, facts) = located.await?;
    let facts = facts.and(&tag::facts(&tags));
    let grant = call
        .authorize_arn(Action::TagOpenIDConnectProvider, &resource.arn, &facts)
        .await?;
    let owner = TagOwner::OidcProvider(issuer);
    Ok(call.service().identity_tag_put(&grant, owner, tags).await?)
}

pub(super) async fn delete_tags(
    call: &Call<'_>,
    input: wire::UntagOpenIDConnectProviderRequest,
) -> Result<()> {
    let issuer = issuer_of_arn(call.account(), &input.open_id_connect_provider_arn)?;
    let located = call.service().oidc_provider_resource(call.account(), &issuer);
    let (resource, facts) = located.await?;
    let facts = facts.and(&tag::key_facts(&input.tag_keys));
    let grant = call
        .authorize_arn(Action::UntagOpenIDConnectProvider, &resource.arn, &facts)
        .await?;
    let owner = TagOwner::OidcProvider(issuer);
    let keys = input.tag_keys;
    Ok(call.service().identity_tag_delete(&grant, owner, keys).await?)
}

pub(super) async fn list_tags(
    call: &Call<'_>,
    input: wire::ListOpenIDConnectProviderTagsRequest,
) -> Result<wire::ListOpenIDConnectProviderTagsResponse> {
    let arn = &input.open_id_connect_provider_arn;
    let (grant, issuer) = grant(call, Action::ListOpenIDConnectProviderTags, arn).await?;
    let page = page(input.marker, input.max_items);
    let owner = TagOwner::OidcProvider(issuer);
    let tags = call.service().identity_tag_list(&grant, owner, page).await?;
    let (is_truncated, marker) = paging(&tags);
    Ok(wire::ListOpenIDConnectProviderTagsResponse {
        tags: tag::to_wire(tags.entries),
        is_truncated,
        marker,
    })
}

/// The right to do `action` on a provider.
async fn grant(call: &Call<'_>, action: Action, arn: &str) -> Result<(Grant<IamResource>, OidcIssuer)> {
    let issuer = issuer_of_arn(call.account(), arn)?;
    let located = call.service().oidc_provider_resource(call.account(), &issuer);
    let (resource, facts) = located.await?;
    Ok((call.authorize_arn(action, &resource.arn, &facts).await?, issuer))
}

/// The provider that an ARN of the account names.
fn issuer_of_arn(account: AccountId, arn: &str) -> Result<OidcIssuer> {
    let prefix = format!("arn:aws:iam::{account}:oidc-provider/");
    let issuer = arn.strip_prefix(&prefix);
    let issuer = issuer.and_then(|issuer| OidcIssuer::parse(issuer).ok());
    issuer.ok_or_else(|| invalid_input(format!("Invalid ARN: {arn}")))
}

/// The provider of a URL: `https`, and neither query nor fragment. IAM also refuses ports; here they
/// are allowed, because providers of one's own network often have one.
fn issuer_of_url(url: &str) -> Result<OidcIssuer> {
    let issuer = url.strip_prefix("https://");
    let issuer = issuer.and_then(|issuer| OidcIssuer::parse(issuer).ok());
    issuer.ok_or_else(|| validation("Invalid Open ID Connect Provider URL"))
}
