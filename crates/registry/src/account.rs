//! Accounts, and the access keys of their administrators.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use futures_util::FutureExt as _;
use meta::{AccessKey, Account, Put};
use names::{AccessKeyId, AccountId, PrincipalArn};

use crate::secrets::random;
use crate::{Error, Internal, Principal, Registry};

/// A new access key, whose secret is shown once.
#[derive(Clone)]
pub struct NewAccessKey {
    /// The public half.
    pub id: AccessKeyId,
    /// The secret half, 40 characters.
    pub secret: String,
}

impl Registry {
    /// Makes an account with an administrator and returns the administrator's key; `None` when
    /// the account exists.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub async fn account_create(&self, id: AccountId) -> Result<Option<NewAccessKey>, Error> {
        let key = new_administrator_key(id, self.now())?;
        let created_at = self.now();
        let args = (Account { id, created_at }, key.clone());
        let put = self
            .write(args, |tx, (account, key)| {
                async move {
                    let put = tx.account_create(account).await?;
                    if put == Put::Created {
                        tx.access_key_create(key).await?;
                    }
                    Ok(put)
                }
                .boxed()
            })
            .await?;
        Ok((put == Put::Created).then_some(NewAccessKey {
            id: key.id,
            secret: key.secret,
        }))
    }

    /// The secret to verify a signature of this access key with, and who signs with it.
    pub async fn access_key(&self, id: &AccessKeyId) -> Result<Option<(Principal, String)>, Error> {
        let key = self
            .read(id.clone(), |tx, id| {
                async move { Ok(tx.access_key_get(id).await?) }.boxed()
            })
            .await?;
        Ok(key.map(|key| {
            let AccessKey {
                id,
                secret,
                principal,
                user_id,
                ..
            } = key;
            (
                Principal {
                    arn: principal,
                    user_id,
                    access_key: id,
                },
                secret,
            )
        }))
    }
}

fn new_administrator_key(account: AccountId, created_at: stdx::Timestamp) -> Result<AccessKey, Error> {
    let broken = |error: names::Invalid| Internal::Broken(error.to_string());
    let mut secret = [0; 30];
    random(&mut secret);
    Ok(AccessKey {
        id: AccessKeyId::parse(&unique_id("AKIA")).map_err(broken)?,
        secret: STANDARD_NO_PAD.encode(secret),
        principal: PrincipalArn::parse(&format!("arn:aws:iam::{account}:user/administrator"))
            .map_err(broken)?,
        user_id: unique_id("AIDA"),
        created_at,
    })
}

/// A unique id as IAM writes them: four letters for the kind and sixteen of the base-32 alphabet.
fn unique_id(kind: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0; 16];
    random(&mut bytes);
    kind.chars()
        .chain(
            bytes
                .iter()
                .map(|byte| char::from(ALPHABET[usize::from(byte % 32)])),
        )
        .collect()
}
