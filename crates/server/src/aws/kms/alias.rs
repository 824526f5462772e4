//! Aliases.

use aws_model::kms::{
    AliasListEntry, CreateAliasRequest, DeleteAliasRequest, ListAliasesRequest, ListAliasesResponse,
    UpdateAliasRequest,
};
use names::{KmsAlias, KmsKeyArn};
use registry::{Action, Grant, KeyFacts, KeyName, KmsFault, KmsResource, RequestFacts, Resource as _};

use super::{Call, Result, page, paging, refusal, validation};

/// How many aliases a page has when the caller does not say (KMS).
const DEFAULT_PAGE: usize = 50;

pub(super) async fn create(call: &Call<'_>, input: CreateAliasRequest) -> Result<()> {
    let alias = writable(&input.alias_name)?;
    let (alias, key) = authorize(call, Action::CreateAlias, (alias, &input.target_key_id)).await?;
    Ok(call.service().kms_alias_create(&alias, &key).await?)
}

pub(super) async fn update(call: &Call<'_>, input: UpdateAliasRequest) -> Result<()> {
    let alias = writable(&input.alias_name)?;
    let old = KeyName::Alias(call.home().clone(), alias.clone());
    let old = call.service().kms_key_find(old).await?;
    call.authorize_key(Action::UpdateAlias, &old, &KeyFacts::none())
        .await?;
    let (alias, key) = authorize(call, Action::UpdateAlias, (alias, &input.target_key_id)).await?;
    Ok(call.service().kms_alias_update(&alias, &key).await?)
}

pub(super) async fn delete(call: &Call<'_>, input: DeleteAliasRequest) -> Result<()> {
    let alias = writable(&input.alias_name)?;
    let name = KeyName::Alias(call.home().clone(), alias.clone());
    let key = call.service().kms_key_find(name).await?;
    call.authorize_key(Action::DeleteAlias, &key, &KeyFacts::none())
        .await?;
    let alias = named(call, Action::DeleteAlias, alias).await?;
    Ok(call.service().kms_alias_delete(&alias).await?)
}

pub(super) async fn list(call: &Call<'_>, input: ListAliasesRequest) -> Result<ListAliasesResponse> {
    let grant = call.authorize_all(Action::ListAliases).await?;
    let key = input.key_id.map(|key_id| own_key(call, &key_id)).transpose()?;
    let request = page(input.marker, input.limit, DEFAULT_PAGE);
    let found = call.service().kms_alias_list(&grant, key, request).await?;
    let (next_marker, truncated) = paging(&found);
    let aliases = found.entries.into_iter().map(|alias| {
        let resource = KmsResource::Alias(alias.home.clone(), alias.name.clone());
        AliasListEntry {
            alias_name: Some(alias.name.to_string()),
            alias_arn: Some(resource.display(Action::ListAliases)),
            target_key_id: Some(alias.key.to_string()),
            creation_date: Some(alias.created_at),
            last_updated_date: Some(alias.updated_at),
        }
    });
    Ok(ListAliasesResponse {
        aliases: Some(aliases.collect()),
        next_marker,
        truncated,
    })
}

/// A key of the caller's account.
fn own_key(call: &Call<'_>, key_id: &str) -> Result<KmsKeyArn> {
    let key = KeyName::parse(key_id, call.home())?.key()?;
    match key.home == *call.home() {
        true => Ok(key),
        false => Err(refusal(
            KmsFault::NotFound,
            &format!("Key '{key}' does not exist"),
        )),
    }
}

/// The rights to an alias and to the key that it is to stand for.
async fn authorize(
    call: &Call<'_>,
    action: Action,
    (alias, key_id): (KmsAlias, &str),
) -> Result<(Grant<KmsResource>, Grant<KmsResource>)> {
    let key = call.authorize_named(action, key_id).await?;
    Ok((named(call, action, alias).await?, key))
}

async fn named(call: &Call<'_>, action: Action, alias: KmsAlias) -> Result<Grant<KmsResource>> {
    let resource = KmsResource::Alias(call.home().clone(), alias);
    call.authorize(action, resource, &RequestFacts::none()).await
}

/// The name of an alias that an account may have.
fn writable(name: &str) -> Result<KmsAlias> {
    if !name.starts_with("alias/") {
        return Err(validation("Invalid identifier"));
    }
    if name.contains(':') {
        return Err(validation(&format!(
            "{name} contains invalid characters for an alias"
        )));
    }
    let alias = KmsAlias::parse(name).map_err(|_| {
        refusal(
            KmsFault::InvalidAliasName,
            "Alias must have a name after its prefix",
        )
    })?;
    if alias.is_reserved() {
        return Err(refusal(
            KmsFault::InvalidAliasName,
            "Aliases that begin with alias/aws/ are reserved for keys of services",
        ));
    }
    Ok(alias)
}
