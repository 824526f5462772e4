//! Keys that this installation made for itself: one random root, from which each purpose
//! derives a key of its own, so that no key is ever used for two things.

use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use aws_lc_rs::rand;
use futures_util::FutureExt as _;
use meta::Meta;
use zeroize::Zeroizing;

use crate::sealed::Sealer;
use crate::{Error, Internal};

const ROOT: &str = "root-secret";

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
}

impl Secrets {
    /// Reads the root secret, or makes it when there is none yet; two servers that start at the
    /// same moment agree on one.
    pub(crate) async fn load(meta: &Meta) -> Result<Self, Error> {
        let mut fresh = Zeroizing::new([0_u8; 32]);
        random(fresh.as_mut());
        let root: Vec<u8> = meta
            .write::<_, Error, _>(move |tx| {
                let fresh = fresh.clone();
                async move {
                    tx.setting_create(ROOT, fresh.as_ref()).await?;
                    let stored = tx.setting_get(ROOT).await?;
                    stored.ok_or_else(|| Internal::Broken("the root secret vanished".to_owned()).into())
                }
                .boxed()
            })
            .await?;
        Ok(Self::derive(&root))
    }

    fn derive(root: &[u8]) -> Self {
        let prk = Salt::new(HKDF_SHA256, b"hythe").extract(root);
        Self {
            token: Sealer::new(&expand(&prk, b"authorization-token")),
            session: Sealer::new(&expand(&prk, b"session-token")),
            url_caller: Sealer::new(&expand(&prk, b"signed-url-caller")),
            signed_url: expand(&prk, b"signed-url"),
        }
    }
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

fn expand(prk: &Prk, label: &[u8]) -> Zeroizing<[u8; 32]> {
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

    #[test]
    fn every_purpose_has_its_own_key() {
        let secrets = Secrets::derive(&[7; 32]);
        let sealers = [&secrets.token, &secrets.session, &secrets.url_caller];
        for (index, sealer) in sealers.iter().enumerate() {
            let text = sealer.seal(&"message").expect("a short text");
            for (other, opener) in sealers.iter().enumerate() {
                let opened: Option<String> = opener.open(&text);
                assert_eq!(opened.is_some(), index == other, "{index} {other}");
            }
        }
        let again = Secrets::derive(&[7; 32]);
        assert_eq!(secrets.signed_url, again.signed_url);
        assert_ne!(secrets.signed_url, Secrets::derive(&[8; 32]).signed_url);
    }
}
