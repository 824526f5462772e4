//! The secrets of long-term access keys as the database has them: sealed, since checking a signature
//! needs them as they are. They are opened when a credential is read into memory, not for each request.

use futures_util::FutureExt as _;
use meta::{AccessKey, Limit, Meta};
use names::AccessKeyId;

use crate::secrets::Secrets;
use crate::{Error, Internal, Registry};

/// In front of a sealed secret. No secret has a colon in it.
const SEALED: &str = "sealed:";
/// Notes that no secret is in the clear any more.
const NOTE: &str = "sealed-access-keys";
/// How many secrets are sealed in one transaction.
const BATCH: Limit = Limit(500);

impl Secrets {
    /// The form for the database, bound to the key's id.
    pub(crate) fn access_key_seal(&self, id: &AccessKeyId, secret: &str) -> Result<String, Error> {
        let sealed = self.access_key.seal(&(id.as_str(), secret));
        let sealed = sealed.ok_or_else(|| Internal::Broken(format!("the secret of {id} is too long")))?;
        Ok(format!("{SEALED}{sealed}"))
    }

    /// The secret itself. One that an older version has left in the clear is taken as it is.
    pub(crate) fn access_key_open(&self, id: &AccessKeyId, stored: &str) -> Result<String, Error> {
        let Some(sealed) = stored.strip_prefix(SEALED) else {
            return Ok(stored.to_owned());
        };
        let opened = self.access_key.open::<(String, String)>(sealed);
        let opened = opened.filter(|(of, _)| of == id.as_str());
        let (_, secret) = opened.ok_or_else(|| Internal::Broken(format!("the secret of {id} is damaged")))?;
        Ok(secret)
    }

    /// Seals the secrets that an older version has left in the clear. Servers that run go on: they
    /// read both forms.
    pub(crate) async fn access_keys_seal(&self, meta: &Meta) -> Result<(), Error> {
        let known = meta.read::<_, Error, _>(|tx| async move { Ok(tx.setting_get(NOTE).await?) }.boxed());
        if known.await?.is_some() {
            return Ok(());
        }
        let mut after = None;
        loop {
            let from = after.take();
            let page = meta
                .read::<_, Error, _>(move |tx| {
                    let from: Option<AccessKeyId> = from.clone();
                    async move { Ok(tx.access_key_secret_list(from.as_ref(), BATCH).await?) }.boxed()
                })
                .await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(last.clone());
            let mut changes = Vec::new();
            for (id, secret) in page {
                if !secret.starts_with(SEALED) {
                    let sealed = self.access_key_seal(&id, &secret)?;
                    changes.push((id, secret, sealed));
                }
            }
            store(meta, changes).await?;
        }
        meta.write::<_, Error, _>(|tx| {
            async move {
                tx.setting_create(NOTE, b"1").await?;
                Ok(())
            }
            .boxed()
        })
        .await
    }
}

async fn store(meta: &Meta, changes: Vec<(AccessKeyId, String, String)>) -> Result<(), Error> {
    meta.write::<_, Error, _>(move |tx| {
        let changes = changes.clone();
        async move {
            for (id, old, new) in &changes {
                tx.access_key_set_secret(id, old, new).await?;
            }
            Ok(())
        }
        .boxed()
    })
    .await
}

impl Registry {
    /// The secret half of an access key that the database gave.
    ///
    /// No grant is asked for: only the operator's own command line calls this.
    pub fn access_key_secret(&self, key: &AccessKey) -> Result<String, Error> {
        self.secrets.access_key_open(&key.id, &key.secret)
    }
}

#[cfg(test)]
mod tests {
    use meta::{Account, KeyOwner, KeyStatus};
    use names::AccountId;
    use stdx::Timestamp;

    use super::*;
    use crate::MasterKey;

    fn id(number: u32) -> AccessKeyId {
        AccessKeyId::parse(&format!("AKIA{number:016}")).expect("an id")
    }

    /// Keys as an older version left them: more than one batch, in the clear.
    async fn older(meta: &Meta, count: u32) {
        let account = AccountId::parse("111122223333").expect("an account");
        meta.write::<_, Error, _>(move |tx| {
            async move {
                let row = Account {
                    id: account,
                    created_at: Timestamp::from_micros(0),
                    service_control_policy: None,
                };
                tx.account_create(&row).await?;
                for number in 0..count {
                    let key = AccessKey {
                        id: id(number),
                        account,
                        owner: KeyOwner::Root,
                        secret: format!("secret {number}"),
                        status: KeyStatus::Active,
                        created_at: Timestamp::from_micros(0),
                        last_used: None,
                    };
                    tx.access_key_create(&key).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await
        .expect("keys");
    }

    async fn stored(meta: &Meta) -> Vec<(AccessKeyId, String)> {
        let all = meta.read::<_, Error, _>(|tx| {
            async move { Ok(tx.access_key_secret_list(None, Limit(10_000)).await?) }.boxed()
        });
        all.await.expect("keys")
    }

    #[tokio::test]
    async fn what_was_in_the_clear_is_sealed_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let meta = Meta::open_sqlite(&folder.path().join("meta.db"))
            .await
            .expect("a database");
        let count = 1201;
        older(&meta, count).await;
        let secrets = Secrets::load(&meta, &MasterKey::random()).await.expect("secrets");
        // A start that was cut off has sealed some.
        let (first, text) = (
            id(7),
            secrets.access_key_seal(&id(7), "secret 7").expect("sealed"),
        );
        store(&meta, vec![(first, "secret 7".to_owned(), text)])
            .await
            .expect("a write");
        secrets.access_keys_seal(&meta).await.expect("sealed");
        let all = stored(&meta).await;
        assert_eq!(all.len(), count as usize);
        for (number, (id, stored)) in (0..).zip(&all) {
            assert!(stored.starts_with(SEALED), "{stored}");
            let opened = secrets.access_key_open(id, stored).expect("a secret");
            assert_eq!(opened, format!("secret {number}"));
        }
        secrets.access_keys_seal(&meta).await.expect("nothing to do");
        assert_eq!(stored(&meta).await, all);
        // A sealed secret is of one key only.
        assert!(secrets.access_key_open(&id(1), &all[2].1).is_err());
        assert!(
            secrets
                .access_key_open(&id(2), &all[2].1.replace('A', "B"))
                .is_err()
        );
    }
}
