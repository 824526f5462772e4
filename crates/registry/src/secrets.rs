//! Keys that this installation made for itself: one random root, from which each purpose
//! derives a key of its own, so that no key is ever used for two things. The database has the root
//! sealed by the master key.

use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use aws_lc_rs::rand;
use futures_util::FutureExt as _;
use meta::Meta;
use zeroize::Zeroizing;

use crate::installation_id::INSTALLATION_ID;
use crate::master_key::{MasterKey, MasterKeyError, Roots, SealedRoots};
use crate::sealed::Sealer;
use crate::{Error, Internal, Registry};

/// The roots, sealed.
const ROOTS: &str = "sealed-roots";
/// Random bytes that a restore writes: tokens from before it do not open any more.
pub(crate) const TOKEN_ERA: &str = "token-era";
/// Where an older version left one of them in the clear.
const CLEAR_ROOT: &str = "root-secret";

/// The keys of an installation.
pub(crate) struct Secrets {
    /// Seals authorization tokens.
    pub(crate) token: Sealer,
    /// Seals session tokens of temporary credentials.
    pub(crate) session: Sealer,
    /// Seals the callers in download URLs.
    pub(crate) url_caller: Sealer,
    /// Authenticates download URLs.
    pub(crate) signed_url: Zeroizing<[u8; 32]>,
    /// Seals grant tokens.
    pub(crate) grant_token: Sealer,
    /// Seals the secrets of long-term access keys.
    pub(crate) access_key: Sealer,
    /// Seals the material of keys.
    pub(crate) key_material: Zeroizing<[u8; 32]>,
    /// Wraps the keys of blobs that are encrypted without a customer's key.
    pub(crate) blobs: Zeroizing<[u8; 32]>,
    /// What all of them are derived from.
    roots: Roots,
}

impl Secrets {
    /// Opens the roots, or makes them when there are none yet; two servers that start at the same
    /// moment agree on one.
    ///
    /// # Errors
    /// [`Internal::MasterKey`] when the master key is not the one that sealed them; [`Internal::Broken`]
    /// when the database had them once.
    pub(crate) async fn load(meta: &Meta, master: &MasterKey) -> Result<Self, Error> {
        let stored = meta
            .read::<_, Error, _>(|tx| {
                async move {
                    Ok((
                        tx.setting_get(ROOTS).await?,
                        tx.setting_get(CLEAR_ROOT).await?,
                        tx.setting_get(TOKEN_ERA).await?,
                        tx.setting_get(INSTALLATION_ID).await?,
                    ))
                }
                .boxed()
            })
            .await?;
        let (sealed, clear, era, installation) = stored;
        let sealed = match (sealed, installation) {
            (Some(sealed), _) => sealed,
            (None, None) => create(meta, master, clear).await?,
            // Others in their place would open nothing of what is there.
            (None, Some(_)) => {
                let lost = "the database has lost the roots of its keys: restore a backup";
                return Err(Internal::Broken(lost.to_owned()).into());
            }
        };
        let roots = parse(&sealed)?.open(master).map_err(Internal::MasterKey)?;
        Ok(Self::derive(roots, &era.unwrap_or_default()))
    }

    fn derive(roots: Roots, era: &[u8]) -> Self {
        let prk = extract(&Zeroizing::new([roots.tokens.as_ref(), era].concat()));
        let storage = extract(roots.storage.as_ref());
        Self {
            token: Sealer::new(&expand(&prk, b"authorization-token")),
            session: Sealer::new(&expand(&prk, b"session-token")),
            url_caller: Sealer::new(&expand(&prk, b"signed-url-caller")),
            signed_url: expand(&prk, b"signed-url"),
            grant_token: Sealer::new(&expand(&prk, b"grant-token")),
            access_key: Sealer::new(&expand(&storage, b"access-key")),
            key_material: expand(&storage, b"key-material"),
            blobs: expand(&storage, b"blobs"),
            roots,
        }
    }
}

/// Makes the roots and stores them sealed, unless somebody else was first; what an older version
/// left in the clear is taken over and removed. Returns what is stored.
async fn create(meta: &Meta, master: &MasterKey, clear: Option<Vec<u8>>) -> Result<Vec<u8>, Error> {
    let fresh = || {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        random(bytes.as_mut());
        bytes
    };
    let kept = clear.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
    let roots = Roots {
        tokens: kept.map_or_else(fresh, Zeroizing::new),
        storage: fresh(),
    };
    let sealed = SealedRoots::seal(&roots, master).map_err(Internal::MasterKey)?;
    let sealed = text(&sealed)?;
    meta.write::<_, Error, _>(move |tx| {
        let sealed = sealed.clone();
        async move {
            tx.setting_create(ROOTS, &sealed).await?;
            tx.setting_delete(CLEAR_ROOT).await?;
            let stored = tx.setting_get(ROOTS).await?;
            stored.ok_or_else(|| Internal::Broken("the sealed roots vanished".to_owned()).into())
        }
        .boxed()
    })
    .await
}

/// Whether an installation was sealed by a master key already, so that no other one will do.
pub async fn has_master_key(meta: &Meta) -> Result<bool, Error> {
    let stored = meta
        .read::<_, Error, _>(|tx| async move { Ok(tx.setting_get(ROOTS).await?) }.boxed())
        .await?;
    Ok(stored.is_some())
}

/// Whether a master key is the one that sealed an installation.
///
/// # Errors
/// [`Internal::MasterKey`] when it is not.
pub async fn master_key_opens(meta: &Meta, master: &MasterKey) -> Result<(), Error> {
    let stored = meta
        .read::<_, Error, _>(|tx| async move { Ok(tx.setting_get(ROOTS).await?) }.boxed())
        .await?;
    let sealed = parse(&stored.unwrap_or_default())?;
    Ok(sealed.open(master).map(drop).map_err(Internal::MasterKey)?)
}

impl Registry {
    /// Seals everything by another master key, in one transaction: before it the old key opens the
    /// installation, after it only the new one does. Servers that run go on.
    pub async fn master_key_rotate(&self, new: &MasterKey) -> Result<(), Error> {
        let sealed = SealedRoots::seal(&self.secrets.roots, new).map_err(Internal::MasterKey)?;
        self.write(text(&sealed)?, |tx, new| {
            async move {
                let old = tx.setting_get(ROOTS).await?.unwrap_or_default();
                match tx.setting_replace(ROOTS, &old, new).await? {
                    true => Ok(()),
                    false => Err(Internal::Broken("the sealed roots vanished".to_owned()).into()),
                }
            }
            .boxed()
        })
        .await
    }
}

fn text(sealed: &SealedRoots) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(sealed).map_err(|error| Internal::Broken(error.to_string()).into())
}

fn parse(stored: &[u8]) -> Result<SealedRoots, Error> {
    serde_json::from_slice(stored).map_err(|_| Internal::MasterKey(MasterKeyError::Damaged).into())
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

/// What keys are expanded from.
pub(crate) fn extract(secret: &[u8]) -> Prk {
    Salt::new(HKDF_SHA256, b"hythe").extract(secret)
}

/// The key of a purpose.
pub(crate) fn expand(prk: &Prk, label: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    prk.expand(&[label], Length)
        .and_then(|okm| okm.fill(key.as_mut()))
        .expect("32 bytes are within HKDF's bounds");
    key
}

/// Fills `bytes` with randomness fit for keys.
pub(crate) fn random(bytes: &mut [u8]) {
    rand::fill(bytes).expect("the operating system gives randomness");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(byte: u8) -> Roots {
        let root = || Zeroizing::new([byte; 32]);
        Roots {
            tokens: root(),
            storage: root(),
        }
    }

    #[test]
    fn a_restore_ends_what_was_handed_out_and_nothing_else() {
        let (before, after) = (
            Secrets::derive(roots(7), &[]),
            Secrets::derive(roots(7), &[1; 32]),
        );
        for (before, after) in [
            (&before.token, &after.token),
            (&before.session, &after.session),
            (&before.url_caller, &after.url_caller),
        ] {
            let text = before.seal(&"message").expect("a short text");
            assert_eq!(after.open::<String>(&text), None);
        }
        assert_ne!(before.signed_url, after.signed_url);
        assert_eq!(before.key_material, after.key_material);
        assert_eq!(before.blobs, after.blobs);
    }

    #[test]
    fn every_purpose_has_its_own_key() {
        let derive = |byte| Secrets::derive(roots(byte), &[]);
        let secrets = derive(7);
        let sealers = [
            &secrets.token,
            &secrets.session,
            &secrets.url_caller,
            &secrets.grant_token,
            &secrets.access_key,
        ];
        for (index, sealer) in sealers.iter().enumerate() {
            let text = sealer.seal(&"message").expect("a short text");
            for (other, opener) in sealers.iter().enumerate() {
                let opened: Option<String> = opener.open(&text);
                assert_eq!(opened.is_some(), index == other, "{index} {other}");
            }
        }
        let again = derive(7);
        assert_eq!(secrets.signed_url, again.signed_url);
        assert_ne!(secrets.signed_url, derive(8).signed_url);
        assert_ne!(secrets.key_material, secrets.blobs);
    }
}
