//! Aliases: other names of keys.

use futures_util::FutureExt as _;
use meta::{KmsAliasEntry, Limit, Put};
use names::{KmsAlias, KmsKeyArn, PageToken, RegistryKey};

use super::key::{existing, invalid_marker, staying};
use super::key_name::no_alias;
use super::resource::{KmsResource, alias_arn};
use crate::page::invalid_token;
use crate::{Action, Error, Grant, KmsFault, Page, PageRequest, Registry};

/// The kind of the list's page tokens.
const LIST: &str = "kms-alias";
/// How many aliases a key may have (KMS quotas).
const MAX_ALIASES: usize = 50;

impl Registry {
    /// Makes an alias of a key of the same account and region. `key` is the right to give the key a
    /// name.
    pub async fn kms_alias_create(
        &self,
        alias: &Grant<KmsResource>,
        key: &Grant<KmsResource>,
    ) -> Result<(), Error> {
        alias.expect(&[Action::CreateAlias]);
        key.expect(&[Action::CreateAlias]);
        let args = (named(alias)?, target(alias, key)?, self.now());
        self.change_for(alias, args, |tx, ((home, name), arn, now)| {
            async move {
                staying(tx, arn).await?;
                let limit = Limit(u32::try_from(MAX_ALIASES).unwrap_or(u32::MAX));
                let others = tx.kms_alias_list_of_key(&arn.id, None, limit).await?;
                if others.len() >= MAX_ALIASES {
                    let sentence = format!("The key {arn} has {MAX_ALIASES} aliases already");
                    return Err(Error::kms(KmsFault::LimitExceeded, sentence));
                }
                let entry = KmsAliasEntry {
                    home: home.clone(),
                    name: name.clone(),
                    key: arn.id.clone(),
                    created_at: *now,
                    updated_at: *now,
                };
                match tx.kms_alias_create(&entry).await? {
                    Put::Created => Ok(()),
                    Put::Exists => {
                        let arn = alias_arn(home, name);
                        let sentence = format!("An alias with the name {arn} already exists");
                        Err(Error::kms(KmsFault::AlreadyExists, sentence))
                    }
                }
            }
            .boxed()
        })
        .await
    }

    /// Lets an alias stand for another key. `old` and `new` are the rights to the two keys.
    pub async fn kms_alias_update(
        &self,
        alias: &Grant<KmsResource>,
        new: &Grant<KmsResource>,
    ) -> Result<(), Error> {
        alias.expect(&[Action::UpdateAlias]);
        new.expect(&[Action::UpdateAlias]);
        let args = (named(alias)?, target(alias, new)?, self.now());
        self.change_for(alias, args, |tx, ((home, name), arn, now)| {
            async move {
                staying(tx, arn).await?;
                match tx.kms_alias_update(home, name, &arn.id, *now).await? {
                    true => Ok(()),
                    false => Err(no_alias(home, name)),
                }
            }
            .boxed()
        })
        .await
    }

    /// Deletes an alias.
    pub async fn kms_alias_delete(&self, alias: &Grant<KmsResource>) -> Result<(), Error> {
        alias.expect(&[Action::DeleteAlias]);
        self.change_for(alias, named(alias)?, |tx, (home, name)| {
            async move {
                match tx.kms_alias_delete(home, name).await? {
                    true => Ok(()),
                    false => Err(no_alias(home, name)),
                }
            }
            .boxed()
        })
        .await
    }

    /// The aliases of an account in a region, or those of one key, by name.
    pub async fn kms_alias_list(
        &self,
        grant: &Grant<KmsResource>,
        key: Option<KmsKeyArn>,
        request: PageRequest,
    ) -> Result<Page<KmsAliasEntry>, Error> {
        grant.expect(&[Action::ListAliases]);
        let after = request.after::<1>(LIST).map_err(invalid_marker)?;
        let after = after
            .map(|[name]| KmsAlias::parse(&name).map_err(|_| invalid_marker(invalid_token())))
            .transpose()?;
        let args = (grant.resource().home().clone(), key, after, request.probe());
        let found = self
            .read(args, |tx, (home, key, after, limit)| {
                async move {
                    let after = after.as_ref();
                    match key {
                        Some(arn) => {
                            existing(tx, arn).await?;
                            Ok(tx.kms_alias_list_of_key(&arn.id, after, *limit).await?)
                        }
                        None => Ok(tx.kms_alias_list(home, after, *limit).await?),
                    }
                }
                .boxed()
            })
            .await?;
        Ok(Page::cut(found, request.size, |alias| {
            PageToken::new(LIST, [alias.name.as_str()])
        }))
    }
}

fn named(grant: &Grant<KmsResource>) -> Result<(RegistryKey, KmsAlias), Error> {
    match grant.resource() {
        KmsResource::Alias(home, name) => Ok((home.clone(), name.clone())),
        KmsResource::All(_) | KmsResource::Key(_) => {
            Err(crate::Internal::Broken("an action on an alias is about none".to_owned()).into())
        }
    }
}

/// The key that an alias is to stand for, which has to be in the alias's account and region.
fn target(alias: &Grant<KmsResource>, key: &Grant<KmsResource>) -> Result<KmsKeyArn, Error> {
    let arn = super::key::arn_of(key)?;
    match arn.home == *alias.resource().home() {
        true => Ok(arn.clone()),
        false => Err(Error::no_key(arn)),
    }
}
