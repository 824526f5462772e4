//! Access keys of users, and of an account's root.

use futures_util::FutureExt as _;
use meta::{AccessKey, KeyOwner, KeyStatus, Tx, User};
use names::{AccessKeyId, EntityName, PageToken};

use super::entity::{existing, quota};
use crate::access_key::KeyKind;
use crate::{Action, Error, Grant, IamResource, IdentityFault, NewAccessKey, Page, PageRequest, Registry};

/// How many access keys a user or a root may have, working or not (IAM quotas).
pub(crate) const MAX_KEYS: usize = 2;
/// The kind of the list's page tokens.
const LIST: &str = "access-key";

impl Registry {
    /// Makes an access key; its secret is never shown again.
    pub async fn user_key_create(
        &self,
        grant: &Grant<IamResource>,
        owner: KeyOwner,
    ) -> Result<(NewAccessKey, AccessKey), Error> {
        grant.expect(&[Action::CreateAccessKey]);
        let account = grant.resource().account;
        let key = NewAccessKey::random(KeyKind::LongTerm, account);
        let row = self.key_row(&key, account, owner)?;
        let stored = self
            .change_for(grant, (grant.resource().clone(), row), |tx, (decided, row)| {
                async move {
                    let owner = check_owner(tx, decided, &row.owner).await?;
                    if tx.access_key_count(&row.account, &owner).await? as usize >= MAX_KEYS {
                        return Err(quota("AccessKeysPerUser", MAX_KEYS));
                    }
                    let row = AccessKey { owner, ..row.clone() };
                    tx.access_key_create(&row).await?;
                    Ok(row)
                }
                .boxed()
            })
            .await?;
        Ok((key, stored))
    }

    /// The access keys of a user or a root, by id.
    pub async fn user_key_list(
        &self,
        grant: &Grant<IamResource>,
        owner: KeyOwner,
        request: PageRequest,
    ) -> Result<Page<AccessKey>, Error> {
        grant.expect(&[Action::ListAccessKeys]);
        let after = request.marker_text(LIST)?;
        let after = after.map(|text| AccessKeyId::parse(&text).map_err(|_| missing(&text)));
        let after = after.transpose()?;
        let arguments = (grant.resource().clone(), owner, after, request.probe());
        let keys = self
            .read(arguments, |tx, (decided, owner, after, limit)| {
                async move {
                    let owner = check_owner(tx, decided, owner).await?;
                    let keys = tx.access_key_list(&decided.account, &owner, after.as_ref(), *limit);
                    Ok(keys.await?)
                }
                .boxed()
            })
            .await?;
        let last = |last: &AccessKey| PageToken::new(LIST, [last.id.as_str()]);
        Ok(Page::cut(keys, request.size, last))
    }

    /// Makes an access key work or not, from the next request on.
    pub async fn user_key_set_status(
        &self,
        grant: &Grant<IamResource>,
        owner: KeyOwner,
        id: String,
        status: KeyStatus,
    ) -> Result<(), Error> {
        grant.expect(&[Action::UpdateAccessKey]);
        let arguments = (grant.resource().clone(), owner, id, status);
        self.change_for(grant, arguments, |tx, (decided, owner, id, status)| {
            async move {
                let key = key_of(tx, decided, owner, id).await?;
                tx.access_key_set_active(&key.id, *status).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Deletes an access key. Sessions that it asked for end with it.
    pub async fn user_key_delete(
        &self,
        grant: &Grant<IamResource>,
        owner: KeyOwner,
        id: String,
    ) -> Result<(), Error> {
        grant.expect(&[Action::DeleteAccessKey]);
        let arguments = (grant.resource().clone(), owner, id);
        self.change_for(grant, arguments, |tx, (decided, owner, id)| {
            async move {
                let key = key_of(tx, decided, owner, id).await?;
                tx.access_key_delete(&key.id).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }

    /// Whose an access key of an account is; `None` when the account has none of this id.
    ///
    /// No grant is asked for: what this tells is what a decision is about, and nothing else.
    pub async fn user_key_owner(
        &self,
        account: names::AccountId,
        id: &AccessKeyId,
    ) -> Result<Option<KeyOwner>, Error> {
        let key = self
            .read(id.clone(), |tx, id| {
                async move { Ok(tx.access_key_get(id).await?) }.boxed()
            })
            .await?;
        Ok(key.filter(|key| key.account == account).map(|key| key.owner))
    }

    /// An access key, for when it was last used.
    pub async fn user_key_last_used(
        &self,
        grant: &Grant<IamResource>,
        owner: KeyOwner,
        id: String,
    ) -> Result<AccessKey, Error> {
        grant.expect(&[Action::GetAccessKeyLastUsed]);
        let arguments = (grant.resource().clone(), owner, id);
        self.read(arguments, |tx, (decided, owner, id)| {
            async move { key_of(tx, decided, owner, id).await }.boxed()
        })
        .await
    }
}

/// The owner with its name as it was created, if it is the one that was decided about.
async fn check_owner(tx: &mut Tx<'_>, decided: &IamResource, owner: &KeyOwner) -> Result<KeyOwner, Error> {
    match owner {
        KeyOwner::User(name) => {
            let user = existing::<User>(tx, decided, name).await?;
            Ok(KeyOwner::User(user.name))
        }
        KeyOwner::Root => Ok(KeyOwner::Root),
    }
}

/// The access key of this id, if it is this owner's.
async fn key_of(
    tx: &mut Tx<'_>,
    decided: &IamResource,
    owner: &KeyOwner,
    id: &str,
) -> Result<AccessKey, Error> {
    let owner = check_owner(tx, decided, owner).await?;
    let Ok(parsed) = AccessKeyId::parse(id) else {
        return Err(missing(id));
    };
    let key = tx.access_key_get(&parsed).await?;
    key.filter(|key| key.account == decided.account && is_same(&key.owner, &owner))
        .ok_or_else(|| missing(id))
}

fn is_same(one: &KeyOwner, other: &KeyOwner) -> bool {
    let folded = |owner: &KeyOwner| match owner {
        KeyOwner::Root => None,
        KeyOwner::User(name) => Some(EntityName::fold(name)),
    };
    folded(one) == folded(other)
}

fn missing(id: &str) -> Error {
    let sentence = format!("The Access Key with id {id} cannot be found.");
    Error::identity(IdentityFault::NoSuchEntity, sentence)
}
