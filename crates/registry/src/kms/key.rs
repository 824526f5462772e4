//! Keys: made, described, listed, enabled and disabled.

use futures_util::FutureExt as _;
use meta::{KmsExternalKey, KmsKey, KmsKeyManager, KmsKeyState, Tx};
use names::{KmsKeyArn, KmsKeyId, PageToken, RegistryKey};
use uuid::Uuid;

use super::policy::{Checked, default_policy};
use super::resource::KmsResource;
use super::{key_tag, material};
use crate::page::invalid_token;
use crate::{Action, Error, Grant, KmsFault, Lockout, Page, PageRequest, Registry, ResourceTag};

/// The kind of the list's page tokens.
const LIST: &str = "kms-key";

/// A key to be made.
#[derive(Debug, Clone)]
pub struct NewKmsKey {
    /// What it is for; may be empty.
    pub description: String,
    /// Its policy; the default one without.
    pub policy: Option<String>,
    /// Whether a policy is taken that its author could not change again.
    pub lockout: Lockout,
    /// Its tags.
    pub tags: Vec<ResourceTag>,
    /// The key in a key store that it is to take.
    pub external: Option<KmsExternalKey>,
}

/// A change of a key.
#[derive(Debug, Clone)]
pub enum KeyChange {
    /// It can be used again.
    Enable,
    /// It cannot be used.
    Disable,
    /// It has another description.
    Describe(String),
}

impl Registry {
    /// Makes a key.
    ///
    /// # Errors
    /// [`KmsFault::MalformedPolicyDocument`] and [`KmsFault::Tag`]; of a key in a key store
    /// [`KmsFault::CustomKeyStoreNotFound`], [`KmsFault::XksKeyNotFound`] and
    /// [`KmsFault::KeyUnavailable`].
    pub async fn kms_key_create(
        &self,
        grant: &Grant<KmsResource>,
        new: NewKmsKey,
    ) -> Result<(KmsKey, String), Error> {
        grant.expect(&[Action::CreateKey]);
        let arn = fresh(grant.resource().home());
        key_tag::check(&new.tags)?;
        if let Some(external) = &new.external {
            self.kms_external_try(&arn, external).await?;
        }
        let policy = match &new.policy {
            Some(text) => {
                let checked = Checked::parse(text)?;
                if new.lockout == Lockout::Refused {
                    self.kms_check_lockout(grant.caller(), &arn, &checked).await?;
                }
                checked
            }
            None => Checked::parse(&default_policy(&arn.home.account))?,
        };
        let key = KmsKey {
            arn: arn.clone(),
            created_at: self.now(),
            description: new.description,
            manager: KmsKeyManager::Customer,
            state: KmsKeyState::Enabled,
            rotation: None,
            policy: String::new(),
            external: new.external,
        };
        let row = self.material_seal().draw(&arn, 1, (None, self.now()));
        let args = (key, row, policy, new.tags);
        self.change_for(grant, args, |tx, (key, row, policy, tags)| {
            async move {
                let policy = policy.bind(tx).await?;
                let key = KmsKey {
                    policy,
                    ..key.clone()
                };
                tx.kms_key_create(&key).await?;
                tx.kms_material_create(row).await?;
                tx.kms_key_tag_put(&key.arn.id, tags).await?;
                Ok((key, row.id.clone()))
            }
            .boxed()
        })
        .await
    }

    /// A key, and the id of the material that encrypts now.
    pub async fn kms_key_describe(&self, grant: &Grant<KmsResource>) -> Result<(KmsKey, String), Error> {
        self.read(arn_of(grant)?.clone(), |tx, arn| {
            async move {
                let key = existing(tx, arn).await?;
                let newest = material::newest(tx, arn).await?;
                Ok((key, newest.id))
            }
            .boxed()
        })
        .await
    }

    /// The keys of an account in a region, by id.
    pub async fn kms_key_list(
        &self,
        grant: &Grant<KmsResource>,
        request: PageRequest,
    ) -> Result<Page<KmsKey>, Error> {
        grant.expect(&[Action::ListKeys]);
        let after = request.after::<1>(LIST).map_err(invalid_marker)?;
        let after = after
            .map(|[id]| KmsKeyId::parse(&id).map_err(|_| invalid_marker(invalid_token())))
            .transpose()?;
        let args = (grant.resource().home().clone(), after, request.probe());
        let keys = self
            .read(args, |tx, (home, after, limit)| {
                async move { Ok(tx.kms_key_list(home, after.as_ref(), *limit).await?) }.boxed()
            })
            .await?;
        Ok(Page::cut(keys, request.size, |key| {
            PageToken::new(LIST, [key.arn.id.as_str()])
        }))
    }

    /// Changes a key.
    ///
    /// # Errors
    /// [`KmsFault::InvalidState`] when the key is about to be deleted.
    pub async fn kms_key_change(&self, grant: &Grant<KmsResource>, change: KeyChange) -> Result<(), Error> {
        grant.expect(&[
            Action::EnableKey,
            Action::DisableKey,
            Action::UpdateKeyDescription,
        ]);
        let args = (arn_of(grant)?.clone(), change);
        self.write_for(grant, args, |tx, (arn, change)| {
            async move {
                let mut key = staying(tx, arn).await?;
                match change {
                    KeyChange::Enable => key.state = KmsKeyState::Enabled,
                    KeyChange::Disable => key.state = KmsKeyState::Disabled,
                    KeyChange::Describe(text) => key.description.clone_from(text),
                }
                tx.kms_key_update(&key).await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

/// The key that a grant is about.
pub(crate) fn arn_of(grant: &Grant<KmsResource>) -> Result<&KmsKeyArn, Error> {
    let broken = || crate::Internal::Broken("an action on a key is about no key".to_owned());
    Ok(grant.resource().key().ok_or_else(broken)?)
}

/// A key's ARN that no key has.
pub(crate) fn fresh(home: &RegistryKey) -> KmsKeyArn {
    KmsKeyArn {
        home: home.clone(),
        id: KmsKeyId::from_bytes(Uuid::new_v4().into_bytes()),
    }
}

/// The key, or the error that says there is none.
pub(crate) async fn existing(tx: &mut Tx<'_>, arn: &KmsKeyArn) -> Result<KmsKey, Error> {
    let key = tx.kms_key_get(arn).await?;
    key.ok_or_else(|| Error::no_key(arn))
}

/// The key, if it is not about to be deleted.
pub(crate) async fn staying(tx: &mut Tx<'_>, arn: &KmsKeyArn) -> Result<KmsKey, Error> {
    let key = existing(tx, arn).await?;
    match key.state {
        KmsKeyState::PendingDeletion(_) => Err(pending(arn)),
        KmsKeyState::Enabled | KmsKeyState::Disabled => Ok(key),
    }
}

/// The key, if it can be used.
pub(crate) async fn usable(tx: &mut Tx<'_>, arn: &KmsKeyArn) -> Result<KmsKey, Error> {
    let key = staying(tx, arn).await?;
    match key.state {
        KmsKeyState::Disabled => Err(Error::kms(KmsFault::Disabled, format!("{arn} is disabled."))),
        KmsKeyState::Enabled | KmsKeyState::PendingDeletion(_) => Ok(key),
    }
}

fn pending(arn: &KmsKeyArn) -> Error {
    Error::kms(KmsFault::InvalidState, format!("{arn} is pending deletion."))
}

/// The error of a marker that no list of ours made.
pub(crate) fn invalid_marker(_: Error) -> Error {
    Error::kms(KmsFault::InvalidMarker, "Could not deserialize marker")
}
